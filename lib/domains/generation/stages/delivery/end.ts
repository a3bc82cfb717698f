import type { Ctx } from '../../../../context'
import type { RunScope } from '../../../../engine/define'
import { completeRun } from '../../../runs/internal/finish-run'
import { controlVersion } from '../../../evidence/control-version'
import type { Verifier } from '../../../evidence/verifier'
import type { WrittenFile } from '../../writing/file-sink'
import { changesNothing } from './compare'
import { correctedAnswer } from './corrected-answer'
import { type Delivered, deliverNothing, deliverVersion } from './deliver'
import type { Plan, RunContext } from '../plan'
import type { Reviewed } from '../review'

/** Ends a run with what it delivered, or with the word that there was nothing to deliver. */
const endRun = (ctx: Ctx, scope: RunScope, delivered: Delivered): Promise<void> =>
  scope.step('end', async () => {
    const isUnchanged = delivered.version === null
    const result = { version: delivered.version, status: delivered.evidence, ...(isUnchanged && { unchanged: true }) }
    await completeRun(ctx, scope.runId, { ...delivered, result })
  })

/**
 * The last checkpoints of a run that makes a version: it is delivered, and the run ends with what it came to. What is
 * proven is controlled after that: nobody waits for it.
 */
export async function deliverAndEnd(
  { ctx, verifier }: { ctx: Ctx; verifier: Verifier },
  scope: RunScope,
  made: { context: RunContext; plan: Plan; reviewed: Reviewed; scaffoldVersion: number | null },
): Promise<void> {
  const { runId } = scope
  const delivered = await scope.step('deliver', (step) => deliverVersion(ctx, verifier, { runId, ...made }, step))
  await endRun(ctx, scope, delivered)
  const { version } = delivered
  const { projectId } = made.context
  if (version !== null)
    await scope.step('control', (step) => controlVersion(ctx, verifier, { projectId, version }, step, correctedAnswer))
}

/** Ends a run whose files come to nothing new. @returns whether it did */
export async function endUnchanged(
  ctx: Ctx,
  scope: RunScope,
  made: { context: RunContext; plan: Plan; written: readonly WrittenFile[] },
): Promise<boolean> {
  if (!(await scope.step('compare', () => changesNothing(ctx, made)))) return false
  const { context, plan } = made
  const { runId } = scope
  const said = await scope.step('deliver', (step) => deliverNothing(ctx, { runId, context, plan }, step))
  await endRun(ctx, scope, said)
  return true
}
