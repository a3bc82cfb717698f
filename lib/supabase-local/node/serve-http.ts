import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import type { LocalSupabase } from '../open.ts'

const MAX_MESSAGE_BYTES = 3 * 1024 * 1024

/** A server on node:http for the same answers, and for sockets to `/realtime/v1/websocket`; it does not listen yet. */
export function createHttpServer(supabase: Pick<LocalSupabase, 'fetch' | 'connect'>): Server {
  const server = createServer((message, response) => {
    answer(supabase, message, response).catch(() => response.destroy())
  })
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES })
  server.on('upgrade', (message, stream, head) => {
    const address = addressOf(message)
    if (address === null || !/^\/realtime\/v1\/websocket\/?$/.test(address.pathname)) return stream.destroy()
    sockets.handleUpgrade(message, stream, head, (socket) => attach(supabase, address, socket))
  })
  server.on('close', () => {
    for (const socket of sockets.clients) socket.terminate()
  })
  return server
}

function addressOf({ url = '/', headers }: IncomingMessage): URL | null {
  try {
    // A path of two slashes would otherwise name another host.
    return new URL(`http://${headers.host ?? 'localhost'}${url.startsWith('/') ? url : '/'}`)
  } catch {
    return null
  }
}

async function answer(
  supabase: Pick<LocalSupabase, 'fetch'>,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const address = addressOf(message)
  if (!address) {
    response.writeHead(400).end()
    return
  }
  const answered = await supabase.fetch(toRequest(address, message))
  response.writeHead(answered.status, [...answered.headers].flat())
  if (!answered.body || message.method === 'HEAD') {
    response.end()
    return
  }
  Readable.fromWeb(answered.body as Parameters<typeof Readable.fromWeb>[0])
    .on('error', () => response.destroy())
    .pipe(response)
}

function toRequest(address: URL, message: IncomingMessage): Request {
  const { method = 'GET', rawHeaders } = message
  const headers = new Headers()
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '')
  if (method === 'GET' || method === 'HEAD') return new Request(address, { method, headers })
  const body = Readable.toWeb(message) as ReadableStream<Uint8Array>
  return new Request(address, { method, headers, body, duplex: 'half' } as RequestInit)
}

function attach({ connect }: Pick<LocalSupabase, 'connect'>, address: URL, socket: WebSocket): void {
  const receiver = connect(address.href, {
    send: (data) => socket.send(data),
    close: (code, reason) => socket.close(code, reason),
  })
  if (!receiver) return socket.close(1008, 'Invalid API key')
  socket.on('message', (data: RawData, isBinary) => {
    const bytes = Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data as Buffer)])
    receiver.receive(isBinary ? new Uint8Array(bytes).buffer : bytes.toString('utf8'))
  })
  socket.on('close', () => receiver.close())
  socket.on('error', () => socket.terminate())
}
