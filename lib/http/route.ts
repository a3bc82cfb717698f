import type { Db } from '../core/db/db'
import { AppError, invalid, refusal } from '../core/errors'
import { newId } from '../core/ids'
import type { Log } from '../core/log'
import { isStorable } from '../core/text'
import type { Clock } from '../core/time'
import { acceptedLocale } from './accept-language'
import { DEFAULT_BODY_LIMIT, readBytes, readJson, requireStorableText } from './body'
import type { Endpoint, HttpMethod } from './endpoint'
import { HTTP_METHODS } from './endpoint'
import { Idempotency } from './idempotency'
import { countRequest, type LimitState, limitHeaders } from './limits'
import { LIMITS, type LimitName } from './limits-table'
import type { Principal } from './principal'
import { invalidInput, problemOf } from './problem'

type BaseCtx = { db: Db; clock: Clock; log: Log }
type RouteParams = { params: Promise<Record<string, string | string[]>> }
export type RouteHandler = (request: Request, segments: RouteParams) => Promise<Response>

export type HandlerInput<C, T> = {
  ctx: C
  request: Request
  requestId: string
  /** The caller's address, for limits and the audit trail. */
  ip: string
} & (T extends { params: infer P; query: infer Q; body: infer B } ? { params: P; query: Q; body: B } : object)
/** A route that asks for somebody always has somebody. */
type CallerOf<T> = T extends { auth: 'user' } ? Principal : Principal | null
/** A route without a reply takes a use case that answers nothing. */
type ReplyOf<T> = T extends { reply: infer R } ? ([R] extends [undefined] ? void : R) : unknown

export type RouterDeps<C extends BaseCtx> = {
  context(): Promise<C>
  /** The principal of the request, null without credentials; throws `unauthenticated` for broken or expired ones. */
  authenticate(request: Request, ctx: C): Promise<Principal | null>
  /** Our own origins, for cookie-authenticated writes. */
  isOwnOrigin(origin: string, request: Request): boolean
}

/** What parity tests read off a handler. */
export type Tagged = { readonly endpoint: Endpoint | null; readonly method: HttpMethod | null }

const WRITES = new Set<HttpMethod>(['POST', 'PUT', 'PATCH', 'DELETE'])
/**
 * The caller's address. The web process sets the header from the connection itself (scripts/web.mjs); a caller cannot
 * choose it.
 */
export const clientIp = (request: { headers: Headers }): string => request.headers.get('x-real-ip') ?? 'local'

/**
 * Wraps use cases as Next.js route handlers. Order: request id → IP limit → principal → limit → parse → use case →
 * present → log line. Every refusal leaves as problem+json from the one catch below.
 */
export function createRouter<C extends BaseCtx>(deps: RouterDeps<C>) {
  return function route<T>(
    contract: Endpoint<T>,
    handle: (input: HandlerInput<C, T> & { who: CallerOf<T> }) => Promise<ReplyOf<T> | Response>,
  ): RouteHandler & Tagged {
    const handler: RouteHandler = async (request, segments) => {
      const started = performance.now()
      const requestId = newId('request')
      const ip = clientIp(request)
      const headers = new Headers({ 'X-Request-Id': requestId, 'Cache-Control': 'no-store' })
      let ctx: C | undefined
      let who: Principal | null = null
      let thrown: unknown
      let response: Response
      let idempotency: Idempotency | null = null
      let isKeyTaken = false
      try {
        ctx = await deps.context()
        await enforce(ctx, 'ip', ip, headers)
        who = await deps.authenticate(request, ctx)
        if (contract.auth === 'user' && who === null)
          throw new AppError('unauthenticated', undefined, { headers: { 'WWW-Authenticate': 'Bearer' } })
        if (who?.via === 'cookie' && WRITES.has(contract.method)) requireOwnOrigin(deps, request)
        const limit = contract.limit ?? 'api'
        await enforce(ctx, limit, LIMITS[limit].by === 'ip' || who === null ? ip : who.userId, headers)
        const input = await parse(contract, request, segments)
        const key = request.headers.get('idempotency-key')
        if (key !== null && who !== null && WRITES.has(contract.method))
          idempotency = new Idempotency(ctx.db, who.userId, contract.id, key)
        const stored = (await idempotency?.begin(input, ctx.clock)) ?? null
        if (stored !== null) {
          headers.set('Idempotency-Replayed', 'true')
          response =
            stored.status === 204
              ? new Response(null, { status: 204 })
              : Response.json(stored.body, { status: stored.status })
        } else {
          isKeyTaken = idempotency !== null
          const reply = await handle({ ctx, request, requestId, ip, who, ...input } as never)
          // From here on the write has happened: whatever fails now, its key must not become free again.
          isKeyTaken = false
          response = present(contract, reply)
          if (idempotency !== null && !(reply instanceof Response)) {
            await idempotency.finish({
              status: response.status,
              body: contract.reply === null ? null : await response.clone().json(),
            })
          }
        }
      } catch (error) {
        thrown = error
        if (isKeyTaken) await idempotency?.release().catch(() => undefined)
        const { problem, headers: more } = problemOf(error, requestId, acceptedLocale(request.headers))
        for (const [name, value] of Object.entries(more)) headers.set(name, value)
        response = Response.json(problem, {
          status: problem.status,
          headers: { 'Content-Type': 'application/problem+json' },
        })
      }
      const ms = performance.now() - started
      headers.set('X-Process-Time', ms.toFixed(1))
      for (const [name, value] of headers)
        if (name !== 'cache-control' || !response.headers.has(name)) response.headers.set(name, value)
      const line = {
        requestId,
        route: contract.id,
        method: contract.method,
        status: response.status,
        ms: Math.round(ms),
        userId: who?.userId,
        ip,
      }
      if (thrown !== undefined && response.status >= 500) ctx?.log.error({ ...line, err: thrown }, 'request failed')
      else ctx?.log.info(line, 'request')
      return response
    }
    return Object.assign(handler, { endpoint: contract as Endpoint, method: contract.method })
  }
}

