import type { Json } from '../../../../core/db/db'
import { AppError } from '../../../../core/errors'
import type { Ctx } from '../../../../context'
import type { StepContext } from '../../../../engine/define'
import type { Report } from '../../../evidence/contract'
import { countAsked } from '../../../evidence/asked'
import { rememberProject } from '../../../memory/internal/remember-project'
import { addMessage } from '../../../projects/internal/add-message'
import { currentVersionOf, readManifest, readManifestFiles } from '../../../projects/internal/read-manifest'
import { writeVersion } from '../../../projects/internal/write-version'
import { StageRecorder } from '../../../runs/internal/recorder'
import type { Manifest } from '../../../spec/manifest'
import type { Verifier } from '../../../evidence/verifier'
import { mergeInto } from '../../writing/merge-into'
import { summarise } from './summary'
import type { Plan, RunContext } from '../plan'
import type { Reviewed } from '../review'
import { withoutEffect } from './compare'

export type Delivered = { version: number; evidence: Report['status'] } | { version: null; evidence: null }

/** How often the project may move on under a delivery before the run gives up. */
const TRIES = 5

type DeliverInput = {
  runId: string
  context: RunContext
  plan: Plan
  reviewed: Reviewed
  scaffoldVersion: number | null
}

/** What is to be delivered, and on top of which version. */
type Delivery = { manifest: Manifest; onTopOf: number } & Pick<Reviewed, 'report' | 'conflicts' | 'deleted'>

/**
 * Stage `deliver`: the version, its report, and what to say about it. If a person changed the project while the run was
 * going, their work is merged first, and the checks run again on exactly what is delivered.
 */
export async function deliverVersion(
  ctx: Ctx,
  verifier: Verifier,
  input: DeliverInput,
  step: StepContext,
): Promise<Delivered> {
  const { context, plan, runId } = input
  const { projectId, ownerId } = context
  const started = performance.now()
  const recorder = await StageRecorder.begin(ctx, { runId, stage: 'deliver', attempt: step.attempt, percent: 95 })
  // The scaffold is our own work: delivering on top of it overwrites nothing that a person wrote.
  const startedFrom = input.scaffoldVersion ?? context.baseVersion
  const base = await readManifest(ctx, projectId, startedFrom)
  const { report, conflicts, deleted } = input.reviewed
  let delivery: Delivery = {
    manifest: new Map(input.reviewed.manifest),
    onTopOf: startedFrom,
    report,
    conflicts,
    deleted,
  }
  for (let attempt = 1; ; attempt++) {
    const newest = await currentVersionOf(ctx, projectId)
    if (newest !== delivery.onTopOf) delivery = await mergedOnto(ctx, verifier, input, base, newest, step)
    step.signal.throwIfAborted()
    try {
      const version = await writeVersion(ctx, {
        projectId,
        edit: () => ({ manifest: delivery.manifest, generated: new Map(input.reviewed.generated) }),
        reason: 'generate',
        summary: summarise.version(context, plan.spec),
        runId,
        baseVersion: delivery.onTopOf,
        status: delivery.report.status,
        asked: countAsked(delivery.report),
        report: delivery.report as Json,
      })
      const text = messageOf(input, delivery, version.files)
      await addMessage(ctx, { projectId, role: 'assistant', text, runId, version: version.number })
      await rememberProject(ctx, { ownerId, projectId, runId, spec: plan.spec })
      recorder.say({ type: 'text', text })
      recorder.say({ type: 'stage', status: 'done', ms: Math.round(performance.now() - started) })
      await recorder.settle()
      return { version: version.number, evidence: delivery.report.status }
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'version_conflict') || attempt === TRIES) throw error
    }
  }
}

/** What the run made, merged with what a person did since it began, and checked again. */
async function mergedOnto(
  ctx: Ctx,
  verifier: Verifier,
  { context, reviewed }: DeliverInput,
  base: Manifest,
  newest: number,
  step: StepContext,
): Promise<Delivery> {
  const merged = await mergeInto(ctx, {
    before: base,
    current: await readManifest(ctx, context.projectId, newest),
    next: new Map(reviewed.manifest),
  })
  const report = await verifier.verify(await readManifestFiles(ctx, merged.manifest), { signal: step.signal })
  return {
    manifest: merged.manifest,
    onTopOf: newest,
    report,
    conflicts: [...new Set([...reviewed.conflicts, ...merged.conflicts])].sort(),
    deleted: [...new Set([...reviewed.deleted, ...merged.deleted])].sort(),
  }
}

const messageOf = (
  { context, plan, reviewed }: DeliverInput,
  { report, conflicts, deleted }: Delivery,
  files: Parameters<typeof summarise.message>[2]['files'],
): string =>
  summarise.message(context, plan.spec, {
    files,
    report,
    conflicts,
    deleted,
    rewritten: reviewed.rewritten,
    ignored: withoutEffect(context, plan.spec),
    remarks: reviewed.remarks,
  })

/**
 * Stage `deliver` of a run that changed nothing: it says so and makes no version, because a version is a state of the
 * files, and there is no new one.
 */
export async function deliverNothing(
  ctx: Ctx,
  input: { runId: string; context: RunContext; plan: Plan },
  step: StepContext,
): Promise<Delivered> {
  const { context, plan, runId } = input
  const started = performance.now()
  const recorder = await StageRecorder.begin(ctx, { runId, stage: 'deliver', attempt: step.attempt, percent: 95 })
  const text = summarise.unchanged(context, plan.spec)
  await addMessage(ctx, { projectId: context.projectId, role: 'assistant', text, runId })
  recorder.say({ type: 'text', text })
  recorder.say({ type: 'stage', status: 'done', ms: Math.round(performance.now() - started) })
  await recorder.settle()
  return { version: null, evidence: null }
}
