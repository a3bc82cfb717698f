import { sha256 } from '../../core/crypto'

/** What a version consists of: which bytes stand at which path. */

export type FileRef = {
  /** Hex SHA-256 of the bytes. */
  sha256: string
  /** Bytes. */
  size: number
}

/** path → file. A Map, because a file may be called `constructor`. */
export type Manifest = ReadonlyMap<string, FileRef>

/**
 * What Devora itself last wrote at each path, as far as it did: the common ancestor of a person's edits and what it
 * writes next. `restored`: the person has brought back an earlier text of that file, and this is what Devora had
 * written of it then.
 */
export type GeneratedRef = FileRef & { restored?: FileRef }
export type Generated = ReadonlyMap<string, GeneratedRef>

/** Paths in the order of their UTF-8 bytes, the one order that every language sorts the same way. */
export const sortedPaths = (paths: Iterable<string>): string[] =>
  [...paths]
    .map((path) => ({ path, bytes: Buffer.from(path) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ path }) => path)

/**
 * The identity of a set of files: SHA-256 over the lines `<path>\t<sha256 of bytes>\n`, sorted by byte (`manifest` in
 * `report.schema.json`). A report is bound to it.
 */
export const manifestHash = (manifest: Manifest): string =>
  sha256(
    sortedPaths(manifest.keys())
      .map((path) => `${path}\t${manifest.get(path)!.sha256}\n`)
      .join(''),
  )

/** The manifest of files in memory. */
export const manifestOf = (files: ReadonlyMap<string, Uint8Array>): Manifest =>
  new Map([...files].map(([path, bytes]) => [path, { sha256: sha256(bytes), size: bytes.byteLength }]))
