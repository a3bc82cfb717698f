import { toStorable } from '../../core/text'
import type { Ctx } from '../../context'
import type { Memory } from './contract'
import { MAX_MEMORIES, memoryKey } from './policy'
import { proposeMemories } from './propose'
import { countMemories, findByKey, putMemory } from './store'

/**
 * Remembers what a prompt tells about its author (`proposeMemories`). For the run's step `context`: run again, it learns
 * nothing twice and answers the same. Only what the person typed belongs here, never attachments or files.
 * @returns what is new or was said differently before
 */
export async function learnFromPrompt(
  ctx: Ctx,
  input: { ownerId: string; prompt: string; runId: string; messageId?: string },
): Promise<Memory[]> {
  const { ownerId, runId, messageId = null } = input
  const proposals = proposeMemories(toStorable(input.prompt))
  if (proposals.length === 0) return []
  const room = MAX_MEMORIES - (await countMemories(ctx.db, ownerId))
  const learned: Memory[] = []
  for (const { kind, topic, text } of proposals.slice(0, Math.max(0, room))) {
    const key = memoryKey(text, topic)
    const put = await putMemory(ctx.db, { ownerId, kind, key, text, projectId: null, runId, messageId }, ctx.clock.now())
    const memory = put ?? (await findByKey(ctx.db, ownerId, key))
    if (memory?.runId === runId) learned.push(memory)
  }
  return learned
}
