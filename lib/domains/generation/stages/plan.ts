import type { Ctx } from '../../../context'
import { systemFor } from '../../../http/principal'
import type { StepContext } from '../../../engine/define'
import { readManifest, readManifestFiles } from '../../projects/read-manifest'
import { updateProject } from '../../projects/update-project'
import { StageRecorder } from '../../runs/recorder'
import { readRun } from '../../runs/read-run'
import { AppSpec } from '../../spec/contract'
import { architect } from '../agents/architect'
import { FileSink, type WrittenFile } from '../file-sink'
import type { GenerationInput } from '../start-generation'

/** What the run is about, read once: later stages must not see a project that has moved on. */
export type RunContext = {
  prompt: string
  projectId: string
  ownerId: string
  baseVersion: number
  isNew: boolean
  previous: AppSpec | null
}
export type Plan = { spec: AppSpec; files: WrittenFile[] }

/** Stage `context`: the prompt, and the plan the project's current files were made from. */
export async function readContext(ctx: Ctx, runId: string, step: StepContext): Promise<RunContext> {
  const started = performance.now()
  const recorder = await StageRecorder.begin(ctx, { runId, stage: 'context', attempt: step.attempt, percent: 2 })
  const run = await readRun(ctx, runId)
  const { prompt, isNew } = run.input as GenerationInput
  if (run.projectId === null || run.baseVersion === null) throw new Error(`run ${runId} has no project`)
  const manifest = await readManifest(ctx, run.projectId, run.baseVersion)
  const planFile = manifest.get('devora.json')
  const files = planFile === undefined ? new Map<string, Uint8Array>() : await readManifestFiles(ctx, new Map([['devora.json', planFile]]))
  const context = {
    prompt,
    projectId: run.projectId,
    ownerId: run.ownerId,
    baseVersion: run.baseVersion,
    isNew,
    previous: readPlan(files.get('devora.json')),
  }
  recorder.say({ type: 'stage', status: 'done', ms: Math.round(performance.now() - started) })
  await recorder.settle()
  return context
}

/** A plan the maker broke by hand is no plan: the next one is made from the prompt alone, and their files are kept by the merge. */
function readPlan(bytes: Uint8Array | undefined): AppSpec | null {
  if (bytes === undefined) return null
  try {
    return AppSpec.parse(JSON.parse(new TextDecoder().decode(bytes)))
  } catch {
    return null
  }
}

/** Stage `architect`: the plan, and the files at the project's root that follow from it. */
export async function planProject(ctx: Ctx, runId: string, context: RunContext, step: StepContext): Promise<Plan> {
  const started = performance.now()
  const sink = await FileSink.open(ctx, { runId, stage: 'architect', attempt: step.attempt, percent: 5, owns: architect.owns })
  const maker = architect.make.builtin
  const spec = maker.plan({ prompt: context.prompt, ...(context.previous === null ? {} : { previous: context.previous }) })
  sink.recorder.say({
    type: 'plan',
    name: spec.name,
    kind: spec.kind,
    entities: spec.entities.map((entity) => entity.name),
    pages: spec.pages.map((page) => page.path),
  })
  for (const file of maker.write(spec)) sink.add(file)
  const files = await sink.close(performance.now() - started, 'builtin')
  if (context.isNew) await updateProject(ctx, systemFor(context.ownerId), context.projectId, { name: spec.name })
  return { spec, files }
}
