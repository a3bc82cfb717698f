import type { RunEvent } from './events'

/** What the studio shows of a run. Two streams that differ only in superseded attempts reduce to the same value. Browser-safe. */
export type StageView = { stage: string; attempt: string; status: 'running' | 'done' | 'failed'; maker: string | null; ms: number | null }
export type FileView = { path: string; stage: string; sha256: string; size: number }
export type CheckView = { check: string; status: string; ms: number | null; findings: number }
export type PlanView = { name: string; kind: string; entities: string[]; pages: string[] }
export type BudgetScope = 'run' | 'month'
export type RunView = {
  stages: StageView[]
  files: FileView[]
  checks: CheckView[]
  text: string
  plan: PlanView | null
  /** The run writes tests too. */
  hasTests: boolean
  usage: { inputTokens: number; outputTokens: number }
  /** Tokens per stage, for stages that asked a model. */
  usageOf: Record<string, { inputTokens: number; outputTokens: number }>
  memories: Array<{ id: string; text: string }>
  /** Which budget is spent; null: none. */
  spent: BudgetScope | null
  end: {
    status: 'completed' | 'failed' | 'cancelled'
    version: number | null
    evidence: string | null
    error: { code: string; message: string } | null
  } | null
}

/** State between events: the newest attempt per stage, and what it said. */
export type RunState = {
  attempts: Record<string, string>
  said: Record<string, RunEvent[]>
  order: string[]
  spent: BudgetScope | null
  end: RunView['end']
}

export const initialState: RunState = { attempts: {}, said: {}, order: [], spent: null, end: null }

/** Pure. An event of an attempt that is not its stage's newest is dropped, so a replayed crash leaves no trace. */
export function reduceRun(state: RunState, event: RunEvent): RunState {
  if (event.type === 'end')
    return { ...state, end: { status: event.status, version: event.version, evidence: event.evidence, error: event.error } }
  if (event.type === 'attempt') {
    const order = state.order.includes(event.stage) ? state.order : [...state.order, event.stage]
    return { ...state, order, attempts: { ...state.attempts, [event.stage]: event.attempt }, said: { ...state.said, [event.stage]: [] } }
  }
  // The maker that takes over begins an attempt of its own, and would take the reason for it away.
  if (event.type === 'budget') return { ...state, spent: event.scope }
  if (state.attempts[event.stage] !== event.attempt) return state
  return { ...state, said: { ...state.said, [event.stage]: [...(state.said[event.stage] ?? []), event] } }
}

/** The page's picture of a state. */
export function viewRun(state: RunState): RunView {
  const view: RunView = {
    stages: [],
    files: [],
    checks: [],
    text: '',
    plan: null,
    hasTests: false,
    usage: { inputTokens: 0, outputTokens: 0 },
    usageOf: {},
    memories: [],
    spent: state.spent,
    end: state.end,
  }
  const files = new Map<string, FileView>()
  const checks = new Map<string, CheckView>()
  for (const stage of state.order) {
    const shown: StageView = { stage, attempt: state.attempts[stage] ?? '', status: 'running', maker: null, ms: null }
    view.stages.push(shown)
    for (const event of state.said[stage] ?? []) {
      if (event.type === 'stage')
        Object.assign(shown, { status: event.status, maker: event.maker ?? shown.maker, ms: event.ms ?? shown.ms })
      else if (event.type === 'file') files.set(event.path, { path: event.path, stage, sha256: event.sha256, size: event.size })
      else if (event.type === 'check')
        checks.set(event.check, { check: event.check, status: event.status, ms: event.ms ?? null, findings: event.findings ?? 0 })
      else if (event.type === 'text') view.text += event.text
      else if (event.type === 'plan') view.plan = { name: event.name, kind: event.kind, entities: event.entities, pages: event.pages }
      else if (event.type === 'asked') view.hasTests = event.tests
      else if (event.type === 'memories') view.memories = event.items
      else if (event.type === 'usage') {
        const stageUsage = (view.usageOf[stage] ??= { inputTokens: 0, outputTokens: 0 })
        for (const sum of [view.usage, stageUsage]) {
          sum.inputTokens += event.inputTokens
          sum.outputTokens += event.outputTokens
        }
      }
    }
  }
  view.files = [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
  view.checks = [...checks.values()]
  return view
}
