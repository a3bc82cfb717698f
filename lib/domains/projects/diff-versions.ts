import { notFound } from '../../core/errors'
import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import { type Manifest, sortedPaths } from '../spec/manifest'
import { selectBlobs } from './stores/blob-store'
import type { FileDiff, VersionDiff } from './contract'
import { openVersion } from './open-version'
import { textOf } from './policy'
import { findManifest } from './store'
import { unifiedDiff } from './versions/unified-diff'

/** Characters of all patches together; files after that are listed without one. */
const MAX_PATCHES = 4 * 1024 * 1024
/** Bytes of files held at once. */
const BATCH_BYTES = 4 * 1024 * 1024
/** Milliseconds after which the rest is listed without patches: the diff runs in the web process. */
const MAX_MS = 3_000

/**
 * What changed from one version (default: the one before; 0: from nothing) to another, per file, by path.
 * @throws not_found project or one of the versions
 */
export async function diffVersions(
  ctx: Ctx,
  who: Principal,
  input: { id: string; number: number; from?: number | undefined },
): Promise<VersionDiff> {
  const { manifest: after } = await openVersion(ctx, who, input.id, input.number)
  const from = input.from ?? input.number - 1
  const before = await findManifest(ctx.db, input.id, from)
  if (before === null) throw notFound('version')

  const changed = sortedPaths(new Set([...before.keys(), ...after.keys()])).filter(
    (path) => before.get(path)?.sha256 !== after.get(path)?.sha256,
  )
  const files: FileDiff[] = []
  const budget = { characters: MAX_PATCHES, until: performance.now() + MAX_MS }
  for (const paths of batchesOf(changed, before, after)) {
    const hashes = paths.flatMap((path) =>
      [before.get(path), after.get(path)].flatMap((ref) => (ref === undefined ? [] : [ref.sha256])),
    )
    const isSpent = budget.characters <= 0 || performance.now() > budget.until
    const blobs = isSpent ? null : await selectBlobs(ctx.db, hashes)
    for (const path of paths) {
      const change = !before.has(path) ? 'added' : !after.has(path) ? 'removed' : 'modified'
      const bytes = (manifest: Manifest) => blobs?.get(manifest.get(path)?.sha256 ?? '')
      files.push({
        path,
        change,
        ...(blobs === null ? UNSHOWN : comparison(path, bytes(before), bytes(after), budget)),
      })
    }
    // Other requests get their turn between batches.
    await new Promise((resume) => setImmediate(resume))
  }
  return { from, to: input.number, files }
}

const UNSHOWN = { patch: null, added: 0, removed: 0 }

function comparison(
  path: string,
  before: Uint8Array | undefined,
  after: Uint8Array | undefined,
  budget: { characters: number; until: number },
): Pick<FileDiff, 'patch' | 'added' | 'removed'> {
  if (budget.characters <= 0 || performance.now() > budget.until) return UNSHOWN
  const from = before === undefined ? null : textOf(before)
  const to = after === undefined ? null : textOf(after)
  const isBinary = (before !== undefined && from === null) || (after !== undefined && to === null)
  if (isBinary) return UNSHOWN
  const result = unifiedDiff(path, from, to)
  budget.characters -= result.patch.length
  return budget.characters < 0 ? { ...result, patch: null } : result
}

function* batchesOf(paths: string[], before: Manifest, after: Manifest): Generator<string[]> {
  let batch: string[] = []
  let size = 0
  for (const path of paths) {
    batch.push(path)
    size += (before.get(path)?.size ?? 0) + (after.get(path)?.size ?? 0)
    if (size >= BATCH_BYTES) {
      yield batch
      batch = []
      size = 0
    }
  }
  if (batch.length > 0) yield batch
}
