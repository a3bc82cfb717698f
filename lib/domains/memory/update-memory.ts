import { isUniqueViolation } from '../../core/db/db'
import { AppError, invalid, notFound } from '../../core/errors'
import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import type { Memory, UpdateMemoryInput } from './contract'
import { memoryKey } from './policy'
import { changeMemory, findMemory } from './store'

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
    const changed = await changeMemory(ctx.db, who.userId, id, {
      now: ctx.clock.now(),
      ...(input.text === undefined ? {} : { text: input.text, ...(isProject ? {} : { key: memoryKey(input.text) }) }),
      ...(input.kind === undefined ? {} : { kind: input.kind }),
    })
    if (changed === null) throw notFound('memory')
    return changed
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError('conflict', 'Another memory says the same already.')
    throw error
  }
}
