import { invalid } from '../../core/errors'
import { isId } from '../../core/ids'
import { fromCursor, page, type Page } from '../../http/page'
import type { Principal } from '../../http/principal'
import type { Ctx } from '../../context'
import type { Run, RunStatus } from './contract'
import { presentRun, selectRuns } from './store'

/** The caller's runs, newest first. Ids sort by time, so the cursor is the last id. */
export async function listRuns(
  ctx: Ctx,
  who: Principal,
  input: { limit: number; cursor?: string | undefined; projectId?: string | undefined; status?: RunStatus | undefined },
): Promise<Page<Run>> {
  const before = fromCursor(input.cursor)
  if (before !== null && !isId('run', before)) throw invalid('cursor', 'reason.cursor')
  const rows = await selectRuns(ctx.db, {
    ownerId: who.userId,
    projectId: input.projectId,
    status: input.status,
    before,
    take: input.limit + 1,
  })
  const found = page(rows, input.limit, (row) => row.id)
  return { items: found.items.map(presentRun), nextCursor: found.nextCursor }
}
