import type { Ctx } from '../../context'
import { fromCursor, type Page, page } from '../../http/page'
import type { Principal } from '../../http/principal'
import { isId } from '../../core/ids'
import { invalid } from '../../core/errors'
import type { Memory, MemoryKind } from './contract'
import { selectMemories } from './store'

/** The caller's memories, newest first. */
export async function listMemories(
  ctx: Ctx,
  who: Principal,
  query: { limit: number; cursor?: string | undefined; kind?: MemoryKind | undefined; projectId?: string | undefined },
): Promise<Page<Memory>> {
  const before = fromCursor(query.cursor)
  if (before !== null && !isId('memory', before)) throw invalid('cursor', 'reason.cursor')
  const rows = await selectMemories(ctx.db, who.userId, {
    kind: query.kind,
    scopeProjectId: query.projectId,
    before,
    take: query.limit + 1,
  })
  return page(rows, query.limit, ({ id }) => id)
}
