import { createServer } from 'node:net'

function isFree(port, host) {
  return new Promise((done, fail) => {
    const server = createServer()
    server.once('error', (error) =>
      error.code === 'EADDRINUSE'
        ? done(false)
        : error.code === 'EAFNOSUPPORT' || error.code === 'EADDRNOTAVAIL'
          ? done(true)
          : fail(error),
    )
    server.listen({ port, host, exclusive: true }, () => server.close(() => done(true)))
  })
}

/** The port from PORT, default 3000. Throws when it is no port, when we may not use it, or when somebody else does. */
export async function wantedPort() {
  const text = process.env.PORT || '3000'
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`PORT is "${text}"; it must be a number from 1 to 65535.`)
  try {
    const free = (await isFree(port, '::')) && (await isFree(port, '127.0.0.1'))
    if (free) return port
  } catch (error) {
    throw new Error(
      `Port ${port} cannot be used: ${error.message}. Choose another one, for example: PORT=${port + 1000} npm start`,
      {
        cause: error,
      },
    )
  }
  throw new Error(
    `Port ${port} is in use by another program. Choose another one, for example: PORT=${port + 1} npm start`,
  )
}
