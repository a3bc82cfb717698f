import { orAway } from '../core/db/away'
import type { Db } from '../core/db/db'
import { holderOf } from '../core/addresses'
import { AppError, refusal } from '../core/errors'
import type { Locale } from '../core/locale'
import type { Log } from '../core/log'
import type { Clock } from '../core/time'
import { acceptedLocale } from './accept-language'
import { answer, type Call } from './answer'
import type { Endpoint, HttpMethod } from './endpoint'
import { HTTP_METHODS } from './endpoint'
import { Idempotency } from './idempotency'
import { countRequest, limitHeaders, type LimitState, readCount } from './limits/count-request'
import { LIMITS, type LimitName } from './limits/table'
import type { Principal } from './principal'
import { type Input, readInput, type RouteParams } from './read-input'

type BaseCtx = { db: Db; clock: Clock; log: Log }
export type RouteHandler = (request: Request, segments: RouteParams) => Promise<Response>

export type HandlerInput<C, T> = {
  ctx: C
  request: Request
  requestId: string
  ip: string
  /** What the caller is told things in. */
  locale: Locale
} & (T extends { params: infer P; query: infer Q; body: infer B } ? { params: P; query: Q; body: B } : object)
/** A route that asks for somebody always has somebody. */
type CallerOf<T> = T extends { auth: 'user' } ? Principal : Principal | null
/** A route without a reply takes a use case that answers nothing. */
type ReplyOf<T> = T extends { reply: infer R } ? ([R] extends [undefined] ? void : R) : unknown
type Handle<C, T> = (input: HandlerInput<C, T> & { who: CallerOf<T> }) => Promise<ReplyOf<T> | Response>

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
/** How long the context and the first question to the database may take: a caller hears of a dead one within 3 s. */
export const AWAY_MS = 2_500

/**
 * Wraps use cases as Next.js route handlers, as a row of steps: open the context → limit the address → authenticate →
 * limit the caller → read the input → (answer once) handle → present. `answer` stands around them: it gives the request
 * its id, answers whatever a step throws, and writes the log line.
 */
export function createRouter<C extends BaseCtx>(deps: RouterDeps<C>) {
  return function route<T>(contract: Endpoint<T>, handle: Handle<C, T>): RouteHandler & Tagged {
    const handler: RouteHandler = (request, segments) =>
      answer(contract.id, request, async (call) => {
        if (contract.isAlone) return present(contract, await handle({ request, requestId: call.requestId } as never))
        const ctx = await openContext(deps.context(), call)
        await limitAddress(ctx, call)
        await authenticate(deps, ctx, contract, call)
        await limitCaller(ctx, contract, call)
        const input = await readInput(contract, request, segments)
        const { requestId, ip, who } = call
        return answerOnce(ctx, contract, call, input, () =>
          limitMisses(ctx, contract.missLimit, ip, () =>
            handle({ ctx, request, requestId, ip, who, locale: acceptedLocale(request.headers), ...input } as never),
          ),
        )
      })
    return Object.assign(handler, { endpoint: contract as Endpoint, method: contract.method })
  }
}

/** @throws unavailable when the database is not there to make one */
export async function openContext<C extends BaseCtx>(opening: Promise<C>, call: Call): Promise<C> {
  const ctx = await orAway(opening, AWAY_MS)
  call.log = ctx.log
  return ctx
}

/** The first question to the database, so the first to notice that it does not answer. */
export const limitAddress = (ctx: BaseCtx, call: Call): Promise<void> =>
  orAway(enforce(ctx, 'ip', holderOf(call.ip), call.headers), AWAY_MS)

async function authenticate<C extends BaseCtx>(
  deps: RouterDeps<C>,
  ctx: C,
  contract: Endpoint,
  call: Call,
): Promise<void> {
  call.who = await deps.authenticate(call.request, ctx)
  if (contract.auth === 'user' && call.who === null)
    throw new AppError('unauthenticated', undefined, { headers: { 'WWW-Authenticate': 'Bearer' } })
  if (call.who?.via === 'cookie' && WRITES.has(contract.method)) requireOwnOrigin(deps, call.request)
}

const limitCaller = (ctx: BaseCtx, contract: Endpoint, { who, ip, headers }: Call): Promise<void> => {
  const name = contract.limit ?? 'api'
  return enforce(ctx, name, LIMITS[name].by === 'ip' || who === null ? holderOf(ip) : who.userId, headers)
}

/**
 * Counts the request and refuses it over the limit. The headers of the last limit looked at are the ones the caller
 * sees.
 */
