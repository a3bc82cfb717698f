import { AuthError } from './auth-error.ts'
import type { Fields } from './fields.ts'
import { fitsChallenge } from './secrets.ts'
import type { Method } from './sessions.ts'
import type { User } from './accounts/users.ts'
import type { Work } from './work.ts'

/*
 * PKCE: a mail's link brings a code, and only the browser that asked for the mail can exchange it for tokens.
 */

export type Challenge = { text: string; method: 's256' | 'plain' }

/** Marks tokens of links that end in a code instead of tokens. */
export const PKCE_PREFIX = 'pkce_'

const LIFETIME_MS = 300_000

/** The challenge of a request; null when it did not ask for PKCE. */
export function readChallenge(fields: Fields): Challenge | null {
  const text = fields.text('code_challenge')
  const method = fields.text('code_challenge_method').toLowerCase()
  if (text === '' && method === '') return null
  if (text === '' || method === '') {
    throw new AuthError(400, 'validation_failed', 'PKCE flow requires code_challenge_method and code_challenge')
  }
  if (text.length < 43 || text.length > 128) {
    throw new AuthError(400, 'validation_failed', 'code challenge has to be between 43 and 128 characters')
  }
  if (!/^[\w.~-]+$/.test(text)) {
    const allowed = 'alphanumeric characters, hyphens, periods, underscores and tildes'
    throw new AuthError(400, 'validation_failed', `code challenge can only contain ${allowed}`)
  }
  if (method !== 's256' && method !== 'plain') {
    throw new AuthError(400, 'validation_failed', `unsupported code_challenge method "${method}"`)
  }
  return { text, method }
}

/** Remembers the challenge until the link is followed. */
export async function beginFlow(work: Work, user: User, challenge: Challenge | null, method: Method): Promise<void> {
  if (!challenge) return
  await work.sql(
    `insert into auth.flow_state (id, user_id, auth_code, code_challenge_method, code_challenge, provider_type,
       authentication_method, created_at, updated_at)
     values (gen_random_uuid(), $1, gen_random_uuid()::text, $2, $3, 'email', $4, $5, $5)`,
    [user.id, challenge.method, challenge.text, method, work.now.toISOString()],
  )
}

/** The code for the newest flow of that kind. */
export async function issueAuthCode(work: Work, user: User, method: Method): Promise<string> {
  const [flow] = await work.sql<{ auth_code: string }>(
    `update auth.flow_state set auth_code_issued_at = $3, updated_at = $3
     where id = (
       select id from auth.flow_state where user_id = $1 and authentication_method = $2
       order by created_at desc limit 1
     ) returning auth_code`,
    [user.id, method, work.now.toISOString()],
  )
  if (flow) return flow.auth_code
  const message = 'No associated flow state found. No valid flow state found for user.'
  throw new AuthError(400, 'flow_state_not_found', message)
}

type Flow = {
  id: string
  user_id: string
  code_challenge: string
  code_challenge_method: string
  authentication_method: Method
  created_at: string
  auth_code_issued_at: string | null
}

/** The flow that a code belongs to, used up by this; refuses a wrong verifier and a code that is too old. */
export async function endFlow(work: Work, code: string, verifier: string): Promise<Flow> {
  const [found] = await work.sql<{ flow: Flow }>(
    `select to_jsonb(f) as flow from auth.flow_state f where f.auth_code = $1 and f.user_id is not null for update`,
    [code],
  )
  if (!found) {
    throw new AuthError(404, 'flow_state_not_found', 'invalid flow state, no valid flow state found')
  }
  const { flow } = found
  const began = new Date(
    flow.authentication_method === 'magiclink' && flow.auth_code_issued_at ? flow.auth_code_issued_at : flow.created_at,
  )
  if (work.now.getTime() > began.getTime() + LIFETIME_MS) {
    throw new AuthError(422, 'flow_state_expired', 'invalid flow state, flow state has expired')
  }
  if (!fitsChallenge(verifier, flow.code_challenge, flow.code_challenge_method)) {
    const message = 'code challenge does not match previously saved code verifier'
    throw new AuthError(400, 'bad_code_verifier', message)
  }
  await work.sql(`delete from auth.flow_state where id = $1`, [flow.id])
  return flow
}
