import { setTimeout as sleep } from 'node:timers/promises'
import { type Db, type DbTx, transaction } from '../../../core/db/db'
import { MINUTE } from '../../../core/time'
import { isTransient } from '../../../core/db/transient'

/**
 * Many calls may begin and end at once, and an answer that was paid for must not be lost because the database is busy.
 */
const PATIENCE_MS = MINUTE
const AGAIN_MS = 250
/**
 * A transaction about calls. Its writes are conditional, so it may be done again when the database went away under it.
 */
export async function bookkeeping<T>(db: Db, work: (tx: DbTx) => Promise<T>): Promise<T> {
  for (const end = performance.now() + PATIENCE_MS; ;) {
    try {
      return await transaction(db, work, PATIENCE_MS)
    } catch (error) {
      if (!isTransient(error) || performance.now() > end) throw error
      await sleep(AGAIN_MS)
    }
  }
}
