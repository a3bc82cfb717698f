import { type DbTx, type Json, transaction } from '../../../core/db/db'
import { refusal } from '../../../core/errors'
import type { Ctx } from '../../../context'
import { type Judged, updateReport } from '../store'

/**
 * Adds evidence to a version (internal: the caller has checked ownership). `manifestHash` says which files were
 * checked.
 * @param also what must be written with it or not at all: a process may die at any moment
 * @throws version_conflict the version does not exist with exactly those files
 */
export async function attachReport(
  ctx: Ctx,
  input: { projectId: string; number: number; manifestHash: string; report: Json } & Judged,
  also?: (tx: DbTx) => Promise<void>,
): Promise<void> {
  const isStored = await transaction(ctx.db, async (tx) => {
    const isFound = await updateReport(tx, input)
    if (isFound) await also?.(tx)
    return isFound
  })
  if (!isStored) throw refusal('version_conflict', 'detail.otherFiles', { number: input.number })
}
