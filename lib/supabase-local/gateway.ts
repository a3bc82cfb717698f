import { JwtError, verifyJwt } from './jwt.ts'
import type { Keys } from './keys.ts'
import type { Caller, Context, Part } from './part.ts'

/*
 * The door of a Supabase project, which is Kong in front of the services: cross-origin rules, the key that says which
 * project, and who is asking (https://supabase.com/docs/guides/getting-started/architecture).
 */

const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS',
  'Access-Control-Expose-Headers': [
    'Content-Encoding, Content-Length, Content-Location, Content-Range, Content-Type, Date, Location, Server, ETag, Link',
    'Range-Unit, X-Total-Count, X-Supabase-Api-Version, Preference-Applied',
  ].join(', '),
  'Access-Control-Max-Age': '3600',
}

/** Addresses that somebody opens in a browser, who has no key: links in mails, public files, what says who signs. */
const OPEN = [
  /^\/auth\/v1\/(verify|callback|authorize|\.well-known\/jwks\.json|health|settings)$/,
  /^\/storage\/v1\/(object|object\/info|render\/image)\/(public|sign)\//,
  /^\/storage\/v1\/object\/upload\/sign\//,
]

export type Route = { prefix: string; part: Part }

/** `fetch` over the services. Never throws: what goes wrong inside is an answer with 500. */
export function openGateway(
  routes: readonly Route[],
  { keys, now, onError }: Pick<Context, 'keys' | 'now' | 'onError'>,
): (request: Request) => Promise<Response> {
  const answer = async (request: Request): Promise<Response> => {
    if (request.method === 'OPTIONS') return new Response(null, { status: 204 })
    const url = new URL(request.url)
    const route = routes.find(({ prefix }) => url.pathname === prefix || url.pathname.startsWith(`${prefix}/`))
    if (route === undefined) return message(404, 'no Route matched with those values')
    const apikey = request.headers.get('apikey') ?? url.searchParams.get('apikey')
    if (apikey === null && !OPEN.some((open) => open.test(url.pathname)))
      return message(401, 'No API key found in request', 'No `apikey` request header or url param was found.')
    try {
      const caller = identify(apikey, request.headers.get('authorization'), keys, now())
      return await route.part.handle({ request, url, caller, path: url.pathname.slice(route.prefix.length) || '/' })
    } catch (error) {
      if (error instanceof KeyRefused)
        return message(401, 'Invalid API key', 'Double check your Supabase `anon` or `service_role` API key.')
      if (error instanceof JwtError) return route.part.refuse(error)
      onError(error)
      return message(500, 'An unexpected error occurred')
    }
  }
  return async (request) => withCors(request, await answer(request))
}

class KeyRefused extends Error {}

/** The token when there is one, else the key, which is a token too or stands for one. @throws JwtError, KeyRefused */
function identify(apikey: string | null, authorization: string | null, keys: Keys, now: number): Caller {
  const read = (token: string): Caller | null => {
    if (token === keys.publishableKey) return { role: 'anon', claims: { role: 'anon' } }
    if (token === keys.secretKey) return { role: 'service_role', claims: { role: 'service_role' } }
    return null
  }
  const verify = (token: string): Caller => {
    const claims = verifyJwt(token, keys.secret, now)
    return { role: typeof claims['role'] === 'string' ? claims['role'] : 'anon', claims }
  }
  let byKey: Caller = { role: 'anon', claims: { role: 'anon' } }
  if (apikey !== null) {
    try {
      byKey = read(apikey) ?? verify(apikey)
    } catch {
      throw new KeyRefused()
    }
  }
  const token = /^Bearer\s+(\S+)\s*$/i.exec(authorization ?? '')?.[1]
  return token === undefined ? byKey : (read(token) ?? verify(token))
}

const message = (status: number, text: string, hint?: string): Response =>
  Response.json({ message: text, ...(hint !== undefined && { hint }) }, { status })

function withCors(request: Request, response: Response): Response {
  const headers = new Headers(response.headers)
  for (const [name, value] of Object.entries(CORS)) if (!headers.has(name)) headers.set(name, value)
  const asked = request.headers.get('access-control-request-headers')
  if (asked !== null) headers.set('Access-Control-Allow-Headers', asked)
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers })
}
