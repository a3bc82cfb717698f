import type { Ctx } from '../../../context'
import { findReport } from '../store'

/** The report of a version as it is stored (internal: the run was started by its owner); null when there is none. */
export const readReport = (ctx: Ctx, projectId: string, number: number): Promise<unknown> =>
  findReport(ctx.db, projectId, number)
