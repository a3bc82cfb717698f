import { transaction } from '../../core/db/db'
import { AppError } from '../../core/errors'
import type { Principal } from '../../http/principal'
import type { Ctx } from '../../context'
import { insertPrompt } from '../projects/add-message'
import { beginProject } from '../projects/begin-project'
import { getProject } from '../projects/get-project'
import { enqueueSoon, insertRun, refuseSecondRun } from '../runs/create-run'
import type { GenerateInput } from './contract'

export const GENERATION = 'generation'

/** What the run needs to know; everything else it reads when it gets there. */
export type GenerationInput = {
  prompt: string
  /** The project was made for this run: it may name it after the plan. */
  isNew: boolean
}

/** A name until the architect finds a better one: the beginning of the prompt, cut at a word. */
export function provisionalName(prompt: string): string {
  const line = prompt.replace(/\s+/g, ' ').trim()
  return line.length <= 60 ? line : `${line.slice(0, 60).replace(/\s+\S*$/, '')}…`
}

/**
 * Writes project, prompt and run in one transaction, then hands the run to the engine: the answer is out in milliseconds, and
 * a crash after the transaction loses nothing.
 * @throws capability_off for modes that need a model · not_found project · conflict a run is changing this project already
 */
export async function startGeneration(ctx: Ctx, who: Principal, input: GenerateInput): Promise<{ runId: string; projectId: string }> {
  if (input.mode !== 'fullstack') {
    throw new AppError('capability_off', `The mode "${input.mode}" needs a language model, and none is set up here. Use "fullstack".`)
  }
  const existing = input.projectId === undefined ? null : await getProject(ctx, who, input.projectId)
  const now = ctx.clock.now()
  const started = await transaction(ctx.db, async (tx) => {
    if (existing !== null) await refuseSecondRun(tx, existing.id, GENERATION)
    const projectId = existing?.id ?? (await beginProject(tx, { ownerId: who.userId, name: provisionalName(input.prompt), now }))
    const runInput: GenerationInput = { prompt: input.prompt, isNew: existing === null }
    const runId = await insertRun(
      tx,
      { ownerId: who.userId, kind: GENERATION, projectId, baseVersion: existing?.currentVersion ?? 0, input: runInput },
      now,
    )
    await insertPrompt(tx, { projectId, runId, text: input.prompt, now })
    return { runId, projectId }
  })
  await enqueueSoon(ctx, { id: started.runId, kind: GENERATION, ownerId: who.userId })
  return started
}
