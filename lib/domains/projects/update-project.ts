import { after } from '../../core/time'
import { notFound } from '../../core/errors'
import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import type { Project, UpdateProjectInput } from './contract'
import { RESTORE_MS } from './policy'
import { findOwnedProject, updateProjectRow } from './store'

/**
 * Renames, describes, or brings back (`deleted: false`) a project.
 * @throws not_found also for a deleted project that is not being brought back, or was deleted more than 30 days ago
 */
export async function updateProject(ctx: Ctx, who: Principal, id: string, input: UpdateProjectInput): Promise<Project> {
  const now = ctx.clock.now()
  const project = await findOwnedProject(ctx.db, who, id, { deletedSince: after(now, -RESTORE_MS) })
  if (project.deletedAt !== null && input.deleted !== false) throw notFound('project')
  return updateProjectRow(ctx.db, id, {
    updatedAt: now,
    ...(input.name === undefined ? {} : { name: input.name }),
    ...(input.description === undefined ? {} : { description: input.description === '' ? null : input.description }),
    ...(input.deleted === false ? { deletedAt: null } : {}),
  })
}
