import { invalid } from '../../core/errors'
import type { Ctx } from '../../context'
import { fromCursor, type Page, page } from '../../http/page'
import type { Principal } from '../../http/principal'
import type { Version } from './contract'
import { findOwnedProject, selectVersions } from './store'

/** All versions, newest first. @throws not_found */
export async function listVersions(
  ctx: Ctx,
  who: Principal,
  input: { id: string; limit: number; cursor?: string | undefined },
): Promise<Page<Version>> {
  await findOwnedProject(ctx.db, who, input.id)
  const position = fromCursor(input.cursor)
  if (position !== null && !/^\d{1,9}$/.test(position)) throw invalid('cursor', 'reason.cursor')
  const rows = await selectVersions(ctx.db, input.id, position === null ? null : Number(position), input.limit + 1)
  return page(rows, input.limit, (row) => row.number)
}
