import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isClusterRunning } from '../../lib/core/postgres/cluster'
import { identify } from '../../scripts/launch/processes.mjs'
import { type App, startApp } from '../support/app'

const person = { email: 'restart@example.com', password: 'correct horse battery staple' }

const post = (app: App, path: string, body: unknown): Promise<Response> =>
  fetch(`${app.url}/api/v2${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

async function until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 120_000
  while (Date.now() < end) {
    if (await isTrue().catch(() => false)) return
    await sleep(50)
  }
  throw new Error(`never: ${what}`)
}

const isGone = (pid: number): boolean => identify(pid) === null

describe('npm start', () => {
  let app: App
  beforeAll(async () => {
    app = await startApp()
  })
  afterAll(() => app.remove())

  it('serves: somebody can register', async () => {
    expect((await post(app, '/auth/register', person)).status).toBe(201)
  })

  it('keeps its secrets for this user only', async () => {
    expect((await stat(join(app.home, 'secrets.json'))).mode & 0o777).toBe(0o600)
  })

  it('refuses to run twice on one home, and says where it runs', async () => {
    await expect(startApp({ home: app.home }).catch((error: Error) => error.message)).resolves.toContain(
      `running already`,
    )
    expect((await fetch(`${app.url}/api/v2/system/ping`)).status).toBe(200)
  })

  it('starts the worker again when it dies', async () => {
    const before = await app.pidOf('worker')
    process.kill(before, 'SIGKILL')
    await until('another worker', async () => (await app.pidOf('worker')) !== before)
    expect(isGone(await app.pidOf('worker'))).toBe(false)
  })

  it('starts Postgres again when it dies, on the same port, and the people are still there', async () => {
    process.kill(
      Number((await readFile(join(app.home, 'postgres', 'data', 'postmaster.pid'), 'utf8')).split('\n')[0]),
      'SIGKILL',
    )
    await until('a login', async () => (await post(app, '/auth/login', person)).status === 200)
    expect(app.output()).toContain('starting it again')
  })

  it('comes up with all data after kill -9 of start script, web server and worker', async () => {
    const pids = await Promise.all((['start', 'web', 'worker'] as const).map((part) => app.pidOf(part)))
    for (const pid of pids) process.kill(pid, 'SIGKILL')
    expect(await isClusterRunning(join(app.home, 'postgres'))).toBe(true)
    app = await startApp({ home: app.home })
    await until('a login', async () => (await post(app, '/auth/login', person)).status === 200)
  })

  it('stops orphans when only the start script was killed', { tags: ['deep'] }, async () => {
    const [start, web, worker] = [await app.pidOf('start'), await app.pidOf('web'), await app.pidOf('worker')]
    process.kill(start, 'SIGKILL')
    await until('the end of the start script', async () => isGone(start))
    expect([isGone(web), isGone(worker)]).toEqual([false, false])
    app = await startApp({ home: app.home })
    expect([isGone(web), isGone(worker)]).toEqual([true, true])
    const other = { ...person, email: 'orphans@example.com' }
    await until('another account', async () => (await post(app, '/auth/register', other)).status === 201)
  })

  it('stops everything on Ctrl-C and ends with 0', async () => {
    const pids = await Promise.all((['web', 'worker'] as const).map((part) => app.pidOf(part)))
    expect(await app.stop()).toBe(0)
    expect(pids.map(isGone)).toEqual([true, true])
    for (const cluster of ['postgres', 'scratch']) expect(await isClusterRunning(join(app.home, cluster))).toBe(false)
  })
})
