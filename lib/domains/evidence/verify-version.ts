import type { Principal } from '../../http/principal'
import type { Ctx } from '../../context'
import { getVersion } from '../projects/get-version'
import { enqueueSoon, insertRun } from '../runs/internal/create-run'

export const VERIFICATION = 'verification'
export type VerificationInput = { version: number; full: boolean }

/** Starts the checks on a version of the caller's. @throws not_found project or version */
export async function verifyVersion(
  ctx: Ctx,
  who: Principal,
  input: { id: string; number: number; full: boolean },
): Promise<{ runId: string }> {
  const version = await getVersion(ctx, who, { id: input.id, number: input.number })
  const runInput: VerificationInput = { version: version.number, full: input.full }
  const run = {
    ownerId: who.userId,
    kind: VERIFICATION,
    projectId: input.id,
    baseVersion: version.number,
    input: runInput,
  }
  const runId = await insertRun(ctx.db, run, ctx.clock.now())
  await enqueueSoon(ctx, { id: runId, kind: VERIFICATION, ownerId: who.userId })
  return { runId }
}
