import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import type { Project } from './contract'
import { findOwnedProject } from './store'

/** One project of the caller. @throws not_found missing, foreign or deleted */
export async function getProject(ctx: Ctx, who: Principal, id: string): Promise<Project> {
  const { deletedAt: _, ...project } = await findOwnedProject(ctx.db, who, id)
  return project
}
