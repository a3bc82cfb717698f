import type { RawCatalogue, RawFunction, RawRelation } from './catalogue.ts'
import type { Numbered, Origins, Relation, Routine, SchemaCache } from './model.ts'
import { resolveOrigins, showsAll } from './origins.ts'
import { relate } from './relationships.ts'
import { qualified } from '../write/sql.ts'

/** Makes of the catalogue what requests look things up in; only the exposed schemas' objects are found there. */
export function buildSchemaCache(raw: RawCatalogue, schemas: string[]): SchemaCache {
  const numbered: Numbered = new Map()
  for (const column of raw.columns) {
    const columns = numbered.get(column.rel) ?? new Map<number, string>()
    numbered.set(column.rel, columns.set(column.num, column.name))
  }
  const casts = new Map(raw.casts.map((one) => [`${one.source}>${one.target}`, qualified(one)]))
  const origins = resolveOrigins(raw, numbered)
  const byOid = new Map<number, Relation>()
  for (const one of raw.relations) byOid.set(one.oid, relationOf(one))
  for (const { rel, name, type, base, required, default: value, description } of raw.columns) {
    byOid.get(rel)?.columns.set(name, {
      name,
      type,
      isJson: base === 'json' || base === 'jsonb',
      isTsvector: base === 'tsvector',
      toJson: casts.get(`${type}>json`),
      fromJson: casts.get(`json>${type}`),
      fromText: casts.get(`text>${type}`),
      isRequired: required,
      default: value,
      description,
    })
  }
  setPrimaryKeys(raw, byOid, numbered, origins)
  const relations = new Map<string, Map<string, Relation>>()
  for (const relation of byOid.values()) {
    if (schemas.includes(relation.schema)) inner(relations, relation.schema).set(relation.name, relation)
  }
  const routines = new Map<string, Map<string, Routine[]>>()
  for (const one of raw.functions) {
    if (!schemas.includes(one.schema) || !isCallable(one)) continue
    const named = inner(routines, one.schema)
    named.set(one.name, [...(named.get(one.name) ?? []), routineOf(one, byOid)])
  }
  return { relations, routines, relationships: relate(raw, byOid, numbered, origins) }
}

function inner<T>(outer: Map<string, Map<string, T>>, key: string): Map<string, T> {
  const found = outer.get(key) ?? new Map<string, T>()
  outer.set(key, found)
  return found
}

function relationOf({ oid, schema, name, kind, description }: RawRelation): Relation {
  return { oid, schema, name, isView: kind === 'v' || kind === 'm', columns: new Map(), primaryKey: [], description }
}

const WHOLE_BODY = ['json', 'jsonb', 'text', 'xml', 'bytea']

/** Arguments are given by name; only the one that takes a whole body may be without. */
function isCallable({ names, types }: RawFunction): boolean {
  const isNamed = types.every((_, place) => (names?.[place] ?? '') !== '')
  return isNamed || (types.length === 1 && WHOLE_BODY.includes(types[0]!))
}

function routineOf(raw: RawFunction, byOid: Map<number, Relation>): Routine {
  const inward = raw.modes === null ? undefined : raw.modes.map((mode) => 'ibv'.includes(mode))
  const names = (raw.names ?? []).filter((_, place) => inward === undefined || inward[place] === true)
  const firstDefault = raw.types.length - raw.defaults
  const parameters = raw.types.map((type, place) => ({
    name: names[place] ?? '',
    type,
    isRequired: place < firstDefault,
    isVariadic: raw.variadic && place === raw.types.length - 1,
  }))
  return {
    schema: raw.schema,
    name: raw.name,
    parameters,
    isVariadic: raw.variadic,
    isReadOnly: raw.volatility !== 'v',
    returnsSet: raw.set,
    returnsVoid: raw.void,
    returnsComposite: raw.composite,
    relation: byOid.get(raw.relation),
    description: raw.description,
  }
}

/** A view has the keys of all tables of which it shows all key columns. */
function setPrimaryKeys(raw: RawCatalogue, byOid: Map<number, Relation>, numbered: Numbered, origins: Origins): void {
  for (const key of raw.keys) {
    if (key.type !== 'p') continue
    const relation = byOid.get(key.rel)
    if (relation !== undefined) relation.primaryKey = key.cols.map((num) => numbered.get(key.rel)!.get(num)!)
    for (const [view, columns] of origins) {
      const [shown] = showsAll(columns, key.rel, key.cols)
      if (shown !== undefined) byOid.get(view)?.primaryKey.push(...shown)
    }
  }
}
