import { join, relative } from 'node:path'
import { readEnv } from '../../lib/core/env.ts'
import { isClusterRunning } from '../../lib/core/postgres/cluster.ts'
import { withLock } from '../../lib/core/postgres/open-lock.ts'
import { ensureBuilt } from './build.mjs'
import { bundleArgs, ensureBundle } from './bundle.mjs'
import { ensureClient } from './client.mjs'
import { embeddedFolder, openDatabase, stopScratchClusters } from './database.mjs'
import { migrateEngine } from './engine-tables.mjs'
import { keepRotated } from './logs.mjs'
import { forget, keepRunning, lastLines, note, noted, stopLeftovers } from './processes.mjs'
import { wantedPort } from './port.mjs'
import { alsoLogTo, bold, complain, dim, say, step } from './progress.mjs'
import { devoraHome, root } from './project.mjs'
import { endChildren, killChildren } from './run-child.mjs'
import { applyMigrations } from './schema-engine.mjs'
import { secrets } from './secrets.mjs'

const WEB_PATIENCE_MS = 10_000
const WORKER_PATIENCE_MS = 15_000
const READY_PATIENCE_MS = { start: 60_000, dev: 180_000 }

/** What has been started here. `opening`: a database that is on its way. */
const running = { web: null, worker: null, opening: null, database: null, cluster: null, watch: null }
let stopping = null

/** Leaves the start when it has been told to end meanwhile: nothing more is begun. */
function goOn() {
  if (stopping) throw new Error('stopped')
}

/** Tools first, then those who ask before what they ask: web server, worker, database. */
async function stopEverything(home) {
  clearInterval(running.watch)
  await endChildren()
  // A cluster that was just being started would be left behind.
  running.cluster ??= (await running.opening?.catch(() => null))?.cluster ?? null
  if (running.web) await step('Stopping the web server', () => running.web.stop())
  if (running.worker) await step('Stopping the worker', () => running.worker.stop())
  if (running.web) await stopScratchClusters()
  if (running.cluster) await step('Stopping Postgres', () => running.cluster.stop())
  forget(home, 'start', process.pid)
}

function forceStop(home) {
  killChildren()
  running.web?.kill()
  running.worker?.kill()
  try {
    // Immediate shutdown: nothing is lost, the next start replays the log.
    if (running.cluster) process.kill(running.cluster.pid, 'SIGQUIT')
  } catch {
    // gone already
  }
  forget(home, 'start', process.pid)
  process.exit(130)
}

/**
 * One Ctrl-C can arrive several times (from the terminal and passed on by npm), so only a later one counts as the
 * second.
 */
