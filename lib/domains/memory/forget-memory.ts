import { transaction } from '../../core/db/db'
import { notFound } from '../../core/errors'
import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import { projectOf, unscopedKey } from './policy'
import { deleteMemory, forgetSigns } from './store'

/** Forgets a memory of the caller for good: the event that taught it does not teach it again. @throws not_found */
export async function forgetMemory(ctx: Ctx, who: Principal, id: string): Promise<void> {
  await transaction(ctx.db, async (tx) => {
    const key = await deleteMemory(tx, who.userId, id)
    if (key === null) throw notFound('memory')
    await forgetSigns(tx, who.userId, unscopedKey(key), projectOf(key), ctx.clock.now())
  })
}
