import { gucHeadersError, gucStatusError, invalidRange } from './errors.ts'
import type { Plan } from './plan/plan.ts'
import { appliedPreferences } from './preferences.ts'
import type { RestError } from './rest-error.ts'
import type { RestRequest } from './rest-request.ts'
import type { Answer } from './write/write-answer.ts'

/** An error as PostgREST answers it. */
export function respondError(error: RestError, isHead = false): Response {
  const headers = new Headers({ 'Content-Type': 'application/json; charset=utf-8', ...error.headers })
  headers.set('Proxy-Status', `PostgREST; error=${error.code}`)
  return new Response(isHead ? null : JSON.stringify(error.body), { status: error.status, headers })
}

/** The answer to a request whose statement has run. */
export function respond(read: RestRequest, plan: Plan, answer: Answer, search: string): Response {
  const { status, headers, hasBody } = describe(read, plan, answer, search)
  const applied = appliedPreferences(read.preferences, read.kind, hasConflictTarget(read, plan))
  if (applied !== undefined) headers.set('Preference-Applied', applied)
  if (hasBody) headers.set('Content-Type', read.media.contentType)
  if (hasBody && read.isNegotiated) headers.set('Content-Profile', read.schema)
  setOwnHeaders(headers, answer.headers)
  const finalStatus = ownStatus(answer.status) ?? status
  const isBodyless = finalStatus === 204 || finalStatus === 304 || read.method === 'HEAD' || !hasBody
  return new Response(isBodyless ? null : answer.body, { status: finalStatus, headers })
}

function hasConflictTarget({ query }: RestRequest, { relation }: Plan): boolean {
  return query.onConflict !== undefined || (relation?.primaryKey.length ?? 0) > 0
}

type Described = { status: number; headers: Headers; hasBody: boolean }

function describe(read: RestRequest, plan: Plan, answer: Answer, search: string): Described {
  switch (read.kind) {
    case 'read':
      return describeRead(read, plan, answer, search)
    case 'call':
      return describeCall(read, plan, answer)
    case 'insert':
      return describeInsert(read, plan, answer)
    default:
      return describeChange(read, answer)
  }
}

function describeRead(read: RestRequest, plan: Plan, answer: Answer, search: string): Described {
  const { status, range } = page(plan.slice.offset, answer)
  const headers = new Headers({ 'Content-Range': range })
  const sorted = new URLSearchParams(search)
  sorted.sort()
  const query = sorted.size === 0 ? '' : `?${sorted}`
  headers.set('Content-Location', `/${encodeURIComponent(plan.relation!.name)}${query}`)
  return { status, headers, hasBody: true }
}

function describeCall(read: RestRequest, plan: Plan, answer: Answer): Described {
  const { status, range } = page(plan.slice.offset, answer)
  const headers = new Headers({ 'Content-Range': range })
  if (plan.routine!.returnsVoid) return { status: 204, headers, hasBody: false }
  return { status, headers, hasBody: true }
}

/** @throws PGRST103 when the page begins behind the last row */
function page(offset: number, { rows, total }: Answer): { status: number; range: string } {
  if (total !== null && offset > total) {
    const details = `An offset of ${offset} was requested, but there are only ${total} rows.`
    throw invalidRange(details, { 'Content-Range': `*/${total}` })
  }
  return { status: total !== null && rows < total ? 206 : 200, range: contentRange(offset, offset + rows - 1, total) }
}

function contentRange(first: number, last: number, total: number | null): string {
  return `${total !== 0 && first <= last ? `${first}-${last}` : '*'}/${total ?? '*'}`
}

function describeInsert(read: RestRequest, plan: Plan, answer: Answer): Described {
  const headers = new Headers({ 'Content-Range': contentRange(1, 0, counted(read, answer)) })
  if (answer.key !== null && answer.affected === 1) {
    const values = JSON.parse(answer.key) as (string | null)[]
    const pairs = plan.relation!.primaryKey.map((name, place) => {
      const value = values[place]
      return `${encodeURIComponent(name)}=${value == null ? 'is.null' : `eq.${encodeURIComponent(value)}`}`
    })
    headers.set('Location', `/${encodeURIComponent(plan.relation!.name)}?${pairs.join('&')}`)
  }
  const isMerge = read.preferences.resolution === 'merge-duplicates' && hasConflictTarget(read, plan)
  const isOnlyUpdate = isMerge && Number(answer.inserted ?? 0) <= 0
  const hasBody = read.preferences.return === 'representation'
  return { status: isOnlyUpdate ? 200 : 201, headers, hasBody }
}

function describeChange(read: RestRequest, answer: Answer): Described {
  const headers = new Headers()
  const count = counted(read, answer)
  if (read.kind === 'update') headers.set('Content-Range', contentRange(0, answer.rows - 1, count))
  if (read.kind === 'delete') headers.set('Content-Range', contentRange(1, 0, count))
  if (read.preferences.return !== 'representation') return { status: 204, headers, hasBody: false }
  const isCreated = read.kind === 'put' && Number(answer.inserted ?? 0) > 0
  return { status: isCreated ? 201 : 200, headers, hasBody: true }
}

function counted(read: RestRequest, answer: Answer): number | null {
  const { count } = read.preferences
  return count === 'exact' || count === 'estimated' ? answer.rows : null
}

/** What a function or policy wrote into `response.headers`: a list of objects of one header each. */
function setOwnHeaders(headers: Headers, text: string | null): void {
  if (text === null) return
  let list: unknown
  try {
    list = JSON.parse(text)
  } catch {
    throw gucHeadersError()
  }
  if (!Array.isArray(list)) throw gucHeadersError()
  const names = new Set<string>()
  for (const one of list as unknown[]) {
    const [pair, ...others] = typeof one === 'object' && one !== null ? Object.entries(one) : []
    if (pair === undefined || others.length > 0 || typeof pair[1] !== 'string') throw gucHeadersError()
    try {
      // Its own replace ours; several of the same name (cookies) stand side by side.
      if (names.has(pair[0].toLowerCase())) headers.append(pair[0], pair[1])
      else headers.set(pair[0], pair[1])
    } catch {
      throw gucHeadersError()
    }
    names.add(pair[0].toLowerCase())
  }
}

function ownStatus(text: string | null): number | undefined {
  if (text === null) return undefined
  const status = Number(text)
  if (!/^\d{3}$/.test(text) || status < 200 || status > 599) throw gucStatusError()
  return status
}
