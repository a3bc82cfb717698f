import { AuthError } from '../auth-error.ts'
import { currentUser } from '../current-user.ts'
import { endSessions } from '../sessions.ts'
import type { Verb } from '../work.ts'

/** POST /logout?scope=…: ends this session, all others, or all. */
export const signOut: Verb = async (work) => {
  const scope = work.url.searchParams.get('scope') || 'global'
  if (scope !== 'global' && scope !== 'local' && scope !== 'others') {
    throw new AuthError(400, 'validation_failed', `Unsupported logout scope "${scope}"`)
  }
  const { user, session } = await currentUser(work)
  await endSessions(work, user.id, scope, session?.id ?? null)
  return new Response(null, { status: 204 })
}
