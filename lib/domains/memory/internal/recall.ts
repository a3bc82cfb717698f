import type { Ctx } from '../../../context'
import type { Memory, MemoryKind } from '../contract'
import type { Embedder } from '../embedder'
import { type Ranked, rankByVector, rankByWords } from '../rank'
import { selectMemories, touchMemories } from '../store'
import { vectorsFor } from '../vectors'

export type Recalled = { id: string; kind: MemoryKind; text: string; score: number }

/** The newest so many are looked at. */
const LOOKED_AT = 1_000

/**
 * What somebody's memories have to say to `text`, best first: those about the same things, then preferences that hold
 * for everything ("dark theme" shares no word with "a recipe box"), newest first. Summaries of projects are not among
 * them, see
 * `findSimilarProjects`. Compares vectors where an embedder is given and works, else words.
 * @param projectId where it is asked for: what holds in another project alone is not answered
 */
export async function recall(
  ctx: Ctx,
  ownerId: string,
  text: string,
  limit: number,
  embedder: Embedder | null = null,
  projectId: string | null = null,
): Promise<Recalled[]> {
  const all = await selectMemories(ctx.db, ownerId, { holdsIn: projectId, before: null, take: LOOKED_AT })
  // What is wanted here goes before what is wanted everywhere.
  const memories = all
    .filter(({ kind }) => kind !== 'project')
    .toSorted((a, b) => Number(b.scope === 'project') - Number(a.scope === 'project'))
  const vectors = await vectorsFor(ctx, ownerId, text, memories, embedder)
  const ranked: Ranked<Memory>[] =
    vectors === null
      ? rankByWords(text, memories, (memory) => memory.text)
      : rankByVector(vectors.query, memories, ({ id }) => vectors.of(id))
  const preferences = memories.filter(({ kind }) => kind === 'preference')
  // Facts must not crowd out what the user said is always to be so.
  const mostRelevant = Math.max(1, limit - Math.min(preferences.length, Math.ceil(limit / 2)))
  const chosen = new Map(ranked.slice(0, mostRelevant).map(({ item, score }) => [item, score]))
  for (const memory of preferences) if (!chosen.has(memory)) chosen.set(memory, 0)
  for (const { item, score } of ranked) if (!chosen.has(item)) chosen.set(item, score)
  return [...chosen].slice(0, limit).map(([{ id, kind, text: said }, score]) => ({ id, kind, text: said, score }))
}

/** Notes that a run used these memories; those of others are not touched. */
export const markUsed = (ctx: Ctx, ownerId: string, ids: readonly string[]): Promise<void> =>
  touchMemories(ctx.db, ownerId, ids, ctx.clock.now())
