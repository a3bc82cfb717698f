import { errorText } from '../../../core/error-texts'
import type { Told, Words } from '../../../core/told'
import { AppError } from '../../../core/errors'
import type { Ctx } from '../../../context'
import { type Adaptation, isModelError, type ModelErrorKind, type ModelPort } from '../../../integrations/models/port'
import { modelAccess } from '../../accounts/internal/model-access'
import type { FallbackCause } from '../../runs/events'
import type { StageRecorder } from '../../runs/internal/recorder'
import { forgetCalls, hasHeard, type Reuse } from '../metering/call-store'
import type { WriterProgress } from '../agents/model-writer'
import { BudgetSpent } from '../metering/budget-spent'
import { firstOfLane } from '../metering/call-key'
import type { MeterOptions } from '../metering/admit-call'
import { meteredPort } from '../metering/metered-port'
import { sayAdaptation } from '../metering/say-adaptation'
import { GeneratorFailed } from '../agents/generator-failed'

/**
 * Which generator a run uses; decided when it starts, so that a stage that runs again after a crash asks the same
 * model.
 */
export type MakerChoice = {
  /** Null: the built-in generators. */
  model: string | null
  budgetMicros: number
  /** The run that this one tries again, and whose answers it takes over. */
  reuse: Reuse | null
}

export type StageModel = {
  port: ModelPort
  model: string
  /** The same for one of several series of calls that go on side by side. */
  lane(name: string): ModelPort
  /**
   * Whether the run that is tried again asked in one of these series: then this one asks as it did, and is not billed
   * twice.
   */
  wasAsked(lanes: readonly string[]): Promise<boolean>
}

/** The model of one stage, metered; null when the run uses the built-in generators, or its model is gone meanwhile. */
export async function openStageModel(
  ctx: Ctx,
  run: { runId: string; ownerId: string } & MakerChoice,
  stage: string,
  recorder: () => StageRecorder,
): Promise<StageModel | null> {
  if (run.model === null) return null
  // A key that cannot be read any more, or an address that is refused by now: as good as no model, and no reason to
  // fail a run.
  const access = await modelAccess(ctx, run.ownerId, run.model).catch((error: unknown) => {
    if (!(error instanceof AppError) && !isModelError(error)) throw error
    ctx.log.warn(
      { runId: run.runId, stage, reason: error.message },
      'the model of this run cannot be used; the built-in generator goes on',
    )
    sayKeyless(recorder(), error instanceof AppError ? error.details.told : error.told)
    return undefined
  })
  if (access === null) sayKeyless(recorder(), { key: 'model.serverGone' })
  if (access == null) return null
  // A worker that died may have left calls of this stage behind. They are nobody's now, and would be waited for.
  await forgetCalls(ctx.db, run.runId, stage)
  // Named before it answers: whoever looks knows who is at work, and what its tokens cost.
  recorder().say({ type: 'stage', status: 'running', maker: access.model })
  const reuse = run.reuse?.stages.includes(stage) ? run.reuse : null
  const metered: MeterOptions = {
    runId: run.runId,
    stage,
    attempt: () => recorder().attempt,
    port: access.port,
    info: await access.port.recall(access.model),
    payer: access.payer,
    budgetMicros: run.budgetMicros,
    reuse,
  }
  const told = new Set<string>()
  const tell = (adaptation: Adaptation): void => {
    if (told.size === told.add(JSON.stringify(adaptation)).size) return
    recorder().say({ type: 'adapted', ...adaptation, message: sayAdaptation(adaptation) })
  }
  const portOf = (lane?: string): ModelPort => {
    const own = lane === undefined ? {} : { lane }
    return meteredPort(ctx, {
      ...metered,
      ...own,
      onWriting: (call, { inputTokens, outputTokens }, costMicros) =>
        recorder().say({ type: 'writing', ...own, call, inputTokens, outputTokens, costMicros }),
      onAdapted: (adaptation) => tell(adaptation),
      onRest: (ms) => recorder().say({ type: 'rest', ...own, until: ctx.clock.now().getTime() + ms }),
    })
  }
  return {
    port: portOf(),
    model: access.model,
    lane: portOf,
    wasAsked: async (lanes) =>
      reuse !== null &&
      (await hasHeard(
        ctx.db,
        reuse.runId,
        lanes.map((lane) => firstOfLane(stage, lane)),
      )),
  }
}

/**
 * Why a stage goes on with its built-in generator; null when the error is not about the model: a cancel, or a fault of
 * ours.
 */
export function reasonToFallBack(error: unknown): string | null {
  if (error instanceof BudgetSpent || error instanceof GeneratorFailed || isModelError(error)) return error.message
  return null
}

/** The same by key, in the form in which events keep it. */
export function whyNot(error: unknown): Told[] | null {
  const isTold = error instanceof BudgetSpent || error instanceof GeneratorFailed || isModelError(error)
  return isTold ? toldIn(error.told) : null
}

const CAUSES: Record<ModelErrorKind, FallbackCause> = {
  unauthorized: 'key',
  'refused-address': 'key',
  'no-credit': 'credit',
  'rate-limited': 'busy',
  overloaded: 'server',
  timeout: 'server',
  cut: 'server',
  unreachable: 'server',
  'no-such-model': 'model',
  'context-too-long': 'model',
  'refused-request': 'model',
  'bad-answer': 'answer',
}

const SPENT = { run: 'budget', month: 'month' } as const

/** Tells the page that a stage goes on without its model, and why, from an error that `reasonToFallBack` knows. */
export function sayFallBack(recorder: StageRecorder, error: unknown): void {
  const kind = error instanceof GeneratorFailed ? error.kind : isModelError(error) ? error.kind : null
  const cause = error instanceof BudgetSpent ? SPENT[error.scope] : kind === null ? 'answer' : CAUSES[kind]
  recorder.say({
    type: 'fallback',
    cause,
    message: reasonToFallBack(error) ?? '',
    told: whyNot(error) ?? [],
  })
}

/** The words of an event, in the form in which they are stored. */
const toldIn = (words: Words | undefined): Told[] => [words ?? []].flat()

const sayKeyless = (recorder: StageRecorder, words: Words | undefined): void =>
  recorder.say({
    type: 'fallback',
    cause: 'key',
    message: words === undefined ? '' : errorText('en', words),
    told: toldIn(words),
  })

/** Tells the page which file a writer is at, and keeps the paths it wants gone. */
export const sayProgress =
  (recorder: () => StageRecorder, deleted: Set<string>, lane?: string) =>
  (event: WriterProgress): void => {
    if (event.type === 'delete-done') deleted.add(event.path)
    else if (event.type === 'file-started')
      recorder().say({ type: 'writing', ...(lane !== undefined && { lane }), path: event.path })
  }
