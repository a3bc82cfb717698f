import { notFound } from '../../core/errors'
import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import { getProject } from '../projects/get-project'
import { deleteShares } from './store'

/** Withdraws one link to a project of the caller, or all: the next request with it finds nothing. @throws not_found */
export async function revokeShares(ctx: Ctx, who: Principal, input: { id: string; link?: string }): Promise<void> {
  await getProject(ctx, who, input.id)
  const count = await deleteShares(ctx.db, input.id, input.link)
  if (count === 0 && input.link !== undefined) throw notFound('share')
}
