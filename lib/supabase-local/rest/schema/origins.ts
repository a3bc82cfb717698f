import type { RawCatalogue, RawOrigin } from './catalogue.ts'
import type { Numbered, Origins } from './model.ts'

/** Follows the columns of views to the tables they come from. */
export function resolveOrigins(raw: RawCatalogue, numbered: Numbered): Origins {
  const direct = new Map<number, Map<number, RawOrigin | null>>()
  for (const origin of raw.origins) {
    if (numbered.get(origin.rel)?.get(origin.num) !== origin.name) continue
    const columns = direct.get(origin.rel) ?? new Map<number, RawOrigin | null>()
    // Told twice and differently: a sub-query happens to have such a column too.
    columns.set(origin.num, columns.has(origin.num) ? null : origin)
    direct.set(origin.rel, columns)
  }
  const resolved: Origins = new Map()
  for (const [view, columns] of direct) {
    const found = new Map<string, { rel: number; num: number }>()
    for (const origin of columns.values()) {
      let at = origin === null ? undefined : { rel: origin.from, num: origin.col }
      for (let hops = 0; at !== undefined && direct.has(at.rel); hops++) {
        const next: RawOrigin | null | undefined = hops < 32 ? direct.get(at.rel)!.get(at.num) : undefined
        at = next == null ? undefined : { rel: next.from, num: next.col }
      }
      if (at !== undefined) found.set(origin!.name, at)
    }
    resolved.set(view, found)
  }
  return resolved
}

/** The view's names for a table's columns, when it shows them all. */
export function showsAll(
  columns: Map<string, { rel: number; num: number }>,
  rel: number,
  nums: number[],
): string[] | undefined {
  const names: string[] = []
  for (const num of nums) {
    const found = [...columns].find(([, origin]) => origin.rel === rel && origin.num === num)
    if (found === undefined) return undefined
    names.push(found[0])
  }
  return names
}
