import type { RawCatalogue } from './catalogue.ts'
import type { Numbered, Origins } from './model.ts'

type Shown = { rel: number; num: number }

/** Follows the columns of views to the tables they come from. */
export function resolveOrigins(raw: RawCatalogue, numbered: Numbered): Origins {
  const direct = new Map<number, Map<number, Shown>>()
  for (const { rel, rule } of raw.views) direct.set(rel, readOrigins(rule))
  const resolved: Origins = new Map()
  for (const [view, columns] of direct) {
    const found = new Map<string, Shown>()
    for (const [num, origin] of columns) {
      const name = numbered.get(view)?.get(num)
      let at: Shown | undefined = origin
      for (let hops = 0; at !== undefined && direct.has(at.rel); hops++) {
        at = hops < 32 ? direct.get(at.rel)!.get(at.num) : undefined
      }
      if (at !== undefined && name !== undefined) found.set(name, at)
    }
    resolved.set(view, found)
  }
  return resolved
}

const ENTRY = /^TARGETENTRY /
const ORIGIN = / :resno (\d+) [\s\S]* :resorigtbl (\d+) :resorigcol (\d+) :resjunk false$/

/**
 * Reads the stored form of a view (pg_rewrite.ev_action, `({QUERY … :targetList ({TARGETENTRY …} …) …})`): by number of
 * the view's column, the table and column it shows. Entries of queries inside the query are deeper and not meant.
 */
function readOrigins(rule: string): Map<number, Shown> {
  const found = new Map<number, Shown>()
  let depth = 0
  let start = 0
  for (let at = 0; at < rule.length; at++) {
    const sign = rule[at]
    if (sign === '\\') at++
    else if (sign === '{' && ++depth === 2) start = at + 1
    else if (sign === '}' && depth-- === 2) {
      const entry = rule.slice(start, at)
      const origin = ENTRY.test(entry) ? ORIGIN.exec(` ${entry.slice(entry.lastIndexOf('}') + 1)}`) : null
      if (origin !== null && origin[2] !== '0') {
        found.set(Number(origin[1]), { rel: Number(origin[2]), num: Number(origin[3]) })
      }
    }
  }
  return found
}

/** More ways than this of one view to show one key are not told apart. */
const MAX_WAYS = 16

/** The view's names for a table's columns, in every way in which it shows them all. */
export function showsAll(columns: Map<string, { rel: number; num: number }>, rel: number, nums: number[]): string[][] {
  let ways: string[][] = [[]]
  for (const num of nums) {
    const names = [...columns].filter(([, origin]) => origin.rel === rel && origin.num === num).map(([name]) => name)
    ways = ways.flatMap((way) => names.map((name) => [...way, name])).slice(0, MAX_WAYS)
  }
  return ways
}
