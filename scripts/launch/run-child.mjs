/* Runs before any package is there and on whatever Node the machine has: nothing here may need more than Node 20.12. */
import { spawn } from 'node:child_process'

const LIMIT = 64 * 1024 * 1024
/** How long a tool that is told to end may take; then its group is ended by force. */
const GRACE_MS = 1_500
/** Tools that run right now: npm, prisma generate, next build. */
const running = new Set()
let isEnding = false

/**
 * Runs a tool to its end without holding up this process, so that a signal is heard meanwhile. It leads a group of its
 * own: what it starts in turn is ended with it.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<{status: number | null, output: string}>} what it ended with, and said on both streams
 */
export function runChild(command, args, options) {
  if (isEnding) return Promise.reject(new Error('stopped'))
  const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  running.add(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => (output = (output + chunk).slice(-LIMIT)))
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('close', (status) => done({ status, output }))
  }).finally(() => running.delete(child))
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal)
    return true
  } catch {
    return false
  }
}

/** Ends every tool that runs, with whatever it has started; resolves when they are gone. None is started after it. */
export async function endChildren() {
  isEnding = true
  const children = [...running]
  for (const child of children) signalGroup(child, 'SIGTERM')
  const end = Date.now() + GRACE_MS
  while (Date.now() < end && children.some((child) => signalGroup(child, 0)))
    await new Promise((done) => setTimeout(done, 30))
  killChildren()
}

/** The same at once and by force, for a process that is about to end. */
export function killChildren() {
  isEnding = true
  for (const child of running) signalGroup(child, 'SIGKILL')
}
