import { transaction } from '../../core/db/db'
import { invalid } from '../../core/errors'
import { newId } from '../../core/ids'
import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import { manifestHash, manifestOf } from '../spec/manifest'
import { insertBlobs } from './stores/blob-store'
import type { CreateProjectInput, Project } from './contract'
import { refuseFileSet } from './policy'
import { requireRoom } from './internal/require-room'
import { findOwnedProject, insertProject, insertVersion, takeNextVersion } from './store'

/**
 * A new project of the caller; with `files` they are its version 1, written together with it.
 * @throws quota_exceeded · invalid_input duplicate or clashing paths, too many or too large files (named
 * `files.<n>.path`)
 */
export async function createProject(ctx: Ctx, who: Principal, input: CreateProjectInput): Promise<Project> {
  const now = ctx.clock.now()
  const id = newId('project', now.getTime())
  const files = filesOf(input.files ?? [])
  await requireRoom(ctx.db, who.userId, bytesIn(files))
  const manifest = files.size === 0 ? null : await insertBlobs(ctx.db, files, now)
  await transaction(ctx.db, async (tx) => {
    await insertProject(tx, { id, ownerId: who.userId, name: input.name, description: input.description ?? null, now })
    if (manifest === null) return
    const number = await takeNextVersion(tx, id, { base: 0, status: null, asked: null, now })
    if (number === null) throw new Error(`project ${id} vanished inside its own transaction`)
    const summary = manifest.size === 1 ? 'Started with 1 file' : `Started with ${manifest.size} files`
    await insertVersion(tx, {
      id: newId('version', now.getTime()),
      projectId: id,
      number,
      manifest,
      generated: new Map(),
      manifestHash: manifestHash(manifest),
      reason: 'create',
      summary,
      runId: null,
      status: null,
      asked: null,
      report: undefined,
      now,
    })
  })
  const { deletedAt: _, ...project } = await findOwnedProject(ctx.db, who, id)
  return project
}

const bytesIn = (files: ReadonlyMap<string, Uint8Array>): number =>
  [...files.values()].reduce((sum, bytes) => sum + bytes.byteLength, 0)

function filesOf(given: NonNullable<CreateProjectInput['files']>): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>()
  const place = new Map<string, number>()
  for (const [index, { path, content }] of given.entries()) {
    if (files.has(path)) throw invalid(`files.${index}.path`, { key: 'reason.twice', values: { path } })
    files.set(path, new TextEncoder().encode(content))
    place.set(path, index)
  }
  const refusal = refuseFileSet(manifestOf(files))
  if (refusal === null) return files
  const index = place.get(refusal.name)
  throw invalid(index === undefined ? 'files' : `files.${index}.path`, refusal.told)
}
