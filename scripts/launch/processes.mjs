import { spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { keepRotated } from './logs.mjs'
import { root } from './project.mjs'

/**
 * Names one process for good: ids are reused, but not together with the moment the process began (on Linux in ticks
 * since this boot). Null when there is no such process. Command lines do not serve: Next renames its process.
 */
export function identify(pid) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (error.code !== 'EPERM') return null
  }
  if (process.platform !== 'linux')
    return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim() || null
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return state === 'Z' ? null : `${boot} ${rest[18]}`
  } catch {
    return null
  }
}

const noteFile = (home, name) => join(home, 'run', `${name}.json`)

/** Writes down which process plays the part `name` for this home, with whatever else is worth knowing about it. */
export function note(home, name, pid, more = {}) {
  mkdirSync(join(home, 'run'), { recursive: true })
  writeFileSync(noteFile(home, name), `${JSON.stringify({ pid, identity: identify(pid), ...more })}\n`)
}

/**
 * Removes the note; with `pid` only when it speaks of that process, because another one may have taken over the part.
 */
export function forget(home, name, pid) {
  if (pid === undefined || noted(home, name)?.pid === pid) rmSync(noteFile(home, name), { force: true })
}

/** The process that was noted as `name` if that very process still lives, else null. */
export function noted(home, name) {
  const file = noteFile(home, name)
  if (!existsSync(file)) return null
  try {
    const found = JSON.parse(readFileSync(file, 'utf8'))
    return found.identity && identify(found.pid) === found.identity ? found : null
  } catch {
    return null
  }
}

/**
 * Signals the whole group that a child of ours leads (tsx and next dev have children of their own). False when nobody
 * is left.
 */
function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal)
    return true
  } catch {
    return false
  }
}

/** Asks the process to end, and after `patience` ms ends its group by force. */
export async function stopProcess(pid, patience) {
  try {
    process.kill(pid, 'SIGTERM')
  } catch {
    // gone already; its group may still live
  }
  const end = Date.now() + patience
  while (Date.now() < end && identify(pid)) await sleep(30)
  while (signalGroup(pid, 'SIGKILL') && identify(pid)) await sleep(30)
}

/** Ends what a `npm start` that was killed has left running. @returns {Promise<string[]>} the parts that were found */
export async function stopLeftovers(home, names) {
  const found = names.filter((name) => noted(home, name))
  await Promise.all(found.map((name) => stopProcess(noted(home, name).pid, 5_000)))
  for (const name of names) forget(home, name)
  return found
}

/** The last lines of a log, for the message about a process that died. */
export function lastLines(file, count = 30) {
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n') : ''
}

/** The first pause before a restart, and the longest: whoever waits for a run must not wait for us. */
const PAUSE_MS = { first: 1_000, most: 10_000 }
/** A process that lived so long has served, also when it never said that it was ready. */
const SERVED_MS = 15_000

/**
 * How long to wait before a process is started again. The pause grows for one that dies at its start, again and again
 * for the same reason; one that had served is back at once, however often it was killed.
 * @param {number} pause the one before
 * @param {{isReady: boolean, livedMs: number}} life of the process that ended
 * @returns {number} milliseconds
 */
export const pauseAfter = (pause, { isReady, livedMs }) =>
  isReady || livedMs >= SERVED_MS || pause === 0 ? PAUSE_MS.first : Math.min(pause * 2, PAUSE_MS.most)

/**
 * Keeps one process running: starts it, and starts it again after a pause when it ends by itself. It leads a group of
 * its own, so that Ctrl-C reaches only us and we can stop the parts in order. It tells us once that it is ready, over a
 * channel that is closed then: it must be able to outlive us.
 * @param {{home: string, name: string, args: string[], env: NodeJS.ProcessEnv, log: string | null, patience: number,
 *   onDeath: (reason: string, pause: number) => void}} part `args` for Node; `log` null: the output goes to the
 *   terminal
 */
export function keepRunning(part) {
  let child
  let isStopping = false
  let pause = 0
  let timer
  const stopRotating = part.log === null ? () => {} : keepRotated(part.log)

  const launch = () => {
    const began = Date.now()
    let isReady = false
    const out = part.log === null ? 'inherit' : openSync(part.log, 'a', 0o600)
    child = spawn(process.execPath, part.args, {
      cwd: root,
      env: part.env,
      detached: true,
      stdio: ['ignore', out, out, 'ipc'],
    })
    if (typeof out === 'number') closeSync(out)
    if (child.pid) note(part.home, part.name, child.pid)
    child.on('message', (message) => {
      if (message !== READY) return
      isReady = true
      child.disconnect()
    })
    child.once('error', (error) => part.onDeath(error.message, pause))
    child.once('exit', (code, signal) => {
      forget(part.home, part.name)
      if (child.pid) signalGroup(child.pid, 'SIGKILL')
      if (isStopping) return
      pause = pauseAfter(pause, { isReady, livedMs: Date.now() - began })
      part.onDeath(signal ? `ended by ${signal}` : `ended with ${code}`, pause)
      timer = setTimeout(launch, pause)
    })
  }
  launch()

  const end = () => {
    isStopping = true
    clearTimeout(timer)
    stopRotating()
  }
  return {
    async stop() {
      end()
      if (child.pid) await stopProcess(child.pid, part.patience)
      forget(part.home, part.name)
    },
    kill() {
      end()
      if (child.pid) signalGroup(child.pid, 'SIGKILL')
    },
  }
}

/** What a web server or a worker sends once it serves. */
const READY = 'devora: ready'
