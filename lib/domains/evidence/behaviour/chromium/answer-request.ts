import { AppFailed, AppStopped, type Person } from '../../../../app-runtime/open-app.ts'
import { SITE_URL, SUPABASE_URL } from '../../preview-environment.ts'
import { type ClientParts, withClient } from './client-parts.ts'
import type { PageAnswer, PageRequest } from './driver-link.ts'

/** What one request of a page came to. */
export type Heard = { url: URL; method: string; status: number; isPage: boolean; text: string }

export type AnswerOptions = {
  person: Person
  /** What pages reach their Supabase by; null where there is none. */
  supabase: ((request: Request) => Promise<Response>) | null
  /** Of an application; null: the files are the page, as of a plain site. */
  client: ClientParts | null
  onHeard: (heard: Heard) => void
}

/** Of one connection, or of a whole site: what they say counts for the address that is only pretended. */
const NOT_CARRIED = new Set([
  'connection',
  'content-length',
  'content-security-policy',
  'content-security-policy-report-only',
  'keep-alive',
  'strict-transport-security',
  'transfer-encoding',
])
/** Of a proxy, which nobody is told of. */
const NOT_SENT = /^(?:proxy-.*|connection|cookie|host|content-length)$/i
const TEXT = /^(?:text\/|application\/(?:json|xml|.*\+json)|multipart\/)/
const MAX_TEXT = 2_000_000

/** Answers every request of somebody's pages: their application, its Supabase, its scripts; null for all else. */
export function answererFor(options: AnswerOptions): (request: PageRequest) => Promise<PageAnswer> {
  return async (request) => {
    if (!URL.canParse(request.url)) return null
    const url = new URL(request.url)
    const isSupabase = url.origin === new URL(SUPABASE_URL).origin
    if (!isSupabase && url.origin !== new URL(SITE_URL).origin) return null
    const script = isSupabase ? undefined : options.client?.scripts.get(url.pathname)
    if (script !== undefined) return { status: 200, headers: KEPT, body: Buffer.from(script) }
    const answer = isSupabase ? await ofSupabase(request, url, options) : await ofApplication(request, url, options)
    return answer === null ? null : told(request, url, answer, options)
  }
}

/** The same for everybody for as long as the browser runs. */
const KEPT: [string, string][] = [
  ['content-type', 'text/javascript; charset=utf-8'],
  ['cache-control', 'public, max-age=86400, immutable'],
]

const headerOf = ({ headers }: PageRequest, name: string): string =>
  headers.find(([one]) => one.toLowerCase() === name)?.[1] ?? ''

const isRead = ({ method }: PageRequest): boolean => method === 'GET' || method === 'HEAD'

/** The browser's cookies are those of the person: what a script has set is sent as what an answer has set. */
async function ofApplication(request: PageRequest, url: URL, { person, client }: AnswerOptions): Promise<Response> {
  const file = isRead(request) ? client?.file(url.pathname) : null
  if (file) return new Response(new Uint8Array(file.bytes), { headers: { 'content-type': file.type } })
  person.cookies.replace(headerOf(request, 'cookie'))
  const headers = request.headers.filter(([name]) => !NOT_SENT.test(name))
  const body = isRead(request) ? null : request.body
  const sent = { method: request.method, headers, body, redirect: 'manual' } as const
  try {
    return await person.fetch(`${url.pathname}${url.search}`, sent)
  } catch (error) {
    // Without an answer a browser would show a page of its own.
    if (!(error instanceof AppFailed || error instanceof AppStopped)) throw error
    const text = error.message.split('\n')[0] ?? ''
    return new Response(text, { status: 500, headers: { 'content-type': 'text/plain' } })
  }
}

/** Another host for the browser, so it wants to hear that the page may ask (https://fetch.spec.whatwg.org/#cors-protocol). */
async function ofSupabase(request: PageRequest, url: URL, { supabase }: AnswerOptions): Promise<Response | null> {
  if (supabase === null) return null
  const origin = headerOf(request, 'origin') || '*'
  const allowed = { 'access-control-allow-origin': origin, 'access-control-expose-headers': '*' }
  if (request.method === 'OPTIONS')
    return new Response(null, {
      status: 204,
      headers: {
        ...allowed,
        'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
        'access-control-allow-headers': headerOf(request, 'access-control-request-headers'),
      },
    })
  const headers = request.headers.filter(([name]) => !NOT_SENT.test(name))
  const body = isRead(request) ? null : request.body
  const answer = await supabase(new Request(url, { method: request.method, headers, body }))
  const given = new Headers(answer.headers)
  for (const [name, value] of Object.entries(allowed)) given.set(name, value)
  return new Response(answer.body, { status: answer.status, headers: given })
}

/** As the browser gets it; a document with its scripts. */
async function told(request: PageRequest, url: URL, answer: Response, options: AnswerOptions): Promise<PageAnswer> {
  const { client, onHeard } = options
  const type = answer.headers.get('content-type') ?? ''
  const bytes = new Uint8Array(await answer.arrayBuffer())
  const isDocument = headerOf(request, 'sec-fetch-dest') === 'document'
  const isPage = isDocument || /x-component/.test(type)
  const text = TEXT.test(type) || isPage ? new TextDecoder().decode(bytes.subarray(0, MAX_TEXT)) : ''
  onHeard({ url, method: request.method, status: answer.status, isPage, text })
  const headers = [...answer.headers].filter(([name]) => !NOT_CARRIED.has(name))
  const isClient = client !== null && isDocument && /html/.test(type) && bytes.length > 0
  if (!isClient) return { status: answer.status, headers, body: bytes }
  const body = Buffer.from(withClient(new TextDecoder().decode(bytes), client))
  return { status: answer.status, headers: [...headers, ['x-devora-starts', '1']], body }
}
