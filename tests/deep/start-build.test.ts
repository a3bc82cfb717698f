import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureBundle } from '../../scripts/launch/bundle.mjs'
import { freePort, startApp } from '../support/app'
import { makeHome, removeHome } from '../support/home'

/*
 * `npm start` with a build of its own: stopped in the middle of one, and given one that was damaged since. The
 * repository's own build is put aside meanwhile.
 */

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const BUILD = join(ROOT, '.next')
const KEPT = join(ROOT, 'node_modules', '.next-kept-by-a-test')

let home: string
beforeAll(async () => {
  home = await makeHome()
  if (existsSync(BUILD)) renameSync(BUILD, KEPT)
})
afterAll(async () => {
  await removeHome(home)
  if (!existsSync(KEPT)) return
  rmSync(BUILD, { recursive: true, force: true })
  renameSync(KEPT, BUILD)
})

/** Every process that was started for this home, by its environment, or by the folder in its command line. */
function processesOfHome(): Array<{ pid: number; command: string }> {
  const found: Array<{ pid: number; command: string }> = []
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const command = readFileSync(join('/proc', name, 'cmdline'), 'utf8')
        .replaceAll('\0', ' ')
        .trim()
      const text = `${readFileSync(join('/proc', name, 'environ'), 'utf8')} ${command}`
      if (text.includes(home) && Number(name) !== process.pid) found.push({ pid: Number(name), command })
    } catch {
      // Gone meanwhile, or somebody else's.
    }
  }
  return found
}

const begin = async (): Promise<{ child: ChildProcess; ended: Promise<number | null> }> => {
  const env = { ...process.env, DATABASE_URL: '', DEVORA_HOME: home, PORT: String(await freePort()) }
  const child = spawn(process.execPath, [join(ROOT, 'scripts', 'start.mjs')], { cwd: ROOT, env, stdio: 'ignore' })
  return { child, ended: new Promise((done) => child.once('exit', (code) => done(code))) }
}

test('SIGTERM in the middle of a build ends everything within five seconds', async () => {
  const { child, ended } = await begin()
  try {
    const isBuilding = (): boolean =>
      processesOfHome().some(({ command }) => /next\/dist\/bin\/next build/.test(command))
    await expect.poll(isBuilding, { timeout: 120_000 }).toBe(true)
    // In the middle: it has begun to write.
    const hasBegun = (): boolean => existsSync(join(BUILD, 'build')) || existsSync(join(BUILD, 'trace'))
    await expect.poll(hasBegun, { timeout: 300_000 }).toBe(true)
    const told = performance.now()
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(performance.now() - told).toBeLessThan(5_000)
    expect(processesOfHome()).toEqual([])
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}, 480_000)

test('a build that was stopped half way is made anew, and one of which a file was lost or cut since', async () => {
  // What the test above has left: files of a build that never ended.
  expect(existsSync(BUILD)).toBe(true)
  const first = await startApp({ home })
  expect(first.output()).toContain('Building')
  expect((await fetch(`${first.url}/`)).status).toBe(200)
  await first.stop()
  const damage: Array<() => void> = [
    () => rmSync(join(BUILD, 'server', 'app', '(site)', 'page.js')),
    () => truncateSync(join(BUILD, 'build-manifest.json'), 10),
  ]
  for (const harm of damage) {
    harm()
    const next = await startApp({ home })
    expect(next.output()).toContain('the last one is damaged')
    expect((await fetch(`${next.url}/`)).status).toBe(200)
    await next.stop()
  }
  const whole = await startApp({ home })
  expect(whole.output()).not.toContain('Building')
  await whole.stop()
  // The bundle of worker and web server likewise.
  truncateSync(join(await ensureBundle(), 'worker.js'), 10)
  const mended = await startApp({ home })
  expect(mended.output()).toContain('Bundling what runs outside of Next')
  await mended.stop()
}, 1_500_000)
