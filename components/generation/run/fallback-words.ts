import type { FallbackCause } from '@/lib/domains/runs/events'
import type { AdaptedView, RunView } from '@/lib/domains/runs/reduce'
import type { Telling } from '../../ui/text/use-told'
import type { ListText, RunTexts } from './run-texts'

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

/** Which causes lead to a part of the settings. */
const LINKS: Partial<Record<FallbackCause, 'model' | 'budget'>> = {
  month: 'budget',
  credit: 'model',
  key: 'model',
  server: 'model',
}

const isRepair = (stage: string): boolean => /^\w+ \(.+\)$/.test(stage)
const NAMED = ['architect', 'pages', 'asks', 'frontend', 'backend', 'database', 'site', 'tests', 'summary'] as const
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/**
 * What Devora did where a model failed. A stage that repairs keeps its files, a review keeps to the report, all others
 * are written.
 */
function doneAbout(stages: readonly string[], t: RunTexts, list: ListText): string {
  const baseOf = (stage: string): string => stage.replace(/ .*/, '')
  const inner = (stage: string): string => {
    const name = NAMED.find((one) => one === baseOf(stage))
    return name === undefined ? t('inner.other', { stage: baseOf(stage) }) : t(`inner.${name}`)
  }
  const inAll = (some: readonly string[]): string => list([...new Set(some.map(inner))])
  const written = stages.filter((stage) => !isRepair(stage) && stage !== 'review' && stage !== 'answer')
  const kept = stages.filter((stage) => isRepair(stage) && !stage.startsWith('review'))
  const reviews = stages.some((stage) => stage.startsWith('review'))
  const isMany = new Set(kept.map(inner)).size > 1 || kept.some((stage) => stage.startsWith('tests'))
  const parts = [
    ...(written.length > 0 ? [t('fallback.written', { stages: inAll(written) })] : []),
    ...(kept.length > 0 ? [t('fallback.kept', { stages: inAll(kept), count: isMany ? 2 : 1 })] : []),
    ...(reviews ? [t('fallback.notReviewed')] : []),
  ]
  return parts.length === 0 ? '' : `${capital(parts.join('; '))}.`
}

/** One note for each cause, in the order in which they came up. Pure. */
export function fallbackNotes(view: RunView, t: RunTexts, list: ListText, stored: Telling['stored']): FallbackNote[] {
  const byCause = new Map<FallbackCause, { stages: string[]; why: string }>()
  for (const { stage, fallback } of view.stages) {
    if (fallback === null) continue
    const why = stored(fallback.told) ?? fallback.message
    const note = byCause.get(fallback.cause) ?? { stages: [], why }
    note.stages.push(stage)
    byCause.set(fallback.cause, note)
  }
  return [...byCause].map(([cause, { stages, why }]) => {
    const link = LINKS[cause]
    return {
      cause,
      done: doneAbout(stages, t, list),
      why,
      advice: t(`fallback.advice.${cause}`),
      link: link === undefined ? null : { href: `/settings#${link}`, text: t(`fallback.link.${link}`) },
    }
  })
}

/** In what way the model was asked otherwise than usual, and what one can do about it. Pure. */
export function adaptedText({ what, format, name, tokens }: AdaptedView, t: RunTexts): string {
  if (what === 'format') return t(format === 'json_object' ? 'adapted.schema' : 'adapted.format')
  return t(`adapted.${what}`, { name: name ?? '', tokens: tokens ?? 0 })
}
