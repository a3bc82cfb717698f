import http from 'node:http'
import https from 'node:https'
import { Readable } from 'node:stream'
import { type AddressPolicy, guardedLookup, literalOf, parseBaseUrl, type ResolveHost } from './guard-address'
import { ModelError } from './port'

/*
 * The only way from here to a model server. Not the global fetch: that one resolves names itself, follows redirects
 * (with the request's body, to wherever the server says) and cannot be given an own lookup without a further package.
 */

export type GuardedFetch = typeof fetch

const NO_BODY = new Set([204, 205, 304])
const IDLE_MS = 60_000

/** Node's codes for a connection that could not be made or was lost; nothing else of its message is shown. */
const codeOf = (error: unknown): string => (error as { code?: string } | null)?.code ?? 'no answer'

async function bytesOf(init: RequestInit, headers: Headers): Promise<Buffer | null> {
  if (init.body == null) return null
  if (typeof init.body === 'string') return Buffer.from(init.body)
  const encoded = new Response(init.body)
  const type = encoded.headers.get('content-type')
  if (type && !headers.has('content-type')) headers.set('content-type', type)
  return Buffer.from(await encoded.arrayBuffer())
}

function toResponse(message: http.IncomingMessage): Response {
  const headers = new Headers()
  for (const [name, values] of Object.entries(message.headersDistinct))
    for (const value of values ?? []) headers.append(name, value)
  const status = message.statusCode ?? 502
  // A web stream's error would otherwise carry Node's, whose text is made for logs of our own network.
  const body = NO_BODY.has(status) ? null : (Readable.toWeb(message) as unknown as ReadableStream<Uint8Array>)
  if (!body) message.resume()
  return new Response(body, { status, statusText: message.statusMessage ?? '', headers })
}

/**
 * A `fetch` bound to the origin of `baseUrl`: connects only to addresses that the policy allows, refuses redirects,
 * keeps connections open between calls. `authorization` is set here, so that the SDK, whose errors repeat what it sent,
 * never sees a key.
 * @throws ModelError `refused-address` at once for a base URL that cannot be right, later for what it resolves to
 */
export function createGuardedFetch(
  baseUrl: string,
  apiKey: string | null,
  policy: AddressPolicy,
  resolveHost?: ResolveHost,
): GuardedFetch {
  const base = parseBaseUrl(baseUrl, policy)
  const isSecure = base.protocol === 'https:'
  const options = { keepAlive: true, timeout: IDLE_MS, lookup: guardedLookup(base.protocol, policy, resolveHost) }
  const agent = isSecure ? new https.Agent(options) : new http.Agent(options)

  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input)
    if (url.origin !== base.origin) throw new ModelError('refused-address', { about: 'model.otherServer' })
    const headers = new Headers(init.headers)
    headers.delete('authorization')
    if (apiKey !== null) headers.set('authorization', `Bearer ${apiKey}`)
    headers.set('accept-encoding', 'identity')
    const body = await bytesOf(init, headers)
    if (body) headers.set('content-length', String(body.length))
    init.signal?.throwIfAborted()

    const message = await new Promise<http.IncomingMessage>((resolve, reject) => {
      const request = (isSecure ? https : http).request(url, {
        method: init.method ?? 'GET',
        headers: Object.fromEntries(headers),
        agent,
        ...(init.signal && { signal: init.signal }),
        // For a name the agent's lookup decides; a literal was judged with the base URL.
        ...(literalOf(url) && { host: literalOf(url)! }),
      })
      request.once('response', resolve)
      request.once('error', (error) => {
        if (init.signal?.aborted) reject(init.signal.reason as Error)
        else if (error instanceof ModelError) reject(error)
        else reject(new ModelError('unreachable', { about: { key: 'model.code', values: { code: codeOf(error) } } }))
      })
      request.end(body ?? undefined)
    })
    const status = message.statusCode ?? 0
    if (status >= 300 && status < 400) {
      message.destroy()
      throw new ModelError('refused-address', { about: 'model.sendsOn', status })
    }
    return toResponse(message)
  }
}
