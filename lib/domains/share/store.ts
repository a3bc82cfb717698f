import type { DbLike, DbTx } from '../../core/db/db'

/** Rows of links. The token itself is nowhere: its hash finds the row, and only its owner can open the sealed one. */

export type ShareRow = {
  id: string
  sealedToken: Uint8Array
  version: number
  followsNewest: boolean
  withConversation: boolean
  views: number
  lastOpenedAt: Date | null
  createdAt: Date
  expiresAt: Date
}
const SHARE = {
  id: true,
  sealedToken: true,
  version: true,
  followsNewest: true,
  withConversation: true,
  views: true,
  lastOpenedAt: true,
  createdAt: true,
  expiresAt: true,
} as const

export type NewShare = {
  id: string
  projectId: string
  tokenHash: string
  sealedToken: Uint8Array<ArrayBuffer>
  version: number
  followsNewest: boolean
  withConversation: boolean
  createdAt: Date
  expiresAt: Date
}

export const insertShare = (db: DbTx, data: NewShare): Promise<ShareRow> => db.shareLink.create({ data, select: SHARE })

/** One after the other for each project, until the transaction ends. */
export const lockProject = async (db: DbTx, projectId: string): Promise<void> =>
  void (await db.$queryRaw`select 1 from project where id = ${projectId} for no key update`)

export const countShares = (db: DbLike, projectId: string, now: Date): Promise<number> =>
  db.shareLink.count({ where: { projectId, expiresAt: { gt: now } } })

export const selectShares = (db: DbLike, projectId: string, now: Date): Promise<ShareRow[]> =>
  db.shareLink.findMany({ where: { projectId, expiresAt: { gt: now } }, orderBy: { id: 'desc' }, select: SHARE })

/** Gone, not marked: nothing is left that could be shown again by mistake. @returns how many */
export const deleteShares = async (db: DbLike, projectId: string, id?: string): Promise<number> =>
  (await db.shareLink.deleteMany({ where: { projectId, ...(id === undefined ? {} : { id }) } })).count

export type FoundShare = {
  id: string
  projectId: string
  ownerId: string
  currentVersion: number
  version: number
  followsNewest: boolean
  withConversation: boolean
  createdAt: Date
  expiresAt: Date
}

/** The link of a token, while it shows something: not expired, and its project not deleted. */
export async function findShare(db: DbLike, tokenHash: string, now: Date): Promise<FoundShare | null> {
  const row = await db.shareLink.findFirst({
    where: { tokenHash, expiresAt: { gt: now }, project: { deletedAt: null } },
    select: {
      id: true,
      projectId: true,
      version: true,
      followsNewest: true,
      withConversation: true,
      createdAt: true,
      expiresAt: true,
      project: { select: { ownerId: true, currentVersion: true } },
    },
  })
  if (row === null) return null
  const { project, ...link } = row
  return { ...link, ...project }
}

export const countView = async (db: DbLike, id: string, now: Date): Promise<void> =>
  void (await db.shareLink.updateMany({ where: { id }, data: { views: { increment: 1 }, lastOpenedAt: now } }))
