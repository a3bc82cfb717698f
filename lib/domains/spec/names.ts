import type { Entity, Field } from './contract'
import { slugOf } from './identifiers'

/**
 * How one entity is called in each language it appears in. Front end, back end and database writers all take their
 * names from here, so that a page, an action and a table meet without talking to each other. Browser-safe.
 */
export type EntityNames = {
  /** `CallLog` — types and components */
  pascal: string
  /** `CallLogs` */
  pascalMany: string
  /** `callLog` */
  camel: string
  /** `callLogs` */
  camelMany: string
  /** `call_logs` — the SQL table and the file name under `lib/data` and `lib/actions` (with dashes) */
  table: string
  /** `call-logs` — folder and URL segment */
  slug: string
  /** `Call log` — for people, singular */
  label: string
  /** `Call logs` — for people, plural */
  labelMany: string
}

const words = (identifier: string): string[] =>
  identifier
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
const upper = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
const pascal = (parts: string[]): string => parts.map((part) => upper(part.toLowerCase())).join('')
const camel = (parts: string[]): string => pascal(parts).replace(/^./, (first) => first.toLowerCase())

/** `call_logs` and "call log" → "Call log". Sentence case, separators become spaces. */
export function humanize(identifier: string): string {
  const text = identifier
    .replace(/[_-]+/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .trim()
    .toLowerCase()
  return upper(text)
}

/**
 * Names of an entity; `entity.name` is singular in the project's language, `entity.table` its plural as SQL identifier.
 */
export function entityNames(entity: Pick<Entity, 'name' | 'table'>): EntityNames {
  const one = words(entity.name)
  const many = words(entity.table)
  // "categoría" + "categorias": the table lost its accents, so the plural label takes the accented stem where the two
  // agree.
  const plain = words(entity.name).join('_').toLowerCase()
  const labelMany = entity.table.startsWith(plain)
    ? entity.name.toLowerCase() + entity.table.slice(plain.length)
    : entity.table
  return {
    pascal: pascal(one),
    // A word whose plural is itself ("news") still needs two names in one file.
    pascalMany: pascal(many) === pascal(one) ? `${pascal(many)}List` : pascal(many),
    camel: camel(one),
    camelMany: camel(many) === camel(one) ? `${camel(many)}List` : camel(many),
    table: entity.table,
    slug: slugOf(entity.table),
    label: humanize(entity.name),
    // The accent of -ión marks a stress that the plural carries by itself: lección, lecciones.
    labelMany: humanize(labelMany).replace(/iónes\b/g, 'iones'),
  }
}

/**
 * The field by which a person recognises a row: a required text first, any text next; null when a row has only numbers
 * and links.
 */
export function titleField(entity: Entity): Field | null {
  const text = entity.fields.filter((field) => field.type === 'text')
  return (
    text.find((field) => ['title', 'name', 'titulo', 'nombre'].includes(field.column)) ??
    text.find((field) => field.required) ??
    text[0] ??
    null
  )
}

/** The column that holds `auth.uid()` of the row's owner, or null. */
export const referencesUser = (field: Field): boolean => field.type === 'reference' && field.references === 'auth.users'

/** A year is written as it is, without marks between its digits, and nobody adds years up. */
export const isYear = ({ type, column }: Pick<Field, 'type' | 'column'>): boolean =>
  type === 'integer' && /(?:^|_)(?:year|ano|anio)$/.test(column)

/** Label of a field for people, with its unit. */
export function fieldLabel(field: Field): string {
  const label = humanize(field.name.replace(/[ _]id$/i, ''))
  return field.unit && field.type !== 'money' ? label + ' (' + field.unit + ')' : label
}
