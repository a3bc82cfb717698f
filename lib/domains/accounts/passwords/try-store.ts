import type { DbLike } from '../../../core/db/db'
import { after } from '../../../core/time'
import { KNOWN_PLACE_MS } from '../known-place'
import { ACCOUNT_TRIES, type TryLimit } from '../policy'

/**
 * Rows of `login_failure`: how often a password was tried. Each function is one statement, for any number of callers.
 */

export type Try = {
  /** Null when this one may be made, else the moment from which the next may. */
  lockedUntil: Date | null
  /** An account was signed in to from here lately. */
  isKnown: boolean
}

/**
 * Takes one of the tries that are left, before the password is looked at, so that of forty at the same moment no more
 * are looked at than of forty in a row. The last one locks.
 */
export async function takeTry(db: DbLike, key: string, limit: TryLimit, now: Date): Promise<Try> {
  const { tries, windowMs, lockMs } = limit
  const stale = after(now, -windowMs)
  const rows = await db.$queryRaw<Array<{ count: number; lockedUntil: Date | null; signedInAt: Date | null }>>`
    insert into login_failure as f (key, count, since, "updatedAt") values (${key}, 1, ${now}, ${now})
    on conflict (key) do update set
      count = case
        when f."lockedUntil" > ${now} then ${tries}::int + 1
        when f."lockedUntil" is not null or f.since <= ${stale} then 1
        else f.count + 1 end,
      since = case
        when f."lockedUntil" > ${now} then f.since
        when f."lockedUntil" is not null or f.since <= ${stale} then ${now}
        else f.since end,
      "lockedUntil" = case
        when f."lockedUntil" > ${now} then f."lockedUntil"
        when f."lockedUntil" is not null or f.since <= ${stale} then null
        when f.count + 1 >= ${tries}::int then ${after(now, lockMs)}
        else null end,
      "updatedAt" = ${now}
    returning count, "lockedUntil", "signedInAt"`
  const { count, lockedUntil, signedInAt } = rows[0]!
  return {
    lockedUntil: count > tries ? lockedUntil : null,
    isKnown: signedInAt !== null && signedInAt > after(now, -KNOWN_PLACE_MS),
  }
}

/** The password was right: the place begins anew and is known, and the account gets the try back that it took. */
export async function keepSuccess(
  db: DbLike,
  { place, account }: { place: string; account: string },
  now: Date,
): Promise<void> {
  await db.$executeRaw`
    update login_failure set
      count = case when key = ${place} then 0 else greatest(count - 1, 0) end,
      "lockedUntil" = case when key = ${place} or count <= ${ACCOUNT_TRIES.tries}::int then null else "lockedUntil" end,
      "signedInAt" = case when key = ${place} then ${now} else "signedInAt" end,
      "updatedAt" = ${now}
    where key in (${place}, ${account})`
}
