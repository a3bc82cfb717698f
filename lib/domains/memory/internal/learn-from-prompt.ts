import { transaction } from '../../../core/db/db'
import { toStorable } from '../../../core/text'
import type { Ctx } from '../../../context'
import type { Memory } from '../contract'
import { promptEvent } from './learn-from-change'
import { MAX_MEMORIES, memoryKey, scopedKey } from '../policy'
import { proposeMemories } from '../propose'
import { countMemories, findByKey, putMemory, putSign } from '../store'

/**
 * Remembers what a prompt tells about its author (`proposeMemories`). For the run's step `context`: run again, it
 * learns nothing twice and answers the same, and what was forgotten or corrected meanwhile stays so. Only what the
 * person typed belongs here, never attachments or files. What it asks of this project holds in this project.
 * @returns what is new or was said differently before
 */
export async function learnFromPrompt(
  ctx: Ctx,
  input: { ownerId: string; prompt: string; runId: string; messageId?: string; projectId?: string },
): Promise<Memory[]> {
  const { ownerId, prompt, runId, messageId = null, projectId = null } = input
  const event = projectId === null ? `run:${runId}` : promptEvent({ projectId, prompt })
  const proposals = proposeMemories(toStorable(input.prompt))
  if (proposals.length === 0) return []
  const room = MAX_MEMORIES - (await countMemories(ctx.db, ownerId))
  const learned: Memory[] = []
  for (const { kind, topic, text, isAlways } of proposals.slice(0, Math.max(0, room))) {
    const signed = memoryKey(text, topic)
    // A wish in a project is of that project alone, unless it was said to hold everywhere.
    const scopeProjectId = isAlways ? null : projectId
    const key = scopedKey(signed, scopeProjectId)
    const now = ctx.clock.now()
    const said = {
      ownerId,
      kind,
      key,
      text,
      projectId: null,
      runId,
      messageId,
      source: 'prompt',
      sourceProjectId: projectId,
      scopeProjectId,
    } as const
    const memory = await transaction(ctx.db, async (tx) => {
      const sign = await putSign(tx, { ownerId, key: signed, value: 'said', event, projectId, now })
      const put = sign === 'new' ? await putMemory(tx, said, now) : null
      return put ?? (await findByKey(tx, ownerId, key))
    })
    if (memory?.runId === runId) learned.push(memory)
  }
  return learned
}
