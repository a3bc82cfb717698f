import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCluster } from '../../lib/core/postgres/cluster'
import { type App, startApp } from '../support/app'

/*
 * The worker of a real `npm start`, killed again and again in the middle of runs: how long until the run goes on must
 * not grow, and no run may be lost. tests/unit/operations/processes.test.ts is the everyday guard.
 */

const KILLS = 6
const MOST_MS = 20_000
const PERSON = { email: 'pause@example.com', password: 'correct horse battery staple' }

let app: App
let db: pg.Client
let token: string | undefined
beforeAll(async () => {
  app = await startApp()
  const cluster = await openCluster({ dataDir: join(app.home, 'postgres'), major: 18 })
  db = new pg.Client({ connectionString: cluster.url('devora') })
  await db.connect()
  await post('/auth/register', PERSON)
  token = (await post('/auth/login', PERSON))['accessToken']!
  // It may have to build first.
}, 900_000)
afterAll(async () => {
  await db?.end()
  await app?.remove()
})

async function post(path: string, body: unknown): Promise<Record<string, string>> {
  const headers = {
    'content-type': 'application/json',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  }
  const answer = await fetch(`${app.url}/api/v2${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  return (await answer.json()) as Record<string, string>
}

async function runOf(id: string): Promise<{ status: string; lastSeq: number; versions: number }> {
  const { rows } = await db.query<{ status: string; lastSeq: number; versions: number }>(
    `select status, "lastSeq",
       (select count(*)::int from project_version v where v."runId" = run.id and v.reason = 'generate') as versions
     from run where id = $1`,
    [id],
  )
  return rows[0]!
}

async function until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 90_000; Date.now() < end; await sleep(25)) if (await isTrue()) return
  throw new Error(`never: ${what}\n${app.output()}`)
}

test(`a worker killed ${KILLS} times in a row is back within ${MOST_MS / 1000} s each time, and nothing is lost`, async () => {
  const recoveries: number[] = []
  for (let kill = 0; kill < KILLS; kill++) {
    const { runId } = await post('/generate', { prompt: `A list of books with notes, number ${kill}` })
    await until('the run begins', async () => (await runOf(runId!)).lastSeq > 0)
    process.kill(await app.pidOf('worker'), 'SIGKILL')
    const killed = performance.now()
    const { lastSeq } = await runOf(runId!)
    await until('the run goes on', async () => (await runOf(runId!)).lastSeq > lastSeq)
    recoveries.push(Math.round(performance.now() - killed))
    await until('the run ends', async () => !['queued', 'running'].includes((await runOf(runId!)).status))
    expect(await runOf(runId!)).toMatchObject({ status: 'completed', versions: 1 })
  }
  process.stdout.write(`recovery after each kill, in ms: ${recoveries.join(', ')}\n`)
  expect(recoveries.filter((ms) => ms >= MOST_MS)).toEqual([])
}, 600_000)
