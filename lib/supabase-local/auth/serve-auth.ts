import { DatabaseError, type Actor } from '../database.ts'
import { signJwt, type Claims } from '../jwt.ts'
import type { Context, Part, PartRequest } from '../part.ts'
import { AuthError, errorResponse, VERSION_HEADER } from './auth-error.ts'
import { readFields } from './fields.ts'
import type { Inbox, Mail } from './inbox.ts'
import { allowedRedirect } from './redirects.ts'
import { findVerb } from './routes.ts'
import type { AuthSettings } from './settings.ts'
import { redirectRefusal } from './verbs/verify.ts'
import type { Verb, Work } from './work.ts'

export type AuthOptions = { inbox: Inbox; settings: AuthSettings }

/** Triggers of the project on auth.users run as this role and with this path, as on Supabase. */
const ACTOR: Actor = { role: 'supabase_auth_admin', settings: { search_path: 'auth' } }

/** Supabase Auth: what comes in under `/auth/v1`. */
export const openAuth = (context: Context, options: AuthOptions): Part => ({
  handle: (asked) => answer(context, options, asked),
  refuse: ({ fault }) => {
    const message = `invalid JWT: unable to parse or verify signature, token is ${TOKEN_FAULTS[fault]}`
    return errorResponse(new AuthError(403, 'bad_jwt', message), null)
  },
})

const TOKEN_FAULTS = {
  malformed: 'malformed',
  signature: 'signed by another key',
  expired: 'expired',
  early: 'not valid yet',
} as const

async function answer(context: Context, options: AuthOptions, asked: PartRequest): Promise<Response> {
  const verb = findVerb(asked.request.method, asked.path)
  if (verb === 404) return new Response('404 page not found', { status: 404 })
  if (verb === 405) return new Response(null, { status: 405 })
  try {
    const prepared = await prepare(context, options, asked)
    return finish(asked.request, await run(context, options, prepared, verb))
  } catch (error) {
    const refusal = toAuthError(error)
    if (refusal.message === UNEXPECTED) context.onError(error)
    return errorResponse(refusal, asked.request)
  }
}

type Prepared = Omit<Work, 'sql'>

async function prepare(context: Context, { settings }: AuthOptions, asked: PartRequest): Promise<Prepared> {
  const { request, url } = asked
  const { siteUrl } = context
  const allowRedirect = (address: string): string | null => allowedRedirect(address, siteUrl, settings.redirectUrls)
  const redirect = request.headers.get('redirect_to') ?? url.searchParams.get('redirect_to') ?? ''
  return {
    now: new Date(context.now()),
    request,
    url,
    fields: await readFields(request),
    settings,
    authUrl: `${context.url}/auth/v1`,
    siteUrl,
    allowRedirect,
    redirectTo: allowRedirect(redirect) ?? allowRedirect(request.headers.get('referer') ?? '') ?? siteUrl,
    claims: () => claimsOf(asked),
    sign: (claims) => signJwt(claims, context.keys.secret),
    mails: [],
  }
}

/** A key alone is nobody's token, unless it is the service's. */
function claimsOf({ request, caller }: PartRequest): Claims {
  if (request.headers.has('authorization') || caller.role !== 'anon') return caller.claims
  throw new AuthError(401, 'no_authorization', 'This endpoint requires a valid Bearer token')
}

/** One transaction; its mails go out when it has been committed. */
async function run({ database }: Context, { inbox }: AuthOptions, prepared: Prepared, verb: Verb): Promise<Response> {
  const mails: Mail[] = []
  const response = await database
    .transaction(ACTOR, (query) => {
      const sql: Work['sql'] = async <R>(text: string, values: Parameters<Work['sql']>[1] = []) =>
        (await query<R>(text, values)).rows
      return verb({ ...prepared, sql, mails })
    })
    .catch((error: unknown) => {
      const isLink = prepared.request.method === 'GET' && prepared.url.pathname.endsWith('/verify')
      if (!isLink) throw error
      return redirectRefusal(prepared, toAuthError(error))
    })
  for (const mail of mails) inbox.deliver(mail)
  return response
}

const UNEXPECTED = 'Unexpected failure, please check server logs for more information'
/** Values that Postgres cannot hold (a zero byte, half a character, a number too large) are the client's fault. */
const isUnfit = (error: unknown): error is DatabaseError =>
  error instanceof DatabaseError && error.code.startsWith('22')

function toAuthError(error: unknown): AuthError {
  if (error instanceof AuthError) return error
  if (isUnfit(error)) return new AuthError(400, 'validation_failed', `Invalid value: ${error.message}`)
  return new AuthError(500, 'unexpected_failure', UNEXPECTED, undefined, error)
}

function finish(request: Request, response: Response): Response {
  const version = request.headers.get(VERSION_HEADER)
  if (version) response.headers.set(VERSION_HEADER, version)
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store')
  return response
}
