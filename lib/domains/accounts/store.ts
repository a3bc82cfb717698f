import type { DbLike } from '../../core/db/db'
import { after, SECOND } from '../../core/time'
import type { SessionInfo, User } from './contract'
import { MAX_SESSION_MS, type SessionKind, TOUCH_MS } from './policy'

/** This domain's rows. */

const USER = { id: true, email: true, fullName: true, createdAt: true } as const
type UserRow = { id: string; email: string; fullName: string | null; createdAt: Date }
const toUser = (row: UserRow): User => ({
  id: row.id,
  email: row.email,
  fullName: row.fullName,
  createdAt: row.createdAt.toISOString(),
})

/** @throws Prisma P2002 when the address is taken */
export const insertUser = async (
  db: DbLike,
  data: { id: string; email: string; fullName: string | null; passwordHash: string; createdAt: Date },
): Promise<User> => toUser(await db.user.create({ data, select: USER }))

export async function findUser(db: DbLike, id: string): Promise<User | null> {
  const row = await db.user.findUnique({ where: { id }, select: USER })
  return row === null ? null : toUser(row)
}

export async function findUserWithHash(
  db: DbLike,
  email: string,
): Promise<{ user: User; passwordHash: string } | null> {
  const row = await db.user.findUnique({ where: { email }, select: { ...USER, passwordHash: true } })
  return row === null ? null : { user: toUser(row), passwordHash: row.passwordHash }
}

export const insertSession = async (
  db: DbLike,
  data: {
    id: string
    userId: string
    kind: SessionKind
    refreshHash: string | null
    userAgent: string | null
    createdAt: Date
    lastSeenAt: Date
    expiresAt: Date
  },
): Promise<void> => {
  await db.session.create({ data, select: { id: true } })
}

export type LiveSession = { id: string; userId: string; kind: SessionKind; lastSeenAt: Date; isStaff: boolean }

/** The session with its user if it still counts, in one query: this runs on every request. */
export async function findLiveSession(
  db: DbLike,
  id: string,
  userId: string | null,
  now: Date,
): Promise<LiveSession | null> {
  const rows = await db.$queryRaw<LiveSession[]>`
    select s.id, s."userId", s.kind, s."lastSeenAt", u."isStaff"
    from session s join "user" u on u.id = s."userId"
    where s.id = ${id} and (${userId}::text is null or s."userId" = ${userId})
      and s."revokedAt" is null and s."expiresAt" > ${now}`
  return rows[0] ?? null
}

/** How long a session lives, whatever is done with it. */
const LIFE = `${MAX_SESSION_MS / SECOND} seconds`

/** Notes that the session was used, once a minute; a later `expiresAt` makes it last longer, within its whole life. */
export const touchSession = async (db: DbLike, id: string, now: Date, expiresAt: Date | null): Promise<void> => {
  await db.$executeRaw`
    update session set "lastSeenAt" = ${now},
      "expiresAt" = least(coalesce(${expiresAt}::timestamptz, "expiresAt"), "createdAt" + ${LIFE}::interval)
    where id = ${id} and "revokedAt" is null and "lastSeenAt" <= ${after(now, -TOUCH_MS)}`
}

/**
 * Swaps the refresh token in one conditional update, so that of two simultaneous callers exactly one wins.
 * @returns the owner
 */
export async function rotateRefreshToken(
  db: DbLike,
  id: string,
  swap: { from: string; to: string; now: Date; expiresAt: Date },
): Promise<string | null> {
  const rows = await db.$queryRaw<Array<{ userId: string }>>`
    update session set "refreshHash" = ${swap.to}, "lastSeenAt" = ${swap.now},
      "expiresAt" = least(${swap.expiresAt}::timestamptz, "createdAt" + ${LIFE}::interval)
    where id = ${id} and "refreshHash" = ${swap.from} and "revokedAt" is null and "expiresAt" > ${swap.now}
    returning "userId"`
  return rows[0]?.userId ?? null
}

/** @returns false when there was no such live session (of that user, when one is named) */
export const markRevoked = async (db: DbLike, id: string, userId: string | null, now: Date): Promise<boolean> =>
  (
    await db.session.updateMany({
      where: { id, revokedAt: null, ...(userId === null ? {} : { userId }) },
      data: { revokedAt: now },
    })
  ).count === 1

/** Ends every session of a user but the one to keep. */
export const markAllRevoked = async (db: DbLike, userId: string, keptId: string | null, now: Date): Promise<void> => {
  await db.session.updateMany({
    where: { userId, revokedAt: null, ...(keptId === null ? {} : { id: { not: keptId } }) },
    data: { revokedAt: now },
  })
}

export async function selectSessions(
  db: DbLike,
  userId: string,
  now: Date,
): Promise<Array<Omit<SessionInfo, 'current'>>> {
  const rows = await db.session.findMany({
    where: { userId, revokedAt: null, expiresAt: { gt: now } },
    orderBy: [{ lastSeenAt: 'desc' }, { id: 'desc' }],
    take: 100,
    select: { id: true, kind: true, userAgent: true, createdAt: true, lastSeenAt: true },
  })
  return rows.map((row) => ({
    ...row,
    kind: row.kind as SessionKind,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
  }))
}
