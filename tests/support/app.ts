import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { variableNames } from '../../lib/core/env.ts'
import { makeHome, removeHome } from './home.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

export type App = {
  /** Where it is served, e.g. http://localhost:41234. */
  url: string
  /** Its DEVORA_HOME. */
  home: string
  /** Process id of a part as it is now: the worker gets a new one after it died. */
  pidOf(part: 'start' | 'web' | 'worker'): Promise<number>
  /** Everything that `npm start` printed so far. */
  output(): string
  /** Ends the start script and whatever it started, as Ctrl-C does. Resolves with its exit code. */
  stop(): Promise<number | null>
  /** `stop`, then deletes the home. */
  remove(): Promise<void>
}

export type AppOptions = { home?: string; port?: number; env?: Record<string, string> }

/** A TCP port on which nobody listens at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done, fail) => server.once('error', fail).listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise((done) => server.close(done))
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}

/**
 * The developer's own shell and .env must not reach the tested app: an empty value counts as set for .env, and as unset
 * for Devora.
 */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const blank = Object.fromEntries(variableNames.map((name) => [name, '']))
  const own = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('npm_') && !name.startsWith('VITEST')),
  )
  return { ...own, ...blank, NODE_ENV: 'production' }
}

async function waitUntilReady(child: ChildProcess, url: string, output: () => string): Promise<void> {
  const end = Date.now() + 900_000
  while (Date.now() < end) {
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}:\n${output()}`)
    // The last line of the summary: web server, worker and database are there.
    if (output().includes('Ctrl-C') && (await fetch(`${url}/api/v2/system/ping`).catch(() => null))?.ok) return
    await sleep(50)
  }
  throw new Error(`npm start was not ready in time:\n${output()}`)
}

/**
 * Starts Devora as a person does, with `scripts/start.mjs`: embedded Postgres in a home of its own, the built web
 * server and a real worker, on a free port. Builds first when the build is stale.
 */
export async function startApp(options: AppOptions = {}): Promise<App> {
  const home = options.home ?? (await makeHome())
  const port = options.port ?? (await freePort())
  const url = `http://localhost:${port}`
  // Controls would go on beside the next test; who tests them turns them on.
  const own = { EVIDENCE_CONTROLS: 'false', DEVORA_HOME: home, PORT: String(port) }
  const env = { ...cleanEnvironment(), ...own, ...options.env }
  const child = spawn(process.execPath, [join(root, 'scripts', 'start.mjs')], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // A test whose set-up took too long ends without having stopped it.
  const endWithUs = (): void => void child.kill('SIGTERM')
  process.once('exit', endWithUs)
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)))
  void ended.then(() => process.off('exit', endWithUs))
  const stop = async (): Promise<number | null> => {
    child.kill('SIGTERM')
    return ended
  }
  const app: App = {
    url,
    home,
    output: () => text,
    async pidOf(part) {
      const end = Date.now() + 30_000
      for (;;) {
        const note = await readFile(join(home, 'run', `${part}.json`), 'utf8').catch(() => null)
        if (note) return (JSON.parse(note) as { pid: number }).pid
        if (Date.now() > end) throw new Error(`the ${part} does not run:\n${text}`)
        await sleep(50)
      }
    },
    stop,
    async remove() {
      await stop()
      await removeHome(home)
    },
  }
  try {
    await waitUntilReady(child, url, app.output)
    return app
  } catch (error) {
    if (options.home) await stop()
    else await app.remove()
    throw error
  }
}
