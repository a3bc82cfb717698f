import { AuthError } from '../auth-error.ts'
import { requireAdmin } from '../current-user.ts'
import { removeFactor, requireFactor } from '../accounts/factors.ts'
import { factorBody } from '../accounts/users.ts'
import { json, type Verb } from '../work.ts'
import { namedUser } from './read-account.ts'

/** GET /admin/users/:id/factors */
export const listFactors =
  (id: string): Verb =>
  async (work) => {
    requireAdmin(work)
    return json((await namedUser(work, id)).factors.map(factorBody))
  }

/** DELETE /admin/users/:id/factors/:factor */
export const deleteFactor =
  (id: string, factorId: string): Verb =>
  async (work) => {
    requireAdmin(work)
    const factor = requireFactor(await namedUser(work, id), factorId)
    await removeFactor(work, factor)
    return json(factorBody(factor))
  }

/** PUT /admin/users/:id/factors/:factor */
export const renameFactor =
  (id: string, factorId: string): Verb =>
  async (work) => {
    requireAdmin(work)
    const factor = requireFactor(await namedUser(work, id), factorId)
    const name = work.fields.text('friendly_name')
    if (name === '') throw new AuthError(400, 'validation_failed', 'A friendly name is expected')
    await work.sql(`update auth.mfa_factors set friendly_name = $2, updated_at = $3 where id = $1`, [
      factor.id,
      name,
      work.now.toISOString(),
    ])
    return json(factorBody({ ...factor, friendly_name: name }))
  }
