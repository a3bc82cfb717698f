import type { Relation, Routine, SchemaCache } from './schema/model.ts'

type Json = Record<string, unknown>

/** The root's description of a schema, in Swagger 2.0 as PostgREST gives it: tables, their columns, functions. */
export function describeSchema(cache: SchemaCache, schema: string): Json {
  const relations = [...(cache.relations.get(schema)?.values() ?? [])]
  const routines = [...(cache.routines.get(schema)?.values() ?? [])].map((overloads) => overloads[0]!)
  const paths: Json = { '/': { get: operation('Introspection', 'OpenAPI description (this document)') } }
  for (const relation of relations) paths[`/${relation.name}`] = pathsOf(relation)
  for (const routine of routines) {
    paths[`/rpc/${routine.name}`] = { post: operation(`(rpc) ${routine.name}`, routine.description, bodyOf(routine)) }
  }
  return {
    swagger: '2.0',
    info: { title: 'standard public schema', description: '', version: '14' },
    basePath: '/',
    schemes: ['http'],
    consumes: ['application/json', 'application/vnd.pgrst.object+json', 'text/csv'],
    produces: ['application/json', 'application/vnd.pgrst.object+json', 'text/csv'],
    paths,
    definitions: Object.fromEntries(relations.map((relation) => [relation.name, definitionOf(relation)])),
  }
}

function operation(tag: string, summary: string | null, parameters: unknown[] = []): Json {
  return { tags: [tag], ...(summary !== null && { summary }), parameters, responses: { 200: { description: 'OK' } } }
}

function pathsOf({ name, description, columns }: Relation): Json {
  const filters = [...columns.keys()].map((column) => ({ name: column, in: 'query', type: 'string', required: false }))
  const body = { name, in: 'body', required: false, schema: { $ref: `#/definitions/${name}` } }
  return {
    get: operation(name, description, filters),
    post: operation(name, description, [body]),
    patch: operation(name, description, [...filters, body]),
    delete: operation(name, description, filters),
  }
}

function definitionOf({ columns, description, primaryKey }: Relation): Json {
  const properties = [...columns.values()].map((column) => {
    const note = primaryKey.includes(column.name) ? 'Note:\nThis is a Primary Key.<pk/>' : null
    const text = [column.description, note].filter((part) => part !== null).join('\n\n')
    return [
      column.name,
      {
        format: column.type,
        ...typeOf(column.type),
        ...(column.default !== null && { default: column.default }),
        ...(text !== '' && { description: text }),
      },
    ] as const
  })
  const required = [...columns.values()].filter(({ isRequired }) => isRequired).map(({ name }) => name)
  return {
    ...(description !== null && { description }),
    ...(required.length > 0 && { required }),
    type: 'object',
    properties: Object.fromEntries(properties),
  }
}

function bodyOf({ parameters }: Routine): unknown[] {
  const properties = parameters.map(({ name, type }) => [name, { format: type, ...typeOf(type) }] as const)
  const required = parameters.filter(({ isRequired }) => isRequired).map(({ name }) => name)
  const schema = {
    type: 'object',
    ...(required.length > 0 && { required }),
    properties: Object.fromEntries(properties),
  }
  return [{ name: 'args', in: 'body', required: true, schema }]
}

function typeOf(type: string): Json {
  if (type.endsWith('[]')) return { type: 'array', items: typeOf(type.slice(0, -2)) }
  if (/^(smallint|integer|bigint)$/.test(type)) return { type: 'integer' }
  if (/^(numeric|real|double precision)$/.test(type)) return { type: 'number' }
  if (type === 'boolean') return { type: 'boolean' }
  return type === 'json' || type === 'jsonb' ? {} : { type: 'string' }
}
