import { openPromise, type Entry, type ZipFile } from 'yauzl'
import { refuseUnsafePath } from '../spec/file-path'
import { LIMITS } from './load-project'
import { isGenerated, MAX_READ_PATH } from './paths'
import type { FolderRead } from './read-folder'

/** Unix file type in the upper half of a zip entry's external attributes; 0xA000 is a symbolic link. */
const isSymlink = (entry: Entry): boolean => ((entry.externalFileAttributes >>> 16) & 0xf000) === 0xa000

/** Reads one entry, counting what really comes out of it: the size in a zip's header is only a claim. */
async function readEntry(zip: ZipFile, entry: Entry, limit: number): Promise<Uint8Array | null> {
  const stream = await zip.openReadStreamPromise(entry)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limit) {
      stream.destroy()
      return null
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/**
 * Reads a zip file as the files of a project, bounded like a folder. One folder around everything (as GitHub packs it)
 * is taken off. Names that point outside and links are left out and named.
 * @throws what yauzl says when the file is not a zip.
 */
export async function readArchive(file: string): Promise<FolderRead> {
  const zip = await openPromise(file, {
    lazyEntries: true,
    validateEntrySizes: false,
    decodeStrings: true,
    strictFileNames: false,
  })
  const found = new Map<string, Uint8Array>()
  const skipped: string[] = []
  let total = 0
  try {
    for await (const entry of zip.eachEntry()) {
      const path = entry.fileName
      if (path.endsWith('/') || isGenerated(path)) continue
      const problem = refuseUnsafePath(path, MAX_READ_PATH)
      if (problem !== null) skipped.push(`${JSON.stringify(path.slice(0, 80))}: ${problem}`)
      else if (isSymlink(entry)) skipped.push(`${path}: a symbolic link, not followed`)
      else if (found.size >= LIMITS.files) {
        skipped.push(`more than ${LIMITS.files} files`)
        break
      } else {
        const bytes = await readEntry(zip, entry, Math.min(LIMITS.fileBytes, LIMITS.totalBytes - total))
        if (bytes === null) skipped.push(`${path}: too large to be read`)
        else {
          total += bytes.byteLength
          found.set(path, bytes)
        }
      }
    }
  } finally {
    zip.close()
  }
  const tops = new Set([...found.keys()].map((path) => path.split('/', 1)[0]))
  const isWrapped = tops.size === 1 && ![...found.keys()].some((path) => !path.includes('/'))
  const files = isWrapped
    ? new Map([...found].map(([path, bytes]) => [path.slice(path.indexOf('/') + 1), bytes]))
    : found
  return { files, skipped }
}
