import type { Ask, AskedPrompt } from '../../../spec/asks'
import type { AppSpec, Question } from '../../../spec/contract'
import { MAX_PROMPT } from '../../constants'
import { cleanPrompt } from '../architect/read-prompt'
import { followed, kept, MOST_ASKS, nextId, rereadPrompts, unshown } from './follow-asks'
import { questionsFor } from './questions'
import { readAsks } from './read-asks'
import { followedOnSite, isByModel } from './sites/follow-site'

/** What a project keeps; see `DevoraJson`. */
const MOST_PROMPTS = 100

/** The asks of earlier prompts as they stand in the plan now, and where those of the newest one begin. */
export type Beginning = {
  text: string
  /** Which prompt of the project it is, counted from 0. */
  nth: number
  /** The number of its first ask. */
  firstId: number
  asks: Ask[]
  prompts: AskedPrompt[]
}

/**
 * The plan with what was asked, as the built-in generator reads it and builds it.
 * @param previous the plan that the prompt changes
 * @param byModels models build it, whatever was planned: what would show an earlier ask stays as it is
 */
export function withAsks(spec: AppSpec, prompt: string, previous: AppSpec | null, byModels = false): AppSpec {
  if (spec.mode === 'simple') return spec
  const isSite = spec.mode === 'site'
  const text = cleanPrompt(prompt)
  const asks = byModels ? keptFor(spec, previous, text) : followedIn(spec, previous, text)
  const known = previous?.prompts ?? []
  if (text === '' || known.length >= MOST_PROMPTS) return { ...spec, asks, prompts: known }
  const at = beginningOf(text, asks, byModels ? known : rereadPrompts(spec, previous, asks))
  const likely = at.nth > 0 ? spec.locale : null
  const read = readAsks(spec, text, { nth: at.nth, firstId: at.firstId, likely, before: previous })
  if (isSite) return joined(spec, at, byModels ? { ...read, asks: read.asks.map((ask) => unshown(ask, spec)) } : read)
  return joined(spec, at, read, previous === null ? questionsFor(spec, read) : (previous.questions ?? []))
}

const followedIn = (spec: AppSpec, previous: AppSpec | null, by: string): Ask[] =>
  spec.mode === 'site' ? followedOnSite(spec, previous, by) : followed(spec, previous, by)

/** Of a site all pages are written anew, so nothing that showed an ask before is promised. */
const keptFor = (spec: AppSpec, previous: AppSpec | null, by: string): Ask[] =>
  kept(spec, previous, by).map((ask) => (spec.mode === 'site' ? unshown(ask, spec) : ask))

/** The plan as somebody edited it by hand, with the asks that it came with. */
export function withAsksAgain(spec: AppSpec): AppSpec {
  if (spec.mode === 'simple' || spec.prompts === undefined) return spec
  if (spec.mode === 'site' && isByModel(spec)) return withAsksKept(spec)
  const asks = followedIn(spec, spec, '')
  return { ...spec, asks, prompts: rereadPrompts(spec, spec, asks) }
}

/** The same of a plan whose pages others write than the built-in generator: what would show an ask stays as it is. */
export const withAsksKept = (spec: AppSpec): AppSpec =>
  spec.asks === undefined ? spec : { ...spec, asks: kept(spec, spec, '') }

/**
 * Where the asks of a prompt begin in such a plan; null when there is no prompt, or no place for one.
 * @param previous the plan that the prompt changes
 */
export function beginning(spec: AppSpec, prompt: string, previous: AppSpec | null): Beginning | null {
  const text = cleanPrompt(prompt).slice(0, MAX_PROMPT).toWellFormed()
  const prompts = previous?.prompts ?? []
  if (text === '' || prompts.length >= MOST_PROMPTS) return null
  return beginningOf(text, kept(spec, previous, text), prompts)
}

/**
 * The built-in reader's words for a plan that a model made and models build. Its scenarios go by labels and addresses of
 * the pages that the built-in generator would write, which nobody has promised here: they are left out, and that is
 * said.
 */
export function withSpansOnly(spec: AppSpec, at: Beginning): AppSpec {
  const likely = at.nth > 0 ? spec.locale : null
  const { asks, prompt } = readAsks(spec, at.text, { nth: at.nth, firstId: at.firstId, likely })
  return joined(spec, at, { asks: asks.map((ask) => unshown(ask, spec)), prompt })
}

/** Behind the earlier ones; what has no place any more is told as not understood. */
export function joined(
  spec: AppSpec,
  { asks, prompts, firstId }: Beginning,
  read: { asks: readonly Ask[]; prompt: AskedPrompt },
  questions: readonly Question[] = [],
): AppSpec {
  const fits = read.asks.length <= MOST_ASKS - asks.length && firstId + read.asks.length <= 1_000
  return {
    ...spec,
    asks: [...asks, ...(fits ? read.asks : [])],
    prompts: [...prompts, fits ? read.prompt : untold(read.prompt)],
    ...(questions.length > 0 && { questions: [...questions] }),
  }
}

const beginningOf = (text: string, asks: Ask[], prompts: AskedPrompt[]): Beginning => ({
  text,
  nth: prompts.length,
  firstId: nextId(asks),
  asks,
  prompts,
})

const untold = (prompt: AskedPrompt): AskedPrompt => ({
  text: prompt.text,
  context: [],
  notUnderstood: prompt.text === '' ? [] : [{ from: 0, text: prompt.text }],
})
