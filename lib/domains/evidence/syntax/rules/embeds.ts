import { closest } from 'fastest-levenshtein'
import type { Catalogue, Relation } from '../sql-catalogue.ts'
import type { Node } from '../walk.ts'
import type { SelectItem } from './select-string.ts'

/** What a select reads: columns, and rows of other tables that foreign keys lead to. */

/** Whether a column is known there; says so where it is not. */
export type Column = (name: string, at: Node, of?: Relation) => boolean
export type Say = (rule: string, at: Node, message: string, more?: object) => void

/** A hint at the name that was probably meant. */
export const near = (name: string, names: Iterable<string>): { hint: string } | Record<string, never> => {
  const all = [...names]
  return all.length === 0 ? {} : { hint: `The nearest is "${closest(name, all)}".` }
}

/** Foreign keys between two relations, and whether a third table joins them. */
function links(catalogue: Catalogue, from: Relation, to: Relation): { direct: string[]; joined: boolean } {
  const points = (a: Relation, b: Relation): string[] =>
    a.keys.filter((key) => key.schema === b.schema && key.table === b.name).map(({ name }) => name)
  const direct = from === to ? points(from, to) : [...points(from, to), ...points(to, from)]
  const joined = [...catalogue.relations.values()].some(
    (one) => one !== from && one !== to && points(one, from).length > 0 && points(one, to).length > 0,
  )
  return { direct, joined }
}

/** Columns and embedded tables of a select that the migrations do not have. */
export function selectFindings(
  catalogue: Catalogue,
  relation: Relation,
  items: SelectItem[],
  at: Node,
  column: Column,
  say: Say,
): void {
  for (const item of items) {
    if (item.kind === 'column') column(item.name, at, relation)
    if (item.kind !== 'embed') continue
    const hints = item.hints.filter((hint) => hint !== 'inner' && hint !== 'left')
    // An embed may be named by the other table, by a foreign key's column, or by the constraint.
    const key = relation.keys.find(
      (one) => (one.columns.length === 1 && one.columns[0] === item.name) || one.name === item.name,
    )
    const target =
      catalogue.relations.get(`${relation.schema}.${item.name}`) ??
      (key && catalogue.relations.get(`${key.schema}.${key.table}`))
    if (!target) {
      if (key)
        say(
          'unknown-relation',
          at,
          `"${item.name}" refers to ${key.schema}.${key.table}, which the API does not offer.`,
        )
      else if (!catalogue.functions.has(`${relation.schema}.${item.name}`)) {
        const names = [...catalogue.relations.values()]
          .filter(({ schema }) => schema === relation.schema)
          .map(({ name }) => name)
        say(
          'unknown-table',
          at,
          `No migration creates the table "${item.name}" that this select embeds.`,
          near(item.name, names),
        )
      }
      continue
    }
    if (target.schema !== relation.schema) {
      say(
        'unknown-relation',
        at,
        `"${item.name}" refers to ${target.schema}.${target.name}, which the API does not offer.`,
      )
      continue
    }
    if (!key && relation.kind === 'table' && target.kind === 'table')
      relationFindings(catalogue, relation, target, hints, at, say)
    selectFindings(catalogue, target, item.items, at, column, say)
  }
}

function relationFindings(
  catalogue: Catalogue,
  relation: Relation,
  target: Relation,
  hints: string[],
  at: Node,
  say: Say,
): void {
  const { direct, joined } = links(catalogue, relation, target)
  if (direct.length === 0 && !joined) {
    say(
      'unknown-relation',
      at,
      `There is no foreign key between "${relation.name}" and "${target.name}", so this select cannot embed it.`,
    )
    return
  }
  const columns = [...relation.keys, ...target.keys].flatMap((key) => key.columns)
  for (const hint of hints) {
    if (
      direct.includes(hint) ||
      columns.includes(hint) ||
      catalogue.relations.has(`${relation.schema}.${hint}`) ||
      [...catalogue.relations.values()].some(({ keys }) => keys.some(({ name }) => name === hint))
    )
      continue
    say(
      'unknown-relation',
      at,
      `There is no foreign key "${hint}" between "${relation.name}" and "${target.name}".`,
      near(hint, direct),
    )
  }
  if (hints.length === 0 && direct.length > 1 && relation !== target)
    say(
      'ambiguous-relation',
      at,
      `"${relation.name}" and "${target.name}" are connected by ${direct.join(' and ')}; say which one with "!".`,
    )
}
