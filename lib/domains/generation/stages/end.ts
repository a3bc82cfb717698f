import type { Ctx } from '../../../context'
import type { RunScope } from '../../../engine/define'
import { completeRun } from '../../runs/finish-run'
import type { WrittenFile } from '../writing/file-sink'
import { changesNothing } from './compare'
import { type Delivered, deliverNothing } from './deliver'
import type { Plan, RunContext } from './plan'

/** Ends a run with what it delivered, or with the word that there was nothing to deliver. */
export const endRun = (ctx: Ctx, scope: RunScope, delivered: Delivered): Promise<void> =>
  scope.step('end', async () => {
    const isUnchanged = delivered.version === null
    const result = { version: delivered.version, status: delivered.evidence, ...(isUnchanged && { unchanged: true }) }
    await completeRun(ctx, scope.runId, { ...delivered, result })
  })

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
