import { after as later } from '../../core/time'
import { invalid } from '../../core/errors'
import type { Ctx } from '../../context'
import { fromCursor, type Page, page } from '../../http/page'
import type { Principal } from '../../http/principal'
import type { ListedProject, ProjectState } from './contract'
import { type ProjectPosition, selectProjects } from './stores/list-store'
import { RESTORE_MS } from './policy'

/**
 * The caller's projects, last changed first; with `deleted` those that can still be brought back. `query` is looked for
 * in name, description and first prompt, `status` is what the list says of a project.
 */
export async function listProjects(
  ctx: Ctx,
  who: Principal,
  query: {
    limit: number
    cursor?: string | undefined
    deleted?: 'true' | 'false' | undefined
    query?: string | undefined
    status?: ProjectState | undefined
  },
): Promise<Page<ListedProject>> {
  const rows = await selectProjects(ctx.db, who.userId, {
    after: positionOf(query.cursor),
    take: query.limit + 1,
    query: query.query,
    state: query.status,
    ...(query.deleted === 'true' ? { deletedSince: later(ctx.clock.now(), -RESTORE_MS) } : {}),
  })
  return page(rows, query.limit, (row) => `${Date.parse(row.updatedAt)}.${row.id}`)
}

function positionOf(cursor: string | undefined): ProjectPosition | null {
  const position = fromCursor(cursor)
  if (position === null) return null
  const match = /^(\d{1,15})\.(prj_[0-9a-z]{26})$/.exec(position)
  if (match === null) throw invalid('cursor', 'reason.cursor')
  return { updatedAt: new Date(Number(match[1])), id: match[2]! }
}
