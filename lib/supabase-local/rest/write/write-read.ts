import { notEmbedded, notImplemented, relatedOrderNotToOne } from '../errors.ts'
import type { Condition, Filter } from '../parse/parse-filter.ts'
import type { OrderTerm } from '../parse/parse-order.ts'
import { embedNamed, isNullTest, type ReadNode } from '../plan/read-tree.ts'
import { type FreshName, type Item, itemsOf, listItems, usesAggregates, writeGroup } from './items.ts'
import { ident, type Statement } from './sql.ts'
import { writeConditions } from './write-condition.ts'
import { writeField } from './write-field.ts'
import { embedFrom, rootFrom, type RootRows } from './write-from.ts'

type Context = { statement: Statement; fresh: FreshName }

/** An embed beside its parent: the join, what the parent answers of it, and how to tell that nothing is there. */
type Joined = { join: string; items: Item[]; absent: string; orderColumn: (term: OrderTerm) => string }

/** One relation's select in parts: what is listed, and all from FROM on. */
type Written = { items: Item[]; list: string; body: string }

function newContext(statement: Statement): Context {
  let next = 0
  return { statement, fresh: (letter) => `pgrst_${letter}${next++}` }
}

/** The select of a whole tree; its rows are the answer's rows. */
export function writeRead(statement: Statement, root: ReadNode, rows: RootRows): string {
  const { list, body } = writeNode(newContext(statement), root, rootFrom(root, rows), [])
  return `SELECT ${list} ${body}`
}

/** One row for each that the root's conditions and inner embeds leave, whatever its limit. */
export function writeMatches(statement: Statement, root: ReadNode, rows: RootRows): string {
  const context = newContext(statement)
  const needed = root.children.filter((child) => child.isInner || isTested(root.conditions, root, child))
  const embeds = new Map(needed.map((child) => [child, joinExistence(context, root, child)]))
  const joins = [...embeds.values()].map(({ join }) => join).join('')
  return `SELECT 1 FROM ${rootFrom(root, rows)}${joins}${writeWhere(context, root, embeds, [])}`
}

function isTested(conditions: Condition[], node: ReadNode, child: ReadNode): boolean {
  return conditions.some((condition) =>
    condition.kind === 'group'
      ? isTested(condition.members, node, child)
      : embedNamed(node, condition) === child && isNullTest(condition),
  )
}

function writeNode(context: Context, node: ReadNode, from: string, on: string[]): Written {
  const isSpreadToOne = node.isSpread && node.relationship?.isToOne === true
  const isAggregated = !isSpreadToOne && usesAggregates(node)
  const embeds = new Map(node.children.map((child) => [child, joinEmbed(context, node, child)]))
  const own = itemsOf(context.statement, node, {
    expandStars: node.isSpread || isAggregated,
    lift: isSpreadToOne,
    fresh: context.fresh,
  })
  const embedded = [...embeds.values()].flatMap((embed) => embed.items)
  // What a spread inside hands up is handed on by a to-one spread, and made an aggregate by any other parent.
  const all = [...own, ...embedded.map((item) => (isSpreadToOne ? item : settle(item)))]
  // The parent names a spread's columns one by one, so each name can be there once.
  const items = node.isSpread ? uniqueNames(all) : all
  const joins = [...embeds.values()].map(({ join }) => join).join('')
  const where = writeWhere(context, node, embeds, on)
  const group = isAggregated ? writeGroup(items) : ''
  const order = writeOrder(context, node, embeds)
  return {
    items,
    list: listItems(items, isAggregated),
    body: `FROM ${from}${joins}${where}${group}${order}${writeSlice(node)}`,
  }
}

function uniqueNames(items: Item[]): Item[] {
  return [...new Map(items.map((item) => [item.name, item])).values()]
}

function settle(item: Item): Item {
  if (item.lifted === undefined) return item
  return { name: item.lifted.name, sql: item.lifted.wrap(item.sql), kind: 'aggregate' }
}

function joinEmbed(context: Context, parent: ReadNode, node: ReadNode): Joined {
  const isToOne = node.relationship!.isToOne
  if (node.isSpread) return isToOne ? joinOne(context, parent, node) : joinSpreadMany(context, parent, node)
  if (isEmpty(node)) return joinExistence(context, parent, node)
  return isToOne ? joinOne(context, parent, node) : joinMany(context, parent, node)
}

/** An embed that answers nothing is there for the sake of its join: `clients!inner()`. */
function isEmpty(node: ReadNode): boolean {
  return node.fields.length === 0 && node.children.every((child) => !child.isSpread && isEmpty(child))
}

function lateral(node: ReadNode, sql: string, alias: string, present = 'TRUE'): string {
  const kind = node.isInner ? 'INNER' : 'LEFT'
  return ` ${kind} JOIN LATERAL (${sql}) AS ${alias} ON ${node.isInner ? present : 'TRUE'}`
}

const noOrder = (parent: ReadNode, node: ReadNode) => (): string => {
  throw relatedOrderNotToOne(parent.relationName, node.name)
}

