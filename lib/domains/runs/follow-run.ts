import { SECOND } from '../../core/time'
import type { Principal } from '../../http/principal'
import type { Ctx } from '../../context'
import { principalFromSession } from '../accounts/authenticate'
import { toStreamPart } from './events'
import { findOwnedRun, isReadToEnd, readEvents } from './store'

/** A line that proxies see often enough not to close the connection. */
const KEEP_ALIVE_MS = 15 * SECOND
/** The longest a lost notification can delay an event. */
const POLL_MS = 1 * SECOND
/** How long a reader may go on after their session was revoked. */
const ASK_AGAIN_MS = 2 * SECOND

/**
 * The run as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html) in AI SDK
 * UI-message-stream form. Each event carries its sequence number as `id:`, so a reader who comes back with
 * `Last-Event-ID` misses and repeats nothing. The stream ends with `[DONE]` after the run's `end` event. A reader who
 * goes away stops only the reading.
 */
export async function followRun(
  ctx: Ctx,
  who: Principal,
  input: { id: string; after: number; signal: AbortSignal },
): Promise<ReadableStream<Uint8Array>> {
  const run = await findOwnedRun(ctx.db, who, input.id)
  return new ReadableStream({
    start(controller) {
      void pump(ctx, { runId: run.id, sessionId: who.sessionId }, input.after, input.signal, controller).catch(
        (error: unknown) => {
          if (!input.signal.aborted) ctx.log.warn({ err: error, runId: run.id }, 'stream broke')
          // An error, not a clean end: the reader must come back, because the run has not ended.
          if (!input.signal.aborted) controller.error(error)
        },
      )
    },
  })
}

async function pump(
  ctx: Ctx,
  { runId, sessionId }: { runId: string; sessionId: string | null },
  after: number,
  signal: AbortSignal,
  controller: ReadableStreamDefaultController<Uint8Array>,
): Promise<void> {
  const encoder = new TextEncoder()
  const send = (text: string): void => controller.enqueue(encoder.encode(text))
  const part = (data: unknown, id?: number): void =>
    send(`${id === undefined ? '' : `id: ${id}\n`}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`)
  let seq = after
  let quietSince = Date.now()
  let askedAt = performance.now()
  part({ type: 'start', messageId: runId })
  while (!signal.aborted) {
    if (sessionId !== null && performance.now() - askedAt > ASK_AGAIN_MS) {
      askedAt = performance.now()
      // Without `[DONE]`: a reader who comes back is told that they are signed out.
      if ((await principalFromSession(ctx, sessionId)) === null) return controller.close()
    }
    // Listening starts before looking, so that nothing said in between is slept through.
    const looked = new AbortController()
    const news = ctx.listener.wait(runId, POLL_MS, AbortSignal.any([signal, looked.signal]))
    const events = await readEvents(ctx.db, runId, seq)
    for (const { seq: at, event } of events) {
      seq = at
      part(toStreamPart(event), at)
      if (event.type === 'end') {
        looked.abort()
        part({ type: 'finish' })
        part('[DONE]')
        return controller.close()
      }
    }
    if (events.length > 0) {
      quietSince = Date.now()
      looked.abort()
      continue
    }
    // Somebody may ask to go on after the last event of a run that is long over.
    if (await isReadToEnd(ctx.db, runId, seq)) {
      looked.abort()
      part({ type: 'finish' })
      part('[DONE]')
      return controller.close()
    }
    if (Date.now() - quietSince > KEEP_ALIVE_MS) {
      send(': still here\n\n')
      quietSince = Date.now()
    }
    await news
  }
}
