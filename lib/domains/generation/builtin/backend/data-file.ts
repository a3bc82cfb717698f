import type { Field } from '../../../spec/contract'
import { FIELD_TYPE_FACTS } from '../../../spec/field-types'
import type { ProjectFile } from '../../agents/agent'
import { code, list, quote } from '../code'
import { foreignKeyName } from '../database/write-tables'
import { type EntityModel, isEditable, type ProjectModel, type Reference } from '../project-model'
import { conditions, type LinkedRow, linkedPeople, linkedRows, labelColumn, type Readable, readableCall } from './links'
import { statisticsPart } from './statistics-part'

/**
 * `lib/data/<slug>.ts`: every read of one table. Row-level security decides what comes back; nothing here repeats those
 * rules.
 */

const columnKind = (model: EntityModel, field: Field): string =>
  field.type === 'reference'
    ? model.references.some((one) => one.field === field && one.isPerson)
      ? 'person'
      : 'id'
    : FIELD_TYPE_FACTS[field.type].reads

/** As the plan says; lists people put in an order by hand go by it; everything else is newest first. */
function usualOrder(model: EntityModel): string {
  const { order } = model.entity
  if (
    order !== undefined &&
    (order.column === 'created_at' || model.fields.some(({ column }) => column === order.column))
  )
    return `{ column: '${order.column}', ascending: ${!order.descending} }`
  const position = model.fields.find(
    (field) => field.type === 'integer' && /^(position|sort_order|sequence|rank|orden|posicion)$/.test(field.column),
  )
  return position === undefined
    ? "{ column: 'created_at', ascending: false }"
    : `{ column: '${position.column}', ascending: true }`
}

const embeds = (model: EntityModel, linked: readonly LinkedRow[]): string =>
  [
    '*',
    ...linked.map((one) => `${one.name}_ref:${one.table}!${foreignKeyName(model, one.column)}(${one.labelColumn})`),
  ].join(', ')

/** Turns what the database answers into rows for people: a label beside every link. */
function readableRows(model: EntityModel, linked: readonly LinkedRow[], people: readonly Reference[]): string {
  const { pascal, table } = model.names
  if (linked.length === 0 && people.length === 0) return `export type ${pascal}Row = Tables<'${table}'>`
  const labels = [...linked, ...people].map((one) => `${one.name}_label: string | null`)
  const selected = linked.map((one) => `${one.name}_ref: Pick<Tables<'${one.table}'>, '${one.labelColumn}'> | null`)
  const parts = linked.map((one) => `${one.name}_ref`)
  const ids = people.map((one) => `row.${one.column}`)
  return code`
    export type ${pascal}Row = Tables<'${table}'> & { ${labels.join('; ')} }
    type Selected = Tables<'${table}'>${selected.length === 0 ? '' : ` & { ${selected.join('; ')} }`}

    /** A label beside every link${people.length > 0 ? '; the names of people come in one further query' : ''}. */
    ${people.length > 0 ? 'async ' : ''}function readable(rows: readonly Selected[]): ${people.length > 0 ? `Promise<${pascal}Row[]>` : `${pascal}Row[]`} {
      ${people.length > 0 ? `const names = await personNames(rows.${ids.length === 1 ? `map((row) => ${ids[0]})` : `flatMap((row) => [${ids.join(', ')}])`})` : ''}
      return rows.map((${parts.length === 0 ? 'row' : `{ ${parts.join(', ')}, ...row }`}) => ({
        ...row,
        ${linked.map((one) => `${one.name}_label: ${one.name}_ref?.${one.labelColumn} ?? null,`)}
        ${people.map((one) => `${one.name}_label: ${isRequired(one.field) ? `names.get(row.${one.column}) ?? null` : `row.${one.column} === null ? null : (names.get(row.${one.column}) ?? null)`},`)}
      }))
    }
  `
}

const isRequired = (field: Field): boolean => field.required === true

function listPart(model: EntityModel, readable: Readable): string {
  const { pascal, pascalMany, table } = model.names
  const searched = model.fields
    .filter((field) => field.type === 'text' || field.type === 'longtext' || field.type === 'email')
    .map((field) => field.column)
  return code`
    /** A page of ${model.names.labelMany.toLowerCase()}, searched, filtered and sorted as asked. */
    export async function list${pascalMany}(query: ListQuery = {}): Promise<ListResult<${pascal}Row>> {
      if (!isConfigured()) return emptyList()
      const conditions = ${conditions(model)}
      if (conditions === null) return emptyList()
      const supabase = await createClient()
      let request = supabase.from('${table}').select(SELECT, { count: 'exact' })
      ${searched.length === 0 ? '' : `const search = searchIn(${list(searched)}, query.search)\nif (search !== '') request = request.or(search)`}
      for (const { column, operator, value } of conditions) request = request.filter(column, operator, value)
      const order = orderOf(query, COLUMNS, ${usualOrder(model)})
      const { from, to } = pageOf(query)
      const { data, error, count } = await request.order(order.column, { ascending: order.ascending }).order('id').range(from, to)
      // PGRST103: the page lies behind the last row.
      if (error?.code === 'PGRST103') return emptyList()
      if (error) throw new Error(${quote(`Could not read ${table}: `)} + error.message)
      return listResult(${readable('data')}, count, query)
    }
  `
}

