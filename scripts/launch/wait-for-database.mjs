import { setTimeout as sleep } from 'node:timers/promises'

const AGAIN_MS = 1_000
const TELL_AGAIN_MS = 15_000
const CONNECT_MS = 3_000

/**
 * What passes by itself: nobody at the address yet (or no name for it), a server that starts, stops or recovers, one
 * without a free connection. Everything else (a wrong password, no such database, no address at all) would be the same
 * in an hour, and is thrown.
 */
const PASSING =
  /^(?:ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|57P0[1-5]|53300|08\w{3})$/
const isPassing = (error) =>
  PASSING.test(String(error.code)) || /timeout expired|Connection terminated/i.test(error.message)

/** Null when a session could be opened, else the error. */
async function tryDatabase(url) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select 1')
    return null
  } catch (error) {
    return error
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** `host:port` of the address, without the password that stands in it. */
function placeOf(url) {
  try {
    const { hostname, port } = new URL(url)
    return `${hostname}:${port || '5432'}`
  } catch {
    return 'DATABASE_URL'
  }
}

/**
 * Waits until the database answers, and says so meanwhile.
 * @param {string} url
 * @param {{say: (text: string) => void, isStopped?: () => boolean}} options
 * @returns {Promise<number>} milliseconds that it took
 * @throws when waiting would not help; the message names the place, and what to do
 */
export async function waitForDatabase(url, { say, isStopped = () => false }) {
  const began = Date.now()
  let toldAt = -Infinity
  while (!isStopped()) {
    const error = await tryDatabase(url)
    if (error === null) break
    if (!isPassing(error))
      throw new Error(`The database at ${placeOf(url)} refuses us: ${error.message}. Correct DATABASE_URL.`, {
        cause: error,
      })
    if (Date.now() - toldAt >= TELL_AGAIN_MS) {
      toldAt = Date.now()
      const since = Math.round((toldAt - began) / 1_000)
      say(
        `  The database at ${placeOf(url)} does not answer (${error.code ?? error.message})${since > 0 ? ` for ${since} s` : ''}. Waiting for it; Ctrl-C ends this.`,
      )
    }
    await sleep(AGAIN_MS)
  }
  return Date.now() - began
}
