import slugify from '@sindresorhus/slugify'
import { Zip, ZipDeflate } from 'fflate'
import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import { type Manifest, manifestHash, sortedPaths } from '../spec/manifest'
import { selectBlobs } from './stores/blob-store'
import { openVersion } from './open-version'

/**
 * The same files give the same bytes on every machine: fflate writes local time, so this is midnight wherever it runs.
 */
const MODIFIED = new Date(1980, 0, 1)
/** Bytes of files read at once. */
const BATCH_BYTES = 1024 * 1024

export type Archive = { fileName: string; number: number; manifestHash: string; stream: ReadableStream<Uint8Array> }

/** What is sent beside the stream. */
export const archiveHeaders = ({ fileName, manifestHash: hash }: Archive): Record<string, string> => ({
  'Content-Type': 'application/zip',
  'Content-Disposition': `attachment; filename="${fileName}"`,
  ETag: `"${hash}"`,
})

/**
 * All files of a version as a zip, streamed: memory holds about a batch of files, however large the project is.
 * @param added files that are not part of the version and come along: its evidence. A file of the version goes first.
 * @throws not_found project or version
 */
export async function buildArchive(
  ctx: Ctx,
  who: Principal,
  input: { id: string; version?: number | undefined },
  added: ReadonlyMap<string, Uint8Array> = new Map(),
): Promise<Archive> {
  const { project, number, manifest } = await openVersion(ctx, who, input.id, input.version)
  return {
    fileName: `${slug(project.name)}-v${number}.zip`,
    number,
    manifestHash: manifestHash(manifest),
    stream: zipStream(ctx, manifest, new Map([...added].filter(([path]) => !manifest.has(path)))),
  }
}

/** The name as the start of a file's: ASCII, also for alphabets of their own. */
const slug = (name: string): string => slugify(name, { decamelize: false }).slice(0, 60) || 'project'

function* batches(manifest: Manifest): Generator<string[]> {
  let batch: string[] = []
  let size = 0
  for (const path of sortedPaths(manifest.keys())) {
    batch.push(path)
    size += manifest.get(path)!.size
    if (size >= BATCH_BYTES) {
      yield batch
      batch = []
      size = 0
    }
  }
  if (batch.length > 0) yield batch
}

function zipStream(ctx: Ctx, manifest: Manifest, added: ReadonlyMap<string, Uint8Array>): ReadableStream<Uint8Array> {
  const rest = batches(manifest)
  let out: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    out.push(chunk)
  })
  // One pull is one batch, so a slow reader holds back the reading of files.
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value: paths, done } = rest.next()
        if (done) {
          for (const [path, bytes] of added) addFile(zip, path, bytes)
          zip.end()
        } else await addFiles(ctx, zip, manifest, paths)
        if (out.length > 0) controller.enqueue(Buffer.concat(out))
        out = []
        if (done) controller.close()
      },
      cancel: () => zip.terminate(),
    },
    { highWaterMark: 0 },
  )
}

async function addFiles(ctx: Ctx, zip: Zip, manifest: Manifest, paths: string[]): Promise<void> {
  const blobs = await selectBlobs(
    ctx.db,
    paths.map((path) => manifest.get(path)!.sha256),
  )
  for (const path of paths) addFile(zip, path, blobs.get(manifest.get(path)!.sha256)!)
}

function addFile(zip: Zip, path: string, bytes: Uint8Array): void {
  const file = new ZipDeflate(path, { level: 6 })
  file.mtime = MODIFIED
  zip.add(file)
  file.push(bytes, true)
}
