import type { Ctx } from '../../context'
import type { SimilarProject } from './contract'
import type { Embedder } from './embedder'
import { rankByVector, rankByWords } from './rank'
import { selectProjectTexts } from './store'
import { vectorsFor } from './vectors'

/** The last changed so many are looked at. */
const LOOKED_AT = 1_000

/**
 * Somebody's own projects that resemble `description`, most similar first; deleted ones are not among them. With an
 * embedder those that were summed up are compared by vectors, and words find the others after them.
 * @param options.except a project that is not to be found, because it is the one that is asked about
 */
export async function findSimilarProjects(
  ctx: Ctx,
  ownerId: string,
  description: string,
  options: { limit: number; except?: string; embedder?: Embedder | null },
): Promise<SimilarProject[]> {
  const projects = await selectProjectTexts(ctx.db, ownerId, { except: options.except ?? null, take: LOOKED_AT })
  const remembered = projects.flatMap((project) =>
    project.memoryId === null ? [] : [{ ...project, id: project.memoryId, text: project.summary }],
  )
  const vectors = await vectorsFor(ctx, ownerId, description, remembered, options.embedder ?? null)
  const near = vectors === null ? [] : rankByVector(vectors.query, remembered, ({ id }) => vectors.of(id))
  const byVector = new Set(vectors === null ? [] : remembered.map(({ projectId }) => projectId))
  const byWords = rankByWords(description, projects, ({ name, summary }) => `${name} ${summary}`).filter(
    ({ item }) => !byVector.has(item.projectId),
  )
  return [...near, ...byWords].slice(0, options.limit).map(({ item: { projectId, name, summary }, score }) => ({
    projectId,
    name,
    summary,
    score: Math.round(Math.min(1, Math.max(0, score)) * 1_000) / 1_000,
  }))
}
