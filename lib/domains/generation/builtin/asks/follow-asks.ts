import type { Ask, AskedPrompt, Span } from '../../../spec/asks'
import { BUILTIN_MODEL } from '../../../accounts/constants'
import type { AppSpec } from '../../../spec/contract'
import { sentencesOf } from '../../../spec/sentences'
import { adjustmentsIn, isSo } from '../architect/adjust-field'
import { readAsks } from './read-asks'
import { cutSpans, isPart, type Part, partsOf, withoutParts } from './struck-parts'
import { askTexts } from './texts'

/** What becomes of earlier asks when the plan changes. */

/** What a project keeps; see `DevoraJson`. */
export const MOST_ASKS = 200
const MOST_QUOTED = 120

export const nextId = (asks: readonly Ask[]): number => Math.max(0, ...asks.map(({ id }) => Number(id.slice(1)))) + 1

/** Earlier asks as they stand; what they came to and is gone was taken out. */
export const kept = (spec: AppSpec, previous: AppSpec | null, by: string): Ask[] =>
  (previous?.asks ?? []).map((ask) =>
    ask.state !== 'struck' && (isGone(spec, ask) || isRecoloured(spec, previous, ask)) ? struck(ask, spec, by) : ask,
  )

/**
 * Earlier asks in a plan that the built-in generator builds. Labels and forms may be others now, so the prompts are
 * read again with the plan as it is; an ask is known by its words. What it came to and is gone was taken out: all of it,
 * or some of its fields.
 */
export function followed(spec: AppSpec, previous: AppSpec | null, by: string): Ask[] {
  const { asks = [], prompts = [] } = previous ?? {}
  const taken = new Map(asks.map((ask) => [ask, partsGone(spec, previous, ask)]))
  const partsIn = prompts.map((_, nth): Span[] =>
    asks
      .filter(({ prompt }) => prompt === nth)
      .flatMap((ask) => (isPart(ask) ? ask.spans : (taken.get(ask) ?? []).map(({ span }) => span))),
  )
  const found = new Map(
    prompts.flatMap(({ text }, nth) => {
      const parts = partsIn[nth] ?? []
      const read = readAsks(spec, withoutParts(text, parts), { nth, likely: spec.locale, before: previous })
      return read.asks
        .map((ask): Ask => ({ ...ask, spans: cutSpans(text, ask.spans, parts) }))
        .map((ask) => [placeOf(ask), ask] as const)
    }),
  )
  const isByModel = (previous?.makers['frontend'] ?? BUILTIN_MODEL) !== BUILTIN_MODEL
  const left = (ask: Ask): Ask => (isByModel ? unshown(ask, spec) : ask)
  let next = nextId(asks)
  let room = MOST_ASKS - asks.length
  return asks.flatMap((ask): Ask[] => {
    if (ask.state === 'struck') return [ask]
    const now = found.get(placeOf(ask))
    if (isUndone(spec, previous, ask) || isRecoloured(spec, previous, ask)) return [struck(ask, spec, by)]
    if (!isGone(spec, ask)) return [now === undefined ? left(ask) : { ...now, id: ask.id }]
    const parts = taken.get(ask) ?? []
    const text = prompts[ask.prompt]?.text ?? ''
    const rest = found.get(placeOf({ ...ask, spans: cutSpans(text, ask.spans, partsIn[ask.prompt] ?? []) }))
    const isSplit =
      parts.length > 0 && rest?.state === 'planned' && parts.length <= room && next + parts.length <= 1_000
    if (!isSplit) return [struck(ask, spec, by)]
    room -= parts.length
    return [{ ...rest, id: ask.id }, ...parts.map((part) => struck(asAsk(part, ask.prompt, `a${next++}`), spec, by))]
  })
}

