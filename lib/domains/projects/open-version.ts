import { notFound } from '../../core/errors'
import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import type { Manifest } from '../spec/manifest'
import type { Project } from './contract'
import { findManifest, findOwnedProject } from './store'

/** One version of a project of the caller, by default the newest. Version 0 (nothing written yet) has no files. */
export async function openVersion(
  ctx: Ctx,
  who: Principal,
  id: string,
  version: number | undefined,
): Promise<{ project: Project; number: number; manifest: Manifest }> {
  const project = await findOwnedProject(ctx.db, who, id)
  const number = version ?? project.currentVersion
  const manifest = await findManifest(ctx.db, id, number)
  if (manifest === null) throw notFound('version')
  return { project, number, manifest }
}
