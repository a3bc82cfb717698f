import { countAsked } from '../../../evidence/asked'
import type { AskResult, Report } from '../../../evidence/contract'
import type { Ask } from '../../../spec/asks'
import type { AppSpec } from '../../../spec/contract'
import { entityNames } from '../../../spec/names'
import { unaskedIn } from '../../builtin/asks/invented'

/*
 * What a message says of the asks: how many are proven, and by name those that are not. No version is handed over
 * without these lines.
 */

const TEXT = {
  en: {
    unknown:
      'Whether this is what you asked for, nobody has checked: your words were not taken apart. The checks hold the files to the plan alone.',
    used: { application: 'the application', site: 'the site' },
    all: (count: number, used: string) =>
      count === 1
        ? `The one thing you asked for is proven by using ${used}.`
        : `${count === 2 ? 'Both' : `All ${count}`} things you asked for are proven by using ${used}.`,
    some: (proven: number, asks: number, used: string) =>
      proven === 0
        ? `Nothing of what you asked for is proven by using ${used}.`
        : `${proven} of the ${asks} things you asked for ${proven === 1 ? 'is' : 'are'} proven by using ${used}.`,
    none: 'I found nothing in your words that could be built.',
    failed: 'Built, but it does not work when it is tried:',
    unproven: 'Built, but not proven:',
    notBuilt: 'Not built:',
    there: 'There already:',
    notUnderstood: 'Not understood, so nothing was made of these words:',
    unasked: (things: string) => `Beside what you asked for, it keeps: ${things}.`,
    more: (count: number) => `- and ${count} more`,
  },
  es: {
    unknown:
      'Nadie ha comprobado si esto es lo que pediste: tus palabras no se analizaron una a una. Las comprobaciones solo comparan los archivos con el plan.',
    used: { application: 'la aplicación', site: 'el sitio' },
    all: (count: number, used: string) =>
      count === 1
        ? `Lo que pediste está probado usando ${used}.`
        : `Las ${count === 2 ? 'dos' : count} cosas que pediste están probadas usando ${used}.`,
    some: (proven: number, asks: number, used: string) =>
      proven === 0
        ? `Nada de lo que pediste está probado usando ${used}.`
        : proven === 1
          ? `1 de las ${asks} cosas que pediste está probada usando ${used}.`
          : `${proven} de las ${asks} cosas que pediste están probadas usando ${used}.`,
    none: 'No encontré en tus palabras nada que se pueda construir.',
    failed: 'Construido, pero no funciona al probarlo:',
    unproven: 'Construido, pero sin probar:',
    notBuilt: 'Sin construir:',
    there: 'Ya está ahí:',
    notUnderstood: 'No entendido, así que no hice nada con estas palabras:',
    unasked: (things: string) => `Además de lo que pediste, guarda: ${things}.`,
    more: (count: number) => `- y ${count} más`,
  },
} as const

/** Of one kind; a list that goes on for ever is read by nobody, and the page has it whole. */
const MOST_LISTED = 6
const MOST_QUOTED = 120

/** How much of what was asked is proven. @param asks how many there are, at least one */
export function provenLine({ locale, mode }: Pick<AppSpec, 'locale' | 'mode'>, asks: number, proven: number): string {
  const text = TEXT[locale]
  const used = text.used[mode === 'site' ? 'site' : 'application']
  return proven === asks ? text.all(asks, used) : text.some(proven, asks, used)
}

/** Whether a report shows that all that was asked is there. */
export function isAllProven(report: Report): boolean {
  const asked = countAsked(report)
  return asked !== null && asked.asks > 0 && asked.proven === asked.asks && asked.notUnderstood === 0
}

/**
 * How much of what was asked is proven, what of the newest prompt is not, and what was added unasked. One paragraph
 * each.
 * @param previous the plan that was changed
 */
export function askedLines(spec: AppSpec, report: Report, previous: AppSpec | null): string[] {
  const text = TEXT[spec.locale]
  const asked = countAsked(report)
  if (asked === null) return [text.unknown]
  const newest = (spec.prompts?.length ?? 1) - 1
  const results = new Map((report.asks ?? []).map((one) => [one.id, one]))
  const of = (status: AskResult['status']): string[] =>
    (spec.asks ?? []).flatMap((ask) => {
      const result = results.get(ask.id)
      return result?.status === status && ask.prompt === newest ? [told(ask, result.why)] : []
    })
  const tables = new Set(unaskedIn(spec, previous))
  const unasked = spec.entities.flatMap((entity) =>
    tables.has(entity.table) ? [entityNames(entity).labelMany.toLowerCase()] : [],
  )
  return [
    asked.asks === 0 ? text.none : provenLine(spec, asked.asks, asked.proven),
    ...listed(spec, text.failed, of('failed')),
    ...listed(spec, text.unproven, of('unproven')),
    ...listed(spec, text.notBuilt, of('not_built')),
    ...listed(spec, text.notUnderstood, leftOf(spec)),
    ...(unasked.length === 0 ? [] : [text.unasked(unasked.join(', '))]),
  ]
}

/**
 * What became of the newest prompt where it changed nothing. One paragraph each; none where nothing of it was
 * understood.
 * @param previous the plan before it
 */
export function unchangedLines(spec: AppSpec, previous: AppSpec | null): string[] {
  const text = TEXT[spec.locale]
  const newest = (spec.prompts?.length ?? 0) - 1
  if (newest < (previous?.prompts?.length ?? 0)) return []
  const of = (state: Ask['state']): string[] =>
    (spec.asks ?? []).flatMap((ask) => (ask.prompt === newest && ask.state === state ? [told(ask)] : []))
  const [there, notBuilt] = [of('planned'), of('not_built')]
  return there.length + notBuilt.length === 0
    ? []
    : [
        ...listed(spec, text.there, there),
        ...listed(spec, text.notBuilt, notBuilt),
        ...listed(spec, text.notUnderstood, leftOf(spec)),
      ]
}

/** An ask in its own words, with the reason why it is not more than it is. */
export const told = (ask: Ask, reason = ask.why): string =>
  `${calledIn(ask)}${reason === undefined ? '' : ` (${unstopped(reason)})`}`

/** An ask in its own words. */
export const calledIn = ({ spans }: Ask): string => quoted(spans.map((span) => span.text).join(' … '))

const leftOf = ({ prompts }: AppSpec): string[] =>
  (prompts?.at(-1)?.notUnderstood ?? []).map(({ text }) => quoted(text))

/** One paragraph: a title, and what it is about, each on a line of its own; none without such. */
export const listed = ({ locale }: Pick<AppSpec, 'locale'>, title: string, items: readonly string[]): string[] =>
  items.length === 0
    ? []
    : [
        [
          title,
          ...items.slice(0, MOST_LISTED).map((item) => `- ${item}`),
          ...(items.length > MOST_LISTED ? [TEXT[locale].more(items.length - MOST_LISTED)] : []),
        ].join('\n'),
      ]

const unstopped = (sentence: string): string => sentence.replace(/[.\s]+$/, '')
/** Somebody's words on one line, cut where nobody would read on. */
export const quoted = (words: string): string => {
  const short = words.replace(/\s+/g, ' ').trim()
  return `“${short.length > MOST_QUOTED ? `${short.slice(0, MOST_QUOTED).toWellFormed()}…` : short}”`
}