/** Whether a field must not be any more what the ask says, and was until now. */
function isUndone(spec: AppSpec, previous: AppSpec | null, { state, spans }: Ask): boolean {
  const words = spans.map(({ text }) => text).join(' ')
  if (previous === null || state !== 'planned' || words.length > MOST_QUOTED) return false
  return adjustmentsIn(previous, words).some(isSo) && !adjustmentsIn(spec, words).every(isSo)
}

/** Whether it looks for a colour that the plan had until now, and has another one instead. */
function isRecoloured({ theme }: AppSpec, previous: AppSpec | null, { state, scenarios }: Ask): boolean {
  const before = previous?.theme
  if (before === undefined || state !== 'planned') return false
  return scenarios.some(({ steps }) =>
    steps.some((step) => {
      if (step.do !== 'see_colour') return false
      const [was, is] = [before[step.of], theme[step.of]].map((hex) => hex.toLowerCase())
      return step.colour.toLowerCase() === was && is !== was
    }),
  )
}

/** What is taken out of an ask of which the rest may stand: fields alone, each in words of its own. */
function partsGone(spec: AppSpec, previous: AppSpec | null, ask: Ask): Part[] {
  const text = previous?.prompts?.[ask.prompt]?.text
  if (previous === null || text === undefined || ask.state !== 'planned') return []
  return partsOf(ask, goneOf(spec, ask), text, previous) ?? []
}

const asAsk = ({ item, span, meaning }: Part, prompt: number, id: string): Ask => ({
  id,
  prompt,
  spans: [span],
  meaning,
  kind: 'data',
  state: 'planned',
  items: [item],
  scenarios: [],
})

/** The ask without what would show it: the pages that its scenarios go by are not there. */
export const unshown = (ask: Ask, { locale }: AppSpec): Ask =>
  ask.state === 'planned'
    ? { ...ask, unprovable: ask.unprovable ?? askTexts(locale).unprovable.unshown, scenarios: [] }
    : ask

/** Where an ask stands: by it one is known when its prompt is read again. */
export const placeOf = ({ prompt, spans }: Ask): string =>
  `${prompt} ${spans.map(({ from, text }) => `${from}+${text.length}`).join()}`

/** The ask, wanted no more. @param by the prompt that took it out; empty when somebody did by hand */
export function struck(ask: Ask, spec: AppSpec, by: string): Ask {
  const { why } = askTexts(spec.locale)
  const sentence = sentencesOf(by)[0] ?? ''
  return { ...ask, state: 'struck', why: sentence === '' ? why.byHand : why.takenOut(sentence.slice(0, MOST_QUOTED)) }
}

const isGone = (spec: AppSpec, ask: Ask): boolean => goneOf(spec, ask).length > 0

/** What the ask came to and is not in the plan any more. */
function goneOf(spec: AppSpec, { items = [], state }: Ask): string[] {
  if (state !== 'planned') return []
  return items.filter((item) => {
    const [kind, name = ''] = [item.slice(0, item.indexOf(':')), item.slice(item.indexOf(':') + 1)]
    if (kind === 'entity') return !spec.entities.some(({ table }) => table === name)
    if (kind === 'page') return !spec.pages.some(({ path }) => path === name)
    if (kind !== 'field') return false
    const [table, column] = name.split('.')
    return !spec.entities.some(
      (entity) => entity.table === table && entity.fields.some((field) => field.column === column),
    )
  })
}

/** Their words without those of the asks: a word that a taken-out thing gives free is still the ask's. */
export function rereadPrompts(spec: AppSpec, before: AppSpec | null, asks: readonly Ask[]): AskedPrompt[] {
  const prompts = before?.prompts ?? []
  return prompts.map(({ text }, nth) => {
    const own = asks.filter((ask) => ask.prompt === nth)
    const { asks: more, prompt } = readAsks(spec, text, { nth, likely: spec.locale, kept: own, before })
    return {
      ...prompt,
      notUnderstood: [...prompt.notUnderstood, ...more.flatMap(({ spans }) => spans)].toSorted(
        (a, b) => a.from - b.from,
      ),
    }
  })
}
