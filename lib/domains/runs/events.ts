import { z } from 'zod'
import { Ask, AskedPrompt, AskId, AskStatus } from '../spec/asks'

/**
 * What can happen in a run, as a closed union. Stored append-only per run with a sequence number, sent as AI SDK data
 * parts (`data-<type>`), and reduced to what the page shows by `reduce.ts`. Browser-safe.
 */

/** When it was said, in milliseconds since 1970; absent in events from before this was kept. */
const At = z.int().optional()
/** Who said it: one execution of one stage. */
const said = { stage: z.string(), attempt: z.string(), at: At }
/** Which of several series of calls that a stage has side by side; absent when there is one. */
const Lane = z.string().optional()

export const StageStatus = z.enum(['running', 'done', 'failed'])

/** What kept a stage from its model: who may do something about it differs. */
export const FALLBACK_CAUSES = ['budget', 'month', 'credit', 'key', 'busy', 'server', 'model', 'answer'] as const
export type FallbackCause = (typeof FALLBACK_CAUSES)[number]

/** In what way a model can be asked otherwise than usual. */
export const ADAPTATIONS = [
  'instructions',
  'alternates',
  'stream',
  'images',
  'parameter',
  'output-limit',
  'context',
  'format',
] as const

/** Sentences by their keys in the message files: a key may be gone by the time that they are read. */
const StoredWords = z.array(
  z.object({ key: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])).optional() }),
)
export type StoredWords = z.infer<typeof StoredWords>

/** Why a run could not deliver, for the person who started it; `told` says the same by key, where it was kept. */
const RunError = z.object({ code: z.string(), message: z.string(), told: StoredWords.optional() })
export type RunError = z.infer<typeof RunError>

/** What a check found, as much of it as one reads while the run goes; the stored report has the rest. */
export const FoundEvent = z.object({
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  fingerprint: z.string(),
  file: z.string().optional(),
  line: z.int().optional(),
  hint: z.string().optional(),
})

/** The prompt of the run as the plan took it apart: its words, and what each wish came to. */
const AskedEvent = z.object({
  prompt: AskedPrompt,
  asks: z.array(Ask.pick({ id: true, spans: true, meaning: true, state: true, why: true })),
})

