import type { Ctx } from '../../context'
import { defineBranch, defineRun, type RunScope } from '../../engine/define'
import type { Verifier } from '../evidence/verifier'
import { completeRun, failRun } from '../runs/internal/finish-run'
import { answerPrompt } from './stages/answer'
import { buildApp, type BuildParts } from './stages/build-app'
import { buildSite } from './stages/build-site'
import {
  endWaiting,
  isToWait,
  parkWithPlan,
  type Plan,
  planDataByModel,
  planPagesByModel,
  planProject,
  readContext,
  type RunContext,
  takeConfirmedPlan,
} from './stages/plan'
import { deliverScaffold } from './stages/scaffold'
import { planAsksByModel } from './stages/plan-asks'
import { ASKS, PAGES, stageOf } from './stages/stage-name'
import { writeFiles, type WriteInput } from './stages/write'
import { BUILD, GENERATION } from './start-generation'
import { startWriters } from './writing/side-by-side'

/**
 * Registers the run that turns a prompt into a version: context → architect → (frontend ‖ backend ‖ database) → review
 * → tests? → deliver. Each stage is one checkpointed step, each writer a branch of its own. With `planFirst` the run
 * ends its first part after the architect and waits without holding a worker; confirming the plan starts the part
 * `build`.
 */
export function defineGeneration(ctx: Ctx, verifier: Verifier): void {
  const writer = defineBranch(`${GENERATION}.writer`, (scope, input: WriteInput) =>
    scope.step(stageOf(input.writer, input.repair?.round ?? 0), (step) => writeFiles(ctx, scope.runId, input, step)),
  )
  const scaffold = defineBranch(`${GENERATION}.scaffold`, (scope, input: { context: RunContext; plan: Plan }) =>
    scope.step('scaffold', (step) => deliverScaffold(ctx, scope.runId, input, step)),
  )
  const parts: BuildParts = { ctx, verifier, writer, scaffold }
  defineRun(GENERATION, (scope) => orFail(ctx, scope, () => plan(parts, scope)))
  defineRun(`${GENERATION}.${BUILD}`, (scope) => orFail(ctx, scope, () => buildConfirmed(parts, scope)))
}

async function orFail(ctx: Ctx, scope: RunScope, run: () => Promise<void>): Promise<void> {
  try {
    await run()
  } catch (error) {
    // Cancelled runs have ended before the engine hears of it; ending them again changes nothing.
    await scope.step('fail', async () => {
      ctx.log.error({ err: error, runId: scope.runId }, 'generation failed')
      await failRun(ctx, scope.runId, { code: 'internal', told: { key: 'run.broke' } })
    })
    throw error
  }
}

async function plan(parts: BuildParts, scope: RunScope): Promise<void> {
  const { ctx } = parts
  const { runId } = scope
  const context = await scope.step('context', (step) => readContext(ctx, runId, step))
  if (context.mode === 'simple') return answer(ctx, scope, context)
  // With a plan that waits, only once it was confirmed.
  if (context.mode !== 'site' && !context.planFirst) parts.verifier.expect()
  if (context.model === null || context.mode === 'site') {
    const made = await scope.step('architect', (step) => planProject(ctx, runId, context, step))
    if (isToWait(context, made)) return scope.step('confirm', (step) => parkWithPlan(ctx, runId, made, step))
    return context.mode === 'site' ? buildSite(parts, scope, context, made) : buildApp(parts, scope, context, made)
  }
  const data = await scope.step('architect', (step) => planDataByModel(ctx, runId, context, step))
  // Database and back end need no pages. They start from a checkpointed plan: after a crash a fresh one could differ.
  const early = context.planFirst
    ? []
    : await startWriters(parts.writer, scope, ['backend', 'database'], { spec: data.spec, context, repair: null })
  const planned = await scope.step(PAGES, (step) => planPagesByModel(ctx, runId, { context, data }, step))
  const made = await scope.step(ASKS, (step) => planAsksByModel(ctx, runId, { context, planned }, step))
  if (context.planFirst) await scope.step('confirm', (step) => parkWithPlan(ctx, runId, made, step))
  else await buildApp(parts, scope, context, made, early)
}

/** Mode `simple`: one call, one answer, no version. */
async function answer(ctx: Ctx, scope: RunScope, context: RunContext): Promise<void> {
  const failure = await scope.step('answer', (step) => answerPrompt(ctx, scope.runId, context, step))
  await scope.step('end', async () => {
    if (failure === null)
      await completeRun(ctx, scope.runId, { version: null, evidence: null, result: { version: null, status: null } })
    else await failRun(ctx, scope.runId, failure)
  })
}

async function buildConfirmed(parts: BuildParts, scope: RunScope): Promise<void> {
  const { ctx } = parts
  await scope.step('confirm', () => endWaiting(ctx, scope.runId))
  const context = await scope.step('context', (step) => readContext(ctx, scope.runId, step))
  if (context.mode !== 'site') parts.verifier.expect()
  const made = await scope.step('architect', (step) => takeConfirmedPlan(ctx, scope.runId, context, step))
  await (context.mode === 'site' ? buildSite(parts, scope, context, made) : buildApp(parts, scope, context, made))
}
