import type { PartRequest } from '../part.ts'
import {
  invalidPath,
  invalidRange,
  invalidRpcMethod,
  putLimitNotAllowed,
  unacceptableSchema,
  unsupportedMethod,
} from './errors.ts'
import { type Media, negotiate } from './media.ts'
import { parseQuery, type Query } from './parse/parse-query.ts'
import { type Preferences, readPreferences, type RequestKind } from './preferences.ts'

export type Target = { kind: 'root' } | { kind: 'relation' | 'routine'; name: string }

/** A request, read: everything that does not need the database to be understood. */
export type RestRequest = {
  method: string
  target: Target
  kind: RequestKind
  schema: string
  /** Whether the schema was asked for by a header; then the answer names it. */
  isNegotiated: boolean
  query: Query
  preferences: Preferences
  media: Media
  contentType: string
  body: string
}

const KINDS: Record<string, RequestKind> = {
  GET: 'read',
  HEAD: 'read',
  POST: 'insert',
  PUT: 'put',
  PATCH: 'update',
  DELETE: 'delete',
}

export async function readRequest({ request, url, path }: PartRequest, schemas: string[]): Promise<RestRequest> {
  const { method, headers } = request
  const target = targetOf(path)
  const { schema, isNegotiated } = schemaOf(method, headers, schemas)
  const kind = kindOf(target, method)
  const query = parseQuery(url.searchParams, kind === 'call' && method !== 'POST')
  applyRange(query, method, headers.get('range'))
  const contentType = (headers.get('content-type') ?? 'application/json').split(';')[0]!.trim().toLowerCase()
  const hasBody = kind !== 'read' && kind !== 'delete' && method !== 'GET' && method !== 'HEAD'
  return {
    method,
    target,
    kind,
    schema,
    isNegotiated,
    query,
    preferences: readPreferences(headers.get('prefer')),
    media: negotiate(headers.get('accept'), target.kind === 'root'),
    contentType,
    body: hasBody ? await bodyOf(request, contentType) : '',
  }
}

/** Bytes come as Postgres writes them. */
async function bodyOf(request: Request, contentType: string): Promise<string> {
  if (contentType !== 'application/octet-stream') return request.text()
  const bytes = new Uint8Array(await request.arrayBuffer())
  return `\\x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

function targetOf(path: string): Target {
  const parts = path.split('/').filter((part) => part !== '')
  if (parts.length === 0) return { kind: 'root' }
  const name = decode(parts.at(-1)!)
  if (parts.length === 1) return { kind: 'relation', name }
  if (parts.length === 2 && parts[0] === 'rpc') return { kind: 'routine', name }
  throw invalidPath()
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw invalidPath()
  }
}

function kindOf(target: Target, method: string): RequestKind {
  if (target.kind === 'routine') {
    if (method === 'GET' || method === 'HEAD' || method === 'POST') return 'call'
    throw invalidRpcMethod(method)
  }
  const kind = KINDS[method]
  if (kind === undefined || (target.kind === 'root' && kind !== 'read')) throw unsupportedMethod(method)
  return kind
}

function schemaOf(method: string, headers: Headers, schemas: string[]): { schema: string; isNegotiated: boolean } {
  const asked = headers.get(method === 'GET' || method === 'HEAD' ? 'accept-profile' : 'content-profile')
  if (asked === null) return { schema: schemas[0]!, isNegotiated: schemas.length > 1 }
  if (!schemas.includes(asked)) throw unacceptableSchema(asked, schemas)
  return { schema: asked, isNegotiated: true }
}

/** `Range: 0-9` of a GET narrows what limit and offset leave; for any other method it means nothing. */
function applyRange(query: Query, method: string, header: string | null): void {
  const root = query.slices.find(({ path }) => path.length === 0)
  if (method === 'PUT' && root !== undefined) throw putLimitNotAllowed()
  const range = method === 'GET' ? /^(\d{1,15})-(\d{0,15})$/.exec(header ?? '') : null
  if (range === null) return
  const [, from = '0', to = ''] = range
  const first = Math.max(Number(from), root?.slice.offset ?? 0)
  const ends = [to === '' ? Infinity : Number(to) + 1]
  if (root?.slice.limit !== undefined) ends.push(root.slice.offset + root.slice.limit)
  const end = Math.min(...ends)
  if (root?.slice.limit === 0) return
  if (end <= first) {
    throw invalidRange('The lower boundary must be lower than or equal to the upper boundary in the Range header.')
  }
  const slice = { offset: first, limit: end === Infinity ? undefined : end - first }
  query.slices = [...query.slices.filter((one) => one !== root), { path: [], slice }]
}
