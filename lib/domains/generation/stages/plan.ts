import type { Json } from '../../../core/db/db'
import type { Ctx } from '../../../context'
import { systemFor } from '../../../http/principal'
import type { StepContext } from '../../../engine/define'
import { BUILTIN_MODEL } from '../../accounts/constants'
import { sayConfirmed, waitForPlan } from '../../runs/internal/confirm-plan'
import { readGenerated, readManifest, readManifestFiles } from '../../projects/internal/read-manifest'
import { updateProject } from '../../projects/update-project'
import { StageRecorder } from '../../runs/internal/recorder'
import { readRun } from '../../runs/internal/read-run'
import { AppSpec } from '../../spec/contract'
import type { Manifest } from '../../spec/manifest'
import { architect } from '../agents/architect/architect'
import { withAsks, withAsksAgain, withAsksKept } from '../builtin/asks/with-asks'
import { FileSink, type WrittenFile } from '../writing/file-sink'
import type { PreferredTheme } from '../builtin/architect/plan-theme'
import { planData, planPages } from '../agents/architect/model-architect'
import { PAGES, TESTS } from './stage-name'
import { type MakerChoice, openStageModel, reasonToFallBack, sayFallBack } from './stage-model'
import type { GenerationInput } from '../start-generation'
import { type Attached, imagesFor } from './attachments'
import { gatherBackground } from './background'
import { planEvent } from './plan-event'
import { PLAN_FILE } from '../../spec/file-path'
import { readPlan } from './read-plan'

/** What the run is about, read once: later stages must not see a project that has moved on. */
export type RunContext = MakerChoice & {
  prompt: string
  projectId: string
  ownerId: string
  baseVersion: number
  isNew: boolean
  previous: AppSpec | null
  /**
   * The plan that the migrations come to, which differs from `previous` where somebody has edited that by hand; absent
   * when it is not known.
   */
  migrated?: AppSpec
  /** Stop after the plan until its user confirms it. */
  planFirst: boolean
  /** Stop after the plan where it has questions; absent in runs from before there were any. */
  asksFirst?: boolean
  /** Asked for, or the project has them already. */
  withTests: boolean
  mode: 'fullstack' | 'site' | 'simple'
  /** What else a model is told: the conversation and what is remembered, compressed to fit. */
  background: string
  /** The files that came with the prompt; absent in runs from before there were any. */
  attached?: Attached
  /** The look its user prefers, for what the prompt says nothing about; absent in runs from before it was learned. */
  preferred?: PreferredTheme
  /** The design that it begins with; absent where nobody chose one. */
  template?: string
}
export type Plan = { spec: AppSpec; files: WrittenFile[] }

/** Stage `context`: the prompt, and the plan the project's current files were made from. */
export async function readContext(ctx: Ctx, runId: string, step: StepContext): Promise<RunContext> {
  const started = performance.now()
  const recorder = await StageRecorder.begin(ctx, { runId, stage: 'context', attempt: step.attempt, percent: 2 })
  const run = await readRun(ctx, runId)
  const input = run.input as GenerationInput
  if (run.projectId === null || run.baseVersion === null) throw new Error(`run ${runId} has no project`)
  const manifest = await readManifest(ctx, run.projectId, run.baseVersion)
  const generated = await readGenerated(ctx, run.projectId, run.baseVersion)
  const [now, own] = [await planIn(ctx, manifest), await planIn(ctx, generated)]
  // Of a plan that somebody broke or deleted by hand the next one cannot be made; of what Devora wrote last it can.
  // What they did to the file is kept by the merge.
  const found = now ?? own
  const mode = input.mode ?? found?.mode ?? 'fullstack'
  // A project that becomes one of another kind is planned anew: its files are no basis for the new ones.
  const previous = found === null || found.mode === mode ? found : null
  const gathered = await gatherBackground(ctx, recorder, {
    runId,
    ownerId: run.ownerId,
    projectId: run.projectId,
    prompt: input.prompt,
    previous,
    budgetMicros: input.budgetMicros,
    signal: step.signal,
    model: input.model,
    attachments: input.attachments ?? [],
  })
  const migrated = previous === null || own === null ? null : migratedPlan(own, manifest, generated)
  const withTests = mode === 'fullstack' && (input.withTests === true || previous?.makers[TESTS] !== undefined)
  if (withTests) recorder.say({ type: 'asked', tests: true })
  const context: RunContext = {
    prompt: input.prompt,
    projectId: run.projectId,
    ownerId: run.ownerId,
    baseVersion: run.baseVersion,
    isNew: input.isNew,
    previous,
    ...(migrated !== null && { migrated }),
    mode,
    model: input.model,
    budgetMicros: input.budgetMicros,
    reuse: input.reuse ?? null,
    planFirst: input.planFirst,
    ...(input.asksFirst === true && { asksFirst: true }),
    withTests,
    ...(input.template !== undefined && { template: input.template }),
    ...gathered,
  }
  recorder.say({ type: 'stage', status: 'done', ms: Math.round(performance.now() - started) })
  await recorder.settle()
  return context
}

