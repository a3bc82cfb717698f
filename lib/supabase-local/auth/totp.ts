import { hmac } from '@noble/hashes/hmac.js'
import { sha1 } from '@noble/hashes/legacy.js'

/*
 * Codes of an authenticator app (RFC 6238): six digits of HMAC-SHA-1, a new one every 30 seconds.
 */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const STEP_SECONDS = 30

/** 160 random bits in base32, which people can type. */
export const newSecret = (): string =>
  [...crypto.getRandomValues(new Uint8Array(32))].map((byte) => ALPHABET[byte % 32]).join('')

function fromBase32(text: string): Uint8Array {
  const bytes: number[] = []
  let bits = 0
  let value = 0
  for (const sign of text) {
    value = (value << 5) | ALPHABET.indexOf(sign)
    bits += 5
    if (bits >= 8) bytes.push((value >>> (bits -= 8)) & 0xff)
  }
  return Uint8Array.from(bytes)
}

/** The code of the step that begins at `step` times 30 seconds. */
function codeAt(secret: string, step: number): string {
  const counter = new DataView(new ArrayBuffer(8))
  counter.setBigUint64(0, BigInt(step))
  const hash = hmac(sha1, fromBase32(secret), new Uint8Array(counter.buffer))
  const offset = (hash.at(-1) ?? 0) & 0xf
  const number = new DataView(hash.buffer, hash.byteOffset).getUint32(offset) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}

/** The code at a time. */
export const totpAt = (secret: string, now: Date): string =>
  codeAt(secret, Math.floor(now.getTime() / 1000 / STEP_SECONDS))

/** Whether that is the code of now, or of the step before or after: clocks differ. */
export function isTotp(code: string, secret: string, now: Date): boolean {
  const step = Math.floor(now.getTime() / 1000 / STEP_SECONDS)
  return [-1, 0, 1].some((skew) => codeAt(secret, step + skew) === code)
}

/** What the app reads out of the square picture. */
export function otpAuthUri(issuer: string, account: string, secret: string): string {
  const query = new URLSearchParams({ algorithm: 'SHA1', digits: '6', issuer, period: String(STEP_SECONDS), secret })
  return `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(account)}?${query.toString()}`
}
