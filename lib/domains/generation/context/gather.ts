import type { Ctx } from '../../../context'
import { systemFor } from '../../../http/principal'
import { getSettings } from '../../accounts/get-settings'
import type { Memory } from '../../memory/contract'
import type { Embedder } from '../../memory/embedder'
import { findSimilarProjects } from '../../memory/find-similar-projects'
import { learnFromFollowUp } from '../../memory/internal/learn-from-change'
import { learnFromPrompt } from '../../memory/internal/learn-from-prompt'
import { proposeMemories, saidForAll } from '../../memory/propose'
import { markUsed, recall } from '../../memory/internal/recall'
import { listMessages } from '../../projects/list-messages'
import type { AppSpec } from '../../spec/contract'
import { architect } from '../agents/architect/architect'
import type { CompressedContext, ContextInput, ContextMessage } from './shape'

/** What a run is told beside its prompt, read once in its step `context`. */

const MOST_MEMORIES = 20
const MOST_SIMILAR = 3

export type Gathered = Pick<ContextInput, 'messages' | 'memories' | 'similar'> & {
  /** What this prompt taught, new or said differently before; empty when the person switched learning off. */
  learned: Memory[]
}

/**
 * Learns from the prompt, then reads the conversation (without the prompt itself), the memories and the similar
 * projects. Run again, it answers the same and learns nothing twice.
 */
export async function gatherContext(
  ctx: Ctx,
  input: {
    ownerId: string
    projectId: string
    runId: string
    prompt: string
    previous?: AppSpec | null
    embedder?: Embedder | null
  },
): Promise<Gathered> {
  const { ownerId, projectId, runId, prompt, previous = null, embedder = null } = input
  const { preferences } = await getSettings(ctx, systemFor(ownerId))
  const learned = preferences.learn ? await learnFromPrompt(ctx, { ownerId, prompt, runId, projectId }) : []
  if (preferences.learn && previous !== null) learned.push(...(await learnFromChange(ctx, input, previous)))
  const [messages, memories, similar] = await Promise.all([
    readConversation(ctx, ownerId, projectId, runId),
    recall(ctx, ownerId, prompt, MOST_MEMORIES, embedder, projectId),
    findSimilarProjects(ctx, ownerId, prompt, { limit: MOST_SIMILAR, except: projectId, embedder }),
  ])
  return { learned, messages, memories, similar }
}

/**
 * What a further prompt changes about what was delivered, as far as the built-in architect reads it: it changes nothing
 * that the prompt does not say, where a model may have ideas of its own. The pages of a plain site follow from its
 * mode, so only its look can tell something.
 */
function learnFromChange(
  ctx: Ctx,
  run: { ownerId: string; projectId: string; runId: string; prompt: string },
  previous: AppSpec,
) {
  const changeBy = (prompt: string): AppSpec => {
    const changed = architect.make.builtin.plan({ prompt, previous, mode: previous.mode })
    return previous.mode === 'site' ? { ...previous, theme: changed.theme } : changed
  }
  const said = proposeMemories(run.prompt)
    .map(({ text }) => text)
    .join('. ')
  return learnFromFollowUp(ctx, {
    ...run,
    before: previous,
    after: changeBy(run.prompt),
    said: changeBy(said),
    forAll: changeBy(saidForAll(run.prompt)),
  })
}

/** Notes which memories went into a run, and answers them for the page. */
export async function noteUsed(
  ctx: Ctx,
  ownerId: string,
  context: Pick<CompressedContext, 'memories'>,
): Promise<Array<{ id: string; text: string }>> {
  const used = context.memories.map(({ id, text }) => ({ id, text }))
  if (used.length > 0)
    await markUsed(
      ctx,
      ownerId,
      used.map(({ id }) => id),
    )
  return used
}

async function readConversation(
  ctx: Ctx,
  ownerId: string,
  projectId: string,
  runId: string,
): Promise<ContextMessage[]> {
  const found: ContextMessage[] = []
  let cursor: string | undefined
  do {
    const page = await listMessages(ctx, systemFor(ownerId), { id: projectId, limit: 100, cursor })
    for (const message of page.items)
      if (message.runId !== runId) found.push({ role: message.role, text: message.text, id: message.id })
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return found
}
