import type { Db } from '../../core/db/db'
import { LIMITS, type LimitName } from './table'

export type LimitState = {
  limit: number
  remaining: number
  /** seconds until the window ends */ reset: number
  exceeded: boolean
}

/**
 * Counts one request against a fixed window in Postgres: one upsert, so it is exact across any number of processes.
 * @param subject who is counted: an IP address or a user id
 */
export async function countRequest(db: Db, name: LimitName, subject: string, now: Date): Promise<LimitState> {
  const { requests, seconds } = LIMITS[name]
  const start = Math.floor(now.getTime() / 1_000 / seconds) * seconds
  const end = start + seconds
  const rows = await db.$queryRaw<Array<{ count: number }>>`
    insert into rate_window (key, "windowStart", count, "expiresAt")
    values (${`${name}:${subject}`}, ${new Date(start * 1_000)}, 1, ${new Date(end * 1_000)})
    on conflict (key, "windowStart") do update set count = rate_window.count + 1
    returning count`
  const count = rows[0]?.count ?? 1
  return stateOf(count, requests, end, now)
}

/** How it stands, without counting. */
export async function readCount(db: Db, name: LimitName, subject: string, now: Date): Promise<LimitState> {
  const { requests, seconds } = LIMITS[name]
  const start = Math.floor(now.getTime() / 1_000 / seconds) * seconds
  const row = await db.rateWindow.findUnique({
    where: { key_windowStart: { key: `${name}:${subject}`, windowStart: new Date(start * 1_000) } },
    select: { count: true },
  })
  return stateOf(row?.count ?? 0, requests, start + seconds, now)
}

const stateOf = (count: number, requests: number, end: number, now: Date): LimitState => ({
  limit: requests,
  remaining: Math.max(0, requests - count),
  reset: Math.max(1, end - Math.floor(now.getTime() / 1_000)),
  exceeded: count > requests,
})

export const limitHeaders = (state: LimitState): Record<string, string> => ({
  'X-RateLimit-Limit': String(state.limit),
  'X-RateLimit-Remaining': String(state.remaining),
  'X-RateLimit-Reset': String(state.reset),
})
