import type { Ctx } from '../../../context'
import { systemFor } from '../../../http/principal'
import { getSettings } from '../../accounts/get-settings'
import type { Memory } from '../../memory/contract'
import type { Embedder } from '../../memory/embedder'
import { findSimilarProjects } from '../../memory/find-similar-projects'
import { learnFromPrompt } from '../../memory/learn-from-prompt'
import { markUsed, recall } from '../../memory/recall'
import { listMessages } from '../../projects/list-messages'
import type { CompressedContext, ContextInput, ContextMessage } from './compress'

/** What a run is told beside its prompt, read once in its step `context`. */

const MOST_MEMORIES = 20
const MOST_SIMILAR = 3

export type Gathered = Pick<ContextInput, 'messages' | 'memories' | 'similar'> & {
  /** What this prompt taught, new or said differently before; empty when the person switched learning off. */
  learned: Memory[]
}

/**
 * Learns from the prompt, then reads the conversation (without the prompt itself), the memories and the similar projects.
 * Run again, it answers the same and learns nothing twice.
 */
export async function gatherContext(
  ctx: Ctx,
  input: { ownerId: string; projectId: string; runId: string; prompt: string; embedder?: Embedder | null },
): Promise<Gathered> {
  const { ownerId, projectId, runId, prompt, embedder = null } = input
  const { preferences } = await getSettings(ctx, systemFor(ownerId))
  const learned = preferences.learn ? await learnFromPrompt(ctx, { ownerId, prompt, runId }) : []
  const [messages, memories, similar] = await Promise.all([
    readConversation(ctx, ownerId, projectId, runId),
    recall(ctx, ownerId, prompt, MOST_MEMORIES, embedder),
    findSimilarProjects(ctx, ownerId, prompt, { limit: MOST_SIMILAR, except: projectId, embedder }),
  ])
  return { learned, messages, memories, similar }
}

/** Notes which memories went into a run, and answers them for the page. */
export async function noteUsed(
  ctx: Ctx,
  ownerId: string,
  context: Pick<CompressedContext, 'memories'>,
): Promise<Array<{ id: string; text: string }>> {
  const used = context.memories.map(({ id, text }) => ({ id, text }))
  if (used.length > 0) await markUsed(ctx, ownerId, used.map(({ id }) => id)) // prettier-ignore
  return used
}

async function readConversation(ctx: Ctx, ownerId: string, projectId: string, runId: string): Promise<ContextMessage[]> {
  const found: ContextMessage[] = []
  let cursor: string | undefined
  do {
    const page = await listMessages(ctx, systemFor(ownerId), { id: projectId, limit: 100, cursor })
    for (const message of page.items) if (message.runId !== runId) found.push({ role: message.role, text: message.text })
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return found
}