/**
 * Counts the request and refuses it over the limit. The headers of the last limit looked at are the ones the caller
 * sees.
 */
export async function enforce(ctx: BaseCtx, name: LimitName, subject: string, headers: Headers): Promise<void> {
  const state: LimitState = await countRequest(ctx.db, name, subject, ctx.clock.now())
  for (const [header, value] of Object.entries(limitHeaders(state))) headers.set(header, value)
  if (state.exceeded)
    throw refusal(
      'rate_limited',
      'detail.rateLimited',
      { limit: state.limit, seconds: state.reset },
      { retryAfter: state.reset },
    )
}

/**
 * A cookie travels with requests other sites cause; their `Origin` gives them away. Browsers send it with every write.
 */
function requireOwnOrigin<C extends BaseCtx>(deps: RouterDeps<C>, request: Request): void {
  const origin = request.headers.get('origin')
  if (origin === null || !deps.isOwnOrigin(origin, request)) throw refusal('origin_refused', 'detail.foreignOrigin')
}

async function parse(
  contract: Endpoint,
  request: Request,
  segments: RouteParams,
): Promise<{ params: unknown; query: unknown; body: unknown }> {
  // Next gives a route without dynamic segments no params at all.
  const raw = {
    params: (await segments.params) ?? {},
    query: Object.fromEntries(new URL(request.url).searchParams),
    body: undefined as unknown,
  }
  if (contract.rawBody) raw.body = await readBytes(request, contract.bodyLimit ?? DEFAULT_BODY_LIMIT)
  else if (contract.body !== undefined) raw.body = await readJson(request, contract.bodyLimit ?? DEFAULT_BODY_LIMIT)
  requireStorableText(raw.query, 'query')
  for (const [name, value] of Object.entries(raw.params)) {
    if ([value].flat().every(isStorable)) continue
    throw Array.isArray(value)
      ? invalid(name, 'A path cannot contain NUL.')
      : refusal('not_found', 'detail.nothingHere')
  }
  const parsed = {
    params: undefined as unknown,
    query: undefined as unknown,
    body: contract.rawBody ? raw.body : undefined,
  }
  for (const part of ['params', 'query', 'body'] as const) {
    const schema = contract[part]
    if (schema === undefined) continue
    const result = schema.safeParse(part === 'body' && raw.body === undefined ? {} : raw[part])
    // An id of the wrong shape names nothing: the same 404 as an id that does not exist.
    if (!result.success)
      throw part === 'params' && !isPathParameter(result.error)
        ? refusal('not_found', 'detail.nothingHere')
        : invalidInput(result.error, part)
    parsed[part] = result.data
  }
  return parsed
}

/** A file path in the address is input of its own and deserves a reason; an id does not. */
const isPathParameter = (error: { issues: ReadonlyArray<{ path: PropertyKey[] }> }): boolean =>
  error.issues.some((issue) => issue.path[0] === 'path' || issue.path[0] === 'number')

/** The reply passes through its schema, so a column that was added to a table cannot leak out by itself. */
function present(contract: Endpoint, reply: unknown): Response {
  if (reply instanceof Response) return reply
  if (contract.reply === null) return new Response(null, { status: 204 })
  if (typeof contract.reply === 'string') throw new Error(`${contract.id} must answer a Response`)
  return Response.json(contract.reply.parse(reply), { status: contract.status ?? 200 })
}

/**
 * Handlers for the methods an address does not take, so that a wrong one gets problem+json like every other refusal
 * (Next's own 405 has no body): `export const { PUT, PATCH, DELETE } = refuseOthers('GET', 'POST')`.
 */
export function refuseOthers(...taken: HttpMethod[]): Record<HttpMethod, RouteHandler & Tagged> {
  const refuse: RouteHandler = async (request) => {
    const requestId = newId('request')
    const error = new AppError('method_not_allowed', `This address takes ${taken.join(', ')}, not ${request.method}.`, {
      headers: { Allow: taken.join(', ') },
    })
    const { problem, headers } = problemOf(error, requestId, acceptedLocale(request.headers))
    return Response.json(problem, {
      status: 405,
      headers: {
        ...headers,
        'Content-Type': 'application/problem+json',
        'X-Request-Id': requestId,
        'X-Process-Time': '0.0',
      },
    })
  }
  return Object.fromEntries(
    HTTP_METHODS.map((method) => [method, Object.assign(refuse.bind(null), { endpoint: null, method: null })]),
  ) as Record<HttpMethod, RouteHandler & Tagged>
}

/** Handlers for an address that means nothing: the same problem+json for every method. */
export function refuseAll(): Record<HttpMethod, RouteHandler & Tagged> {
  const refuse: RouteHandler = async (request) => {
    const requestId = newId('request')
    const { problem } = problemOf(
      new AppError('not_found', `There is nothing at ${new URL(request.url).pathname.slice(0, 200)}.`),
      requestId,
      acceptedLocale(request.headers),
    )
    return Response.json(problem, {
      status: 404,
      headers: { 'Content-Type': 'application/problem+json', 'X-Request-Id': requestId, 'X-Process-Time': '0.0' },
    })
  }
  return Object.fromEntries(
    HTTP_METHODS.map((method) => [method, Object.assign(refuse.bind(null), { endpoint: null, method: null })]),
  ) as Record<HttpMethod, RouteHandler & Tagged>
}
