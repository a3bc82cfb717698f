import { describe, expect, it } from 'vitest'
import { hashPassword, isPassword } from '@/lib/domains/accounts/passwords/password'
import {
  newRefreshToken,
  readAccessToken,
  sessionOfRefreshToken,
  signAccessToken,
} from '@/lib/domains/accounts/sessions/tokens'

const secret = 'a secret of at least thirty-two characters'
const claims = { userId: 'usr_1', sessionId: 'ses_1' }
const now = new Date('2026-01-01T12:00:00Z')

describe('an access token', () => {
  it('says who and where, for 30 minutes', async () => {
    const token = await signAccessToken(secret, claims, now)
    expect(await readAccessToken(secret, token, now)).toEqual(claims)
    expect(await readAccessToken(secret, token, new Date('2026-01-01T12:29:59Z'))).toEqual(claims)
    expect(await readAccessToken(secret, token, new Date('2026-01-01T12:30:00Z'))).toBeNull()
    expect(await readAccessToken('another secret of thirty-two characters', token, now)).toBeNull()
  })
})

describe('a refresh token', () => {
  it('names its session to us and is never the same twice', () => {
    const token = newRefreshToken(secret, 'ses_1')
    expect(sessionOfRefreshToken(secret, token)).toBe('ses_1')
    expect(newRefreshToken(secret, 'ses_1')).not.toBe(token)
    expect(token.length).toBeLessThanOrEqual(200)
  })

  it('is refused when it was not made by us', () => {
    const token = newRefreshToken(secret, 'ses_1')
    for (const wrong of [
      '',
      '.',
      'ses_1',
      token.slice(0, -1),
      `${token}x`,
      token.replace('ses_1', 'ses_2'),
      newRefreshToken('other', 'ses_1'),
    ])
      expect(sessionOfRefreshToken(secret, wrong), wrong).toBeNull()
  })
})

describe('a password', () => {
  it('is recognised by its hash, and nobody has none', async () => {
    const hash = await hashPassword('correct horse battery')
    expect(await isPassword('correct horse battery', hash)).toBe(true)
    expect(await isPassword('correct horse batterY', hash)).toBe(false)
    expect(await isPassword('correct horse battery', null)).toBe(false)
    expect(await isPassword('an address that nobody registered', null), 'not even the stand-in').toBe(false)
  })
})