function joinExistence(context: Context, parent: ReadNode, node: ReadNode): Joined {
  const alias = context.fresh('e')
  const { from, on } = embedFrom(node, parent, context.fresh)
  const { body } = writeNode(context, { ...node, fields: [], order: [], isSpread: false }, from, on)
  return {
    join: lateral(node, `SELECT true AS value FROM (SELECT 1 ${body}) pgrst_row LIMIT 1`, alias),
    items: [],
    absent: `${alias}.value IS NULL`,
    orderColumn: noOrder(parent, node),
  }
}

function joinMany(context: Context, parent: ReadNode, node: ReadNode): Joined {
  const alias = context.fresh('e')
  const { from, on } = embedFrom(node, parent, context.fresh)
  const { list, body } = writeNode(context, node, from, on)
  const sql = `SELECT json_agg(pgrst_row) AS value FROM (SELECT ${list} ${body}) pgrst_row`
  return {
    join: lateral(node, sql, alias, `${alias}.value IS NOT NULL`),
    items: [{ name: node.name, sql: `COALESCE(${alias}.value, '[]'::json)`, kind: 'json' }],
    absent: `${alias}.value IS NULL`,
    orderColumn: noOrder(parent, node),
  }
}

function joinOne(context: Context, parent: ReadNode, node: ReadNode): Joined {
  const alias = context.fresh('e')
  const { from, on } = embedFrom(node, parent, context.fresh)
  const { items, list, body } = writeNode(context, node, from, on)
  const lifted = items.map((item) => ({ ...item, sql: `${alias}.${ident(item.name)}` }))
  return {
    join: lateral(node, `SELECT ${list === '' ? 'true AS pgrst_there' : list} ${body}`, alias),
    items: node.isSpread ? lifted : [{ name: node.name, sql: `row_to_json(${alias}.*)`, kind: 'json' }],
    absent: `${alias} IS NOT DISTINCT FROM NULL`,
    // By what the embed answers, under the name it answers it.
    orderColumn: ({ field }) => writeField(context.statement, { alias, relation: node.relation }, field),
  }
}

/** Each column becomes an array of the values of all rows. */
function joinSpreadMany(context: Context, parent: ReadNode, node: ReadNode): Joined {
  if (usesAggregates(node)) {
    throw notImplemented('Aggregates are not implemented for one-to-many or many-to-many spreads.')
  }
  const alias = context.fresh('e')
  const { from, on } = embedFrom(node, parent, context.fresh)
  const { items, list, body } = writeNode(context, node, from, on)
  const arrays = items.map(({ name }) => `, json_agg(pgrst_row.${ident(name)}) AS ${ident(name)}`).join('')
  const sql = `SELECT count(*) AS pgrst_rows${arrays} FROM (SELECT ${list} ${body}) pgrst_row`
  return {
    join: lateral(node, sql, alias, `${alias}.pgrst_rows > 0`),
    items: items.map(({ name }) => ({
      name,
      sql: `COALESCE(${alias}.${ident(name)}, '[]'::json)`,
      kind: 'json' as const,
    })),
    absent: `${alias}.pgrst_rows = 0`,
    orderColumn: noOrder(parent, node),
  }
}

function writeWhere(context: Context, node: ReadNode, embeds: Map<ReadNode, Joined>, on: string[]): string {
  const test = (filter: Filter): string | undefined => {
    if (!isNullTest(filter)) return undefined
    const embed = embedNamed(node, filter)
    const joined = embed === undefined ? undefined : embeds.get(embed)
    if (joined === undefined) return undefined
    const isNull = filter.operation.kind === 'is' && filter.operation.truth === 'null'
    return isNull ? joined.absent : `NOT (${joined.absent})`
  }
  const all = [...on, ...writeConditions(context.statement, node, node.conditions, test)]
  return all.length === 0 ? '' : ` WHERE ${all.join(' AND ')}`
}

function writeOrder(context: Context, node: ReadNode, embeds: Map<ReadNode, Joined>): string {
  if (node.order.length === 0) return ''
  const terms = node.order.map((term) => {
    const direction = term.direction === undefined ? '' : ` ${term.direction.toUpperCase()}`
    const nulls = term.nulls === undefined ? '' : ` NULLS ${term.nulls.toUpperCase()}`
    return `${orderBy(context, node, embeds, term)}${direction}${nulls}`
  })
  return ` ORDER BY ${terms.join(', ')}`
}

function orderBy(context: Context, node: ReadNode, embeds: Map<ReadNode, Joined>, term: OrderTerm): string {
  if (term.relation === undefined) return writeField(context.statement, node, term.field)
  const embed = node.children.find((child) => child.name === term.relation)
  if (embed === undefined) throw notEmbedded(term.relation)
  return embeds.get(embed)!.orderColumn(term)
}

function writeSlice({ slice }: ReadNode): string {
  const limit = slice.limit === undefined ? '' : ` LIMIT ${slice.limit}`
  return slice.offset === 0 ? limit : `${limit} OFFSET ${slice.offset}`
}
