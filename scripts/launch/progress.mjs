/* What `npm start` and `npm test` say while they work: one line per step, with its seconds when it is done. */
import { logLines } from './logs.mjs'

const isTerminal = Boolean(process.stdout.isTTY)
const paint = (code, text) => (isTerminal ? `\u001B[${code}m${text}\u001B[0m` : text)

export const dim = (text) => paint(2, text)
export const bold = (text) => paint(1, text)
export const green = (text) => paint(32, text)
export const red = (text) => paint(31, text)

let log = null
/** From here on everything that is said is written to this file too. */
export const alsoLogTo = (file) => void (log = file)

// Whoever read along may be gone (`npm start | head`): the log has it all the same, and nobody would stop the parts.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

function write(stream, text) {
  stream.write(text)
  if (log) logLines(log, text)
}

export const say = (text = '') => write(process.stdout, `${text}\n`)
export const complain = (text) => write(process.stderr, `${red('error')} ${text}\n`)

/** Runs `work`, says what is being done and how long it took. `work` may answer a short text to add. */
export async function step(name, work) {
  const began = performance.now()
  if (isTerminal) process.stdout.write(`${dim('…')} ${name}`)
  const clear = isTerminal ? '\r\u001B[2K' : ''
  try {
    const result = await work()
    const seconds = `${((performance.now() - began) / 1000).toFixed(1)} s`
    say(`${clear}${green('✓')} ${name}${typeof result === 'string' ? ` ${dim(`(${result})`)}` : ''} ${dim(seconds)}`)
    return result
  } catch (error) {
    say(`${clear}${red('✗')} ${name}`)
    throw error
  }
}
