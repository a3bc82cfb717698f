import { createServer, type Server } from 'node:net'

const TRIES = 50

function listen(server: Pick<Server, 'listen' | 'once' | 'off'>, port: number, host?: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      server.off('listening', onListening)
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false)
      else reject(error)
    }
    const onListening = (): void => {
      server.off('error', onError)
      resolve(true)
    }
    server.once('error', onError).once('listening', onListening)
    server.listen({ port, ...(host !== undefined && { host }) })
  })
}

/** Makes a server listen on this machine alone, on the first free port; null when there is none. */
export async function listenFrom(server: Server, first: number): Promise<number | null> {
  for (let port = first; port < first + TRIES; port++) if (await listen(server, port, '127.0.0.1')) return port
  return null
}

/** The first port on which a server for all addresses could listen. */
export async function findPort(first: number): Promise<number | null> {
  for (let port = first; port < first + TRIES; port++) {
    const probe = createServer()
    if (!(await listen(probe, port))) continue
    await new Promise((resolve) => probe.close(resolve))
    return port
  }
  return null
}
