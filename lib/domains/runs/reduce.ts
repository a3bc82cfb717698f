import type { FallbackCause, FoundEvent, RunError, RunEvent, StoredWords } from './events'
import type { z } from 'zod'
import { isBilled, keptBeside, openAnswer, spentIn, staysPaid, type UsageView } from './reduce-usage'

/**
 * What the studio shows of a run. Two streams that differ only in superseded attempts reduce to the same value.
 * Browser-safe.
 */
export type StageView = {
  stage: string
  attempt: string
  status: 'running' | 'done' | 'failed'
  maker: string | null
  ms: number | null
  /** Why it goes on without its model; null while it need not. */
  fallback: { cause: FallbackCause; message: string; told: StoredWords } | null
  /** The file that is being written right now. */
  path: string | null
  /** Until when a model server wants to be left alone, in milliseconds since 1970; past, or null, when none does. */
  restUntil: number | null
}
export type FileView = { path: string; stage: string; sha256: string; size: number }
export type FoundView = z.infer<typeof FoundEvent>
export type CheckView = {
  check: string
  status: string
  ms: number | null
  /** When it ran, where its result was taken over from a check of the same files. */
  checkedAt?: string
  findings: number
  found: FoundView[]
}
export type AdaptedView = Pick<
  Extract<RunEvent, { type: 'adapted' }>,
  'what' | 'name' | 'tokens' | 'format' | 'message'
>
export type PlanView = { name: string; kind: string; entities: string[]; pages: string[] }
/** A wish of the run's prompt, as far as it is known. */
export type AskPiece = NonNullable<Extract<RunEvent, { type: 'plan' }>['asked']>['asks'][number] & {
  status: Extract<RunEvent, { type: 'ask' }>['status']
}
export type AskedPieces = {
  prompt: NonNullable<Extract<RunEvent, { type: 'plan' }>['asked']>['prompt']
  asks: AskPiece[]
}
export type RunView = {
  stages: StageView[]
  files: FileView[]
  checks: CheckView[]
  text: string
  plan: PlanView | null
  /** What was asked, and what of it is proven so far; null while the prompt has not been taken apart. */
  asked: AskedPieces | null
  /** What came of each ask that was tried, by its id; those of earlier prompts too. */
  tried: Record<string, AskPiece['status']>
  /** The run writes tests too. */
  hasTests: boolean
  usage: { inputTokens: number; outputTokens: number; costMicros: number }
  /** Tokens per stage, for stages that asked a model. */
  usageOf: Record<string, UsageView>
  memories: Array<{ id: string; text: string }>
  /** In what ways the model was asked otherwise than usual, each once. */
  adapted: AdaptedView[]
  /** Tokens that were not sent, because what is told around the prompt was made shorter. */
  savedTokens: number
  /** One that can be looked at while the run goes on; null when there is none. */
  draft: number | null
  end: {
    status: 'completed' | 'failed' | 'cancelled'
    version: number | null
    evidence: string | null
    error: RunError | null
  } | null
}

/** State between events: the newest attempt per stage, and what it said. */
export type RunState = {
  attempts: Record<string, string>
  said: Record<string, RunEvent[]>
  order: string[]
  draft: number | null
  end: RunView['end']
}

export const initialState: RunState = { attempts: {}, said: {}, order: [], draft: null, end: null }

/**
 * Pure. An event of an attempt that is not its stage's newest is dropped, so a replayed crash leaves no trace; what it
 * has put on the bill stays.
 */
export function reduceRun(state: RunState, event: RunEvent): RunState {
  if (event.type === 'end')
    return {
      ...state,
      end: { status: event.status, version: event.version, evidence: event.evidence, error: event.error },
    }
  if (event.type === 'version') return { ...state, draft: event.version }
  if (event.type === 'attempt') {
    const order = state.order.includes(event.stage) ? state.order : [...state.order, event.stage]
    return {
      ...state,
      order,
      attempts: { ...state.attempts, [event.stage]: event.attempt },
      said: { ...state.said, [event.stage]: (state.said[event.stage] ?? []).filter(staysPaid) },
    }
  }
  if (state.attempts[event.stage] !== event.attempt && !isBilled(event)) return state
  const said = keptBeside(event, state.said[event.stage] ?? [])
  // Only the newest of these counts, and there are many: keeping all would make a long run slow to draw.
  const at = event.type === 'writing' ? openAnswer(said, event.lane) : -1
  if (at >= 0)
    return { ...state, said: { ...state.said, [event.stage]: said.with(at, { ...said[at], ...event } as RunEvent) } }
  return { ...state, said: { ...state.said, [event.stage]: [...said, event] } }
}

