/*
 * The web process: Next behind our own HTTP server, for two reasons. Behind `next start` nobody can tell the caller's
 * address from a header the caller made up; here it is taken from the connection, and from X-Forwarded-For only as far
 * as TRUSTED_PROXIES says. And Next alone dies within milliseconds of SIGTERM, in the middle of answers. Run with
 * `--import tsx`.
 */
import { createServer } from 'node:http'
import next from 'next'
import { clientAddress } from '../lib/core/client-address.ts'
import { env } from '../lib/core/env.ts'

/**
 * How long answers under way may take after SIGTERM; event streams are cut then, and their readers come back by
 * themselves.
 */
const GRACE_MS = 2_000

const { PORT: port, TRUSTED_PROXIES: trustedProxies, WORKER } = env()
const app = next({ dev: process.argv.includes('--dev'), port, hostname: 'localhost' })
await app.prepare()
const handle = app.getRequestHandler()
const upgrade = app.getUpgradeHandler()

const server = createServer((request, response) => {
  request.headers['x-real-ip'] = clientAddress(
    request.socket.remoteAddress,
    request.headers['x-forwarded-for'],
    trustedProxies,
  )
  void handle(request, response)
})
server.on('upgrade', (request, socket, head) => void upgrade(request, socket, head))
server.listen(port, () => process.send?.('devora: ready'))

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