export const RunEvent = z.discriminatedUnion('type', [
  /** One execution of a stage's step begins. What an earlier attempt of the same stage said is superseded. */
  z.object({ type: z.literal('attempt'), ...said }),
  z.object({
    type: z.literal('stage'),
    ...said,
    status: StageStatus,
    maker: z.string().optional(),
    ms: z.int().optional(),
  }),
  /** A file is complete. The content travels by hash: the page asks for the one it shows. */
  z.object({
    type: z.literal('file'),
    ...said,
    path: z.string(),
    sha256: z.string(),
    size: z.int(),
  }),
  z.object({ type: z.literal('text'), ...said, text: z.string() }),
  z.object({
    type: z.literal('check'),
    ...said,
    check: z.string(),
    status: z.enum(['running', 'passed', 'failed', 'not_run', 'unavailable', 'error']),
    ms: z.int().optional(),
    /** When it ran on these very files, where its result was taken over from then. */
    checkedAt: z.iso.datetime().optional(),
    findings: z.int().optional(),
    found: z.array(FoundEvent).optional(),
  }),
  /**
   * What a call has used, in micro-USD what it was billed at. With `call`, as it is written since calls have a name, it
   * stands in the same transaction as the bill and outlives its attempt: what was paid stays paid. `isReused`: heard in
   * the run that this one tries again, and paid there.
   */
  z.object({
    type: z.literal('usage'),
    ...said,
    lane: Lane,
    call: z.string().optional(),
    inputTokens: z.int(),
    outputTokens: z.int(),
    costMicros: z.int().optional(),
    isReused: z.boolean().optional(),
  }),
  /** An answer is on its way: what it comes to so far, estimated until its `usage` says it, and the file it is at. */
  z.object({
    type: z.literal('writing'),
    ...said,
    lane: Lane,
    call: z.string().optional(),
    inputTokens: z.int().optional(),
    outputTokens: z.int().optional(),
    costMicros: z.int().optional(),
    path: z.string().optional(),
  }),
  /** The model server asks to be left alone; the call goes on by itself at `until`, in milliseconds since 1970. */
  z.object({ type: z.literal('rest'), ...said, lane: Lane, until: z.int() }),
  /** The model is asked otherwise than usual, because its server takes nothing else: pages say how by `what`. */
  z.object({
    type: z.literal('adapted'),
    ...said,
    what: z.enum(ADAPTATIONS),
    name: z.string().optional(),
    tokens: z.int().optional(),
    format: z.enum(['json_object', 'words']).optional(),
    message: z.string(),
  }),
  /** The stage goes on without its model; `message` says what happened, free of keys. */
  z.object({
    type: z.literal('fallback'),
    ...said,
    cause: z.enum(FALLBACK_CAUSES),
    message: z.string(),
    /** The same by key, for other languages; events of before have none. */
    told: StoredWords.optional(),
  }),
  /** The plan is made: its name, and how much is to come. */
  z.object({
    type: z.literal('plan'),
    ...said,
    name: z.string(),
    kind: z.string(),
    entities: z.array(z.string()),
    pages: z.array(z.string()),
    asked: AskedEvent.optional(),
  }),
  /** What became of one of the wishes, as soon as its scenarios have run. */
  z.object({ type: z.literal('ask'), ...said, id: AskId, status: AskStatus }),
  /**
   * The run has a stage more than others of its kind. Said at its beginning, so that the page can show all stages from
   * the start.
   */
  z.object({ type: z.literal('asked'), ...said, tests: z.boolean() }),
  /** What Devora remembered of this user and used here. */
  z.object({
    type: z.literal('memories'),
    ...said,
    items: z.array(z.object({ id: z.string(), text: z.string() })),
    savedTokens: z.int(),
  }),
  /** A version is there before the run has ended: one to look at meanwhile. */
  z.object({ type: z.literal('version'), at: At, version: z.int() }),
  /** The run has ended; nothing comes after it. */
  z.object({
    type: z.literal('end'),
    at: At,
    status: z.enum(['completed', 'failed', 'cancelled']),
    version: z.int().nullable(),
    evidence: z.string().nullable(),
    error: RunError.nullable(),
  }),
])
export type RunEvent = z.infer<typeof RunEvent>
export type StoredRunEvent = { seq: number; event: RunEvent }

/** What an execution of a stage says first, in one piece: what another one said of it gives way. Pure. */
export const beginning = (
  who: { stage: string; attempt: string; at?: number },
  status: 'running' | 'done',
): RunEvent[] => [
  { type: 'attempt', ...who },
  { type: 'stage', ...who, status },
]

/** A UI message stream part (https://ai-sdk.dev/docs/ai-sdk-ui/stream-protocol) of one event. */
export function toStreamPart(event: RunEvent): Record<string, unknown> {
  const { type, ...data } = event
  // Parts with the same id replace each other in an AI SDK client: a stage, a file and a check are each one thing that
  // changes.
  const id =
    event.type === 'stage'
      ? `stage:${event.stage}`
      : event.type === 'file'
        ? `file:${event.path}`
        : event.type === 'check'
          ? `check:${event.check}`
          : event.type === 'ask'
            ? `ask:${event.id}`
            : undefined
  return { type: `data-${type}`, ...(id === undefined ? {} : { id }), data }
}

/** The event of a part that `toStreamPart` made; null for the protocol's own parts (`start`, `finish`). */
export function fromStreamPart(part: { type: string; data?: unknown }): RunEvent | null {
  if (!part.type.startsWith('data-')) return null
  const parsed = RunEvent.safeParse({ ...(part.data as object), type: part.type.slice('data-'.length) })
  return parsed.success ? parsed.data : null
}
