import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import type { Project } from './contract'
import { findOwnedProject } from './store'

/** One project of the caller. @throws not_found missing, foreign or deleted */
export const getProject = (ctx: Ctx, who: Principal, id: string): Promise<Project> => findOwnedProject(ctx.db, who, id)
