import { notFound } from '../../core/errors'
import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import { markDeleted } from './store'

/** Hides a project everywhere; `updateProject` brings it back within 30 days. @throws not_found */
export async function deleteProject(ctx: Ctx, who: Principal, id: string): Promise<void> {
  if (!(await markDeleted(ctx.db, who.userId, id, ctx.clock.now()))) throw notFound('project')
}
