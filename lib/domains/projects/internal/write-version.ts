import { type DbTx, isUniqueViolation, type Json, transaction } from '../../../core/db/db'
import { notFound } from '../../../core/errors'
import { newId } from '../../../core/ids'
import type { Ctx } from '../../../context'
import { manifestHash } from '../../spec/manifest'
import type { Asked, EvidenceStatus, Version, VersionReason } from '../contract'
import {
  findCurrentVersion,
  findVersion,
  findVersionFiles,
  findVersionOfRun,
  insertVersion,
  takeNextVersion,
} from '../store'
import { conflict, type NextFiles, planContent, requireFileSet, type VersionContent } from '../versions/plan-content'

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
  asked?: Asked | null
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

/**
 * The one way a version comes to be. Blobs first, then one short transaction: take the next number (which makes writers
 * of a project queue up), write the version on the files the writer before left. Either both rows are there or none.
 * For callers that have checked ownership: use cases, and runs that were started by the owner.
 * @throws quota_exceeded · invalid_input bounds and clashes, named by path · version_conflict `baseVersion` is not the
 * newest · not_found project gone
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

async function writeOnTop(tx: DbTx, ctx: Ctx, input: VersionInput, plan: NextFiles): Promise<Version> {
  const { projectId, baseVersion } = input
  const now = ctx.clock.now()
  const judged = { status: input.status ?? null, asked: input.asked ?? null }
  const number = await takeNextVersion(tx, projectId, { base: baseVersion, ...judged, now })
  if (number === null) {
    const current = await findCurrentVersion(tx, projectId)
    throw current === null || baseVersion === undefined ? notFound('project') : conflict(baseVersion, current)
  }
  const newest = await findVersionFiles(tx, projectId, number - 1)
  if (newest === null) throw new Error(`version ${number - 1} of ${projectId} is missing`)
  const { manifest, generated } = plan(newest)
  // An edit moves what some version holds; only bytes that are given bring new names.
  requireFileSet(manifest, 'edit' in input ? manifest : newest.manifest)
  const hash = manifestHash(manifest)
  if (input.skipUnchanged && number > 1 && hash === manifestHash(newest.manifest)) throw new Unchanged(number - 1)
  return insertVersion(tx, {
    id: newId('version', now.getTime()),
    projectId,
    number,
    manifest,
    generated,
    manifestHash: hash,
    reason: input.reason,
    summary: input.summary,
    runId: input.runId ?? null,
    ...judged,
    report: input.report,
    now,
  })
}
