import { aggregatesNotAllowed, notEmbedded, unacceptableFilter } from '../errors.ts'
import type { Condition, EmbedPath } from '../parse/parse-filter.ts'
import type { OrderTerm } from '../parse/parse-order.ts'
import type { Query, Slice } from '../parse/parse-query.ts'
import type { SelectEmbed, SelectField, SelectItem } from '../parse/parse-select.ts'
import type { Relation, Relationship, SchemaCache } from '../schema/model.ts'
import { findRelationship } from './find-relationship.ts'

/** One relation of a reading: the root, or an embed below another. */
export type ReadNode = {
  /** What the address calls it: the alias, else the relation's name as written there. */
  name: string
  /** As written there; filters of an aliased embed may use it too. */
  relationName: string
  /** Absent for the rows of a function that are no relation's. */
  relation: Relation | undefined
  relationship: Relationship | undefined
  /** How SQL calls its rows. */
  alias: string
  isInner: boolean
  isSpread: boolean
  fields: SelectField[]
  children: ReadNode[]
  conditions: Condition[]
  order: OrderTerm[]
  slice: Slice
}

type Root = {
  schema: string
  /** The name that embeds are looked up from and that SQL calls the rows. */
  name: string
  relation: Relation | undefined
}

/** What the one who runs the service allows. */
export type Limits = {
  /** No part of an answer has more rows than this. */
  maxRows: number
  /** Whether sums and counts by group may be asked for; a new Supabase project says no until it is told otherwise. */
  aggregates: boolean
}

type Options = {
  cache: SchemaCache
  limits: Limits
  /** Whether what concerns the root itself (its filters, limit and offset) is part of the reading. */
  ofRoot: 'all' | 'order only'
}

/** Looks up every embed, and lays filters, orders and limits down where they belong. */
export function buildReadTree(root: Root, query: Query, { cache, limits, ofRoot }: Options): ReadNode {
  const node = newNode(root.name, root.name, root.relation, undefined, root.name)
  addItems(node, query.select, root, cache, 1)
  for (const { path, condition } of query.conditions) {
    if (path.length > 0 || ofRoot === 'all') nodeAt(node, path).conditions.push(condition)
  }
  for (const { path, terms } of query.orders) nodeAt(node, path).order = terms
  for (const { path, slice } of query.slices) {
    if (ofRoot === 'all') nodeAt(node, path).slice = slice
  }
  if (ofRoot === 'all') bound(node, limits.maxRows)
  if (!limits.aggregates) refuseAggregates(node)
  checkEmbedFilters(node)
  return node
}

function newNode(
  name: string,
  relationName: string,
  relation: Relation | undefined,
  relationship: Relationship | undefined,
  alias: string,
): ReadNode {
  return {
    name,
    relationName,
    relation,
    relationship,
    alias,
    isInner: false,
    isSpread: false,
    fields: [],
    children: [],
    conditions: [],
    order: [],
    slice: { offset: 0 },
  }
}

function addItems(node: ReadNode, items: SelectItem[], root: Root, cache: SchemaCache, depth: number): void {
  for (const item of items) {
    if (item.kind === 'field') node.fields.push(item)
    else node.children.push(embedOf(node, item, root, cache, depth))
  }
}

function embedOf(parent: ReadNode, item: SelectEmbed, root: Root, cache: SchemaCache, depth: number): ReadNode {
  const relationship = findRelationship(cache, root.schema, parent.relation ?? root.name, item.relation, item.hint)
  const alias = `${relationship.to.name}_${depth}`
  const node = newNode(item.alias ?? item.relation, item.relation, relationship.to, relationship, alias)
  // A table may be called like an alias made here; the inner one would hide it from the join.
  if (alias === root.name) node.alias = `${alias}_`
  node.isInner = item.join === 'inner'
  node.isSpread = item.spread
  addItems(node, item.select, root, cache, depth + 1)
  return node
}

function nodeAt(root: ReadNode, path: EmbedPath): ReadNode {
  let node = root
  for (const name of path) {
    const found =
      node.children.find((child) => child.name === name) ?? node.children.find((child) => child.relationName === name)
    if (found === undefined) throw notEmbedded(name)
    node = found
  }
  return node
}

function refuseAggregates({ fields, children }: ReadNode): void {
  if (fields.some(({ aggregate }) => aggregate !== undefined)) throw aggregatesNotAllowed()
  for (const child of children) refuseAggregates(child)
}

function bound(node: ReadNode, maxRows: number): void {
  node.slice = { offset: node.slice.offset, limit: Math.min(node.slice.limit ?? maxRows, maxRows) }
  for (const child of node.children) bound(child, maxRows)
}

/** Finds the embed that a condition's field names, as in `clients=not.is.null`. */
export function embedNamed(node: ReadNode, condition: Condition): ReadNode | undefined {
  if (condition.kind !== 'filter' || condition.field.path.length > 0) return undefined
  return node.children.find((child) => child.name === condition.field.name)
}

function checkEmbedFilters(node: ReadNode): void {
  for (const condition of node.conditions) checkCondition(node, condition)
  for (const child of node.children) checkEmbedFilters(child)
}

function checkCondition(node: ReadNode, condition: Condition): void {
  if (condition.kind === 'group') {
    for (const member of condition.members) checkCondition(node, member)
    return
  }
  const embed = embedNamed(node, condition)
  if (embed === undefined || isNullTest(condition)) return
  if (node.relation?.columns.has(condition.field.name) !== true) throw unacceptableFilter(embed.name)
}

/** Whether a condition asks no more than whether something is there. */
export function isNullTest(condition: Condition): boolean {
  if (condition.kind !== 'filter' || condition.operation.kind !== 'is') return false
  return condition.operation.truth === 'null' || condition.operation.truth === 'not_null'
}