function listenForSignals(home) {
  let firstAt = 0
  const onSignal = () => {
    if (stopping) {
      if (Date.now() - firstAt > 1_000) forceStop(home)
      return
    }
    firstAt = Date.now()
    say()
    stopping = stopEverything(home).then(
      () => process.exit(0),
      (error) => {
        complain(error.message)
        forceStop(home)
      },
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal)
  // A shell that npm put between dies of SIGTERM without passing it on: then our parent is gone, and nobody could stop
  // us any more.
  const parent = process.ppid
  if (process.env.npm_lifecycle_event) setInterval(() => process.ppid !== parent && onSignal(), 1_000).unref()
}

/** One `npm start` per home; a second one would share the database files and the ports of the first. */
async function claimHome(home) {
  await withLock(join(home, 'start.lock'), async () => {
    const other = noted(home, 'start')
    if (other)
      throw new Error(
        `Devora is running already (process ${other.pid}) on ${other.url}. Stop it first, or choose another DEVORA_HOME and PORT.`,
      )
    note(home, 'start', process.pid, { url: `http://localhost:${process.env.PORT || '3000'}` })
  })
  const left = await stopLeftovers(home, ['web', 'worker'])
  if (left.length > 0) say(dim(`  Stopped what an earlier start had left running: ${left.join(', ')}`))
}

async function startDatabase() {
  await step(process.env.DATABASE_URL ? 'Checking the database' : 'Starting Postgres', async () => {
    running.opening = openDatabase({ isStopped: () => stopping !== null })
    running.database = await running.opening
    running.cluster = running.database.cluster
    goOn()
    return running.cluster?.reused ? 'it was still running' : undefined
  })
  await step('Applying migrations', async () => {
    const applied = await applyMigrations(running.database.url)
    goOn()
    await migrateEngine(running.database.url)
    return applied.length > 0 ? applied.join(', ') : 'up to date'
  })
}

/**
 * Postgres is not our child, so its death is seen by looking. It comes back on the same port, and the pools reconnect
 * by themselves.
 */
function watchDatabase() {
  let busy = false
  running.watch = setInterval(async () => {
    if (busy || stopping || !running.cluster) return
    busy = true
    try {
      if ((await isClusterRunning(embeddedFolder())) || stopping) return
      await step('Postgres has ended; starting it again', async () => {
        running.cluster = (await openDatabase({ port: running.cluster.port })).cluster
      })
    } catch (error) {
      complain(error.message)
    } finally {
      busy = false
    }
  }, 1_000)
}

/** The environment of web and worker: ours, completed, and checked before anything slow begins. */
function childEnvironment(home, mode, port) {
  const env = {
    ...process.env,
    ...secrets(home),
    NODE_ENV: mode === 'dev' ? 'development' : 'production',
    PORT: String(port),
    DEVORA_HOME: home,
    NEXTAUTH_URL: process.env.NEXTAUTH_URL || `http://localhost:${port}`,
    NEXT_TELEMETRY_DISABLED: '1',
  }
  const checked = readEnv({ ...env, DATABASE_URL: env.DATABASE_URL || 'postgresql://embedded' })
  return { env, checked }
}

function logOf(home, mode, name) {
  return mode === 'dev' ? null : join(home, 'logs', `${name}.log`)
}

function onDeathOf(name, log) {
  return (reason, pause) => {
    complain(`the ${name} ${reason}; starting it again in ${pause / 1000} s`)
    if (log) say(dim(lastLines(log, 12)))
  }
}

/** @param bundle folder of the bundle; null in `dev`, where the sources themselves are run */
function startWeb(home, mode, env, bundle) {
  const log = logOf(home, mode, 'web')
  const args = bundle === null ? ['--import', 'tsx', join('scripts', 'web.mjs'), '--dev'] : bundleArgs(bundle, 'web')
  running.web = keepRunning({
    home,
    name: 'web',
    args,
    env,
    log,
    patience: WEB_PATIENCE_MS,
    onDeath: onDeathOf('web server', log),
  })
}

function startWorker(home, mode, env, bundle, name = 'worker') {
  const log = mode === 'worker' ? null : logOf(home, mode, 'worker')
  const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs')
  const args =
    bundle === null
      ? [tsx, 'watch', '--clear-screen=false', join('scripts', 'worker.ts')]
      : bundleArgs(bundle, 'worker')
  running.worker = keepRunning({
    home,
    name,
    args,
    env,
    log,
    patience: WORKER_PATIENCE_MS,
    onDeath: onDeathOf('worker', log),
  })
}

/** Waits for the web server's own word that it is there. */
async function waitForPing(home, mode, port) {
  const end = Date.now() + READY_PATIENCE_MS[mode]
  let last = 'no answer'
  while (Date.now() < end) {
    try {
      const answer = await fetch(`http://127.0.0.1:${port}/api/v2/system/ping`, { signal: AbortSignal.timeout(10_000) })
      if (answer.status === 200) return
      last = `status ${answer.status}`
    } catch (error) {
      last = error.cause?.code ?? error.message
    }
    await new Promise((done) => setTimeout(done, 100))
  }
  const log = logOf(home, mode, 'web')
  throw new Error(`The web server does not answer (${last}).${log ? `\n${lastLines(log)}` : ''}`)
}

function summarise(home, mode, port, checked) {
  const here = relative(root, home)
  const shown = here === '' || here.startsWith('..') ? home : here
  const line = (name, value) => say(`  ${dim(name.padEnd(9))}${value}`)
  say()
  say(`  ${bold('Devora is running')}`)
  say()
  line('Open', bold(`http://localhost:${port}`))
  line('Data', process.env.DATABASE_URL ? 'your database (DATABASE_URL)' : `${shown} (embedded Postgres 18)`)
  line(
    'Worker',
    checked.WORKER === 'embedded'
      ? 'inside the web server'
      : `1 process, up to ${checked.WORKER_CONCURRENCY} runs at a time`,
  )
  if (mode !== 'dev') line('Logs', join(shown, 'logs'))
  line('Stop', 'Ctrl-C')
  say()
}

async function launchAll(home, mode) {
  await claimHome(home)
  const port = await wantedPort()
  const { env, checked } = childEnvironment(home, mode, port)
  await ensureClient()
  goOn()
  await startDatabase()
  goOn()
  env.DATABASE_URL = running.database.url
  if (mode === 'start') await ensureBuilt()
  goOn()
  const bundle = mode === 'start' ? await ensureBundle() : null
  goOn()
  watchDatabase()
  await step('Starting web server and worker', async () => {
    startWeb(home, mode, env, bundle)
    if (checked.WORKER === 'separate') startWorker(home, mode, env, bundle)
    await waitForPing(home, mode, port)
  })
  return summarise(home, mode, port, checked)
}

async function launchWorker(home) {
  if (!process.env.DATABASE_URL && !(await isClusterRunning(embeddedFolder()))) {
    throw new Error('There is no database to work on: run "npm start" first, or set DATABASE_URL.')
  }
  await ensureClient()
  const { url } = await openDatabase()
  const { env } = childEnvironment(home, 'start', process.env.PORT || 3000)
  startWorker(home, 'worker', { ...env, DATABASE_URL: url }, await ensureBundle(), `worker-${process.pid}`)
  say('  A worker is running. Stop it with Ctrl-C.')
}

/**
 * Runs Devora until it is told to stop.
 * @param {'start' | 'dev' | 'worker'} mode
 */
export async function launch(mode) {
  const home = devoraHome()
  const log = join(home, 'logs', 'launcher.log')
  keepRotated(log)
  alsoLogTo(log)
  listenForSignals(home)
  try {
    await (mode === 'worker' ? launchWorker(home) : launchAll(home, mode))
  } catch (error) {
    if (stopping) return stopping
    complain(error.message)
    stopping = stopEverything(home)
    await stopping
    process.exit(1)
  }
}
