import { countAsked } from '../../../evidence/asked'
import type { AskResult, Report } from '../../../evidence/contract'
import type { CorrectAnswer } from '../../../evidence/replace-report'
import type { Ask } from '../../../spec/asks'
import type { AppSpec } from '../../../spec/contract'
import { readPlan } from '../read-plan'
import { calledIn, isAllProven, listed, provenLine, told } from './asked-summary'
import { openingOf } from './summary'

/*
 * What was said when a version was handed over, once its controls, or a check that was made again, show less than what
 * it was said by. Whoever reads it later must not find "ready" there; whoever has read it before must find what has
 * changed. So its sentences say what is so now, and one paragraph names what they said too much of.
 */

const TEXT = {
  en: {
    takenBack: 'Not proven after all, though I said so at first:',
    failed: 'It failed when it was checked again.',
  },
  es: {
    takenBack: 'Sin probar después de todo, aunque al principio dije que sí:',
    failed: 'Falló al comprobarlo otra vez.',
  },
} as const

/** See `CorrectAnswer`. Of a plan that cannot be read nothing was said, and nothing is proven. */
export const correctedAnswer: CorrectAnswer = (text, { plan, before, now }) => {
  const spec = readPlan(plan)
  return spec === null ? text : corrected(text, spec, { before, now })
}

type Reports = { before: Report; now: Report }

/** The message as it is to be; said again of the same reports, it stays as it is. */
function corrected(text: string, spec: AppSpec, { before, now }: Reports): string {
  const asked = countAsked(now)
  if (asked === null || asked.asks === 0) return text
  const { takenBack } = TEXT[spec.locale]
  const all = text.split('\n\n')
  const isCorrection = (paragraph: string): boolean => paragraph.startsWith(`${takenBack}\n`)
  const earlier = linesIn(all.filter(isCorrection))
  const paragraphs = all.filter((paragraph) => !isCorrection(paragraph))
  const lost = lostIn(spec, { before, now, earlier, others: linesIn(paragraphs) })
  if (lost.length === 0 && earlier.length === 0) return text

  const proven = asked.proven - lost.filter(({ isOpen }) => isOpen).length
  const counts = new Set(Array.from({ length: asked.asks + 1 }, (_, some) => provenLine(spec, asked.asks, some)))
  // Said in the words of another release, there is no such sentence, and what is named must do.
  const at = paragraphs.findIndex((paragraph) => counts.has(paragraph))
  if (at !== -1) paragraphs[at] = provenLine(spec, asked.asks, proven)
  paragraphs[0] = openedAnew(paragraphs[0] ?? '', spec, isAllProven(now) && lost.length === 0)
  const correction = listed(
    spec,
    takenBack,
    lost.map(({ line }) => line),
  )
  return paragraphs.toSpliced(Math.max(at, 0) + 1, 0, ...correction).join('\n\n')
}

/** The lines of lists, without what marks them as such. */
const linesIn = (paragraphs: readonly string[]): string[] =>
  paragraphs.flatMap((paragraph) =>
    paragraph.split('\n').flatMap((line) => (line.startsWith('- ') ? [line.slice(2)] : [])),
  )

const isAbout =
  (ask: Ask) =>
  (line: string): boolean =>
    line === calledIn(ask) || line.startsWith(`${calledIn(ask)} (`)

type Said = Reports & {
  /** Who was named as taken back before. */
  earlier: readonly string[]
  /** Who is named in other paragraphs: as not proven from the beginning. */
  others: readonly string[]
}
/** `isOpen`: proven as far as the check of behaviour goes; only a control that holds makes up for one that did not. */
type Lost = { line: string; isOpen: boolean }

/** Shown not to be so, by using it or by a control; what was merely not tried this time was shown before. */
const isTakenBack = ({ status, control }: AskResult): boolean =>
  status === 'failed' || (status === 'unproven' && control === 'none')

/** The asks that the message says too much of. */
function lostIn(spec: AppSpec, { before, now, earlier, others }: Said): Lost[] {
  const [were, are] = [byId(before), byId(now)]
  return (spec.asks ?? []).flatMap((ask): Lost[] => {
    const result = are.get(ask.id)
    if (result === undefined || others.some(isAbout(ask))) return []
    const named = earlier.find(isAbout(ask))
    if (isTakenBack(result)) {
      if (named === undefined && were.get(ask.id)?.status !== 'proven') return []
      return [{ line: told(ask, result.why ?? TEXT[spec.locale].failed), isOpen: false }]
    }
    const isProven = result.status === 'proven'
    const isMadeUp = isProven ? result.control === 'held' : result.status !== 'unproven'
    return named === undefined || isMadeUp ? [] : [{ line: named, isOpen: isProven }]
  })
}

const byId = ({ asks = [] }: Report): Map<string, AskResult> => new Map(asks.map((one) => [one.id, one]))

/** The first sentence with what is so now; a draft stays one. */
function openedAnew(paragraph: string, spec: AppSpec, isReady: boolean): string {
  const [now, before] = isReady ? (['ready', 'built'] as const) : (['built', 'ready'] as const)
  const opening = openingOf(spec, before)
  return paragraph.startsWith(opening) ? `${openingOf(spec, now)}${paragraph.slice(opening.length)}` : paragraph
}
