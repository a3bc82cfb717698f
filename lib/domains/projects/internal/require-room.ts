import type { DbLike, DbTx } from '../../../core/db/db'
import { refusal } from '../../../core/errors'
import { QUOTAS } from '../quotas'

/** Holds people to their quotas. The owner's row is locked first, so that of two writes at once each sees the other. */

/** Everything of one person that is counted is counted one after the other, until the transaction ends. */
export const lockOwner = async (tx: DbTx, ownerId: string): Promise<void> =>
  void (await tx.$queryRaw`select 1 from "user" where id = ${ownerId} for no key update`)

const MEGABYTE = 1024 * 1024
const overStorage = () =>
  refusal('quota_exceeded', 'detail.quotaStorage', { limit: Math.floor(QUOTAS.storageBytes / MEGABYTE) })

async function storedBytes(db: DbLike, ownerId: string): Promise<number> {
  const { _sum } = await db.project.aggregate({ where: { ownerId }, _sum: { storedBytes: true } })
  return Number(_sum.storedBytes ?? 0n)
}

export const ownerOf = async (db: DbLike, projectId: string): Promise<string> =>
  (await db.project.findUniqueOrThrow({ where: { id: projectId }, select: { ownerId: true } })).ownerId

/** Before bytes are stored at all; the transaction that names them looks again. @throws quota_exceeded */
export async function requireRoom(db: DbLike, ownerId: string, bytes: number): Promise<void> {
  if (bytes > 0 && (await storedBytes(db, ownerId)) + bytes > QUOTAS.storageBytes) throw overStorage()
}

/** Before one more project. @throws quota_exceeded */
export async function requireProject(tx: DbTx, ownerId: string): Promise<void> {
  await lockOwner(tx, ownerId)
  const [count] = await tx.$queryRaw<[{ all: bigint; alive: bigint }]>`
    select count(*) as all, count(*) filter (where "deletedAt" is null) as alive
    from project where "ownerId" = ${ownerId}`
  if (Number(count.alive) >= QUOTAS.projects)
    throw refusal('quota_exceeded', 'detail.quotaProjects', { limit: QUOTAS.projects })
  if (Number(count.all) >= QUOTAS.projectsWithDeleted)
    throw refusal('quota_exceeded', 'detail.quotaDeleted', { limit: QUOTAS.projectsWithDeleted })
}

/** Before one more version by a person, or a run that ends with one. @throws quota_exceeded */
export function requireVersion(number: number): void {
  if (number > QUOTAS.versionsPerProject)
    throw refusal('quota_exceeded', 'detail.quotaVersions', { limit: QUOTAS.versionsPerProject })
}

/**
 * Counts bytes that a project now holds against its owner's storage.
 * @param isAdmitted the work of a run that began while there was room: it is kept, and what comes next is refused
 * @throws quota_exceeded
 */
export async function countBytes(
  tx: DbTx,
  input: { projectId: string; bytes: number; isAdmitted: boolean },
): Promise<void> {
  const { projectId, bytes, isAdmitted } = input
  if (bytes === 0) return
  const ownerId = await ownerOf(tx, projectId)
  await lockOwner(tx, ownerId)
  await tx.project.update({
    where: { id: projectId },
    data: { storedBytes: { increment: bytes } },
    select: { id: true },
  })
  if (!isAdmitted && (await storedBytes(tx, ownerId)) > QUOTAS.storageBytes) throw overStorage()
}
