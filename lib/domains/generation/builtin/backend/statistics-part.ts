import type { Field } from '../../../spec/contract'
import { humanize, isYear } from '../../../spec/names'
import { code, list, quote } from '../code'
import type { EntityModel, ProjectModel, Reference } from '../project-model'
import { conditions, linkedPeople, linkedRows, type Readable } from './links'

/** The statistics of one table: what is counted, added up and put on a time line, and who leads. */

const isNumeric = (field: Field): boolean =>
  (field.type === 'integer' || field.type === 'number' || field.type === 'money') && !isYear(field)
const TO_ADD_UP =
  /(^|_)(score|scores|points|minutes|distance|steps|calories|duration|correct|puntos|puntaje|puntuacion|minutos|distancia|pasos|calorias|duracion)(_|$)/

const dayColumn = (model: EntityModel): string => {
  const dates = model.fields.filter((field) => field.type === 'date' || field.type === 'datetime')
  return (dates.find((field) => field.required === true) ?? dates[0])?.column ?? 'created_at'
}

function groupSource(field: Field, links: readonly Reference[], yesNo: readonly [string, string]): string {
  const label = quote(humanize(field.name.replace(/[ _]id$/i, '')))
  const column = quote(field.column)
  if (field.type === 'boolean')
    return `{ column: ${column}, label: ${label}, read: (row) => (row.${field.column} ? ${quote(yesNo[0])} : ${quote(yesNo[1])}) },`
  if (field.type === 'reference') {
    const link = links.find((one) => one.column === field.column)
    return `{ column: ${column}, label: ${label}, read: (row) => row.${link?.name ?? field.column}_label },`
  }
  return `{ column: ${column}, label: ${label}, read: (row) => row.${field.column}, values: ${list(field.values ?? [])} },`
}

/** The number a leaderboard adds up: one that is named like a score, else the first, else each row counts one. */
function leaderValue(model: EntityModel): string {
  const numbers = model.fields.filter(isNumeric)
  const column = (numbers.find((field) => TO_ADD_UP.test(field.column)) ?? numbers[0])?.column
  return column === undefined ? '() => 1' : `(row) => row.${column}${isNullable(model, column) ? ' ?? 0' : ''}`
}

const isNullable = (model: EntityModel, column: string): boolean =>
  model.fields.find((field) => field.column === column)?.required !== true

export function statisticsPart(
  project: ProjectModel,
  model: EntityModel,
  readable: Readable,
): { body: string; hasLeaders: boolean } {
  const { camel, pascal, table, labelMany } = model.names
  const links: Reference[] = [...linkedRows(project, model), ...linkedPeople(project, model)]
  const yesNo = project.locale === 'es' ? (['Sí', 'No'] as const) : (['Yes', 'No'] as const)
  const groups = model.fields.filter(
    (field) =>
      field.type === 'boolean' ||
      (field.type === 'enum' && (field.values?.length ?? 0) > 0) ||
      (field.type === 'reference' && links.some((one) => one.column === field.column)),
  )
  const numbers = model.fields.filter(isNumeric)
  const person =
    model.references.find((one) => one.column === model.owner) ?? model.references.find((one) => one.isPerson)
  const hasName = person !== undefined && linkedPeople(project, model).some((one) => one.column === person.column)
  const nobody = project.locale === 'es' ? 'Alguien' : 'Someone'
  const leaders =
    person === undefined
      ? ''
      : code`
        /** Who leads among ${labelMany.toLowerCase()}, best first. */
        export async function ${camel}Leaders(query: StatsQuery = {}): Promise<Leader[]> {
          return leadersOf(await newest${pascal}Rows(query), (row) => ({ id: row.${person.column}, label: ${hasName ? `row.${person.name}_label ?? ${quote(nobody)}` : quote(nobody)} }), ${leaderValue(model)})
        }
      `
  const body = code`
    const SHAPE: StatsShape<${pascal}Row> = {
      groups: [
        ${groups.map((field) => groupSource(field, links, yesNo))}
      ],
      numbers: [
        ${numbers.map((field) => `{ column: ${quote(field.column)}, label: ${quote(humanize(field.name))}, read: (row) => row.${field.column} },`)}
      ],
      day: (row) => row.${dayColumn(model)},
    }

    /** The newest rows that statistics are made of: at most 5,000, a thousand per request (Supabase's limit). */
    async function newest${pascal}Rows(query: StatsQuery): Promise<${pascal}Row[]> {
      const conditions = isConfigured() ? ${conditions(model)} : null
      if (conditions === null) return []
      const supabase = await createClient()
      const rows: ${pascal}Row[] = []
      for (let from = 0; from < 5000; from += 1000) {
        let request = supabase.from('${table}').select(SELECT)
        for (const { column, operator, value } of conditions) request = request.filter(column, operator, value)
        const { data, error } = await request.order('created_at', { ascending: false }).order('id').range(from, from + 999)
        if (error) throw new Error(${quote(`Could not read ${table}: `)} + error.message)
        rows.push(...${readable('data').replace(/^await (.*)$/, '($&)')})
        if (data.length < 1000) break
      }
      return rows
    }

    /** Counts, sums and time lines of the ${labelMany.toLowerCase()} that the reader may see. */
    export async function ${camel}Stats(query: StatsQuery = {}): Promise<Stats> {
      return statisticsOf(await newest${pascal}Rows(query), SHAPE)
    }

    ${leaders}
  `
  return { body, hasLeaders: leaders !== '' }
}