async function planIn(ctx: Ctx, files: Manifest): Promise<AppSpec | null> {
  const ref = files.get(PLAN_FILE)
  return ref === undefined ? null : readPlan((await readManifestFiles(ctx, new Map([[PLAN_FILE, ref]]))).get(PLAN_FILE))
}

/**
 * Devora's own plan is what its migrations were made from. Not any more where a person has changed those: who edits a
 * plan and migrates for it is not to find the same change in a second migration.
 */
function migratedPlan(own: AppSpec, manifest: Manifest, generated: Manifest): AppSpec | null {
  const migrations = (files: Manifest): string =>
    [...files]
      .flatMap(([path, { sha256 }]) => (path.startsWith('supabase/migrations/') ? [`${path} ${sha256}`] : []))
      .sort()
      .join()
  return migrations(manifest) === migrations(generated) ? own : null
}

/** Stage `architect`: the plan, and the files at the project's root that follow from it. */
export async function planProject(ctx: Ctx, runId: string, context: RunContext, step: StepContext): Promise<Plan> {
  const started = performance.now()
  const sink = await openArchitect(ctx, runId, step.attempt)
  const spec = planByBuiltin(context)
  return writePlan(ctx, sink, { spec, context, maker: 'builtin', started })
}

/**
 * The built-in architect reads the prompt, and after it what short plain texts were attached; the plan of an
 * application keeps the prompt alone.
 */
function planByBuiltin(context: RunContext): AppSpec {
  const plain = context.attached?.plain ?? ''
  const change = {
    mode: context.mode,
    ...(context.previous === null ? {} : { previous: context.previous }),
    ...(context.preferred === undefined ? {} : { preferred: context.preferred }),
    ...(context.template === undefined ? {} : { template: context.template }),
  }
  const asked = (spec: AppSpec): AppSpec => withAsks(spec, context.prompt, context.previous, context.model !== null)
  if (plain === '') return asked(architect.make.builtin.plan({ prompt: context.prompt, ...change }))
  const spec = architect.make.builtin.plan({ prompt: `${context.prompt}\n\n${plain}`, ...change })
  // A site is written from the prompts that its plan keeps, so what was attached must be among them; no model is shown
  // them from there.
  return asked(context.mode === 'site' ? spec : { ...spec, prompt: context.prompt })
}

/** What a call of a model architect came to; of the first, enough for database and back end to begin. */
export type DataPlan = { spec: AppSpec; maker: string }

/**
 * Stage `architect` by a model, first call: data, access and routes. Pages come in a call of their own, so that
 * database and back end need not wait for them. A model that fails gives way to the built-in architect.
 */
export async function planDataByModel(
  ctx: Ctx,
  runId: string,
  context: RunContext,
  step: StepContext,
): Promise<DataPlan> {
  const started = performance.now()
  const sink = await openArchitect(ctx, runId, step.attempt)
  const use = await openStageModel(ctx, { runId, ...context }, 'architect', () => sink.recorder)
  const ask = {
    prompt: context.prompt,
    ...(context.previous !== null && { previous: context.previous }),
    ...(context.template !== undefined && { template: context.template }),
  }
  let made: DataPlan = { spec: planByBuiltin(context), maker: 'builtin' }
  if (use !== null) {
    const images = context.attached === undefined ? [] : await imagesFor(ctx, context.attached, use)
    const spec = await orBuiltin(ctx, sink, { runId, stage: 'architect' }, () =>
      planData({ ...ask, background: context.background, images, signal: step.signal }, use),
    )
    if (spec !== null) made = { spec, maker: use.model }
  }
  sink.recorder.say(planEvent(untilAsked(made)))
  await sink.close(performance.now() - started, made.maker)
  return made
}

/**
 * Stage `pages`: the second call. The plan stands without it, so a failure costs nothing but the model's idea of the
 * pages.
 */
export async function planPagesByModel(
  ctx: Ctx,
  runId: string,
  input: { context: RunContext; data: DataPlan },
  step: StepContext,
): Promise<DataPlan> {
  const started = performance.now()
  const { context, data } = input
  const sink = await FileSink.open(ctx, {
    runId,
    stage: PAGES,
    attempt: step.attempt,
    percent: 12,
    owns: architect.owns,
  })
  const use =
    data.maker === 'builtin' ? null : await openStageModel(ctx, { runId, ...context }, PAGES, () => sink.recorder)
  const ask = {
    prompt: context.prompt,
    background: context.background,
    signal: step.signal,
    ...(context.previous === null ? {} : { previous: context.previous }),
  }
  const spec =
    use === null ? null : await orBuiltin(ctx, sink, { runId, stage: PAGES }, () => planPages(data.spec, ask, use))
  const made = { spec: spec ?? data.spec, maker: data.maker }
  sink.recorder.say(planEvent(untilAsked(made)))
  await sink.close(performance.now() - started, spec === null ? 'builtin' : data.maker)
  return made
}

