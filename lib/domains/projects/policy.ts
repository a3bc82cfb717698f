import type { ErrorKey, Told } from '../../core/told'
import { DAY } from '../../core/time'
import type { Manifest } from '../spec/manifest'
import { MAX_FILE_BYTES, refusePath } from '../spec/file-path'

/** The rules of projects that need no database. */

export const MAX_FILES = 2_000
export const MAX_TOTAL_BYTES = 20 * 1024 * 1024

/** How long a deleted project can be brought back. */
export const RESTORE_MS = 30 * DAY

/**
 * Unicode simple folding as file systems of macOS and Windows do it: two paths with the same key cannot both exist
 * there, so an archive with both would lose one of them.
 */
export const pathKey = (path: string): string => path.normalize('NFC').toUpperCase().toLowerCase()

const counted = (key: ErrorKey, count: number): Told => ({ key, values: { count } })

/**
 * Why these files cannot be one version, or null. `name` of the answer is the path that is at fault, or `files` when
 * all of them together are.
 * @param stored files of a version that exists: what was taken under an earlier rule of names is not lost by a later
 * one
 */
export function refuseFileSet(manifest: Manifest, stored: Manifest = new Map()): { name: string; told: Told } | null {
  if (manifest.size > MAX_FILES) return { name: 'files', told: counted('reason.manyFiles', MAX_FILES) }
  const seen = new Map<string, string>()
  const folders = new Map<string, string>()
  let total = 0
  for (const [path, { size }] of manifest) {
    const wrong = stored.has(path) ? null : refusePath(path)
    if (wrong !== null) return { name: path, told: wrong }
    if (size > MAX_FILE_BYTES) return { name: path, told: counted('reason.largeFile', MAX_FILE_BYTES) }
    total += size
    const key = pathKey(path)
    const twin = seen.get(key)
    if (twin !== undefined) return { name: path, told: { key: 'reason.sameFile', values: { path: twin } } }
    seen.set(key, path)
    for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) {
      const folder = path.slice(0, at)
      const folderKey = pathKey(folder)
      const other = folders.get(folderKey)
      if (other !== undefined && other !== folder)
        return { name: path, told: { key: 'reason.sameFolder', values: { path: other } } }
      folders.set(folderKey, folder)
    }
  }
  if (total > MAX_TOTAL_BYTES) return { name: 'files', told: counted('reason.largeVersion', MAX_TOTAL_BYTES) }
  for (const [key, path] of seen) {
    const folder = folders.get(key)
    if (folder !== undefined) return { name: path, told: { key: 'reason.fileAndFolder', values: { path: folder } } }
  }
  return null
}

/** The bytes as text, or null when they are not (NUL inside, or not UTF-8). */
export function textOf(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}
