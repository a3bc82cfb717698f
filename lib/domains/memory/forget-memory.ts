import { notFound } from '../../core/errors'
import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import { deleteMemory } from './store'

/** Forgets a memory of the caller for good. @throws not_found */
export async function forgetMemory(ctx: Ctx, who: Principal, id: string): Promise<void> {
  if (!(await deleteMemory(ctx.db, who.userId, id))) throw notFound('memory')
}
