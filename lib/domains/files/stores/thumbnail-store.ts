import type { DbLike, DbTx } from '../../../core/db/db'

/** Pictures of so many versions of a project are kept. */
const KEPT = 3

/**
 * Takes a file as the picture of a version, in place of the one before, and forgets those of long ago.
 * @returns files that no picture names any more
 */
export async function nameThumbnail(
  tx: DbTx,
  data: { projectId: string; version: number; fileId: string },
): Promise<string[]> {
  const { projectId, version, fileId } = data
  const place = { projectId_version: { projectId, version } }
  const before = await tx.thumbnail.findUnique({ where: place, select: { fileId: true } })
  await tx.thumbnail.upsert({ where: place, create: data, update: { fileId }, select: { version: true } })
  const old = await tx.thumbnail.findMany({
    where: { projectId },
    orderBy: { version: 'desc' },
    skip: KEPT,
    select: { fileId: true },
  })
  await tx.thumbnail.deleteMany({ where: { fileId: { in: old.map((one) => one.fileId) } } })
  return [...(before === null ? [] : [before]), ...old].map((one) => one.fileId)
}

export const findThumbnail = async (db: DbLike, projectId: string, version: number): Promise<string | null> =>
  (
    await db.thumbnail.findUnique({
      where: { projectId_version: { projectId, version } },
      select: { fileId: true },
    })
  )?.fileId ?? null
