import { createHash } from 'node:crypto'

/** SHA-256 of a file's bytes, lower-case hex: the key of the content-addressed store and a line of the manifest. */
export const fileHash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Code-unit order, not the reader's locale: the hash must be the same on every machine. */
export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * Hash that binds a report to exactly these files: SHA-256 over the sorted lines `<path>\t<sha256 of bytes>\n`
 * (public contract, `report.schema.json`). `hashes` maps path → hex hash.
 */
export function manifestHashOf(hashes: ReadonlyMap<string, string>): string {
  const digest = createHash('sha256')
  for (const path of [...hashes.keys()].sort(byCodeUnit)) digest.update(`${path}\t${hashes.get(path)}\n`)
  return digest.digest('hex')
}

/** `manifestHashOf` for files at hand. */
export const manifestHash = (files: ReadonlyMap<string, Uint8Array>): string =>
  manifestHashOf(new Map([...files].map(([path, bytes]) => [path, fileHash(bytes)])))
