import { createHash, randomBytes } from 'node:crypto'

/** Hex SHA-256. */
export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex')

/**
 * A bearer secret of `bytes` random bytes, base64url. 32 bytes cannot be guessed, so a plain hash of it may be stored.
 */
export const randomToken = (bytes = 32): string => randomBytes(bytes).toString('base64url')
