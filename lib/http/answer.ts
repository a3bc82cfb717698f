import { databaseAway, isDatabaseAway } from '../core/db/away'
import { AppError } from '../core/errors'
import { newId } from '../core/ids'
import type { Locale } from '../core/locale'
import type { Log } from '../core/log'
import { acceptedLocale } from './accept-language'
import { discardBody } from './body'
import type { Principal } from './principal'
import { problemOf } from './problem'

/** One request under way: what its steps find out, and what its answer and its log line say of it. */
export type Call = {
  /** The route's name in the log. */
  readonly route: string
  readonly request: Request
  readonly requestId: string
  /** The caller's address, for limits and the audit trail. */
  readonly ip: string
  /** Headers of the answer, whichever it will be. */
  readonly headers: Headers
  who: Principal | null
  /** Known once the context is there. */
  log: Log | null
}

/**
 * The caller's address. The web process sets the header from the connection itself (scripts/web.mjs); a caller cannot
 * choose it.
 */
export const clientIp = (request: { headers: Headers }): string => request.headers.get('x-real-ip') ?? 'local'

/** The one way to answer a problem: RFC 9457, in the caller's language, with the headers that belong to it. */
export function problemResponse(error: unknown, requestId: string, locale: Locale): Response {
  const known = error instanceof AppError || !isDatabaseAway(error) ? error : databaseAway(error)
  const { problem, headers } = problemOf(known, requestId, locale)
  return Response.json(problem, {
    status: problem.status,
    headers: { ...headers, 'Content-Type': 'application/problem+json' },
  })
}

/** Takes the steps of a request, answers what they throw, and writes the line about it. */
export async function answer(
  route: string,
  request: Request,
  steps: (call: Call) => Promise<Response>,
): Promise<Response> {
  const started = performance.now()
  const requestId = newId('request')
  const headers = new Headers({ 'X-Request-Id': requestId, 'Cache-Control': 'no-store' })
  const call: Call = { route, request, requestId, ip: clientIp(request), headers, who: null, log: null }
  let thrown: unknown
  const response = await steps(call).catch(async (error: unknown) => {
    thrown = error
    await discardBody(request)
    return problemResponse(error, requestId, acceptedLocale(request.headers))
  })
  const ms = performance.now() - started
  headers.set('X-Process-Time', ms.toFixed(1))
  for (const [name, value] of headers)
    if (name !== 'cache-control' || !response.headers.has(name)) response.headers.set(name, value)
  logAnswer(call, response.status, ms, thrown)
  return response
}

function logAnswer(call: Call, status: number, ms: number, thrown: unknown): void {
  const { requestId, route, ip } = call
  const { method } = call.request
  const line = { requestId, route, method, status, ms: Math.round(ms), userId: call.who?.userId, ip }
  if (thrown === undefined || status < 500) call.log?.info(line, 'request')
  else if (status === 503) call.log?.warn({ ...line, err: thrown }, 'request refused for now')
  else call.log?.error({ ...line, err: thrown }, 'request failed')
}
