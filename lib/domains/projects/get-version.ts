import { notFound } from '../../core/errors'
import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import type { Version } from './contract'
import { findOwnedProject, findVersion } from './store'

/** One version. @throws not_found project or version */
export async function getVersion(ctx: Ctx, who: Principal, input: { id: string; number: number }): Promise<Version> {
  await findOwnedProject(ctx.db, who, input.id)
  const version = await findVersion(ctx.db, input.id, input.number)
  if (version === null) throw notFound('version')
  return version
}
