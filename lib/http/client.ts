import type { Endpoint, HttpMethod } from './endpoint'
import type { Problem } from './problem'

/** A refusal as the caller sees it: `problem` is the whole RFC 9457 document. */
export class ApiError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail)
    this.name = 'ApiError'
    this.problem = problem
  }
  /** The reason given for one field, by its name. */
  reasonFor(name: string): string | undefined {
    return this.problem.invalidParams?.find((param) => param.name === name)?.reason
  }
}

/**
 * What a contract promises, by its type alone: pages name a route by its method and path, which its type holds them to,
 * and leave its schemas on the server, where they are enforced.
 */
type Promised<C extends Endpoint> = NonNullable<C['$types']>
type PathOf<C extends Endpoint> = Promised<C> extends { path: infer P extends string } ? P : never
type RouteOf<C extends Endpoint> =
  Promised<C> extends { method: infer M extends HttpMethod } ? `${M} ${PathOf<C>}` : never
type SentTo<C extends Endpoint> =
  Promised<C> extends { sent: infer S } ? { [K in keyof S as S[K] extends undefined ? never : K]: S[K] } : never
type ReplyOf<C extends Endpoint> = Promised<C> extends { reply: infer R } ? R : never
export type CallOptions = {
  baseUrl?: string
  headers?: Record<string, string>
  signal?: AbortSignal
  idempotencyKey?: string
  fetch?: typeof fetch
}

/** The address of a route with its parameters filled in; `{path*}` keeps its slashes. */
export function addressOf<C extends Endpoint>(
  route: PathOf<C>,
  params: Record<string, unknown> = {},
  query: Record<string, unknown> = {},
): string {
  const path = route.replace(/\{(\w+)(\*?)\}/g, (_, name: string, rest: string) => {
    const value = params[name]
    const parts = rest === '*' ? (Array.isArray(value) ? value.map(String) : String(value).split('/')) : [String(value)]
    return parts.map(encodeURIComponent).join('/')
  })
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([key, value]) =>
      value === undefined || value === null ? [] : [[key, String(value)]],
    ),
  )
  return `/api/v2${path}${search.size > 0 ? `?${search}` : ''}`
}

/**
 * Calls a route: `call<typeof getProject>('GET /projects/{id}', { params: { id } })`. Browser-safe; the cookie travels
 * by itself on our own pages.
 * @throws ApiError for every refusal, with code `unreachable` (status 0) when no answer came at all
 */
export async function call<C extends Endpoint>(
  route: RouteOf<C>,
  input: SentTo<C>,
  options: CallOptions = {},
): Promise<ReplyOf<C>> {
  const { params, query, body } = input as {
    params?: Record<string, unknown>
    query?: Record<string, unknown>
    body?: unknown
  }
  const [method, path] = (route as string).split(' ') as [HttpMethod, PathOf<C>]
  const init: RequestInit = { method, headers: { ...pageLanguage(), ...options.headers } }
  const headers = init.headers as Record<string, string>
  if (body !== undefined) {
    const isRaw = body instanceof Uint8Array
    init.body = isRaw ? (body as BodyInit) : JSON.stringify(body)
    headers['Content-Type'] = isRaw ? 'application/octet-stream' : 'application/json'
  }
  if (options.idempotencyKey !== undefined) headers['Idempotency-Key'] = options.idempotencyKey
  if (options.signal !== undefined) init.signal = options.signal
  let response: Response
  try {
    response = await (options.fetch ?? fetch)((options.baseUrl ?? '') + addressOf<C>(path, params, query), init)
  } catch (cause) {
    if (options.signal?.aborted) throw cause
    throw new ApiError(local('unreachable', 'Devora does not answer. Check your connection and try again.'))
  }
  if (!response.ok) throw new ApiError(await problemFrom(response))
  return (response.status === 204 ? undefined : await response.json()) as ReplyOf<C>
}

/** Refusals are told in the language of the page they are shown on, whatever the browser prefers. */
const pageLanguage = (): Record<string, string> =>
  typeof document === 'undefined' ? {} : { 'Accept-Language': document.documentElement.lang }

const local = (code: string, detail: string): Problem => ({
  type: 'about:blank',
  title: 'No answer',
  status: 0,
  code,
  detail,
  requestId: '',
})

async function problemFrom(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null)
  if (body !== null && typeof body === 'object' && 'code' in body) return body as Problem
  return { ...local('unexpected', `Unexpected answer (${response.status}).`), status: response.status }
}
