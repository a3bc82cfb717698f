import type { Ctx } from '../../context'
import { type Branch, defineBranch, defineRun, type RunScope } from '../../engine/define'
import type { Verifier } from '../evidence/verifier'
import { completeRun, failRun } from '../runs/finish-run'
import { WRITERS, type WriterName } from './agents/agent'
import { unchargeStages } from './metering/uncharge-stages'
import type { WrittenFile } from './writing/file-sink'
import { addTests } from './stages/add-tests'
import { attemptOf, best, nextIteration } from './review/loop-governor'
import { buildSite } from './stages/build-site'
import { answerPrompt } from './stages/answer'
import { deliverVersion } from './stages/deliver'
import { endRun, endUnchanged } from './stages/end'
import {
  endWaiting,
  PAGES,
  parkWithPlan,
  type Plan,
  planDataByModel,
  planPagesByModel,
  planProject,
  readContext,
  type RunContext,
  takeConfirmedPlan,
} from './stages/plan'
import { type Reviewed, reviewFiles } from './stages/review'
import { deliverScaffold } from './stages/scaffold'
import { collect, type Started, startWriters } from './writing/side-by-side'
import { stageOf } from './stages/stage-name'
import { writeFiles, type WriteInput } from './stages/write'
import { BUILD, GENERATION } from './start-generation'

type Parts = {
  ctx: Ctx
  verifier: Verifier
  writer: Branch<WriteInput, WrittenFile[]>
  scaffold: Branch<{ context: RunContext; plan: Plan }, number>
}
/** What one round of writing came to: the files, and what the review says about them. */
type Round = { written: WrittenFile[]; reviewed: Reviewed; stages: string[] }

/**
 * Registers the run that turns a prompt into a version: context → architect → (frontend ‖ backend ‖ database) → review
 * → tests? → deliver. Each stage is one checkpointed step, each writer a branch of its own. With `planFirst` the run
 * ends its first part after the architect and waits without holding a worker; confirming the plan starts the part
 * `build`.
 */
export function defineGeneration(ctx: Ctx, verifier: Verifier): void {
  const writer = defineBranch(`${GENERATION}.writer`, (scope, input: WriteInput) =>
    scope.step(stageOf(input.writer, input.mending?.round ?? 0), (step) => writeFiles(ctx, scope.runId, input, step)),
  )
  const scaffold = defineBranch(`${GENERATION}.scaffold`, (scope, input: { context: RunContext; plan: Plan }) =>
    scope.step('scaffold', (step) => deliverScaffold(ctx, scope.runId, input, step)),
  )
  const parts: Parts = { ctx, verifier, writer, scaffold }
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
      const message = 'Something broke on our side while building. Nothing was lost: try again.'
      await failRun(ctx, scope.runId, { code: 'internal', message })
    })
    throw error
  }
}

async function plan(parts: Parts, scope: RunScope): Promise<void> {
  const { ctx } = parts
  const { runId } = scope
  const context = await scope.step('context', (step) => readContext(ctx, runId, step))
  if (context.mode === 'simple') return answer(ctx, scope, context)
  if (context.model === null || context.mode === 'site') {
    const made = await scope.step('architect', (step) => planProject(ctx, runId, context, step))
    if (context.planFirst) return scope.step('confirm', (step) => parkWithPlan(ctx, runId, made, step))
    return context.mode === 'site' ? buildSite(parts, scope, context, made) : build(parts, scope, context, made)
  }
  const data = await scope.step('architect', (step) => planDataByModel(ctx, runId, context, step))
  // Database and back end need no pages. They start from a checkpointed plan: after a crash a fresh one could differ.
  const early = context.planFirst
    ? []
    : await startWriters(parts.writer, scope, ['backend', 'database'], { spec: data.spec, context, mending: null })
  const made = await scope.step(PAGES, (step) => planPagesByModel(ctx, runId, { context, data }, step))
  if (context.planFirst) await scope.step('confirm', (step) => parkWithPlan(ctx, runId, made, step))
  else await build(parts, scope, context, made, early)
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

async function buildConfirmed(parts: Parts, scope: RunScope): Promise<void> {
  const { ctx } = parts
  await scope.step('confirm', () => endWaiting(ctx, scope.runId))
  const context = await scope.step('context', (step) => readContext(ctx, scope.runId, step))
  const made = await scope.step('architect', (step) => takeConfirmedPlan(ctx, scope.runId, context, step))
  await (context.mode === 'site' ? buildSite(parts, scope, context, made) : build(parts, scope, context, made))
}

async function build(
  parts: Parts,
  scope: RunScope,
  context: RunContext,
  made: Plan,
  early: Started[] = [],
): Promise<void> {
  const { ctx, verifier } = parts
  const { runId } = scope
  const start = (names: readonly WriterName[], mending: WriteInput['mending']): Promise<Started[]> =>
    startWriters(parts.writer, scope, names, { spec: made.spec, context, mending })

  const late = await start(
    WRITERS.filter((name) => !early.some((one) => one.name === name)),
    null,
  )
  // After the writers: the scaffold is work for this machine, theirs is waiting for a server.
  const isLong = context.model !== null && context.isNew
  const scaffold = isLong ? await parts.scaffold.start(scope, 'scaffold', { context, plan: made }) : null
  const first = [...made.files, ...(await collect([...early, ...late]))]
  if (await endUnchanged(ctx, scope, { context, plan: made, written: first })) return
  const review = (written: WrittenFile[], round: number): Promise<Reviewed> =>
    scope.step(stageOf('review', round), (step) =>
      reviewFiles(ctx, verifier, { runId, context, spec: made.spec, written, round }, step),
    )
  const rounds: Round[] = [{ written: first, reviewed: await review(first, 0), stages: [] }]

  // The built-in makers would write the same again; only a model can mend.
  const able = context.model === null ? [] : WRITERS
  for (;;) {
    const next = nextIteration(
      rounds.map(({ reviewed }) => attemptOf(reviewed.report, reviewed.remarks)),
      { able },
    )
    if ('stop' in next) break
    const { written } = rounds.at(-1)!
    const round = rounds.length
    const owners = WRITERS.filter((name) => next.owners.includes(name))
    const mended = await collect(await start(owners, { round, findings: next.findings, written }))
    const files = [...new Map([...written, ...mended].map((file) => [file.path, file])).values()]
    const stages = [...owners, 'review'].map((name) => stageOf(name, round))
    rounds.push({ written: files, reviewed: await review(files, round), stages })
  }
  const chosen = best(rounds.map(({ reviewed }) => attemptOf(reviewed.report, reviewed.remarks)))
  const wasted = rounds.slice(chosen + 1).flatMap(({ stages }) => stages)
  if (wasted.length > 0) await scope.step('uncharge', () => unchargeStages(ctx.db, runId, wasted))

  const scaffoldVersion = (await scaffold?.result()) ?? null
  const approved = rounds[chosen]!
  const reviewed = context.withTests
    ? await addTests(parts, scope, context, { plan: made, ...approved })
    : approved.reviewed
  const delivered = await scope.step('deliver', (step) =>
    deliverVersion(ctx, verifier, { runId, context, plan: made, reviewed, scaffoldVersion }, step),
  )
  await endRun(ctx, scope, delivered)
}
