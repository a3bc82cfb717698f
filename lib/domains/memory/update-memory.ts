import { isUniqueViolation, transaction } from '../../core/db/db'
import { AppError, invalid, notFound } from '../../core/errors'
import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import type { Memory, UpdateMemoryInput } from './contract'
import { memoryKey } from './policy'
import { changeMemory, findKey, findMemory, forgetSigns } from './store'

/**
 * Corrects a memory of the caller. The next delivery of a project sums it up anew, also over a correction.
 * @throws not_found · conflict when another memory says the same · invalid_input kind of a project's summary
 */
export async function updateMemory(ctx: Ctx, who: Principal, id: string, input: UpdateMemoryInput): Promise<Memory> {
  const before = await findMemory(ctx.db, who.userId, id)
  if (before === null) throw notFound('memory')
  const isProject = before.kind === 'project'
  if (isProject && input.kind !== undefined) throw invalid('kind', 'The summary of a project stays one.')
  try {
    return await transaction(ctx.db, async (tx) => {
      const now = ctx.clock.now()
      const key = await findKey(tx, who.userId, id)
      const changed = await changeMemory(tx, who.userId, id, {
        now,
        ...(input.text === undefined ? {} : { text: input.text, ...(isProject ? {} : { key: memoryKey(input.text) }) }),
        ...(input.kind === undefined ? {} : { kind: input.kind }),
      })
      if (changed === null || key === null) throw notFound('memory')
      // What it said before is corrected: a step that runs again must not bring it back beside the correction.
      if (input.text !== undefined && input.text !== before.text) await forgetSigns(tx, who.userId, key, now)
      return changed
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError('conflict', 'Another memory says the same already.')
    throw error
  }
}
