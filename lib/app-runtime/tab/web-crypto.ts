import { hmac } from '@noble/hashes/hmac.js'
import { sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'

/*
 * A worker that a frame of no origin makes is no secure context, so the browser gives it no `crypto.subtle` and no
 * `crypto.randomUUID`. This is what applications on Supabase use of them.
 */

export const HASHES = { sha1, sha256, sha384, sha512 } as const
export type HashName = keyof typeof HASHES

/** @throws when it is none of ours */
export function hashOf(name: string): (typeof HASHES)[HashName] {
  const plain = name.toLowerCase().replace('-', '')
  if (!Object.hasOwn(HASHES, plain)) throw new Error(`The hash "${name}" is not there in a preview.`)
  return HASHES[plain as HashName]
}

export const bytesOf = (data: BufferSource): Uint8Array =>
  data instanceof ArrayBuffer
    ? new Uint8Array(data)
    : new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength)

type Named = { name: string; hash?: string | { name: string } } | string
type Key = { name: string; hash: string; raw: Uint8Array }

const nameOf = (algorithm: Named): string => (typeof algorithm === 'string' ? algorithm : algorithm.name).toUpperCase()
const hashNameOf = (algorithm: Named): string => {
  if (typeof algorithm === 'string') return ''
  return typeof algorithm.hash === 'object' ? algorithm.hash.name : (algorithm.hash ?? '')
}
const copied = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer

export const subtle = {
  digest: async (algorithm: Named, data: BufferSource): Promise<ArrayBuffer> =>
    copied(hashOf(nameOf(algorithm))(bytesOf(data))),
  importKey: async (format: string, data: BufferSource, algorithm: Named): Promise<Key> => {
    if (format !== 'raw') throw new Error(`Keys of the form "${format}" cannot be read in a preview.`)
    return { name: nameOf(algorithm), hash: hashNameOf(algorithm), raw: bytesOf(data) }
  },
  exportKey: async (_format: string, key: Key): Promise<ArrayBuffer> => copied(key.raw),
  sign: async (_algorithm: Named, key: Key, data: BufferSource): Promise<ArrayBuffer> => {
    if (key.name !== 'HMAC') throw new Error(`Signing by "${key.name}" is not there in a preview.`)
    return copied(hmac(hashOf(key.hash), key.raw, bytesOf(data)))
  },
  verify: async (algorithm: Named, key: Key, signature: BufferSource, data: BufferSource): Promise<boolean> => {
    const right = new Uint8Array(await subtle.sign(algorithm, key, data))
    const given = bytesOf(signature)
    return given.length === right.length && given.every((byte, at) => byte === right[at])
  },
  // React hides what a server action closes over from the browser. Whoever sees a preview owns all of it: nothing is
  // hidden, only passed.
  encrypt: async (_algorithm: Named, _key: Key, data: BufferSource): Promise<ArrayBuffer> => copied(bytesOf(data)),
  decrypt: async (_algorithm: Named, _key: Key, data: BufferSource): Promise<ArrayBuffer> => copied(bytesOf(data)),
}

/** A version 4 UUID (RFC 9562). */
export function randomUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/** Adds what is missing. */
export function completeCrypto(): void {
  const add = (name: string, value: unknown): void => {
    Object.defineProperty(crypto, name, { value, configurable: true })
  }
  if ((crypto as Partial<Crypto>).subtle === undefined) add('subtle', subtle)
  if ((crypto as Partial<Crypto>).randomUUID === undefined) add('randomUUID', randomUuid)
}
