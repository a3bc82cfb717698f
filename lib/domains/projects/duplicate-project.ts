import { type Json, transaction } from '../../core/db/db'
import { notFound } from '../../core/errors'
import { newId } from '../../core/ids'
import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import { manifestHash } from '../spec/manifest'
import type { Project } from './contract'
import { findOwnedProject, findReport, findVersionFiles, insertProject, insertVersion, takeNextVersion } from './store'

const MAX_NAME = 100
const copyOf = (name: string): string => `${name.slice(0, MAX_NAME - ' (copy)'.length)} (copy)`

/**
 * A new project of the caller with the files of another one's newest version, and with what Devora itself wrote of
 * them, so that their edits are edits there too. What was proven about those files holds
 * for the copy, because a report is bound to files and not to a project. The conversation stays where it was had.
 * @throws not_found missing, foreign or deleted
 */
export async function duplicateProject(
  ctx: Ctx,
  who: Principal,
  input: { id: string; name?: string | undefined },
): Promise<Project> {
  const project = await findOwnedProject(ctx.db, who, input.id)
  const from = project.currentVersion
  const files = await findVersionFiles(ctx.db, input.id, from)
  if (files === null) throw notFound('version')
  const report = await findReport(ctx.db, input.id, from)
  const judged = { status: project.status, asked: project.asked }
  const now = ctx.clock.now()
  const id = newId('project', now.getTime())
  await transaction(ctx.db, async (tx) => {
    const { description } = project
    await insertProject(tx, { id, ownerId: who.userId, name: input.name ?? copyOf(project.name), description, now })
    if (from === 0) return
    const number = await takeNextVersion(tx, id, { base: 0, ...judged, now })
    if (number === null) throw new Error(`project ${id} vanished inside its own transaction`)
    await insertVersion(tx, {
      id: newId('version', now.getTime()),
      projectId: id,
      number,
      ...files,
      manifestHash: manifestHash(files.manifest),
      reason: 'duplicate',
      summary: `Copied from version ${from} of ${project.name}`,
      runId: null,
      ...judged,
      report: report === null ? undefined : (report as Json),
      now,
    })
  })
  const { deletedAt: _, ...copy } = await findOwnedProject(ctx.db, who, id)
  return copy
}
