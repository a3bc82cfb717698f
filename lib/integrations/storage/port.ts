/**
 * Where files are kept that are no part of a project's versions: pictures, uploads, results. Bytes under a key, and
 * nothing of whose they are: that is what the domain `files` knows.
 */

/** One file at most, whatever its caller allows. */
export const MAX_STORED_BYTES = 64 * 1024 * 1024

/** `<namespace>/<name>`, made by us and never of what somebody typed: every storage there is takes it as it is. */
const KEY = /^[a-z][a-z0-9-]{0,39}(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}){1,4}$/

/** @throws TypeError for what is no key of ours */
export function requireKey(key: string): void {
  if (!KEY.test(key)) throw new TypeError('That is no key of the file storage.')
}

export type ListedFile = { key: string; size: number; storedAt: Date }
export type StoredInfo = ListedFile & {
  contentType: string
  /** Hex. */
  sha256: string
}

/** What is put: bytes, or a stream of them, such as a request's body. */
export type Content = Uint8Array | AsyncIterable<Uint8Array>

/** From byte `offset` on; without a length to the end. What lies behind the end is not there, and no error. */
export type ByteRange = { offset: number; length?: number }

export type FileStorage = {
  /** For the log and the state of the installation. */
  readonly name: 'postgres' | 's3'
  /**
   * Keeps a file, whole or not at all; one that was there under this key is replaced.
   * @throws body_too_large when there is more than `maxBytes`, unavailable when the storage does not answer
   */
  put(key: string, content: Content, options: { contentType: string; maxBytes: number }): Promise<StoredInfo>
  /** Null when there is none. The stream ends with an error when the file is removed while it is read. */
  get(key: string, range?: ByteRange): Promise<{ info: StoredInfo; body: ReadableStream<Uint8Array> } | null>
  head(key: string): Promise<StoredInfo | null>
  /** A key that names nothing is no error. */
  remove(keys: readonly string[]): Promise<void>
  /** By key, in the order of its bytes. @returns `next`: the last key told, when there are more behind it */
  list(options: {
    prefix: string
    after?: string | undefined
    limit: number
  }): Promise<{ files: ListedFile[]; next: string | null }>
}
