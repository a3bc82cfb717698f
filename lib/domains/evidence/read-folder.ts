import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LIMITS } from './load-project'
import { byCodeUnit, isGenerated } from './paths'

/** Files beyond a limit or of a kind that is not read; the report names them. */
export type FolderRead = { files: Map<string, Uint8Array>; skipped: string[] }

/**
 * Reads a folder as the files of a project. Symlinks are never followed (they could lead out of the folder), folders
 * that tools make are left out, and count and sizes are bounded before anything is read into memory.
 * @throws what the file system says when `folder` itself cannot be read.
 */
export async function readFolder(folder: string): Promise<FolderRead> {
  const files = new Map<string, Uint8Array>()
  const skipped: string[] = []
  let total = 0
  const open: string[] = ['']
  for (let below = open.pop(); below !== undefined; below = open.pop()) {
    const entries = (await readdir(join(folder, below), { withFileTypes: true })).sort((a, b) =>
      byCodeUnit(a.name, b.name),
    )
    for (const entry of entries) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      if (isGenerated(path)) continue
      if (entry.isDirectory()) {
        if (path.split('/').length < 64) open.push(path)
        else skipped.push(`${path}: nested too deeply`)
        continue
      }
      if (!entry.isFile()) {
        skipped.push(`${path}: ${entry.isSymbolicLink() ? 'a symbolic link, not followed' : 'not a regular file'}`)
        continue
      }
      if (files.size >= LIMITS.files) {
        skipped.push(`more than ${LIMITS.files} files`)
        return { files, skipped }
      }
      const { size } = await lstat(join(folder, path))
      if (size > LIMITS.fileBytes || total + size > LIMITS.totalBytes) {
        skipped.push(`${path}: ${size} bytes, too large to be read`)
        continue
      }
      total += size
      files.set(path, await readFile(join(folder, path)))
    }
  }
  return { files, skipped }
}
