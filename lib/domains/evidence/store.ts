import type { DbLike, DbTx, Json } from '../../core/db/db'

/** Rows about evidence that stand in no report. */

/** Pictures of so many versions of a project are kept. */
const KEPT = 3

export type PicturesRow = { projectId: string; version: number; fileId: string; entries: Json }

/**
 * Takes a file as the pictures of a version, in place of those before, and forgets those of long ago.
 * @returns files that nothing names any more
 */
export async function namePictures(tx: DbTx, row: PicturesRow): Promise<string[]> {
  const { projectId, version, fileId, entries } = row
  const place = { projectId_version: { projectId, version } }
  const before = await tx.scenarioPictures.findUnique({ where: place, select: { fileId: true } })
  await tx.scenarioPictures.upsert({
    where: place,
    create: { projectId, version, fileId, entries },
    update: { fileId, entries },
    select: { version: true },
  })
  const old = await tx.scenarioPictures.findMany({
    where: { projectId },
    orderBy: { version: 'desc' },
    skip: KEPT,
    select: { fileId: true },
  })
  await tx.scenarioPictures.deleteMany({ where: { fileId: { in: old.map((one) => one.fileId) } } })
  return [...(before === null ? [] : [before]), ...old].map((one) => one.fileId)
}

export const findPictures = (
  db: DbLike,
  projectId: string,
  version: number,
): Promise<{ fileId: string; entries: unknown } | null> =>
  db.scenarioPictures.findUnique({
    where: { projectId_version: { projectId, version } },
    select: { fileId: true, entries: true },
  })
