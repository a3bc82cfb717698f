import { z } from 'zod'

/**
 * What can happen in a run, as a closed union. Stored append-only per run with a sequence number, sent as AI SDK data parts
 * (`data-<type>`), and reduced to what the page shows by `reduce.ts`. Browser-safe.
 */

/** When it was said, in milliseconds since 1970; absent in events from before this was kept. */
const At = z.int().optional()

export const StageStatus = z.enum(['running', 'done', 'failed'])

export const RunEvent = z.discriminatedUnion('type', [
  /** One execution of a stage's step begins. What an earlier attempt of the same stage said is superseded. */
  z.object({ type: z.literal('attempt'), stage: z.string(), attempt: z.string(), at: At }),
  z.object({
    type: z.literal('stage'),
    stage: z.string(),
    attempt: z.string(),
    at: At,
    status: StageStatus,
    maker: z.string().optional(),
    ms: z.int().optional(),
  }),
  /** A file is complete. The content travels by hash: the page asks for the one it shows. */
  z.object({
    type: z.literal('file'),
    stage: z.string(),
    attempt: z.string(),
    at: At,
    path: z.string(),
    sha256: z.string(),
    size: z.int(),
  }),
  z.object({ type: z.literal('text'), stage: z.string(), attempt: z.string(), at: At, text: z.string() }),
  z.object({
    type: z.literal('check'), stage: z.string(), attempt: z.string(), at: At, check: z.string(),
    status: z.enum(['running', 'passed', 'failed', 'not_run', 'unavailable', 'error']), ms: z.int().optional(), findings: z.int().optional(),
  }), // prettier-ignore
  z.object({ type: z.literal('usage'), stage: z.string(), attempt: z.string(), at: At, inputTokens: z.int(), outputTokens: z.int() }),
  /** The plan is made: its name, and how much is to come. */
  z.object({
    type: z.literal('plan'),
    stage: z.string(),
    attempt: z.string(),
    at: At,
    name: z.string(),
    kind: z.string(),
    entities: z.array(z.string()),
    pages: z.array(z.string()),
  }),
  /** The run has a stage more than others of its kind. Said at its beginning, so that the page can show all stages from the start. */
  z.object({ type: z.literal('asked'), stage: z.string(), attempt: z.string(), tests: z.boolean() }),
  /** What Devora remembered of this maker and used here. */
  z.object({
    type: z.literal('memories'),
    stage: z.string(),
    attempt: z.string(),
    at: At,
    items: z.array(z.object({ id: z.string(), text: z.string() })),
    savedTokens: z.int(),
  }),
  /** A budget is spent: the built-in makers write the rest. Holds for the run, whatever becomes of the attempt that found it out. */
  z.object({ type: z.literal('budget'), stage: z.string(), attempt: z.string(), scope: z.enum(['run', 'month']) }),
  /** The run has ended; nothing comes after it. */
  z.object({
    type: z.literal('end'), at: At, status: z.enum(['completed', 'failed', 'cancelled']), version: z.int().nullable(), evidence: z.string().nullable(),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
  }), // prettier-ignore
])
export type RunEvent = z.infer<typeof RunEvent>
export type StoredRunEvent = { seq: number; event: RunEvent }

/** A UI message stream part (https://ai-sdk.dev/docs/ai-sdk-ui/stream-protocol) of one event. */
export function toStreamPart(event: RunEvent): Record<string, unknown> {
  const { type, ...data } = event
  // Parts with the same id replace each other in an AI SDK client: a stage, a file and a check are each one thing that changes.
  const id =
    event.type === 'stage'
      ? `stage:${event.stage}`
      : event.type === 'file'
        ? `file:${event.path}`
        : event.type === 'check'
          ? `check:${event.check}`
          : undefined
  return { type: `data-${type}`, ...(id === undefined ? {} : { id }), data }
}

/** The event of a part that `toStreamPart` made; null for the protocol's own parts (`start`, `finish`). */
export function fromStreamPart(part: { type: string; data?: unknown }): RunEvent | null {
  if (!part.type.startsWith('data-')) return null
  const parsed = RunEvent.safeParse({ ...(part.data as object), type: part.type.slice('data-'.length) })
  return parsed.success ? parsed.data : null
}
