import type { DbLike } from '../../../core/db/db'
import type { Ctx } from '../../../context'
import { deleteFiles, expireFiles, selectExpiredFiles } from '../store'

/**
 * Gives files up, in the transaction that no longer names them: not to be had from then on, swept within the hour.
 */
export const giveUpFiles = (db: DbLike, ids: readonly string[], now: Date): Promise<void> => expireFiles(db, ids, now)

/**
 * Deletes files whose time is over, whose owner or whose project is gone: bytes first, so that a stop between the two
 * leaves a row that says what is still to be done.
 * @returns how many; fewer than `most` when nothing is left
 */
export async function removeExpiredFiles(ctx: Ctx, before: Date, most: number): Promise<number> {
  const files = await selectExpiredFiles(ctx.db, before, most)
  if (files.length === 0) return 0
  await ctx.storage.remove(files.map(({ key }) => key))
  await deleteFiles(
    ctx.db,
    files.map(({ id }) => id),
  )
  return files.length
}
