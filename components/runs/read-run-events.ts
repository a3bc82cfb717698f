import { createParser } from 'eventsource-parser'
import type { followRun } from '@/lib/domains/runs/contract'
import { fromStreamPart, type RunEvent } from '@/lib/domains/runs/events'
import { addressOf, ApiError } from '@/lib/http/client'
import type { Problem } from '@/lib/http/problem'
import { backOff, mayPass } from './back-off'

type Options = {
  signal: AbortSignal
  /** The last event that is known already; 0: none. */
  after?: number
  onConnection?: (isOpen: boolean) => void
  fetch?: typeof fetch
}

/**
 * Follows a run to its end, in batches as they come over the wire. A connection that breaks is taken up again after the
 * last event seen (`Last-Event-ID`), so nothing is missed and nothing comes twice. Not `EventSource`: that cannot see
 * why it was refused.
 * @throws ApiError when the server refuses for good (signed out, not your run)
 */
export async function* readRunEvents(runId: string, options: Options): AsyncGenerator<RunEvent[]> {
  const { signal, onConnection, after = 0 } = options
  let lastId = after === 0 ? '' : String(after)
  let failures = 0
  while (!signal.aborted) {
    try {
      for await (const batch of readOnce(runId, lastId, options)) {
        failures = 0
        onConnection?.(true)
        lastId = batch.lastId
        if (batch.events.length > 0) yield batch.events
        if (batch.isDone) return
      }
    } catch (error) {
      if (signal.aborted) return
      if (error instanceof ApiError && !mayPass(error.problem.status)) throw error
    }
    if (signal.aborted) return
    onConnection?.(false)
    await backOff(failures++, signal)
  }
}

async function* readOnce(
  runId: string,
  after: string,
  { signal, fetch: get = fetch }: Options,
): AsyncGenerator<{ events: RunEvent[]; lastId: string; isDone: boolean }> {
  const response = await get(addressOf<typeof followRun>('/runs/{id}/events', { id: runId }), {
    headers: { Accept: 'text/event-stream', ...(after === '' ? {} : { 'Last-Event-ID': after }) },
    cache: 'no-store',
    signal,
  })
  if (!response.ok || response.body === null) {
    const problem = (await response.json().catch(() => null)) as Problem | null
    throw new ApiError(
      problem ?? {
        type: 'about:blank',
        title: 'no-stream',
        status: response.status,
        code: 'unexpected',
        detail: `status:${response.status}`,
        requestId: '',
      },
    )
  }
  let batch: { events: RunEvent[]; lastId: string; isDone: boolean } = { events: [], lastId: after, isDone: false }
  const parser = createParser({
    onEvent: ({ id, data }) => {
      if (id !== undefined && id !== '') batch.lastId = id
      if (data === '[DONE]') return void (batch.isDone = true)
      const event = fromStreamPart(JSON.parse(data) as { type: string })
      if (event !== null) batch.events.push(event)
    },
  })
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      parser.feed(value)
      yield batch
      if (batch.isDone) return
      batch = { events: [], lastId: batch.lastId, isDone: false }
    }
  } finally {
    void reader.cancel().catch(() => undefined)
  }
}
