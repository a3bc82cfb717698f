import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contracts } from '@/lib/api'
import { type Cluster, openCluster, removeCluster } from '@/lib/core/postgres/cluster'
import { migrateEngine } from '../../scripts/launch/engine-tables.mjs'
import { identify } from '../../scripts/launch/processes.mjs'
import { applyMigrations } from '../../scripts/launch/schema-engine.mjs'
import { makeHome, removeHome } from '../support/home'
import { startWebProcess, type WebProcess } from '../support/web-process'

/*
 * The database goes away under the built web server: stopped, and frozen. Everything it serves says so, over HTTP, and
 * comes back by itself.
 */

const PERSON = { email: 'away@example.com', password: 'correct horse battery staple' }

let home: string
let cluster: Cluster
let web: WebProcess
let token: string | undefined

const open = (port?: number): Promise<Cluster> =>
  openCluster({ dataDir: join(home, 'own'), major: 18, settings: { fsync: 'off' }, ...(port && { port }) })

beforeAll(async () => {
  home = await makeHome()
  cluster = await open()
  const url = cluster.url('postgres')
  await applyMigrations(url)
  await migrateEngine(url)
  web = await startWebProcess(url, join(home, 'devora'))
  await ask('POST', '/api/v2/auth/register', PERSON)
  const login = await ask('POST', '/api/v2/auth/login', PERSON)
  if (login.status !== 200) throw new Error(`nobody could sign in: ${JSON.stringify(login.body)}`)
  token = String(login.body['accessToken'])
})
afterAll(async () => {
  await web?.stop()
  await removeCluster(join(home, 'own'))
  await removeHome(home)
})

type Asked = { status: number; retryAfter: string | null; ms: number; body: Record<string, unknown> }

async function ask(method: string, path: string, body?: unknown): Promise<Asked> {
  const began = performance.now()
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (token !== undefined) headers['authorization'] = `Bearer ${token}`
  const answer = await fetch(web.url + path, {
    method,
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(20_000),
    ...(method !== 'GET' && { body: JSON.stringify(body ?? {}) }),
  })
  const text = await answer.text()
  const isJson = answer.headers.get('content-type')?.includes('json')
  return {
    status: answer.status,
    retryAfter: answer.headers.get('retry-after'),
    ms: performance.now() - began,
    body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
  }
}

type Route = { method: string; path: string }

/** Every route of the contracts, its parameters filled in. */
const ROUTES = contracts.map(({ method, path }) => ({
  method,
  path: `/api/v2${path.replace(/\{\w+\*\}/g, 'a/b.txt').replace(/\{\w+\}/g, 'prj_00000000000000000000000000')}`,
}))
const PAGES = ['/', '/projects', '/docs/api'].map((path) => ({ method: 'GET', path }))

/** Some at a time: fifty at once on a server that has just begun would measure how fast it loads them. */
const AT_ONCE = 6

async function askAll(routes: readonly Route[]): Promise<Array<Route & Asked>> {
  const answers: Array<Route & Asked> = []
  for (let from = 0; from < routes.length; from += AT_ONCE)
    answers.push(
      ...(await Promise.all(
        routes
          .slice(from, from + AT_ONCE)
          .map(async (route) => ({ ...route, ...(await ask(route.method, route.path)) })),
      )),
    )
  return answers
}

const shown = ({ method, path, status, retryAfter, ms }: Route & Asked): string =>
  `${method} ${path}: ${status}, Retry-After ${retryAfter}, ${Math.round(ms)} ms`

/** What does not say, within three seconds if it is loaded, that the database is away and when to ask again. */
async function unclear(routes: readonly Route[], mostMs = 3_000): Promise<string[]> {
  const isClear = ({ status, retryAfter, ms, path, body }: Route & Asked): boolean =>
    status === 503 &&
    Number(retryAfter) > 0 &&
    ms < mostMs &&
    (!path.startsWith('/api/') || (body['code'] === 'unavailable' && body['database'] === 'down'))
  return (await askAll(routes)).filter((answer) => !isClear(answer)).map(shown)
}

/** A yes that the door was told is believed for a second (`core/db/probe`). */
const untilAway = (): Promise<void> =>
  expect.poll(async () => (await ask('GET', '/api/v2/system/ping')).status).toBe(503)

/** Whatever is served again, and what is still not. */
async function untilBack(): Promise<void> {
  const health = async (): Promise<unknown> => (await ask('GET', '/api/v2/system/health')).body['database']
  await expect.poll(health).toBe('ok')
  // The routes that were asked with it may have ended the session.
  token = undefined
  expect((await ask('POST', '/api/v2/auth/login', PERSON)).status).toBe(200)
}

test(
  'every route and page answers 503 while Postgres is stopped, and comes back by itself',
  { tags: ['deep'] },
  async () => {
    expect(ROUTES.length).toBeGreaterThan(40)
    process.kill(cluster.pid, 'SIGQUIT')
    await expect.poll(() => identify(cluster.pid)).toBeNull()
    await untilAway()
    // The first time each is loaded, which takes as long as the machine is busy.
    expect(await unclear([...ROUTES, ...PAGES], Infinity)).toEqual([])
    // Sooner or later: who asks again and again is told the same.
    expect(await unclear(ROUTES)).toEqual([])
    cluster = await open(cluster.port)
    await untilBack()
    expect((await askAll([...ROUTES, ...PAGES])).filter(({ status }) => status >= 500).map(shown)).toEqual([])
  },
)

/** The server with all its sessions, each of which is a process. */
const serverPids = (postmaster: number): number[] => {
  const children = readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === postmaster
    } catch {
      return false
    }
  })
  return [postmaster, ...children.map(Number)]
}

test.runIf(process.platform === 'linux')(
  'a frozen one is no different: nobody waits for it longer',
  { tags: ['deep'] },
  async () => {
    const pids = serverPids(cluster.pid)
    for (const pid of pids) process.kill(pid, 'SIGSTOP')
    try {
      await untilAway()
      const few = ROUTES.filter(({ path }) => /health|ping|\/auth\/login|\/settings$|\/projects$/.test(path))
      expect(await unclear([...few, ...PAGES])).toEqual([])
    } finally {
      for (const pid of pids) process.kill(pid, 'SIGCONT')
    }
    await untilBack()
  },
)
