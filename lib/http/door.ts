import type { IncomingHttpHeaders } from 'node:http'
import { clientAddress } from '../core/client-address'
import { databaseAway } from '../core/db/away'
import { AppError, refusal } from '../core/errors'
import { newId } from '../core/ids'
import { DATA_POLICY, SECURITY_HEADERS } from '../core/security-headers'
import { errorText } from '../core/error-texts'
import type { Locale } from '../core/locale'
import { acceptedLocale } from './accept-language'
import { doorPage } from './door-page'
import { problemOf } from './problem'

/**
 * What the web process decides before Next sees a request (scripts/web.mjs): which headers of it may be believed, and
 * what Next would break over. Everything it answers itself carries the headers and policy of every other answer.
 */

export type DoorRequest = { method: string; url: string; headers: IncomingHttpHeaders }
export type DoorAnswer = { status: number; headers: Record<string, string>; body: string }

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
/** Written by proxies; from anybody else they are claims. */
const FORWARDED = ['x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port'] as const

/**
 * Leaves in the headers only what the connection and our own proxies say: the caller's address (`x-real-ip`), and the
 * host and protocol that the browser used. Each proxy appends to them, so the entry that the outermost of ours wrote is
 * as many from the end as there are proxies (as in client-address.ts).
 * @param trustedProxies how many proxies of ours stand in front; 0: nobody's word counts
 */
export function believeHeaders(
  headers: IncomingHttpHeaders,
  socketAddress: string | undefined,
  trustedProxies: number,
): void {
  const sent: IncomingHttpHeaders = headers
  sent['x-real-ip'] = clientAddress(socketAddress, sent['x-forwarded-for'], trustedProxies)
  for (const name of FORWARDED) {
    const claims = [sent[name] ?? []].flat().join(',').split(',')
    const said = claims.map((claim) => claim.trim()).filter((claim) => claim !== '')
    const believed = trustedProxies === 0 ? undefined : (said.at(-trustedProxies) ?? said[0])
    if (believed === undefined || !URL.canParse(`http://${believed}`)) delete sent[name]
    else sent[name] = believed
  }
}

const pathOf = (url: string): string => url.split(/[?#]/, 1)[0] ?? ''
const isApi = (path: string): boolean => path === '/api' || path.startsWith('/api/')

/** Percent escapes that are UTF-8 and no NUL, in a path of ours. */
function isReadable(path: string): boolean {
  if (!path.startsWith('/')) return false
  try {
    return !decodeURIComponent(path).includes('\0')
  } catch {
    return false
  }
}

/** The refusal of a request that nothing behind the door should see; null for all others. */
export function refuseAtDoor(request: DoorRequest): DoorAnswer | null {
  if (!METHODS.includes(request.method))
    return answerData(
      refusal(
        'method_not_allowed',
        'detail.noMethod',
        { methods: METHODS.join(', ') },
        { headers: { Allow: METHODS.join(', ') } },
      ),
      localeOf(request),
    )
  const path = pathOf(request.url)
  const host = request.headers.host
  if (isReadable(path) && host !== undefined && URL.canParse(`http://${host}`)) return null
  const locale = localeOf(request)
  const error = refusal('malformed_address', 'detail.malformedAddress')
  if (isApi(path)) return answerData(error, locale)
  return answerPage(
    error,
    locale,
    doorPage(
      locale,
      errorText(locale, { key: 'title.malformed_address' }),
      errorText(locale, { key: 'detail.malformedAddress' }),
    ),
  )
}

/** What Node could not even read as a request: a line or headers that are too long, or no HTTP. */
export function refuseUnreadable(code: string | undefined): DoorAnswer {
  const answer = answerData(refusal('malformed_address', 'detail.unreadable'), 'en')
  return code === 'HPE_HEADER_OVERFLOW' ? { ...answer, status: 431 } : answer
}

/** True for what a browser opens as a page, all of which ask the database who is there. */
export function isPage({ method, url }: DoorRequest): boolean {
  const path = pathOf(url)
  if ((method !== 'GET' && method !== 'HEAD') || isApi(path) || path.startsWith('/_next/')) return false
  return !/\.[a-z0-9]+$/i.test(path)
}

/** The one address whose route asks nobody. */
const PING = '/api/v2/system/ping'

/** True for what would not notice by itself that the database is away. */
export const isAskedForAtDoor = (request: DoorRequest): boolean => isPage(request) || pathOf(request.url) === PING

/** The answer at the door while the database is away. A page says so, and comes back by itself. */
export function answerAway(request: DoorRequest): DoorAnswer {
  if (!isPage(request)) return answerData(databaseAway(), localeOf(request))
  return answerPage(
    databaseAway(),
    localeOf(request),
    doorPage(
      localeOf(request),
      errorText(localeOf(request), { key: 'title.unavailable' }),
      errorText(localeOf(request), { key: 'detail.pageAway' }),
      5,
    ),
  )
}

const localeOf = ({ headers }: DoorRequest): Locale =>
  acceptedLocale(new Headers({ 'accept-language': headers['accept-language'] ?? '' }))

function answerData(error: AppError, locale: Locale): DoorAnswer {
  const requestId = newId('request')
  const { problem, headers } = problemOf(error, requestId, locale)
  return {
    status: problem.status,
    headers: {
      ...SECURITY_HEADERS,
      'Content-Security-Policy': DATA_POLICY,
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      'X-Request-Id': requestId,
      'X-Process-Time': '0.0',
      ...headers,
    },
    body: JSON.stringify(problem),
  }
}

function answerPage(error: AppError, locale: Locale, html: string): DoorAnswer {
  const answer = answerData(error, locale)
  return {
    ...answer,
    headers: {
      ...answer.headers,
      'Content-Security-Policy': `${DATA_POLICY}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'`,
      'Content-Type': 'text/html; charset=utf-8',
    },
    body: html,
  }
}
