import { describe, expect, it } from 'vitest'
import { isTotp, newSecret, totpAt } from '@/lib/supabase-local/auth/totp'

/** `12345678901234567890` in base32, of RFC 6238's appendix B. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const at = (seconds: number): Date => new Date(seconds * 1000)

describe('codes of an authenticator app', () => {
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ])('are those of RFC 6238 at %d', (seconds, code) => {
    expect(totpAt(SECRET, at(seconds))).toBe(code)
  })

  it('count one step before and after, and no more', () => {
    const code = totpAt(SECRET, at(3000))
    expect([2960, 2970, 3000, 3059, 3060].map((seconds) => isTotp(code, SECRET, at(seconds)))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ])
    expect(isTotp('', SECRET, at(3000))).toBe(false)
  })

  it('come of secrets that nobody has had', () => {
    expect(newSecret()).toMatch(/^[A-Z2-7]{32}$/)
    expect(newSecret()).not.toBe(newSecret())
  })
})
