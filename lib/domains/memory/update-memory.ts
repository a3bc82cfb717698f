import { type DbTx, isUniqueViolation, transaction } from '../../core/db/db'
import { invalid, notFound, refusal } from '../../core/errors'
import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import type { Memory, UpdateMemoryInput } from './contract'
import { memoryKey, scopedKey, unscopedKey } from './policy'
import { changeMemory, deleteOtherWithKey, findMemory, findPlace, forgetSigns } from './store'

/**
 * Corrects a memory of the caller, or says where it holds. The next delivery of a project sums it up anew, also over a
 * correction. What is to hold everywhere takes the place of what held there so far about the same.
 * @throws not_found · conflict when another memory says the same · invalid_input kind or scope of a project's summary,
 * and `project` for what was not learned in one
 */
export async function updateMemory(ctx: Ctx, who: Principal, id: string, input: UpdateMemoryInput): Promise<Memory> {
  const before = await findMemory(ctx.db, who.userId, id)
  if (before === null) throw notFound('memory')
  const isProject = before.kind === 'project'
  if (isProject && input.kind !== undefined) throw invalid('kind', 'reason.memoryProject')
  if (isProject && input.scope !== undefined) throw invalid('scope', 'reason.memoryOfProject')
  try {
    return await transaction(ctx.db, (tx) => change(tx, who.userId, before, input, ctx.clock.now()))
  } catch (error) {
    if (isUniqueViolation(error)) throw refusal('conflict', 'detail.memoryTwice')
    throw error
  }
}

async function change(tx: DbTx, ownerId: string, before: Memory, input: UpdateMemoryInput, now: Date): Promise<Memory> {
  const { id } = before
  const place = await findPlace(tx, ownerId, id)
  if (place === null) throw notFound('memory')
  const isProject = before.kind === 'project'
  const scope = input.scope === undefined ? place.scopeProjectId : scopeOf(input.scope, place)
  const said = input.text === undefined || isProject ? unscopedKey(place.key) : memoryKey(input.text)
  const key = isProject ? place.key : scopedKey(said, scope)
  if (input.scope !== undefined) await deleteOtherWithKey(tx, ownerId, key, id)
  const changed = await changeMemory(tx, ownerId, id, {
    now,
    key,
    ...(input.text === undefined ? {} : { text: input.text }),
    ...(input.kind === undefined ? {} : { kind: input.kind }),
    ...(input.scope === undefined ? {} : { scopeProjectId: scope, isScopeChosen: true }),
  })
  if (changed === null) throw notFound('memory')
  // What it said before is corrected: a step that runs again must not bring it back beside the correction.
  if (input.text !== undefined && input.text !== before.text)
    await forgetSigns(tx, ownerId, unscopedKey(place.key), place.scopeProjectId, now)
  return changed
}

function scopeOf(
  scope: NonNullable<UpdateMemoryInput['scope']>,
  place: { scopeProjectId: string | null; sourceProjectId: string | null },
): string | null {
  if (scope === 'always') return null
  const project = place.scopeProjectId ?? place.sourceProjectId
  if (project === null) throw invalid('scope', 'reason.memoryNowhere')
  return project
}
