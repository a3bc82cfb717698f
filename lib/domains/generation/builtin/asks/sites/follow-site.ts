import type { Ask, AskedPrompt } from '../../../../spec/asks'
import { BUILTIN_MODEL } from '../../../../accounts/constants'
import type { AppSpec } from '../../../../spec/contract'
import { placeOf, struck, unshown } from '../follow-asks'
import { readAsks } from '../read-asks'
import { passes, viewOf } from './site-pages'

/** Whether a model writes the pages of a site: what they will show is not known then. */
export const isByModel = ({ makers }: AppSpec): boolean => (makers['site'] ?? BUILTIN_MODEL) !== BUILTIN_MODEL

/**
 * Earlier asks of a site in its plan as it is now. What its pages still show stays as it is; else the prompt is read
 * again, and what they show no more was taken out.
 * @param by the prompt that changed the plan; empty when somebody did by hand
 */
export function followedOnSite(spec: AppSpec, previous: AppSpec | null, by: string): Ask[] {
  const { asks = [], prompts = [] }: { asks?: Ask[]; prompts?: AskedPrompt[] } = previous ?? {}
  const view = viewOf(spec)
  const found = new Map(
    prompts
      .flatMap(({ text }, nth) => readAsks(spec, text, { nth, likely: spec.locale, before: previous }).asks)
      .map((ask) => [placeOf(ask), ask] as const),
  )
  return asks.map((ask) => {
    const isShown = ask.scenarios.length > 0 && ask.scenarios.every((scenario) => passes(view, scenario))
    if (ask.state === 'struck' || (ask.state === 'planned' && isShown)) return ask
    const now = found.get(placeOf(ask))
    if (now !== undefined && !(ask.state === 'planned' && ask.scenarios.length > 0 && now.state !== 'planned'))
      return { ...now, id: ask.id }
    if (ask.state !== 'planned' || ask.scenarios.length === 0)
      return previous !== null && isByModel(previous) ? unshown(ask, spec) : ask
    return struck(ask, spec, by)
  })
}