function onePart(model: EntityModel, readable: Readable): string {
  const { pascal, table } = model.names
  const isPlain = readable('x') === 'x'
  return code`
    /** One row, or null when it does not exist or the reader may not see it. */
    export async function get${pascal}(id: string): Promise<${pascal}Row | null> {
      if (!isConfigured() || !isId(id)) return null
      const supabase = await createClient()
      const { data, error } = await supabase.from('${table}').select(SELECT).eq('id', id).maybeSingle()
      if (error) throw new Error(${quote(`Could not read ${table}: `)} + error.message)
      ${
        isPlain
          ? 'return data'
          : code`
        if (data === null) return null
        const [row] = ${readable('[data]')}
        return row ?? null
      `
      }
    }
  `
}

function smallParts(model: EntityModel): string {
  const { camel, pascalMany, table, labelMany } = model.names
  const label = labelColumn(model)
  const columns = label === 'id' ? 'id' : `id, ${label}`
  return code`
    /** ${labelMany} to choose from in a form. */
    export async function ${camel}Options(): Promise<Option[]> {
      if (!isConfigured()) return []
      const supabase = await createClient()
      const { data, error } = await supabase.from('${table}').select('${columns}').order('${label}').limit(500)
      if (error) throw new Error(${quote(`Could not read ${table}: `)} + error.message)
      return data.map((row) => ({ id: row.id, label: ${label === 'id' ? 'row.id' : `row.${label} ?? row.id`} }))
    }

    export async function count${pascalMany}(): Promise<number> {
      if (!isConfigured()) return 0
      const supabase = await createClient()
      const { count, error } = await supabase.from('${table}').select('id', { count: 'exact', head: true })
      if (error) throw new Error(${quote(`Could not count ${table}: `)} + error.message)
      return count ?? 0
    }
  `
}

function columnKinds(model: EntityModel): string[] {
  const stamps = ['created_at', ...(isEditable(model) ? ['updated_at'] : [])]
  return [
    "id: 'id',",
    ...model.fields.map((field) => `${field.column}: '${columnKind(model, field)}',`),
    ...stamps.map((column) => `${column}: 'time',`),
  ]
}

export function dataFile(project: ProjectModel, model: EntityModel): ProjectFile {
  const linked = linkedRows(project, model)
  const people = linkedPeople(project, model)
  const readable = readableCall(project, model)
  const statistics = statisticsPart(project, model, readable)
  const body = code`
    const SELECT = ${quote(embeds(model, linked))}

    /** What may be filtered and sorted by. */
    const COLUMNS: Record<string, ColumnKind> = {
      ${columnKinds(model)}
    }

    ${readableRows(model, linked, people)}

    ${listPart(model, readable)}

    ${onePart(model, readable)}

    ${smallParts(model)}

    ${statistics.body}
  `
  const needsUser = model.references.some((reference) => reference.isPerson)
  const queryNames = [
    'type ColumnKind',
    'conditionsOf',
    'emptyList',
    ...(statistics.hasLeaders ? ['type Leader'] : []),
    'type ListQuery',
    'type ListResult',
    'listResult',
    'type Option',
    'orderOf',
    'pageOf',
    ...(body.includes('searchIn(') ? ['searchIn'] : []),
    'type Stats',
    'type StatsQuery',
  ]
  const content = code`
    import 'server-only'
    ${needsUser ? "import { currentUser } from '@/lib/auth'" : ''}
    import type { Tables } from '@/lib/database.types'
    ${people.length > 0 ? "import { personNames } from '@/lib/data/people'" : ''}
    import {
      ${queryNames.map((name) => name + ',')}
    } from '@/lib/data/query'
    import { ${statistics.hasLeaders ? 'leadersOf, ' : ''}statisticsOf, type StatsShape } from '@/lib/data/statistics'
    import { createClient, isConfigured } from '@/lib/supabase/server'
    import { isId } from '@/lib/validation/fields'

    ${body}
  `
  return { path: `lib/data/${model.names.slug}.ts`, content: content + '\n' }
}
