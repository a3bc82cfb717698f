import type { RawCatalogue, RawKey } from './catalogue.ts'
import type { Numbered, Origins, Pair, Relation, Relationship } from './model.ts'
import { showsAll } from './origins.ts'

/** A foreign key as one relation (a table, or a view that shows its columns) has it. */
type ForeignKey = { from: Relation; to: Relation; constraint: string; columns: Pair[]; isUnique: boolean }

/** All relationships between relations of the same schema, by where they begin. */
export function relate(
  raw: RawCatalogue,
  byOid: Map<number, Relation>,
  numbered: Numbered,
  origins: Origins,
): Map<Relation, Relationship[]> {
  const found = new Map<Relation, Relationship[]>()
  const add = (one: Relationship): void => {
    if (one.from.schema !== one.to.schema) return
    found.set(one.from, [...(found.get(one.from) ?? []), one])
  }
  const foreignKeys = raw.keys.flatMap((key) => foreignKeysOf(key, raw, byOid, numbered, origins))
  for (const { from, to, constraint, columns, isUnique } of foreignKeys) {
    const back = columns.map(([one, other]): Pair => [other, one])
    add({ from, to, isToOne: true, kind: isUnique ? 'one-to-one' : 'many-to-one', constraint, columns })
    add({
      from: to,
      to: from,
      isToOne: isUnique,
      kind: isUnique ? 'one-to-one' : 'one-to-many',
      constraint,
      columns: back,
    })
  }
  for (const one of throughJunctions(foreignKeys)) add(one)
  for (const fn of raw.functions) {
    const from = byOid.get(fn.argument)
    const to = byOid.get(fn.relation)
    if (from === undefined || to === undefined || from.schema !== fn.schema) continue
    add({ from, to, isToOne: !fn.set || fn.rows === 1, kind: 'computed', routine: fn.name })
  }
  return found
}

function foreignKeysOf(
  key: RawKey,
  raw: RawCatalogue,
  byOid: Map<number, Relation>,
  numbered: Numbered,
  origins: Origins,
): ForeignKey[] {
  if (key.type !== 'f' || key.refcols === null) return []
  const { cols, refcols } = key
  const isUnique = raw.keys.some(
    (other) =>
      other.type !== 'f' &&
      other.rel === key.rel &&
      other.cols.length === cols.length &&
      other.cols.every((num) => cols.includes(num)),
  )
  const froms = shownBy(key.rel, cols, byOid, numbered, origins)
  const tos = shownBy(key.ref, refcols, byOid, numbered, origins)
  return froms.flatMap((from) =>
    tos.map((to) => ({
      from: from.relation,
      to: to.relation,
      constraint: key.name,
      columns: from.names.map((name, place): Pair => [name, to.names[place]!]),
      isUnique,
    })),
  )
}

/** The table itself and the views that show all these columns of it; a view may show one column several times. */
function shownBy(
  rel: number,
  nums: number[],
  byOid: Map<number, Relation>,
  numbered: Numbered,
  origins: Origins,
): { relation: Relation; names: string[] }[] {
  const found: { relation: Relation; names: string[] }[] = []
  const table = byOid.get(rel)
  if (table !== undefined) found.push({ relation: table, names: nums.map((num) => numbered.get(rel)!.get(num)!) })
  for (const [view, columns] of origins) {
    const relation = byOid.get(view)
    if (relation === undefined) continue
    for (const names of showsAll(columns, rel, nums)) found.push({ relation, names })
  }
  return found
}

/** Many-to-many: a table or view with two foreign keys whose columns are all part of its primary key. */
function* throughJunctions(foreignKeys: ForeignKey[]): Generator<Relationship> {
  const byTable = Map.groupBy(
    foreignKeys.filter(({ from, columns }) => columns.every(([name]) => from.primaryKey.includes(name))),
    (key) => key.from,
  )
  for (const [junction, keys] of byTable) {
    for (const source of keys) {
      for (const target of keys) {
        // A table between that is not exposed is nobody's business.
        if (source.constraint === target.constraint || junction.schema !== source.to.schema) continue
        yield {
          from: source.to,
          to: target.to,
          isToOne: false,
          kind: 'many-to-many',
          junction,
          source: source.columns.map(([inner, outer]): Pair => [outer, inner]),
          target: target.columns.map(([inner, outer]): Pair => [outer, inner]),
          constraints: [source.constraint, target.constraint],
        }
      }
    }
  }
}
