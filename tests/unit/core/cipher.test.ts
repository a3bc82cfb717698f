import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createCipher, UnreadableSecret } from '../../../lib/core/cipher'

const key = randomBytes(32).toString('base64')
const cipher = createCipher(key)
const ana = { purpose: 'settings.model-key', ownerId: 'usr_ana', scope: 'https://models.example/v1' }
const SECRET = 'sk-canary-41d7 — ñ 🔑'

describe('a sealed secret', () => {
  it('opens for what it was sealed for', () => {
    expect(cipher.open(cipher.seal(SECRET, ana), ana)).toBe(SECRET)
    expect(createCipher(key).open(cipher.seal('', ana), ana)).toBe('')
  })

  it('is another one every time, and shows nothing of the text', () => {
    const sealed = Array.from({ length: 200 }, () => Buffer.from(cipher.seal(SECRET, ana)))
    expect(new Set(sealed.map((one) => one.subarray(1, 13).toString('hex'))).size, 'nonces').toBe(200)
    for (const one of sealed) expect(one.includes(Buffer.from('canary'))).toBe(false)
  })

  it.each([
    ['another person', { ...ana, ownerId: 'usr_bob' }],
    ['another purpose', { ...ana, purpose: 'settings.github-token' }],
    ['another server', { ...ana, scope: 'https://evil.example/v1' }],
    ['no server', { purpose: ana.purpose, ownerId: ana.ownerId }],
    ['parts that spell the same together', { purpose: 'settings.model-keyusr_', ownerId: 'ana', scope: ana.scope }],
  ])('does not open for %s', (_, other) => {
    expect(() => cipher.open(cipher.seal(SECRET, ana), other)).toThrow(UnreadableSecret)
  })

  it('does not open after any one bit was changed', () => {
    const sealed = cipher.seal('sk-short', ana)
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Uint8Array.from(sealed)
      changed[bit >> 3]! ^= 1 << (bit & 7)
      expect(() => cipher.open(changed, ana), `bit ${bit}`).toThrow(UnreadableSecret)
    }
  })

  it('does not open when it is cut or longer', () => {
    const sealed = cipher.seal(SECRET, ana)
    for (let length = 0; length < sealed.length; length++)
      expect(() => cipher.open(sealed.slice(0, length), ana)).toThrow(UnreadableSecret)
    expect(() => cipher.open(Uint8Array.from([...sealed, 0]), ana)).toThrow(UnreadableSecret)
  })

  it('does not open under another key, and the refusal shows nothing', () => {
    const other = createCipher(randomBytes(32).toString('base64'))
    const sealed = cipher.seal(SECRET, ana)
    expect(() => other.open(sealed, ana)).toThrow(UnreadableSecret)
    const refusals = [ana, { ...ana, ownerId: 'usr_bob' }].map((bound) => {
      try {
        return other.open(sealed, bound)
      } catch (error) {
        const { message, cause } = error as Error
        return JSON.stringify({ message, cause })
      }
    })
    expect(new Set(refusals).size, 'one refusal for all reasons').toBe(1)
    expect(refusals[0]).not.toContain('usr_ana')
  })
})

it('wants 32 bytes', () => {
  for (const bytes of [0, 16, 31, 33])
    expect(() => createCipher(randomBytes(bytes).toString('base64'))).toThrow('32 bytes')
})
