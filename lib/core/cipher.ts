import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/*
 * Secrets that must be read again (keys of other services), encrypted for the database: AES-256-GCM (NIST SP 800-38D)
 * under ENCRYPTION_KEY. The nonce is random, 96 bits: safe for 2^32 secrets under one key, far more than one
 * installation stores.
 */

/**
 * What a ciphertext is for. It is authenticated but not stored with it, so a row that was copied to another person,
 * another column or another server does not decrypt there.
 */
export type SealedFor = { purpose: string; ownerId: string; scope?: string }

export type Cipher = {
  /** @returns the envelope: version (1 byte), nonce (12), tag (16), ciphertext */
  seal(text: string, bound: SealedFor): Uint8Array<ArrayBuffer>
  /** @throws UnreadableSecret when it was changed, moved, or sealed under another key */
  open(envelope: Uint8Array, bound: SealedFor): string
}

export class UnreadableSecret extends Error {
  constructor() {
    // One message for every reason: which one it was helps only somebody who tries.
    super('A stored secret cannot be read: it was changed or moved, or ENCRYPTION_KEY is another one now.')
    this.name = 'UnreadableSecret'
  }
}

const VERSION = 1
const NONCE = 12
const TAG = 16
const HEAD = 1 + NONCE + TAG

/** JSON keeps the parts apart: no choice of purpose and owner spells another pair. The version is bound as well. */
const boundBytes = ({ purpose, ownerId, scope }: SealedFor): Buffer =>
  Buffer.from(JSON.stringify([VERSION, purpose, ownerId, scope ?? null]))

/**
 * @param key 32 bytes in base64; checked here too, because a shorter key would otherwise fail at the first secret only
 */
export function createCipher(key: string): Cipher {
  const secret = Buffer.from(key, 'base64')
  if (secret.length !== 32) throw new Error('ENCRYPTION_KEY must be 32 bytes in base64')
  return {
    seal(text, bound) {
      const nonce = randomBytes(NONCE)
      const cipher = createCipheriv('aes-256-gcm', secret, nonce, { authTagLength: TAG }).setAAD(boundBytes(bound))
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return new Uint8Array(Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), sealed]))
    },
    open(envelope, bound) {
      if (envelope.length < HEAD || envelope[0] !== VERSION) throw new UnreadableSecret()
      try {
        const decipher = createDecipheriv('aes-256-gcm', secret, envelope.subarray(1, 1 + NONCE), {
          authTagLength: TAG,
        })
        decipher.setAAD(boundBytes(bound)).setAuthTag(envelope.subarray(1 + NONCE, HEAD))
        return Buffer.concat([decipher.update(envelope.subarray(HEAD)), decipher.final()]).toString('utf8')
      } catch {
        throw new UnreadableSecret()
      }
    },
  }
}
