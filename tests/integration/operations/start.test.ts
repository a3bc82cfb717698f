import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cluster, openCluster, removeCluster } from '../../../lib/core/postgres/cluster'
import { waitForDatabase } from '../../../scripts/launch/wait-for-database.mjs'
import { freePort } from '../../support/app'
import { makeHome, removeHome } from '../../support/home'

/* A database of one's own (DATABASE_URL) that is not there when Devora starts. */

const START = fileURLToPath(new URL('../../../scripts/start.mjs', import.meta.url))
let home: string
let cluster: Cluster | undefined
beforeAll(async () => void (home = await makeHome()))
afterAll(async () => {
  await removeCluster(join(home, 'own'))
  await removeHome(home)
})

test('npm start waits for it, says so, and ends within five seconds when it is told to', async () => {
  const DATABASE_URL = `postgresql://devora:secret@127.0.0.1:${await freePort()}/devora`
  const env = { ...process.env, DATABASE_URL, DEVORA_HOME: join(home, 'devora'), PORT: String(await freePort()) }
  const child = spawn(process.execPath, [START], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += String(chunk)))
  const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)))
  await expect.poll(() => output, { timeout: 60_000 }).toContain('does not answer')
  expect(output).toContain('ECONNREFUSED')
  expect(output).not.toMatch(/secret|✓ Checking the database|Applying migrations/)
  // Whoever read along is gone, as behind a pipe that was closed: that ends nothing, least of all half of it.
  for (const stream of [child.stdout, child.stderr]) stream.destroy()
  const told = performance.now()
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(performance.now() - told).toBeLessThan(5_000)
})

test('it is waited for until it is there; a wrong password or name is said at once', async () => {
  const port = await freePort()
  const said: string[] = []
  const url = `postgresql://postgres:right@127.0.0.1:${port}/postgres`
  const waiting = waitForDatabase(url, { say: (text: string) => said.push(text) })
  await expect.poll(() => said.length).toBe(1)
  cluster = await openCluster({
    dataDir: join(home, 'own'),
    major: 18,
    port,
    password: 'right',
    settings: { fsync: 'off' },
  })
  expect(cluster.port).toBe(port)
  await waiting
  const say = () => undefined
  await expect(waitForDatabase(url.replace('right', 'wrong'), { say })).rejects.toThrow(
    /127\.0\.0\.1:\d+ refuses us: .*Correct DATABASE_URL/,
  )
  await expect(waitForDatabase(`${url}_of_nobody`, { say })).rejects.toThrow(/does not exist/)
})
