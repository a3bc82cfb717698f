import type { Told } from '@/lib/app-runtime/tab/frame-link'
import type { PreviewProblem } from '@/lib/domains/preview/contract'

export type Stage = 'load' | 'database' | 'page' | 'interactive' | 'failed'

/** What whoever looks should know, and may put away. */
export const NOTICES = ['page', 'database', 'server', 'rebuilt', 'tooBig', 'notKept', 'otherTab'] as const
export type Notice = (typeof NOTICES)[number]

/** What has no name of its own is told apart by when it came. */
type Numbered<T> = T & { number: number }
export type Printed = Numbered<Told['printed']> & {
  /** Where the person who was shown was at that time. */
  path: string
}

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
  printed: Printed[]
  mails: Told['mail'][]
  leaves: string | null
  notices: Notice[]
  /** How often the database was written to: what was read from it before is old. */
  changes: number
}

export type PreviewEvent =
  | { type: 'begun' }
  | { type: 'failed'; reason: string }
  | { type: 'sql'; problem: PreviewProblem }
  | { type: 'person'; id: string }
  | { type: 'stayed' }
  | { type: 'swapped' }
  | { type: 'mails'; mails: Told['mail'][] }
  | { type: 'notice'; notice: Notice }
  | { type: 'dismissed'; notice: Notice }
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
  notices: [],
  changes: 0,
}

/** The newest first; a page that never stops printing fills no memory. */
const MAX_KEPT = 200
const kept = <T>(list: readonly T[], one: T): T[] => [one, ...list].slice(0, MAX_KEPT)
const numbered = <T>(list: readonly Numbered<T>[], one: T): Numbered<T>[] =>
  kept(list, { ...one, number: (list[0]?.number ?? 0) + 1 })
const noticed = (state: PreviewState, notice: Notice): PreviewState =>
  state.notices.includes(notice) ? state : { ...state, notices: [...state.notices, notice] }

/** Address within the application. */
export function pathOf(url: string | undefined): string {
  if (url === undefined || !URL.canParse(url)) return '/'
  const { pathname, search, hash } = new URL(url)
  return pathname + search + hash
}

/** What is known of a preview after one more event. Pure. */
export function reducePreview(state: PreviewState, event: PreviewEvent): PreviewState {
  switch (event.type) {
    case 'begun':
      // Of another tab nothing has changed.
      return { ...EMPTY, notices: state.notices.filter((notice) => notice === 'otherTab') }
    case 'failed':
      return { ...state, stage: 'failed', failure: event.reason }
    case 'sql':
      return { ...state, stage: 'failed', sqlProblem: event.problem }
    case 'swapped':
      return { ...state, printed: [], notices: state.notices.filter((notice) => notice !== 'server') }
    case 'notice':
      return noticed(state, event.notice)
    case 'dismissed':
      return { ...state, notices: state.notices.filter((notice) => notice !== event.notice) }
    case 'stuck':
      return noticed(state, event.value.what)
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
    case 'printed': {
      const path = pathOf(state.places[event.value.person ?? state.person]?.url)
      return { ...state, printed: numbered(state.printed, { ...event.value, path }) }
    }
    case 'mail':
      return { ...state, mails: kept(state.mails, event.value) }
    case 'mails':
      return { ...state, mails: event.mails }
    case 'changed':
      return { ...state, changes: state.changes + 1 }
    case 'leaves':
      return { ...state, leaves: event.value }
  }
}
