import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { readRunEvents } from '@/components/runs/read-run-events'
import { type RunEvent, toStreamPart } from '@/lib/domains/runs/events'

const events: RunEvent[] = [
  { type: 'attempt', stage: 'architect', attempt: 'a' },
  { type: 'stage', stage: 'architect', attempt: 'a', status: 'running', maker: 'built-in' },
  { type: 'file', stage: 'architect', attempt: 'a', path: 'app/página.tsx', sha256: 'f'.repeat(64), size: 3 },
  { type: 'stage', stage: 'architect', attempt: 'a', status: 'done', ms: 12 },
  { type: 'end', status: 'completed', version: 1, evidence: 'verified', error: null },
]
const text = (seq: number): string => `id: ${seq}\ndata: ${JSON.stringify(toStreamPart(events[seq - 1]!))}\n\n`

/** A server that speaks the real protocol; `answer` decides what happens on each connection. */
let server: Server | undefined
async function serve(
  answer: (after: number, response: ServerResponse, connection: number) => void,
): Promise<typeof fetch> {
  let connections = 0
  server = createServer((request, response) => {
    connections += 1
    answer(Number(request.headers['last-event-id'] ?? 0), response, connections)
  })
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return (input, init) => fetch(`http://127.0.0.1:${port}${String(input)}`, init)
}
afterEach(() => server?.close())

async function readAll(
  get: typeof fetch,
  signal = new AbortController().signal,
): Promise<{ read: RunEvent[]; states: boolean[] }> {
  const read: RunEvent[] = []
  const states: boolean[] = []
  for await (const batch of readRunEvents('run_1', {
    signal,
    fetch: get,
    onConnection: (isOpen) => states.push(isOpen),
  }))
    read.push(...batch)
  return { read, states }
}

describe('following a run', () => {
  it('reads every event once and ends with the run', async () => {
    const get = await serve((_, response) =>
      response.end(`${events.map((_event, index) => text(index + 1)).join('')}data: [DONE]\n\n`),
    )
    expect((await readAll(get)).read).toEqual(events)
  })

  it('goes on after what the page knows already', async () => {
    const asked: number[] = []
    const get = await serve((after, response) => {
      asked.push(after)
      response.end(
        `${events
          .map((_event, index) => text(index + 1))
          .slice(after)
          .join('')}data: [DONE]\n\n`,
      )
    })
    const read: RunEvent[] = []
    const options = { signal: new AbortController().signal, fetch: get, after: 3 }
    for await (const batch of readRunEvents('run_1', options)) read.push(...batch)
    expect(asked).toEqual([3])
    expect(read).toEqual(events.slice(3))
  })

  it('comes back after the last event when the connection breaks, in the middle of a character even', async () => {
    const asked: number[] = []
    const get = await serve((after, response, connection) => {
      asked.push(after)
      if (connection === 1) {
        response.write(text(1) + text(2))
        const cut = Buffer.from(text(3))
        response.write(cut.subarray(0, cut.indexOf(0xc3) + 1), () => setTimeout(() => response.destroy(), 20))
        return
      }
      response.end([3, 4, 5].map(text).join('') + 'data: [DONE]\n\n')
    })
    const { read, states } = await readAll(get)
    expect(read).toEqual(events)
    expect(asked).toEqual([0, 2])
    expect(states).toContain(false)
  })

  it('comes back after a server error and after a stream that ended early', async () => {
    const get = await serve((after, response, connection) => {
      if (connection === 1) return response.writeHead(503).end()
      if (connection === 2) return response.end(text(1))
      response.end(events.map((_, index) => (index + 1 > after ? text(index + 1) : '')).join('') + 'data: [DONE]\n\n')
    })
    expect((await readAll(get)).read).toEqual(events)
  })

  it('gives up when it is refused for good', async () => {
    const problem = {
      type: 'about:blank',
      title: 'There is nothing here',
      status: 404,
      code: 'not_found',
      detail: 'No run with this id.',
      requestId: 'req_1',
    }
    const get = await serve((_, response) =>
      response.writeHead(404, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem)),
    )
    await expect(readAll(get)).rejects.toMatchObject({ problem: { code: 'not_found' } })
  })

  it('stops quietly when nobody looks any more', async () => {
    const abort = new AbortController()
    const get = await serve((_, response) => {
      response.write(text(1))
      setTimeout(() => abort.abort(), 20)
    })
    expect((await readAll(get, abort.signal)).read).toEqual(events.slice(0, 1))
  })
})
