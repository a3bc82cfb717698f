import type { Ask } from '../../../spec/asks'
import type { AppSpec } from '../../../spec/contract'

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
