import type { Ask, AskedPrompt } from '../../../spec/asks'
import type { AppSpec } from '../../../spec/contract'
import { sentencesOf } from '../../../spec/sentences'
import { cleanPrompt } from '../architect/read-prompt'
import { questionsFor } from './questions'
import { readAsks } from './read-asks'
import { askTexts } from './texts'

/** What a project keeps of asks and prompts; see `DevoraJson`. */
const MOST_PROMPTS = 100
const MOST_ASKS = 200
const MOST_QUOTED = 120

/**
 * The plan with what was asked: the asks of earlier prompts as they stand in the plan now, and those of the newest one.
 * Sites say nothing of asks yet.
 * @param previous the plan that the prompt changes
 */
export function withAsks(spec: AppSpec, prompt: string, previous: AppSpec | null): AppSpec {
  if (spec.mode !== 'fullstack') return spec
  const text = cleanPrompt(prompt)
  const known = previous?.prompts ?? []
  const asks = followed(spec, previous, text)
  const room = MOST_ASKS - asks.length
  if (text === '' || known.length >= MOST_PROMPTS) return { ...spec, asks, prompts: known }
  const likely = known.length > 0 ? spec.locale : null
  const read = readAsks(spec, text, { nth: known.length, firstId: nextId(asks), likely, before: previous })
  // What has no place any more is told as not understood.
  const fits = read.asks.length <= room && nextId(asks) + read.asks.length <= 1_000
  const prompts = [...rereadPrompts(spec, previous, asks), fits ? read.prompt : untold(read.prompt)]
  const questions = previous === null ? questionsFor(spec, read) : (previous.questions ?? [])
  return {
    ...spec,
    asks: [...asks, ...(fits ? read.asks : [])],
    prompts,
    ...(questions.length > 0 && { questions }),
  }
}

/** The plan as somebody edited it by hand, with the asks that it came with. */
export function withAsksAgain(spec: AppSpec): AppSpec {
  if (spec.mode !== 'fullstack' || spec.prompts === undefined) return spec
  const asks = followed(spec, spec, '')
  return { ...spec, asks, prompts: rereadPrompts(spec, spec, asks) }
}

const nextId = (asks: readonly Ask[]): number => Math.max(0, ...asks.map(({ id }) => Number(id.slice(1)))) + 1

const untold = (prompt: AskedPrompt): AskedPrompt => ({
  text: prompt.text,
  context: [],
  notUnderstood: prompt.text === '' ? [] : [{ from: 0, text: prompt.text }],
})

/**
 * Earlier asks in the changed plan. Labels and forms may be others now, so the prompts are read again with the plan as
 * it is; an ask is known by its words. What it came to and is gone was taken out.
 */
function followed(spec: AppSpec, previous: AppSpec | null, by: string): Ask[] {
  const { asks = [], prompts = [] } = previous ?? {}
  const read = prompts.flatMap(
    ({ text }, nth) => readAsks(spec, text, { nth, likely: spec.locale, before: previous }).asks,
  )
  const found = new Map(read.map((ask) => [placeOf(ask), ask]))
  return asks.map((ask): Ask => {
    if (ask.state === 'struck') return ask
    const now = found.get(placeOf(ask))
    if (isGone(spec, ask)) return struck(ask, spec, by)
    return now === undefined ? ask : { ...now, id: ask.id }
  })
}

const placeOf = ({ prompt, spans }: Ask): string =>
  `${prompt} ${spans.map(({ from, text }) => `${from}+${text.length}`).join()}`

function struck(ask: Ask, spec: AppSpec, by: string): Ask {
  const { why } = askTexts(spec.locale)
  const sentence = sentencesOf(by)[0] ?? ''
  return { ...ask, state: 'struck', why: sentence === '' ? why.byHand : why.takenOut(sentence.slice(0, MOST_QUOTED)) }
}

/** Whether something of the plan that the ask came to is not there any more. */
function isGone(spec: AppSpec, { items = [], state }: Ask): boolean {
  if (state !== 'planned') return false
  return items.some((item) => {
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
function rereadPrompts(spec: AppSpec, before: AppSpec | null, asks: readonly Ask[]): AskedPrompt[] {
  const prompts = before?.prompts ?? []
  return prompts.map(({ text }, nth) => {
    const kept = asks.filter((ask) => ask.prompt === nth)
    const { asks: more, prompt } = readAsks(spec, text, { nth, likely: spec.locale, kept, before })
    return {
      ...prompt,
      notUnderstood: [...prompt.notUnderstood, ...more.flatMap(({ spans }) => spans)].toSorted(
        (a, b) => a.from - b.from,
      ),
    }
  })
}
