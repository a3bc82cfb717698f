import type { FallbackCause } from '@/lib/domains/runs/events'
import type { RunView } from '@/lib/domains/runs/reduce'

export type FallbackNote = {
  cause: FallbackCause
  /** What Devora did about it, in one sentence. */
  done: string
  /** What happened, as the server or the budget said it. */
  why: string
  /** What one can do. */
  advice: string
  /** Where in the settings that is done; null: not there. */
  link: SettingsLink | null
}

export type SettingsLink = { href: string; text: string }
const SERVER: SettingsLink = { href: '/settings#model', text: 'Your model server' }

const ADVICE: Record<FallbackCause, { text: string; link?: SettingsLink }> = {
  budget: { text: 'To have the model do it, send the request again with a higher budget: Details, beside the prompt.' },
  month: {
    text: 'Raise it in the settings, then run it again from that stage. Or wait until the month is over.',
    link: { href: '/settings#budget', text: 'Your monthly budget' },
  },
  credit: {
    text: 'Top up the account at the model server, then run it again from that stage. Or choose another model.',
    link: SERVER,
  },
  key: { text: 'Check the address and the key, then run it again from that stage.', link: SERVER },
  busy: { text: 'Wait some minutes, then run it again from that stage. Or choose a model with a higher limit.' },
  server: { text: 'When the server answers again, run it again from that stage.', link: SERVER },
  model: { text: 'Choose another model and send the request again.' },
  answer: { text: 'Run it again from that stage, or choose a stronger model.' },
}

const isMending = (stage: string): boolean => /^\w+ \(.+\)$/.test(stage)
const list = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
/** In the middle of a sentence: `frontend (fix 1)` → `the front end`. */
const WORDS: Record<string, string> = {
  architect: 'the plan',
  pages: 'the list of pages',
  frontend: 'the front end',
  backend: 'the back end',
}
const inner = (stage: string): string => WORDS[stage.replace(/ .*/, '')] ?? `the ${stage.replace(/ .*/, '')}`
const inAll = (stages: readonly string[]): string => list([...new Set(stages.map(inner))])
const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/**
 * What Devora did where a model failed. A stage that mends keeps its files, a review keeps to the evidence, all others
 * are written.
 */
function doneAbout(stages: readonly string[]): string {
  const written = stages.filter((stage) => !isMending(stage) && stage !== 'review' && stage !== 'answer')
  const kept = stages.filter((stage) => isMending(stage) && !stage.startsWith('review'))
  const reviews = stages.some((stage) => stage.startsWith('review'))
  const parts = [
    ...(written.length > 0 ? [`the built-in generators made ${inAll(written)} instead`] : []),
    ...(kept.length > 0
      ? [
          `${inAll(kept)} stayed as ${new Set(kept.map(inner)).size > 1 || kept.some((stage) => stage.startsWith('tests')) ? 'they were' : 'it was'}`,
        ]
      : []),
    ...(reviews ? ['no model reviewed the files, so the checks alone decided'] : []),
  ]
  return parts.length === 0 ? '' : `${sentence(parts.join('; '))}.`
}

/** One note for each cause, in the order in which they came up. Pure. */
export function fallbackNotes(view: RunView): FallbackNote[] {
  const byCause = new Map<FallbackCause, { stages: string[]; why: string }>()
  for (const { stage, fallback } of view.stages) {
    if (fallback === null) continue
    const note = byCause.get(fallback.cause) ?? { stages: [], why: fallback.message }
    note.stages.push(stage)
    byCause.set(fallback.cause, note)
  }
  return [...byCause].map(([cause, { stages, why }]) => ({
    cause,
    done: doneAbout(stages),
    why,
    advice: ADVICE[cause].text,
    link: ADVICE[cause].link ?? null,
  }))
}
