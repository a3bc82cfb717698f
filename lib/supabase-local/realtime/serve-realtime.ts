import type { Context, Part, PartRequest } from '../part.ts'
import { readBytes } from '../read-bytes.ts'
import { mayWrite } from './access.ts'
import { Connection, type Socket } from './connection.ts'
import { isJson, type Wire } from './frames.ts'
import { Realtime } from './realtime.ts'
import { readToken, refusalOf } from './token.ts'

/** A client's end of a socket: what it sends is received here, and that it is gone. */
export type Receiver = { receive(data: Wire): void; close(): void }

export type RealtimeServer = {
  /** `/realtime/v1/api/broadcast`: sending without a socket. */
  part: Part
  /**
   * A socket that was opened to `address` (`…/realtime/v1/websocket?apikey=…&vsn=…`). Null when it is refused: the key is
   * missing or wrong.
   */
  connect(address: string, socket: Socket): Receiver | null
  /** Ends listening to the database. */
  close(): Promise<void>
}

/** Supabase Realtime: broadcast, presence and changes of rows. */
export function openRealtime(context: Context): RealtimeServer {
  const realtime = new Realtime(context)
  return {
    part: {
      handle: (asked) => answer(realtime, asked),
      refuse: (error) => Response.json({ message: refusalOf(error) }, { status: 401 }),
    },
    connect(address, socket) {
      const { searchParams } = new URL(address)
      const key = searchParams.get('apikey') ?? ''
      try {
        readToken(key, context.keys, context.now())
      } catch {
        return null
      }
      return new Connection(realtime, socket, searchParams.get('vsn') === '2.0.0' ? '2.0.0' : '1.0.0', key)
    },
    close: () => realtime.feed.stop(),
  }
}

type Message = { topic: string; event: string; payload: unknown; isPrivate: boolean }

const MAX_BYTES = 3 * 1024 * 1024

async function answer(realtime: Realtime, { request, url, path, caller }: PartRequest): Promise<Response> {
  if (request.method !== 'POST') return Response.json({ message: 'Not Found' }, { status: 404 })
  const bytes = await readBytes(request, MAX_BYTES).catch(() => null)
  if (!bytes) return Response.json({ message: 'Payload too large' }, { status: 413 })
  const messages = readMessages(path, url, request, bytes.buffer)
  if (messages === null) return Response.json({ message: 'Not Found' }, { status: 404 })
  if (messages.length === 0) return Response.json({ errors: { messages: ["can't be blank"] } }, { status: 422 })
  for (const { topic, event, payload, isPrivate } of messages) {
    // Nobody is told that a message of theirs was not delivered, as in the original.
    if (isPrivate && !(await mayWrite(realtime.database, caller, topic, 'broadcast'))) continue
    realtime.hub.broadcast(topic, isPrivate, { type: 'broadcast', event, payload })
  }
  return new Response(null, { status: 202 })
}

/** Messages of a request; null when the address is none of ours, nothing when the body is wrong. */
function readMessages(path: string, url: URL, request: Request, bytes: ArrayBuffer): Message[] | null {
  const [, topic, event] = /^\/api\/broadcast\/([^/]+)\/events\/([^/]+)$/.exec(path) ?? []
  const isBinary = request.headers.get('content-type') === 'application/octet-stream'
  if (topic !== undefined && event !== undefined) {
    const payload = isBinary ? bytes : parse(bytes)
    if (payload === undefined) return []
    const isPrivate = url.searchParams.get('private') === 'true'
    return [{ topic: decode(topic), event: decode(event), payload, isPrivate }]
  }
  if (path !== '/api/broadcast') return null
  const body = parse(bytes)
  const list: unknown = isJson(body) ? body['messages'] : null
  if (!Array.isArray(list)) return []
  const messages = list.map(readMessage)
  return messages.every((message) => message !== null) ? messages : []
}

function readMessage(value: unknown): Message | null {
  if (!isJson(value)) return null
  const { topic, event, payload } = value
  if (typeof topic !== 'string' || topic === '' || typeof event !== 'string' || payload === undefined) return null
  return { topic, event, payload, isPrivate: value['private'] === true }
}

function parse(bytes: ArrayBuffer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
