import { refusal } from '../../core/errors'
import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import type { AddMemoryInput, Memory } from './contract'
import { MAX_MEMORIES, memoryKey } from './policy'
import { countMemories, findByKey, putMemory } from './store'

/**
 * Remembers what its owner wrote. The same thing said again is the same memory.
 * @throws conflict when there are too many
 */
export async function addMemory(ctx: Ctx, who: Principal, input: AddMemoryInput): Promise<Memory> {
  const ownerId = who.userId
  const key = memoryKey(input.text)
  const known = await findByKey(ctx.db, ownerId, key)
  if (known === null && (await countMemories(ctx.db, ownerId)) >= MAX_MEMORIES)
    throw refusal('conflict', 'detail.memoriesFull', { count: MAX_MEMORIES })
  const memory = {
    ownerId,
    kind: input.kind ?? 'preference',
    key,
    text: input.text,
    projectId: null,
    runId: null,
    messageId: null,
  } as const
  const stored = (await putMemory(ctx.db, memory, ctx.clock.now())) ?? (await findByKey(ctx.db, ownerId, key))
  if (stored === null) throw refusal('conflict', 'detail.memoryForgotten')
  return stored
}
