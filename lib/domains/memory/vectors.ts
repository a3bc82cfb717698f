import type { Ctx } from '../../context'
import type { Embedder } from './embedder'
import { saveVector, selectVectors } from './store'

/** Texts of one call; more wait for the next search. */
const BATCH = 96

/**
 * The query's vector and those of the memories, made and kept where they are missing.
 * @returns null when there are none to be had (no embedder, or its server fails): the search then goes by words
 */
export async function vectorsFor(
  ctx: Ctx,
  ownerId: string,
  query: string,
  memories: ReadonlyArray<{ id: string; text: string }>,
  embedder: Embedder | null,
): Promise<{ query: number[]; of(id: string): number[] } | null> {
  if (embedder === null || memories.length === 0) return null
  const stored = await selectVectors(
    ctx.db,
    ownerId,
    memories.map(({ id }) => id),
  )
  const missing = memories.filter(({ id }) => stored.get(id)?.model !== embedder.model).slice(0, BATCH - 1)
  try {
    const [vector = [], ...made] = await embedder.embed([query, ...missing.map(({ text }) => text)])
    await Promise.all(
      missing.map((memory, index) => saveVector(ctx.db, ownerId, memory, made[index] ?? [], embedder.model)),
    )
    for (const [index, { id }] of missing.entries())
      stored.set(id, { values: made[index] ?? [], model: embedder.model })
    return { query: vector, of: (id) => (stored.get(id)?.model === embedder.model ? stored.get(id)!.values : []) }
  } catch (error) {
    ctx.log.info({ err: error }, 'no embeddings; searching by words')
    return null
  }
}
