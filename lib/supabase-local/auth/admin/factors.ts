import { AuthError } from '../auth-error.ts'
import { requireAdmin } from '../current-user.ts'
import { json, type Verb } from '../work.ts'
import { namedUser } from './read-account.ts'

/** GET /admin/users/:id/factors: nobody has a second factor here. */
export const listFactors =
  (id: string): Verb =>
  async (work) => {
    requireAdmin(work)
    await namedUser(work, id)
    return json([])
  }

/** PUT and DELETE /admin/users/:id/factors/:factor */
export const noFactor =
  (id: string): Verb =>
  async (work) => {
    requireAdmin(work)
    await namedUser(work, id)
    throw new AuthError(404, 'mfa_factor_not_found', 'Factor not found')
  }
