import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs'
import { dirname } from 'node:path'

/** Bytes after which a log is set aside, and how many of those are kept beside it. */
export const MAX_LOG_BYTES = 20 * 1024 * 1024
export const KEPT_LOGS = 7
/** How often the size is looked at. */
const LOOK_MS = 5_000

const dayOf = (time) => new Date(time).toISOString().slice(0, 10)

/**
 * Sets a log aside as `<file>.1` (older ones move on to `.2` … `.7`, the oldest goes) when it is too large, or when it
 * was begun on another day. Copied and cut rather than renamed: the process that writes it holds it open, for
 * appending, and goes on at the new beginning.
 * @param {string} file
 * @param {{now: number, day: string}} at `day`: on which the log was begun
 * @returns {boolean} whether it was
 */
export function rotate(file, { now, day }) {
  const size = existsSync(file) ? statSync(file).size : 0
  if (size === 0 || (size <= MAX_LOG_BYTES && day === dayOf(now))) return false
  rmSync(`${file}.${KEPT_LOGS}`, { force: true })
  for (let n = KEPT_LOGS - 1; n >= 1; n--)
    if (existsSync(`${file}.${n}`)) renameSync(`${file}.${n}`, `${file}.${n + 1}`)
  copyFileSync(file, `${file}.1`)
  truncateSync(file)
  return true
}

/**
 * Looks after one log while something writes it.
 * @param {string} file
 * @param {() => number} [clock]
 * @returns {() => void} ends that
 */
export function keepRotated(file, clock = Date.now) {
  mkdirSync(dirname(file), { recursive: true })
  let day = existsSync(file) ? dayOf(statSync(file).mtimeMs) : dayOf(clock())
  const look = () => {
    const now = clock()
    try {
      rotate(file, { now, day })
      day = dayOf(now)
    } catch (error) {
      // A full disk must not end what is running; the next look tries again.
      process.stderr.write(`the log ${file} cannot be set aside: ${error.message}\n`)
    }
  }
  look()
  const timer = setInterval(look, LOOK_MS)
  timer.unref()
  return () => clearInterval(timer)
}

/** Appends what the start script itself says, with the time, and without the colours of a terminal. */
export function logLines(file, text) {
  // eslint-disable-next-line no-control-regex
  const plain = text.replaceAll(/\u001B\[[\d;]*[A-Za-z]|\r/g, '').trim()
  if (plain !== '') appendFileSync(file, `${new Date().toISOString()} ${plain}\n`, { mode: 0o600 })
}
