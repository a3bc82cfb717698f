import { SECOND } from '../../core/time'
import type { Principal } from '../../http/principal'
import type { Ctx } from '../../context'
import { principalFromSession } from '../accounts/authenticate'
import { toStreamPart } from './events'
import { sharedLook, takeStream } from './open-streams'
import { findOwnedRun, isReadToEnd, readEvents } from './store'

/** A line that proxies see often enough not to close the connection. */
const KEEP_ALIVE_MS = 15 * SECOND
/** The longest a lost notification can delay an event. */
const POLL_MS = 10 * SECOND
/** How long a reader may go on after their session was revoked. */
const ASK_AGAIN_MS = 2 * SECOND

/**
 * The run as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html) in AI SDK
 * UI-message-stream form. Each event carries its sequence number as `id:`, so a reader who comes back with
 * `Last-Event-ID` misses and repeats nothing. The stream ends with `[DONE]` after the run's `end` event. A reader who
 * goes away stops only the reading. A stream of a run that says nothing asks the database next to nothing.
 * @throws not_found · too_many_streams
 */
export async function followRun(
  ctx: Ctx,
  who: Principal,
  input: { id: string; after: number; signal: AbortSignal },
): Promise<ReadableStream<Uint8Array>> {
  const run = await findOwnedRun(ctx.db, who, input.id)
  const release = takeStream(who.userId)
  const left = new AbortController()
  const signal = AbortSignal.any([input.signal, left.signal])
  return new ReadableStream({
    start(controller) {
      void pump(ctx, { runId: run.id, sessionId: who.sessionId }, input.after, signal, controller)
        .catch((error: unknown) => {
          if (signal.aborted) return
          ctx.log.warn({ err: error, runId: run.id }, 'stream broke')
          // An error, not a clean end: the reader must come back, because the run has not ended.
          controller.error(error)
        })
        .finally(release)
    },
    cancel: () => left.abort(),
  })
}

type Reader = { runId: string; sessionId: string | null }
type Sink = ReadableStreamDefaultController<Uint8Array>

const encoder = new TextEncoder()
const send = (sink: Sink, text: string): void => sink.enqueue(encoder.encode(text))
const part = (sink: Sink, data: unknown, id?: number): void =>
  send(
    sink,
    `${id === undefined ? '' : `id: ${id}\n`}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`,
  )

async function pump(ctx: Ctx, reader: Reader, after: number, signal: AbortSignal, sink: Sink): Promise<void> {
  const { runId } = reader
  let seq = after
  let quietSince = Date.now()
  let lookedAt = 0
  let hasNews = true
  part(sink, { type: 'start', messageId: runId })
  while (!signal.aborted) {
    // Without `[DONE]`: a reader who comes back is told that they are signed out.
    if (!(await isSignedIn(ctx, reader))) return sink.close()
    // Listening starts before looking, so that nothing said in between is slept through.
    const looked = new AbortController()
    const news = ctx.listener.wait(runId, ASK_AGAIN_MS, AbortSignal.any([signal, looked.signal]))
    if (hasNews || performance.now() - lookedAt > POLL_MS) {
      lookedAt = performance.now()
      const read = await readOn(ctx, runId, seq, sink)
      if (read.isEnd || read.seq > seq) looked.abort()
      if (read.isEnd) return endWith(sink)
      if (read.seq > seq) {
        seq = read.seq
        quietSince = Date.now()
        continue
      }
    }
    if (Date.now() - quietSince > KEEP_ALIVE_MS) {
      send(sink, ': still here\n\n')
      quietSince = Date.now()
    }
    hasNews = await news
  }
}

/** All streams of a session ask together. */
async function isSignedIn(ctx: Ctx, { sessionId }: Reader): Promise<boolean> {
  if (sessionId === null) return true
  return sharedLook(sessionId, ASK_AGAIN_MS, async () => (await principalFromSession(ctx, sessionId)) !== null)
}

/** Sends what was said after `seq`. `isEnd`: nothing comes after it. */
async function readOn(ctx: Ctx, runId: string, seq: number, sink: Sink): Promise<{ seq: number; isEnd: boolean }> {
  const events = await readEvents(ctx.db, runId, seq)
  for (const { seq: at, event } of events) {
    part(sink, toStreamPart(event), at)
    if (event.type === 'end') return { seq: at, isEnd: true }
  }
  const last = events.at(-1)
  if (last !== undefined) return { seq: last.seq, isEnd: false }
  // Somebody may ask to go on after the last event of a run that is long over.
  return { seq, isEnd: await isReadToEnd(ctx.db, runId, seq) }
}

function endWith(sink: Sink): void {
  part(sink, { type: 'finish' })
  part(sink, '[DONE]')
  sink.close()
}
