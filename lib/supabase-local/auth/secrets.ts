import { sha224, sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/*
 * Codes, tokens and their hashes. Without node:crypto and crypto.subtle: the preview's worker has neither.
 */

/** `length` characters of `alphabet`, each as likely as any other. */
function randomText(length: number, alphabet: string): string {
  const limit = 256 - (256 % alphabet.length)
  let text = ''
  while (text.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length * 2))) {
      if (byte < limit && text.length < length) text += alphabet[byte % alphabet.length]
    }
  }
  return text
}

/** The six digits of a mail. */
export const newCode = (): string => randomText(6, '0123456789')

/** Twelve characters, as Auth's refresh tokens have always looked. */
export const newRefreshToken = (): string => randomText(12, 'abcdefghijklmnopqrstuvwxyz0123456789')

/** For accounts that sign in by mail only; nobody ever sees it. */
export const newPassword = (): string =>
  randomText(40, 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789')

export const newMailId = (): string => randomText(20, 'abcdefghijklmnopqrstuvwxyz0123456789')

/** What stands in the database and in the link, for a code that was sent to an address. */
export const tokenHash = (address: string, code: string): string => bytesToHex(sha224(utf8ToBytes(address + code)))

/** Replaces the address of a deleted account: the same for the same account, and tells nobody what it was. */
export const obscured = (id: string, value: string): string => base64Url(sha256(utf8ToBytes(id + value)))

export function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

/** Whether the verifier is the one that the challenge was made of (RFC 7636). */
export function fitsChallenge(verifier: string, challenge: string, method: string): boolean {
  if (method === 'plain') return verifier === challenge
  return base64Url(sha256(utf8ToBytes(verifier))) === challenge
}
