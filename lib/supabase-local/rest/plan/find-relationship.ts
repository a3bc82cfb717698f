import { RestError } from '../rest-error.ts'
import { closest } from '../schema/closest.ts'
import type { Pair, Relation, Relationship, SchemaCache } from '../schema/model.ts'

/**
 * The one relationship that an embed means.
 *
 * @param origin the relation that embeds, or only its name when it is none
 * @param target what the address calls the embed: a relation, a foreign key, a column of one, or a function
 * @param hint what stands behind `!`: a foreign key, a column, or the table between
 * @throws PGRST200 when there is none, PGRST201 when there are several
 */
export function findRelationship(
  cache: SchemaCache,
  schema: string,
  origin: Relation | string,
  target: string,
  hint: string | undefined,
): Relationship {
  const known = typeof origin === 'string' ? [] : (cache.relationships.get(origin) ?? [])
  const computed = known.filter((one) => one.kind === 'computed' && one.routine === target)
  const found = computed.length > 0 ? computed : known.filter((one) => isMeant(one, target, hint))
  if (found.length === 1) return found[0]!
  const name = typeof origin === 'string' ? origin : origin.name
  if (found.length === 0) throw notFound(cache, schema, name, target, hint)
  throw ambiguous(name, target, found)
}

function isMeant(one: Relationship, target: string, hint: string | undefined): boolean {
  if (one.kind === 'computed') return false
  if (one.from === one.to) return isMeantOfSelf(one, target, hint)
  if (hint === undefined) {
    if (target === one.to.name) return true
    return !one.to.isView && (constraintOf(one) === target || singlePair(one)?.[0] === target)
  }
  if (target !== one.to.name) return false
  if (one.kind === 'many-to-many') return one.junction.name === hint
  return constraintOf(one) === hint || singlePair(one)?.includes(hint) === true
}

/**
 * A table that refers to itself has both ways over the same key. PostgREST's custom: by the table's name its children
 * (with the column as the hint when there are several such keys), by the column's name its parent; nothing else.
 */
function isMeantOfSelf(one: Relationship, target: string, hint: string | undefined): boolean {
  const pair = singlePair(one)
  if (hint !== undefined) return target === one.to.name && one.kind === 'one-to-many' && pair?.[1] === hint
  if (target === one.to.name) return one.kind === 'one-to-many'
  return one.kind === 'many-to-one' && pair?.[0] === target
}

function constraintOf(one: Relationship): string | undefined {
  return one.kind === 'many-to-many' || one.kind === 'computed' ? undefined : one.constraint
}

function singlePair(one: Relationship): Pair | undefined {
  if (one.kind === 'many-to-many' || one.kind === 'computed') return undefined
  return one.columns.length === 1 ? one.columns[0] : undefined
}

function notFound(cache: SchemaCache, schema: string, origin: string, target: string, hint?: string): RestError {
  const using = hint === undefined ? '' : ` using the hint '${hint}'`
  const details =
    `Searched for a foreign key relationship between '${origin}' and '${target}'${using} ` +
    `in the schema '${schema}', but no matches were found.`
  const message = `Could not find a relationship between '${origin}' and '${target}' in the schema cache`
  return new RestError(400, 'PGRST200', message, { details, hint: closestWay(cache, schema, origin, target) })
}

function closestWay(cache: SchemaCache, schema: string, origin: string, target: string): string | null {
  const ways = [...cache.relationships].filter(([from]) => from.schema === schema)
  const own = ways.find(([from]) => from.name === origin)?.[1]
  if (own === undefined) {
    const names = ways.map(([from]) => from.name)
    const name = closest(origin, names, 0.33)
    return name === undefined ? null : `Perhaps you meant '${name}' instead of '${origin}'.`
  }
  const names = own.map((one) => one.to.name)
  // It is there, so that what is wrong is the hint.
  if (names.includes(target)) return null
  const name = closest(target, names, 0.33)
  return name === undefined ? null : `Perhaps you meant '${name}' instead of '${target}'.`
}

function ambiguous(origin: string, target: string, found: Relationship[]): RestError {
  const message = `Could not embed because more than one relationship was found for '${origin}' and '${target}'`
  const choices = found.map((one) => `'${one.to.name}!${hintOf(one)}'`).join(', ')
  const hint =
    `Try changing '${target}' to one of the following: ${choices}. ` +
    `Find the desired relationship in the 'details' key.`
  return new RestError(300, 'PGRST201', message, { details: found.map(describe), hint })
}

function hintOf(one: Relationship): string {
  if (one.kind === 'many-to-many') return one.junction.name
  return one.kind === 'computed' ? one.routine : one.constraint
}

function describe(one: Relationship): { cardinality: string; embedding: string; relationship: string } {
  return { cardinality: one.kind, embedding: `${one.from.name} with ${one.to.name}`, relationship: spell(one) }
}

function spell(one: Relationship): string {
  const list = (names: string[]): string => `(${names.join(', ')})`
  const inner = (pairs: Pair[]): string => list(pairs.map(([, name]) => name))
  if (one.kind === 'computed') return one.routine
  if (one.kind === 'many-to-many') {
    const [first, second] = one.constraints
    return `${one.junction.name} using ${first}${inner(one.source)} and ${second}${inner(one.target)}`
  }
  const own = list(one.columns.map(([name]) => name))
  return `${one.constraint} using ${one.from.name}${own} and ${one.to.name}${inner(one.columns)}`
}
