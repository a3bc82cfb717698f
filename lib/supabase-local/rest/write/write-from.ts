import type { ReadNode } from '../plan/read-tree.ts'
import type { Pair } from '../schema/model.ts'
import { ident, qualified } from './sql.ts'
import type { FreshName } from './items.ts'

/** Where the root's rows are: its table, or the common table expression of a write or a call. */
export type RootRows = 'table' | 'pgrst_source'

/** What stands behind FROM for the root. */
export function rootFrom(root: ReadNode, rows: RootRows): string {
  return `${rows === 'table' ? qualified(root.relation!) : rows} AS ${ident(root.alias)}`
}

/** An embed's rows, with the junction that leads to them, and what joins them to the parent's. */
export function embedFrom(node: ReadNode, parent: ReadNode, fresh: FreshName): { from: string; on: string[] } {
  const relationship = node.relationship!
  const rows = `${qualified(relationship.to)} AS ${ident(node.alias)}`
  switch (relationship.kind) {
    case 'computed': {
      const routine = qualified({ schema: relationship.from.schema, name: relationship.routine })
      const row = `${ident(parent.alias)}::${qualified(relationship.from)}`
      return { from: `${routine}(${row}) AS ${ident(node.alias)}`, on: [] }
    }
    case 'many-to-many': {
      const junction = fresh('j')
      const target = equal(relationship.target, node.alias, junction).join(' AND ')
      return {
        from: `${rows} INNER JOIN ${qualified(relationship.junction)} AS ${ident(junction)} ON ${target}`,
        on: equal(relationship.source, parent.alias, junction),
      }
    }
    default:
      return { from: rows, on: equal(relationship.columns, parent.alias, node.alias) }
  }
}

function equal(pairs: Pair[], one: string, other: string): string[] {
  return pairs.map(([left, right]) => `${ident(one)}.${ident(left)} = ${ident(other)}.${ident(right)}`)
}
