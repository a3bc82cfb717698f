import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import { getProject } from '../projects/get-project'
import type { ShareLink } from './contract'
import { toShareLink } from './share-address'
import { selectShares } from './store'

/** The links to a project of the caller that show it, newest first. @throws not_found */
export async function listShares(
  ctx: Ctx,
  who: Principal,
  input: { id: string; origin: string },
): Promise<{ items: ShareLink[]; nextCursor: null }> {
  await getProject(ctx, who, input.id)
  const rows = await selectShares(ctx.db, input.id, ctx.clock.now())
  return { items: rows.map((row) => toShareLink(ctx.cipher, who.userId, input.origin, row)), nextCursor: null }
}