/** The page's picture of a state. */
export function viewRun(state: RunState): RunView {
  const view: RunView = {
    stages: [],
    files: [],
    checks: [],
    text: '',
    plan: null,
    asked: null,
    tried: {},
    hasTests: false,
    usage: { inputTokens: 0, outputTokens: 0, costMicros: 0 },
    usageOf: {},
    memories: [],
    adapted: [],
    savedTokens: 0,
    draft: state.draft,
    end: state.end,
  }
  const files = new Map<string, FileView>()
  const checks = new Map<string, CheckView>()
  for (const stage of state.order) {
    const shown: StageView = {
      stage,
      attempt: state.attempts[stage] ?? '',
      status: 'running',
      maker: null,
      ms: null,
      fallback: null,
      path: null,
      restUntil: null,
    }
    view.stages.push(shown)
    const said = state.said[stage] ?? []
    const spent = spentIn(said)
    if (spent !== null) view.usageOf[stage] = spent
    if (spent !== null && !spent.isReused) {
      view.usage.inputTokens += spent.inputTokens
      view.usage.outputTokens += spent.outputTokens
      view.usage.costMicros += spent.costMicros ?? 0
    }
    for (const event of said) {
      showInStage(shown, event)
      showInRun(view, event)
      if (event.type === 'file')
        files.set(event.path, { path: event.path, stage, sha256: event.sha256, size: event.size })
      else if (event.type === 'check') checks.set(event.check, checkViewOf(event))
    }
    if (shown.status !== 'running') Object.assign(shown, { path: null, restUntil: null })
  }
  view.files = [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
  view.checks = [...checks.values()]
  return view
}

/** What an event says about the stage that said it. */
function showInStage(shown: StageView, event: RunEvent): void {
  if (event.type === 'stage')
    Object.assign(shown, { status: event.status, maker: event.maker ?? shown.maker, ms: event.ms ?? shown.ms })
  else if (event.type === 'fallback')
    shown.fallback = { cause: event.cause, message: event.message, told: event.told ?? [] }
  else if (event.type === 'rest') shown.restUntil = Math.max(shown.restUntil ?? 0, event.until)
  else if (event.type === 'writing') shown.path = event.path ?? shown.path
  else if (event.type === 'file' && shown.path === event.path) shown.path = null
}

/** What an event says about the run, whichever stage said it. */
function showInRun(view: RunView, event: RunEvent): void {
  if (event.type === 'adapted') {
    const { what, name, tokens, format, message } = event
    // Calls side by side find it out together; the last number counts.
    view.adapted = [...view.adapted.filter((one) => one.what !== what), { what, name, tokens, format, message }]
  } else if (event.type === 'text') view.text += event.text
  else if (event.type === 'plan') showPlan(view, event)
  else if (event.type === 'ask') {
    view.tried[event.id] = event.status
    const ask = view.asked?.asks.find(({ id }) => id === event.id)
    if (ask !== undefined) ask.status = event.status
  } else if (event.type === 'asked') view.hasTests = event.tests
  else if (event.type === 'memories') Object.assign(view, { memories: event.items, savedTokens: event.savedTokens })
}

function showPlan(view: RunView, { name, kind, entities, pages, asked }: RunEvent & { type: 'plan' }): void {
  view.plan = { name, kind, entities, pages }
  if (asked === undefined) return
  const asks = asked.asks.map((ask) => ({
    ...ask,
    status: ask.state === 'planned' ? ('unproven' as const) : ask.state,
  }))
  view.asked = { prompt: asked.prompt, asks }
}

function checkViewOf(event: RunEvent & { type: 'check' }): CheckView {
  const { check, status, ms = null, checkedAt, findings = 0, found = [] } = event
  return { check, status, ms, findings, found, ...(checkedAt === undefined ? {} : { checkedAt }) }
}
