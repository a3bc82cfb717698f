import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { closeContext, type Ctx } from '@/lib/context'
import type { HttpMethod } from '@/lib/http/endpoint'
import type { Problem } from '@/lib/http/problem'
import type { RouteHandler, Tagged } from '@/lib/http/route'
import { createTestDatabase } from './database'
import { sharedHome } from './shared-home'

/**
 * The API as it is served: the real route files, found by their folders as Next finds them, on a database of their own.
 */

export const ROUTES = fileURLToPath(new URL('../../app/api/v2/', import.meta.url))
const SECRET = 'a secret of at least thirty-two characters'

type RouteModule = Partial<Record<HttpMethod, RouteHandler & Tagged>>
/** `folder` as in the file tree: `projects/[id]/files/[...path]`. */
export type RouteFile = { folder: string; module: RouteModule }

/** Every `route.ts` below `app/api/v2`, imported. */
export async function loadRoutes(): Promise<RouteFile[]> {
  const entries = await readdir(ROUTES, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && entry.name === 'route.ts')
  return Promise.all(
    files.map(async (entry) => ({
      folder: relative(ROUTES, entry.parentPath),
      module: (await import(/* @vite-ignore */ join(entry.parentPath, entry.name))) as RouteModule,
    })),
  )
}

type Params = Record<string, string | string[]>

/** The parameters when `path` is an address of that folder; the score says how literal the match is, as in Next. */
function match(folder: string, path: string[]): { params: Params; score: string } | null {
  const params: Params = {}
  let score = ''
  const parts = folder === '' ? [] : folder.split('/')
  for (const [index, part] of parts.entries()) {
    const rest = /^\[(\[?)\.\.\.(\w+)\]?\]$/.exec(part)
    if (rest !== null) {
      if (rest[1] === '' && index >= path.length) return null
      params[rest[2]!] = path.slice(index).map(decodeURIComponent)
      return { params, score: `${score}${rest[1] === '' ? '2' : '3'}` }
    }
    const given = path[index]
    if (given === undefined) return null
    const name = /^\[(\w+)\]$/.exec(part)?.[1]
    if (name !== undefined) params[name] = decodeURIComponent(given)
    else if (part !== given) return null
    score += name === undefined ? '0' : '1'
  }
  return parts.length === path.length ? { params, score } : null
}

export type Sent = {
  /** JSON unless it is a string or bytes, which are sent as they are. */
  body?: unknown
  headers?: Record<string, string>
  token?: string
  ip?: string
}
export type Answer = { status: number; headers: Headers; body: unknown; response: Response }

export type TestApi = {
  ctx: Ctx
  routes: RouteFile[]
  send(method: HttpMethod, address: string, sent?: Sent): Promise<Answer>
  close(): Promise<void>
}

let people = 0
/** Another address for each caller, so that the limits per address of one test do not meet another's. */
export const freshIp = (): string => {
  people += 1
  return `10.${(people >> 16) & 255}.${(people >> 8) & 255}.${people & 255}`
}

/** Opens the whole API. One per test file: `lib/web` has one context per process. */
export async function openApi(): Promise<TestApi> {
  const database = await createTestDatabase()
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    DEVORA_HOME: sharedHome(),
    LOG_LEVEL: 'silent',
    // The tests' model servers are on this machine.
    ALLOW_LOCAL_MODELS: 'true',
    NEXTAUTH_SECRET: SECRET,
    ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
  })
  const [routes, { webContext }] = await Promise.all([loadRoutes(), import('@/lib/web')])
  const ctx = await webContext()

  async function send(method: HttpMethod, address: string, sent: Sent = {}): Promise<Answer> {
    const url = new URL(`http://devora.test/api/v2${address}`)
    const path = url.pathname
      .split('/')
      .slice(3)
      .filter((part) => part !== '')
    const found = routes
      .flatMap(({ folder, module }) => {
        const matched = match(folder, path)
        return matched === null ? [] : [{ module, ...matched }]
      })
      .sort((a, b) => a.score.localeCompare(b.score))[0]
    const handler = found?.module[method]
    if (found === undefined || handler === undefined) throw new Error(`${method} ${address} reaches no handler`)
    const response = await handler(requestOf(method, url, sent), { params: Promise.resolve(found.params) })
    const type = response.headers.get('content-type') ?? ''
    const body: unknown = type.includes('json') ? await response.clone().json() : null
    return { status: response.status, headers: response.headers, body, response }
  }

  return {
    ctx,
    routes,
    send,
    close: async () => {
      await closeContext(ctx)
      await database.drop()
    },
  }
}

function requestOf(method: HttpMethod, url: URL, { body, headers, token, ip }: Sent): Request {
  const all = new Headers({ host: url.host, 'x-real-ip': ip ?? '10.255.255.1' })
  if (token !== undefined) all.set('authorization', `Bearer ${token}`)
  const isRaw = typeof body === 'string' || body instanceof Uint8Array
  if (body !== undefined) all.set('content-type', 'application/json')
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (value === '') all.delete(name)
    else all.set(name, value)
  }
  const init: RequestInit = { method, headers: all }
  if (body !== undefined) init.body = isRaw ? (body as BodyInit) : JSON.stringify(body)
  return new Request(url, init)
}

/** The answer as a problem document, after checking that it is one. */
export function problemIn(answer: Answer): Problem {
  const type = answer.headers.get('content-type')
  if (type !== 'application/problem+json')
    throw new Error(`expected a problem, got ${answer.status} ${type} ${JSON.stringify(answer.body)}`)
  const problem = answer.body as Problem
  for (const key of ['type', 'title', 'status', 'code', 'detail', 'requestId'] as const) {
    if (problem[key] === undefined || problem[key] === '')
      throw new Error(`the problem has no ${key}: ${JSON.stringify(problem)}`)
  }
  if (problem.status !== answer.status)
    throw new Error(`the problem says ${problem.status}, the answer ${answer.status}`)
  if (answer.headers.get('x-request-id') !== problem.requestId) throw new Error('X-Request-Id and requestId differ')
  return problem
}
