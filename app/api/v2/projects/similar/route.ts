import * as contract from '@/lib/domains/memory/contract'
import { ownEmbedder } from '@/lib/domains/memory/embedder'
import { findSimilarProjects } from '@/lib/domains/memory/find-similar-projects'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.similarProjects, async ({ ctx, who, query }) => {
  const embedder = await ownEmbedder(ctx, who.userId)
  return {
    items: await findSimilarProjects(ctx, who.userId, query.description, { limit: query.limit, embedder }),
    nextCursor: null,
  }
})
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