/** A model says in a call of its own what was asked: until then a changed plan knows the earlier prompts alone. */
const untilAsked = ({ spec, maker }: DataPlan): AppSpec => (maker === 'builtin' ? spec : { ...spec, prompts: [] })

/** What a model makes, or null when it fails for good: the built-in generator's answer stands then. */
export async function orBuiltin<T>(
  ctx: Ctx,
  sink: FileSink,
  { runId, stage }: { runId: string; stage: string },
  make: () => Promise<T>,
): Promise<T | null> {
  try {
    return await make()
  } catch (error) {
    const reason = reasonToFallBack(error)
    if (reason === null) throw error
    ctx.log.warn({ runId, stage, reason }, 'the model gave up; the built-in generator goes on')
    sayFallBack(sink.recorder, error)
    return null
  }
}

/** Whether the run waits with its plan: somebody wants to see it, or has questions to answer. */
export const isToWait = ({ planFirst, asksFirst }: RunContext, { spec }: Plan): boolean =>
  planFirst || (asksFirst === true && (spec.questions ?? []).length > 0)

/** The plan as its user confirmed it; made anew where they answered questions, of the prompt and what they said. */
function confirmedPlan(context: RunContext, plan: AppSpec): AppSpec {
  const said = (plan.questions ?? []).flatMap((question) => question.said ?? []).filter((says) => says !== '')
  if (said.length === 0) return isByBuiltin(plan) ? withAsksAgain(plan) : withAsksKept(plan)
  const spec = planByBuiltin({ ...context, prompt: [context.prompt, ...said].join('\n\n') })
  return { ...spec, questions: plan.questions }
}

const isByBuiltin = ({ makers }: AppSpec): boolean => (makers['architect'] ?? BUILTIN_MODEL) === BUILTIN_MODEL

/** Stage `architect` again, with the plan as its user confirmed it. */
export async function takeConfirmedPlan(
  ctx: Ctx,
  runId: string,
  context: RunContext,
  step: StepContext,
): Promise<Plan> {
  const started = performance.now()
  const sink = await openArchitect(ctx, runId, step.attempt)
  const spec = confirmedPlan(context, AppSpec.parse((await readRun(ctx, runId)).plan))
  return writePlan(ctx, sink, { spec, context, maker: spec.makers['architect'] ?? 'builtin', started })
}

export const openArchitect = (ctx: Ctx, runId: string, attempt: string): Promise<FileSink> =>
  FileSink.open(ctx, { runId, stage: 'architect', attempt, percent: 5, owns: architect.owns })

/** Who writes what, as `devora.json` says it. That tests have a generator is what makes them part of the project. */
function attributionOf(spec: AppSpec, { model, withTests }: RunContext, maker: string): AppSpec['makers'] {
  const { [TESTS]: _, ...without } = spec.makers
  if (model === null) return withTests ? { ...without, [TESTS]: BUILTIN_MODEL } : without
  if (spec.mode === 'site') return { architect: maker, site: model }
  return { architect: maker, frontend: model, backend: model, database: model, ...(withTests && { [TESTS]: model }) }
}

/**
 * Tells the plan, writes what follows from it alone, and gives a new project its name.
 * @param made.stageMaker who did this stage, where it was not who planned
 */
export async function writePlan(
  ctx: Ctx,
  sink: FileSink,
  made: { spec: AppSpec; context: RunContext; maker: string; stageMaker?: string; started: number },
): Promise<Plan> {
  const { context, maker, stageMaker = maker } = made
  const makers = attributionOf(made.spec, context, maker)
  const spec: AppSpec = { ...made.spec, makers }
  sink.recorder.say(planEvent(spec))
  for (const file of architect.make.builtin.write(spec)) sink.add(file)
  const files = await sink.close(performance.now() - made.started, stageMaker)
  if (context.isNew)
    await updateProject(ctx, systemFor(context.ownerId), context.projectId, { name: spec.name.slice(0, 100) })
  return { spec, files }
}

/** Parks the run with its plan. It holds no worker; confirming the plan starts the part `build`. */
export async function parkWithPlan(ctx: Ctx, runId: string, plan: Plan, step: StepContext): Promise<void> {
  // A worker that died after parking leaves a run that waits, or that its user has let go on already: neither is
  // parked again.
  if ((await readRun(ctx, runId)).plan !== null) return
  await waitForPlan(ctx, runId, plan.spec as Json, step.attempt)
}

/** The plan is confirmed. Said again for a confirmation that was cut off between its row and its event. */
export async function endWaiting(ctx: Ctx, runId: string): Promise<void> {
  await sayConfirmed(ctx, runId)
}
