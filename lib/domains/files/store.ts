import type { DbLike, DbTx } from '../../core/db/db'

/** Rows about files: whose they are, what for, and until when. Their bytes are in the file storage. */

export type StoredFile = {
  id: string
  key: string
  contentType: string
  size: number
  sha256: string
}
const FILE = { id: true, key: true, contentType: true, size: true, sha256: true } as const

export type NewFile = {
  id: string
  ownerId: string
  projectId: string | null
  namespace: string
  key: string
  contentType: string
  createdAt: Date
  expiresAt: Date
}

/** Before its bytes are there: known, and not to be had yet. */
export const insertFile = async (db: DbLike, data: NewFile): Promise<void> =>
  void (await db.storedFile.create({
    data: { ...data, isOfProject: data.projectId !== null, size: 0, sha256: '' },
    select: { id: true },
  }))

/** @returns null when it took too long, and was given up meanwhile */
export async function completeFile(
  db: DbTx,
  data: { id: string; size: number; sha256: string; expiresAt: Date | null; now: Date },
): Promise<StoredFile | null> {
  const { id, now, ...rest } = data
  const rows = await db.storedFile.updateManyAndReturn({
    where: { id, expiresAt: { gt: now } },
    data: rest,
    select: FILE,
  })
  return rows[0] ?? null
}

export const findFile = (db: DbLike, id: string, now: Date): Promise<StoredFile | null> =>
  db.storedFile.findFirst({
    where: { id, sha256: { not: '' }, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
    select: FILE,
  })

/** Bytes of all files of a person, whatever for. */
export async function sumFiles(db: DbLike, ownerId: string): Promise<number> {
  const { _sum } = await db.storedFile.aggregate({ where: { ownerId }, _sum: { size: true } })
  return _sum.size ?? 0
}

export const expireFiles = async (db: DbLike, ids: readonly string[], now: Date): Promise<void> =>
  void (await db.storedFile.updateMany({ where: { id: { in: [...ids] } }, data: { expiresAt: now } }))

/** Files whose time is over, or whose owner or project is gone. */
export const selectExpiredFiles = (db: DbLike, before: Date, take: number): Promise<{ id: string; key: string }[]> =>
  db.storedFile.findMany({
    where: { OR: [{ expiresAt: { lt: before } }, { ownerId: null }, { isOfProject: true, projectId: null }] },
    orderBy: { id: 'asc' },
    take,
    select: { id: true, key: true },
  })

export const deleteFiles = async (db: DbLike, ids: readonly string[]): Promise<void> =>
  void (await db.storedFile.deleteMany({ where: { id: { in: [...ids] } } }))
