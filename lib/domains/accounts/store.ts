import type { DbLike } from '../../core/db/db'
import { after } from '../../core/time'
import type { SessionInfo, User } from './contract'
import { LOCK_MS, MAX_FAILURES, type SessionKind, TOUCH_MS } from './policy'

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
    where s.id = ${id} and (${userId}::text is null or s."userId" = ${userId}) and s."revokedAt" is null and s."expiresAt" > ${now}`
  return rows[0] ?? null
}

/** Notes that the session was used, once a minute; a later `expiresAt` makes it last longer. */
export const touchSession = async (db: DbLike, id: string, now: Date, expiresAt: Date | null): Promise<void> => {
  await db.session.updateMany({
    where: { id, revokedAt: null, lastSeenAt: { lte: after(now, -TOUCH_MS) } },
    data: { lastSeenAt: now, ...(expiresAt === null ? {} : { expiresAt }) },
  })
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
  const rows = await db.session.updateManyAndReturn({
    where: { id, refreshHash: swap.from, revokedAt: null, expiresAt: { gt: swap.now } },
    data: { refreshHash: swap.to, lastSeenAt: swap.now, expiresAt: swap.expiresAt },
    select: { userId: true },
  })
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

/** Until when the pair is locked, or null. */
export async function findLock(db: DbLike, key: string, now: Date): Promise<Date | null> {
  const row = await db.loginFailure.findFirst({
    where: { key, lockedUntil: { gt: now } },
    select: { lockedUntil: true },
  })
  return row?.lockedUntil ?? null
}

/**
 * Counts one failure, and locks at the last allowed one; a single statement, so parallel guesses cannot slip past each
 * other.
 */
export async function countFailure(db: DbLike, key: string, now: Date): Promise<void> {
  const until = after(now, LOCK_MS)
  const stale = after(now, -LOCK_MS)
  await db.$executeRaw`
    insert into login_failure as f (key, count, "lockedUntil", "updatedAt") values (${key}, 1, null, ${now})
    on conflict (key) do update set
      count = case when f."updatedAt" < ${stale} or f."lockedUntil" <= ${now} then 1 else f.count + 1 end,
      "lockedUntil" = case
        when f."lockedUntil" > ${now} then f."lockedUntil"
        when f."updatedAt" < ${stale} or f."lockedUntil" <= ${now} then null
        when f.count + 1 >= ${MAX_FAILURES}::int then ${until}
        else null end,
      "updatedAt" = ${now}`
}

/** Forgets the failures of a pair that is not locked. */
export const clearFailures = async (db: DbLike, key: string, now: Date): Promise<void> => {
  await db.loginFailure.deleteMany({ where: { key, OR: [{ lockedUntil: null }, { lockedUntil: { lte: now } }] } })
}
