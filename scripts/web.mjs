/*
 * The web process: Next behind our own HTTP server, for three reasons. Behind `next start` nobody can tell the caller's
 * address and host from headers the caller made up; here they are taken from the connection, and from X-Forwarded-*
 * only as far as TRUSTED_PROXIES says. Some requests break Next: they are answered at the door (lib/http/door.ts). And
 * Next alone dies within milliseconds of SIGTERM, in the middle of answers. Run from the bundle
 * (scripts/launch/bundle.mjs), in development with `--import tsx`.
 */
import { createServer, STATUS_CODES } from 'node:http'
import { flushCompileCache } from 'node:module'
import next from 'next'
import { createProbe } from '../lib/core/db/probe.ts'
import { env } from '../lib/core/env.ts'
import { prepared } from '../lib/domains/preview/prepare.ts'
import { answerAway, believeHeaders, isAskedForAtDoor, refuseAtDoor, refuseUnreadable } from '../lib/http/door.ts'
import { precompressed, preferPrecompressed } from '../lib/http/precompressed.ts'

/**
 * How long answers under way may take after SIGTERM; event streams are cut then, and their readers come back by
 * themselves.
 */
const GRACE_MS = 2_000

const { PORT: port, DATABASE_URL: databaseUrl, DEVORA_HOME: home, TRUSTED_PROXIES: trustedProxies, WORKER } = env()
const isDev = process.argv.includes('--dev')
const app = next({ dev: isDev, port, hostname: 'localhost' })
await app.prepare()
const handle = app.getRequestHandler()
const upgrade = app.getUpgradeHandler()

const database = createProbe(databaseUrl)
const compressed = isDev ? new Set() : precompressed('.next/static', '/_next/static')

/** @param {import('../lib/http/door.ts').DoorAnswer} answer */
function send(response, { status, headers, body }, isBodyless) {
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) })
  response.end(isBodyless ? undefined : body)
}

const server = createServer(async (request, response) => {
  believeHeaders(request.headers, request.socket.remoteAddress, trustedProxies)
  const refusal = refuseAtDoor(request)
  if (refusal !== null) return send(response, refusal, request.method === 'HEAD')
  if (isAskedForAtDoor(request) && !(await database.isUp()))
    return send(response, answerAway(request), request.method === 'HEAD')
  preferPrecompressed(request, response, compressed)
  return handle(request, response)
})
server.on('clientError', ({ code }, socket) => {
  if (code === 'ECONNRESET' || !socket.writable) return socket.destroy()
  const { status, headers, body } = refuseUnreadable(code)
  const lines = Object.entries({ ...headers, Connection: 'close', 'Content-Length': Buffer.byteLength(body) })
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines.map(([name, value]) => `${name}: ${value}`)]
  return socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
})
server.on('upgrade', (request, socket, head) => void upgrade(request, socket, head))
/** Before anybody comes: what every answer needs is loaded, and the database has opened a connection. */
async function warmUp() {
  for (let attempt = 0; attempt < 3; attempt++) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v2/system/health`).catch(() => null)
    await answer?.body?.cancel()
    // Away it may be, too: whoever asks is told so.
    if (answer?.ok) return
  }
}

server.listen(port, async () => {
  if (!isDev) await warmUp()
  process.send?.('devora: ready')
  flushCompileCache()
  // Nobody waits for it yet: the first run takes longer than it does.
  prepared(home).catch((error) => process.stderr.write(`previews could not be prepared: ${error.message}\n`))
})

const worker = WORKER === 'embedded' ? await (await import('../lib/worker.ts')).runWorker(() => process.exit(1)) : null

async function stop() {
  const answered = new Promise((resolve) => server.close(resolve))
  server.closeIdleConnections()
  setTimeout(() => server.closeAllConnections(), GRACE_MS).unref()
  await Promise.allSettled([answered, worker?.stop()])
  process.exit(0)
}
let stopping
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => (stopping ??= stop()))
