import type { Ctx } from '../../context'
import { type Branch, defineBranch, defineRun, type RunScope } from '../../engine/define'
import type { Verifier } from '../evidence/verifier'
import { completeRun, failRun } from '../runs/finish-run'
import { WRITERS } from './agents/agent'
import type { WrittenFile } from './file-sink'
import { deliverVersion } from './stages/deliver'
import { planProject, readContext } from './stages/plan'
import { reviewFiles } from './stages/review'
import { writeFiles, type WriteInput } from './stages/write'
import { GENERATION } from './start-generation'

/**
 * Registers the run that turns a prompt into a version: context → architect → (frontend ‖ backend ‖ database) → review → deliver.
 * Each stage is one checkpointed step, each writer a branch of its own.
 */
export function defineGeneration(ctx: Ctx, verifier: Verifier): void {
  const writer = defineBranch(`${GENERATION}.writer`, (scope, input: WriteInput) =>
    scope.step(input.writer, (step) => writeFiles(ctx, scope.runId, input, step)),
  )
  defineRun(GENERATION, async (scope) => {
    try {
      await generate(ctx, verifier, writer, scope)
    } catch (error) {
      // Cancelled runs have ended before the engine hears of it; ending them again changes nothing.
      await scope.step('fail', async () => {
        ctx.log.error({ err: error, runId: scope.runId }, 'generation failed')
        await failRun(ctx, scope.runId, {
          code: 'internal',
          message: 'Something broke on our side while building. Nothing was lost: try again.',
        })
      })
      throw error
    }
  })
}

async function generate(ctx: Ctx, verifier: Verifier, writer: Branch<WriteInput, WrittenFile[]>, scope: RunScope): Promise<void> {
  const { runId } = scope
  const context = await scope.step('context', (step) => readContext(ctx, runId, step))
  const plan = await scope.step('architect', (step) => planProject(ctx, runId, context, step))

  const { previous, baseVersion } = context
  const branches: Array<{ result(): Promise<WrittenFile[]> }> = []
  for (const name of WRITERS) branches.push(await writer.start(scope, name, { writer: name, spec: plan.spec, previous, baseVersion }))
  const written = [...plan.files]
  for (const branch of branches) written.push(...(await branch.result()))

  const reviewed = await scope.step('review', (step) => reviewFiles(ctx, verifier, { runId, context, written, stage: 'review' }, step))
  const delivered = await scope.step('deliver', (step) => deliverVersion(ctx, verifier, { runId, context, plan, reviewed }, step))
  await scope.step('end', async () => {
    await completeRun(ctx, runId, { ...delivered, result: { version: delivered.version, status: delivered.evidence } })
  })
}
