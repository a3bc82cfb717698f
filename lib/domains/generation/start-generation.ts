import { transaction } from '../../core/db/db'
import { notFound, refusal } from '../../core/errors'
import type { Principal } from '../../http/principal'
import type { Ctx } from '../../context'
import { getSettings } from '../accounts/get-settings'
import { DEFAULT_RUN_BUDGET_MICROS } from '../credits/constants'
import { reserveCredit } from '../credits/internal/reserve-credit'
import { insertPrompt } from '../projects/internal/add-message'
import { beginProject } from '../projects/internal/begin-project'
import { getProject } from '../projects/get-project'
import { enqueueSoon, insertRun, refuseSecondRun } from '../runs/internal/create-run'
import type { Reuse } from './metering/call-store'
import { countBytes, requireRoom, requireVersion } from '../projects/internal/require-room'
import { storeBlobs } from '../projects/internal/store-blobs'
import { BLUEPRINTS } from './builtin/blueprints/blueprint'
import { type AttachmentRef, checkAttachments } from './check-attachments'
import { chooseModel, refuseWithoutBudget } from './choose-model'
import type { GenerateInput } from './contract'

export const GENERATION = 'generation'
/** The part of a run that comes after its plan was confirmed. */
export const BUILD = 'build'

/** What the run needs to know; everything else it reads when it gets there. */
export type GenerationInput = {
  prompt: string
  /** The project was made for this run: it may name it after the plan. */
  isNew: boolean
  /** Null: the built-in generators. */
  model: string | null
  budgetMicros: number
  planFirst: boolean
  /** Wait for answers where the prompt is vague; absent in runs from before there were any. */
  asksFirst?: boolean
  /** Asked for; absent in runs from before there were any. A project that has tests keeps them all the same. */
  withTests?: boolean
  /** Set for a run that tries another one again. */
  reuse?: Reuse
  /** Their bytes lie among the blobs; absent in runs from before there were any. */
  attachments?: AttachmentRef[]
  /** What a new application begins with; absent where nobody chose. */
  template?: string
  /** Null: as the project is. */
  mode: 'fullstack' | 'site' | 'simple' | null
}

/** A name until the architect finds a better one: the beginning of the prompt, cut at a word. */
export function provisionalName(prompt: string): string {
  const line = prompt.replace(/\s+/g, ' ').trim()
  return line.length <= 60 ? line : `${line.slice(0, 60).replace(/\s+\S*$/, '')}…`
}

/**
 * Writes project, prompt and run in one transaction, then hands the run to the engine: the answer is out in
 * milliseconds, and a crash after the transaction loses nothing.
 * A model that the installation pays for needs credit for the whole budget, set aside with the run's row.
 * What the call leaves out is as the caller's settings say: the model, and whether the run waits with its plan.
 * @throws quota_exceeded · too_many_runs · insufficient_credit · budget_spent a priced model when the caller's month is
 * spent · invalid_input a model
 * the caller cannot use, an attachment (`attachments.0.data`) · capability_off `simple` without a model · not_found
 * project, template · conflict a run is changing this project already
 */
export async function startGeneration(
  ctx: Ctx,
  who: Principal,
  input: GenerateInput,
): Promise<{ runId: string; projectId: string }> {
  const existing = input.projectId === undefined ? null : await getProject(ctx, who, input.projectId)
  if (input.template !== undefined && !BLUEPRINTS.has(input.template)) throw notFound('template')
  const access = await chooseModel(ctx, who, input.model)
  const budgetMicros = input.budgetMicros ?? DEFAULT_RUN_BUDGET_MICROS[access?.payer ?? 'installation']
  if (input.mode === 'simple' && access === null) {
    throw refusal('capability_off', 'detail.answerNeedsModel')
  }
  await refuseWithoutBudget(ctx, who, access)
  const planFirst = input.planFirst ?? (await getSettings(ctx, who)).preferences.planFirst
  if (existing !== null) requireVersion(existing.currentVersion + 1)
  const attachments = await storeAttachments(ctx, who, input.attachments)
  const now = ctx.clock.now()
  const started = await transaction(ctx.db, async (tx) => {
    if (existing !== null) await refuseSecondRun(tx, existing.id, GENERATION)
    const projectId =
      existing?.id ?? (await beginProject(tx, { ownerId: who.userId, name: provisionalName(input.prompt), now }))
    const runInput: GenerationInput = {
      prompt: input.prompt,
      isNew: existing === null,
      model: access?.model ?? null,
      budgetMicros,
      // There is no plan before an answer.
      planFirst: input.mode !== 'simple' && planFirst,
      ...(input.ask === 'first' && existing === null && { asksFirst: true }),
      ...(input.withTests === true && { withTests: true }),
      ...(input.template !== undefined && existing === null && { template: input.template }),
      mode: input.mode ?? (existing === null ? 'fullstack' : null),
      ...(attachments.length > 0 && { attachments }),
    }
    const runId = await insertRun(
      tx,
      { ownerId: who.userId, kind: GENERATION, projectId, baseVersion: existing?.currentVersion ?? 0, input: runInput },
      now,
    )
    if (access?.payer === 'installation')
      await reserveCredit(tx, { userId: who.userId, runId, amountMicros: budgetMicros, now })
    const bytes = attachments.reduce((sum, { size }) => sum + size, 0)
    await countBytes(tx, { projectId, bytes, isAdmitted: false })
    await insertPrompt(tx, { projectId, runId, text: promptMessage(input.prompt, attachments), now })
    return { runId, projectId }
  })
  // The answer does not wait for the engine: the row stands, and the sweep starts what is not enqueued.
  void enqueueSoon(ctx, { id: started.runId, kind: GENERATION, ownerId: who.userId })
  return started
}

/** Before the transaction: blobs nobody names are harmless, a run that names a missing one is not. */
async function storeAttachments(
  ctx: Ctx,
  who: Principal,
  given: GenerateInput['attachments'],
): Promise<AttachmentRef[]> {
  const checked = checkAttachments(given ?? [])
  // One byte at least: a run is not begun for whoever has no room left for what it makes.
  await requireRoom(
    ctx.db,
    who.userId,
    Math.max(
      1,
      checked.reduce((sum, { bytes }) => sum + bytes.byteLength, 0),
    ),
  )
  if (checked.length === 0) return []
  const refs = await storeBlobs(ctx, new Map(checked.map(({ bytes }, index) => [String(index), bytes])))
  return checked.map(({ name, mediaType }, index) => ({ name, mediaType, ...refs.get(String(index))! }))
}

/** What the conversation shows: the prompt, and what came with it. */
const promptMessage = (prompt: string, attachments: AttachmentRef[]): string =>
  attachments.length === 0 ? prompt : `${prompt}\n\nAttached: ${attachments.map(({ name }) => name).join(', ')}`
