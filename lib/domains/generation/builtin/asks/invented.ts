import type { Ask } from '../../../spec/asks'
import type { AppSpec } from '../../../spec/contract'
import { LONGEST_NAME, planWords } from './plan-words'
import { wordsAt } from './reading/atom'
import { tokenize } from './reading/tokens'

/**
 * Tables of the plan that no word of the prompts asked for. Whom the others show people by is the application's own,
 * and what a required link needs is asked for with it.
 */
export function inventedIn(plan: Pick<AppSpec, 'entities'>, asks: readonly Ask[]): string[] {
  const asked = new Set(
    asks
      .filter(({ state }) => state === 'planned')
      .flatMap(({ items = [] }) => items)
      .flatMap((item) => /^(?:entity|access|field):([^.]+)/.exec(item)?.[1] ?? []),
  )
  const needed = (table: string): string[] =>
    plan.entities
      .filter((entity) => entity.table === table)
      .flatMap(({ fields }) => fields.flatMap((field) => (field.required === true ? (field.references ?? []) : [])))
  // A set grows while it is walked: what is needed needs others.
  for (const table of asked) for (const other of needed(table)) asked.add(other)
  return plan.entities.map(({ table }) => table).filter((table) => table !== 'profiles' && !asked.has(table))
}

/**
 * Of those, the ones to tell beside a version: new in it, and not named by a wish that is not built as it
 * was said.
 * @param previous the plan that was changed
 */
export function unaskedIn(plan: AppSpec, previous: AppSpec | null): string[] {
  const asks = plan.asks ?? []
  const known = new Set((previous?.entities ?? []).map(({ table }) => table))
  const invented = inventedIn(plan, asks).filter((table) => !known.has(table))
  if (invented.length === 0) return []
  const words = planWords(plan)
  const named = new Set<string>()
  for (const { text } of asks.filter(({ state }) => state === 'not_built').flatMap(({ spans }) => spans)) {
    const tokens = tokenize(text)
    for (const at of tokens.keys())
      for (let length = 1; length <= LONGEST_NAME; length++) {
        const phrase = wordsAt(tokens, at, length)
        const one = phrase === null ? undefined : words.entityCalled(phrase)
        if (one !== undefined) named.add(one.entity.table)
      }
  }
  return invented.filter((table) => !named.has(table))
}
