import { type DbTx, isUniqueViolation, type Json, transaction } from '../../core/db/db'
import { AppError, invalid, notFound } from '../../core/errors'
import { newId } from '../../core/ids'
import type { Ctx } from '../../context'
import { type FileRef, type Manifest, manifestHash } from '../spec/manifest'
import { insertBlobs } from './blob-store'
import type { EvidenceStatus, Version, VersionReason } from './contract'
import { refuseFileSet } from './policy'
import {
  findCurrentVersion,
  findManifest,
  findVersion,
  findVersionOfRun,
  insertVersion,
  takeNextVersion,
} from './store'

export type FileBytes = Uint8Array | string

/**
 * What the next version holds: all `files` anew; the newest ones with some `changes` (null removes a path); or whatever
 * `edit` makes of the newest manifest, with blobs that are stored already.
 */
export type VersionContent =
  | { files: ReadonlyMap<string, FileBytes> }
  | { changes: ReadonlyMap<string, FileBytes | null> }
  | { edit: (newest: Manifest) => Manifest }

export type VersionInput = VersionContent & {
  projectId: string
  reason: VersionReason
  /** One line for people. */
  summary: string
  /** The run that writes it: a second call for the same run and reason answers the version of the first. */
  runId?: string
  /**
   * The version that the caller has seen. Given and not the newest any more → `version_conflict`; absent: on top of
   * whatever is newest.
   */
  baseVersion?: number
  status?: EvidenceStatus
  report?: Json
  /** Answer the newest version instead of writing one with the very same files. */
  skipUnchanged?: boolean
}

/** Leaves the transaction, so that the number that was taken is given back. */
class Unchanged extends Error {
  readonly number: number
  constructor(number: number) {
    super('nothing would change')
    this.number = number
  }
}

const bytesOf = (content: FileBytes): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content

/**
 * Stores the bytes and says which next manifest they mean. What the newest version of this moment would refuse is
 * refused before anything is stored; the transaction looks again, for what happens meanwhile.
 */
async function planContent(ctx: Ctx, input: VersionInput): Promise<(newest: Manifest) => Manifest> {
  if ('edit' in input) return input.edit
  const given = 'files' in input ? input.files : input.changes
  const written = new Map<string, Uint8Array>()
  const removed: string[] = []
  for (const [path, file] of given) {
    if (file === null) removed.push(path)
    else written.set(path, bytesOf(file))
  }
  const onTop = (refs: Manifest) => (newest: Manifest) => {
    if ('files' in input) return refs
    const next = new Map([...newest, ...refs])
    for (const path of removed) next.delete(path)
    return next
  }
  const current = await findCurrentVersion(ctx.db, input.projectId)
  if (current === null) throw notFound('project')
  if (input.baseVersion !== undefined && input.baseVersion !== current) throw conflict(input.baseVersion, current)
  const newest = await findManifest(ctx.db, input.projectId, current)
  requireFileSet(
    onTop(new Map([...written].map(([path, bytes]) => [path, { sha256: '', size: bytes.byteLength }])))(
      newest ?? new Map(),
    ),
  )
  return onTop(await storeBlobs(ctx, written))
}

function requireFileSet(manifest: Manifest): void {
  const refusal = refuseFileSet(manifest)
  if (refusal !== null) throw invalid(refusal.name, refusal.reason)
}

/** Puts bytes under their SHA-256; harmless when repeated. @returns path → {sha256, size} */
export const storeBlobs = (ctx: Ctx, files: ReadonlyMap<string, FileBytes>): Promise<Map<string, FileRef>> =>
  insertBlobs(ctx.db, new Map([...files].map(([path, content]) => [path, bytesOf(content)])), ctx.clock.now())

/**
 * The one way a version comes to be. Blobs first, then one short transaction: take the next number (which makes writers
 * of a project queue up), write the version on the files the writer before left. Either both rows are there or none.
 * For callers that have checked ownership: use cases, and runs that were started by the owner.
 * @throws invalid_input bounds and clashes, named by path · version_conflict `baseVersion` is not the newest ·
 * not_found project gone
 */
export async function writeVersion(ctx: Ctx, input: VersionInput): Promise<Version> {
  const { projectId, runId, reason } = input
  const before = runId === undefined ? null : await findVersionOfRun(ctx.db, projectId, runId, reason)
  if (before !== null) return before
  const plan = await planContent(ctx, input)
  try {
    return await transaction(ctx.db, (tx) => writeOnTop(tx, ctx, input, plan))
  } catch (error) {
    if (error instanceof Unchanged) return (await findVersion(ctx.db, projectId, error.number))!
    const twin =
      runId !== undefined && isUniqueViolation(error) ? await findVersionOfRun(ctx.db, projectId, runId, reason) : null
    if (twin !== null) return twin
    throw error
  }
}

async function writeOnTop(
  tx: DbTx,
  ctx: Ctx,
  input: VersionInput,
  plan: (newest: Manifest) => Manifest,
): Promise<Version> {
  const { projectId, baseVersion } = input
  const now = ctx.clock.now()
  const number = await takeNextVersion(tx, projectId, { base: baseVersion, status: input.status ?? null, now })
  if (number === null) {
    const current = await findCurrentVersion(tx, projectId)
    throw current === null || baseVersion === undefined ? notFound('project') : conflict(baseVersion, current)
  }
  const newest = await findManifest(tx, projectId, number - 1)
  if (newest === null) throw new Error(`version ${number - 1} of ${projectId} is missing`)
  const manifest = plan(newest)
  requireFileSet(manifest)
  const hash = manifestHash(manifest)
  if (input.skipUnchanged && number > 1 && hash === manifestHash(newest)) throw new Unchanged(number - 1)
  return insertVersion(tx, {
    id: newId('version', now.getTime()),
    projectId,
    number,
    manifest,
    manifestHash: hash,
    reason: input.reason,
    summary: input.summary,
    runId: input.runId ?? null,
    status: input.status ?? null,
    report: input.report,
    now,
  })
}

const conflict = (base: number, current: number): AppError =>
  new AppError('version_conflict', `You changed version ${base}, but the project is at version ${current} now.`, {
    invalidParams: [{ name: 'baseVersion', reason: `The newest version is ${current}.` }],
  })
