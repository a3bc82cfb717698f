import type { Told } from '@/lib/app-runtime/tab/frame-link'
import type { PreviewProblem } from '@/lib/domains/preview/contract'

export type Stage = 'load' | 'database' | 'page' | 'interactive' | 'failed'

/** What has no name of its own is told apart by when it came. */
type Numbered<T> = T & { number: number }

export type PreviewState = {
  stage: Stage
  /** Why it did not start; null while nothing is known. */
  failure: string | null
  sqlProblem: PreviewProblem | null
  /** Ids of everybody, in the order in which they came. */
  people: string[]
  person: string
  places: Readonly<Record<string, Told['place']>>
  seen: Numbered<Told['seen']>[]
  printed: Numbered<Told['printed']>[]
  mails: Told['mail'][]
  leaves: string | null
}

export type PreviewEvent =
  | { type: 'begun' }
  | { type: 'failed'; reason: string }
  | { type: 'sql'; problem: PreviewProblem }
  | { type: 'person'; id: string }
  | { type: 'stayed' }
  | { [K in keyof Told]: { type: K; value: Told[K] } }[keyof Told]

export const EMPTY: PreviewState = {
  stage: 'load',
  failure: null,
  sqlProblem: null,
  people: [],
  person: '',
  places: {},
  seen: [],
  printed: [],
  mails: [],
  leaves: null,
}

/** The newest first; a page that never stops printing fills no memory. */
const MAX_KEPT = 200
const kept = <T>(list: readonly T[], one: T): T[] => [one, ...list].slice(0, MAX_KEPT)
const numbered = <T>(list: readonly Numbered<T>[], one: T): Numbered<T>[] =>
  kept(list, { ...one, number: (list[0]?.number ?? 0) + 1 })

/** What is known of a preview after one more event. Pure. */
export function reducePreview(state: PreviewState, event: PreviewEvent): PreviewState {
  switch (event.type) {
    case 'begun':
      return EMPTY
    case 'failed':
      return { ...state, stage: 'failed', failure: event.reason }
    case 'sql':
      return { ...state, stage: 'failed', sqlProblem: event.problem }
    case 'person': {
      const people = state.people.includes(event.id) ? state.people : [...state.people, event.id]
      return { ...state, people, person: event.id, leaves: null }
    }
    case 'stayed':
      return { ...state, leaves: null }
    case 'stage':
      return state.stage === 'failed' ? state : { ...state, stage: event.value }
    case 'place':
      return { ...state, places: { ...state.places, [event.value.person]: event.value } }
    case 'seen':
      return { ...state, seen: numbered(state.seen, event.value) }
    case 'printed':
      return { ...state, printed: numbered(state.printed, event.value) }
    case 'mail':
      return { ...state, mails: kept(state.mails, event.value) }
    case 'leaves':
      return { ...state, leaves: event.value }
  }
}
