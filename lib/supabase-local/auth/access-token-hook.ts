import type { Claims } from '../jwt.ts'
import { AuthError } from './auth-error.ts'
import type { Work } from './work.ts'

/*
 * The hook by which a project adds claims of its own, roles mostly
 * (https://supabase.com/docs/guides/auth/auth-hooks/custom-access-token-hook). Supabase is told in its settings which
 * function that is; here it is the one that its documentation names, if the project has it.
 */

/** Claims that a hook may change and must leave there. */
const REQUIRED = ['iss', 'aud', 'exp', 'iat', 'sub', 'role', 'aal', 'session_id', 'email', 'phone', 'is_anonymous']

type Output = { claims?: unknown; error?: { message?: unknown; http_code?: unknown } } | null

/** The claims of a new token, after the project's function has seen them. */
export async function hookClaims(work: Work, claims: Claims, method: string): Promise<Claims> {
  const name = work.settings.accessTokenHook
  if (name === null || !/^[a-z_][\w$]*\.[a-z_][\w$]*$/.test(name)) return claims
  const [found] = await work.sql<{ exists: boolean }>(`select to_regprocedure($1) is not null as exists`, [
    `${name}(jsonb)`,
  ])
  if (found?.exists !== true) return claims
  const event = { user_id: claims['sub'], claims, authentication_method: method }
  return readOutput(await call(work, name, event))
}

async function call(work: Work, name: string, event: object): Promise<Output> {
  try {
    const [row] = await work.sql<{ output: Output }>(`select ${name}($1::jsonb) as output`, [JSON.stringify(event)])
    return row?.output ?? null
  } catch (error) {
    throw new AuthError(500, 'unexpected_failure', 'Error running hook URI: pg-functions', undefined, error)
  }
}

function readOutput(output: Output): Claims {
  if (output?.error) {
    const { message, http_code: status } = output.error
    const isStatus = typeof status === 'number' && status >= 400 && status < 600
    throw new AuthError(isStatus ? status : 500, 'unexpected_failure', String(message ?? 'Error invoking hook'))
  }
  const claims = output?.claims
  if (typeof claims === 'object' && claims !== null && REQUIRED.every((name) => Object.hasOwn(claims, name))) {
    return claims as Claims
  }
  const message = 'output claims do not conform to the expected schema'
  throw new AuthError(500, 'unexpected_failure', message)
}
