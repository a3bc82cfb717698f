import { invalid } from '@/lib/core/errors'
import * as contract from '@/lib/domains/runs/contract'
import { followRun } from '@/lib/domains/runs/follow-run'
import { refuseOthers, route } from '@/lib/web'

/** The sequence number after which to go on. Only digits: anything else was not sent by us. */
function lastEventId(request: Request): number {
  const value = request.headers.get('last-event-id') ?? ''
  if (value === '') return 0
  if (!/^\d{1,9}$/.test(value)) throw invalid('Last-Event-ID', 'reason.eventId')
  return Number(value)
}

export const GET = route(contract.followRun, async ({ ctx, who, params, request }) => {
  const stream = await followRun(ctx, who, { id: params.id, after: lastEventId(request), signal: request.signal })
  return new Response(stream, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-cache, no-transform',
      // The AI SDK's mark of a UI message stream, and nginx's switch against buffering.
      'x-vercel-ai-ui-message-stream': 'v1',
      'X-Accel-Buffering': 'no',
    },
  })
})
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