export async function enforce(ctx: BaseCtx, name: LimitName, subject: string, headers: Headers): Promise<void> {
  const state = await countRequest(ctx.db, name, subject, ctx.clock.now())
  for (const [header, value] of Object.entries(limitHeaders(state))) headers.set(header, value)
  if (state.exceeded) throw overLimit(state)
}

const overLimit = ({ limit, reset }: LimitState): AppError =>
  refusal('rate_limited', 'detail.rateLimited', { limit, seconds: reset }, { retryAfter: reset })

/**
 * Work of which a `not_found` is counted against a limit, by address; over it nothing is looked for any more, so that
 * not even a right guess is told from a wrong one.
 */
export async function limitMisses<T>(
  ctx: BaseCtx,
  name: LimitName | undefined,
  ip: string,
  work: () => Promise<T>,
): Promise<T> {
  if (name === undefined) return work()
  const now = ctx.clock.now()
  const state = await readCount(ctx.db, name, holderOf(ip), now)
  if (state.remaining === 0) throw overLimit(state)
  try {
    return await work()
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') await countRequest(ctx.db, name, holderOf(ip), now)
    throw error
  }
}

/**
 * A cookie travels with requests other sites cause; their `Origin` gives them away. Browsers send it with every write.
 */
function requireOwnOrigin<C extends BaseCtx>(deps: RouterDeps<C>, request: Request): void {
  const origin = request.headers.get('origin')
  if (origin === null || !deps.isOwnOrigin(origin, request)) throw refusal('origin_refused', 'detail.foreignOrigin')
}

/** Handles the request; a write with an `Idempotency-Key` that was answered before is answered the same again. */
async function answerOnce(
  ctx: BaseCtx,
  contract: Endpoint,
  { who, request, headers }: Call,
  input: Input,
  handle: () => Promise<unknown>,
): Promise<Response> {
  const key = WRITES.has(contract.method) && who !== null ? request.headers.get('idempotency-key') : null
  if (key === null || who === null) return present(contract, await handle())
  const idempotency = new Idempotency(ctx.db, who.userId, contract.id, key)
  const stored = await idempotency.begin(input, ctx.clock)
  if (stored !== null) {
    headers.set('Idempotency-Replayed', 'true')
    return stored.status === 204
      ? new Response(null, { status: 204 })
      : Response.json(stored.body, { status: stored.status })
  }
  const reply = await handle().catch(async (error: unknown) => {
    await idempotency.release().catch(() => undefined)
    throw error
  })
  // From here on the write has happened: whatever fails now, its key must not become free again.
  const response = present(contract, reply)
  if (!(reply instanceof Response)) {
    const body: unknown = contract.reply === null ? null : await response.clone().json()
    await idempotency.finish({ status: response.status, body })
  }
  return response
}

/** The reply passes through its schema, so a column that was added to a table cannot leak out by itself. */
function present(contract: Endpoint, reply: unknown): Response {
  if (reply instanceof Response) return reply
  if (contract.reply === null) return new Response(null, { status: 204 })
  if (typeof contract.reply === 'string') throw new Error(`${contract.id} must answer a Response`)
  return Response.json(contract.reply.parse(reply), { status: contract.status ?? 200 })
}

/** One handler for every method, which refuses with what `problem` says of the request. */
function refuseWith(route: string, problem: (request: Request) => AppError): Record<HttpMethod, RouteHandler & Tagged> {
  const refuse: RouteHandler = (request) => answer(route, request, () => Promise.reject(problem(request)))
  return Object.fromEntries(
    HTTP_METHODS.map((method) => [method, Object.assign(refuse.bind(null), { endpoint: null, method: null })]),
  ) as Record<HttpMethod, RouteHandler & Tagged>
}

/**
 * Handlers for the methods an address does not take, so that a wrong one gets problem+json like every other refusal
 * (Next's own 405 has no body): `export const { PUT, PATCH, DELETE } = refuseOthers('GET', 'POST')`.
 */
export const refuseOthers = (...taken: HttpMethod[]): Record<HttpMethod, RouteHandler & Tagged> =>
  refuseWith('wrong method', ({ method }) =>
    refusal(
      'method_not_allowed',
      'detail.otherMethod',
      { methods: taken.join(', '), method },
      { headers: { Allow: taken.join(', ') } },
    ),
  )

/** Handlers for an address that means nothing: the same problem+json for every method. */
export const refuseAll = (): Record<HttpMethod, RouteHandler & Tagged> =>
  refuseWith('nowhere', () => refusal('not_found', 'detail.nothingHere'))
