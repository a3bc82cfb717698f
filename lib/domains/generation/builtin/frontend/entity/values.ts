import type { Field } from '../../../../spec/contract'
import { isYear } from '../../../../spec/names'
import { quote } from '../../code'
import { type EntityModel, isRating, type Reference } from '../model'

/** Expressions that show or name a value of a row; `row` is the name of the variable that holds it. */

const currencyOf = (field: Field): string => (/^[A-Z]{3}$/.test(field.unit ?? '') ? (field.unit ?? 'USD') : 'USD')

/** The currency argument of a money field, quoted. */
export const currency = (field: Field): string => quote(currencyOf(field))

/** An expression for what a person recognises the row by; always a string. */
export function titleOf(one: EntityModel, row: string): string {
  const named = one.title ?? one.fields.find((field) => field.type === 'email' || field.type === 'url') ?? null
  if (named !== null) return row + '.' + named.column + (named.required ? '' : ' ?? ' + quote(one.names.label))
  const labelled = one.references.filter(({ labelColumn }) => labelColumn !== null)
  const reference = labelled.find(({ target }) => target !== 'person') ?? labelled[0]
  if (reference?.labelColumn) return row + '.' + reference.labelColumn + ' ?? ' + quote(one.names.label)
  if (one.body !== null) return row + '.' + one.body.column + (one.body.required ? '' : ' ?? ' + quote(one.names.label))
  if (one.date !== null) return quote(one.names.label + ', ') + ' + ' + dateCall(one.date, row)
  return quote(one.names.label + ', ') + ' + formatDate(' + row + '.created_at)'
}

const dateCall = (field: Field, row: string): string =>
  (field.type === 'date' ? 'formatDate(' : 'formatDateTime(') + row + '.' + field.column + ')'

const referenceOf = (one: EntityModel, field: Field): Reference | undefined =>
  one.references.find((reference) => reference.field === field)

/** An expression with the value as a plain string, for tables, files and attributes. */
export function plainValue(one: EntityModel, field: Field, row: string): string {
  const value = row + '.' + field.column
  if (isYear(field)) return field.required ? 'String(' + value + ')' : 'String(' + value + " ?? '')"
  switch (field.type) {
    case 'money':
      return 'formatMoney(' + value + ', ' + currency(field) + ')'
    case 'integer':
    case 'number':
      return 'formatNumber(' + value + (field.unit ? ', ' + quote(field.unit) : '') + ')'
    case 'boolean':
      return 'formatBoolean(' + value + ')'
    case 'date':
    case 'datetime':
      return dateCall(field, row)
    case 'enum':
      return field.required ? 'humanize(' + value + ')' : 'humanize(' + value + " ?? '')"
    case 'reference': {
      const label = referenceOf(one, field)?.labelColumn
      return label ? row + '.' + label : value
    }
    case 'json':
      return 'JSON.stringify(' + value + ')'
    default:
      return value
  }
}

/** A JSX child that shows the value as its type deserves; draws nothing for an empty optional one. */
export function shownValue(one: EntityModel, field: Field, row: string): string {
  const value = row + '.' + field.column
  if (isRating(field)) return '<Stars value={' + value + '} />'
  switch (field.type) {
    case 'enum':
      return '<Badge value={' + value + '} />'
    case 'url':
    case 'file':
      return '<ExternalLink href={' + value + '} />'
    case 'image':
      return (
        '<Picture src={' + value + '} name={' + titleOf(one, row) + '} className="aspect-video w-full rounded-card" />'
      )
    case 'email':
      return field.required
        ? "<a href={'mailto:' + " + value + '} className="text-ink underline underline-offset-4">{' + value + '}</a>'
        : '{' +
            value +
            " ? <a href={'mailto:' + " +
            value +
            '} className="text-ink underline underline-offset-4">{' +
            value +
            '}</a> : null}'
    case 'json':
      return '<pre className="overflow-x-auto text-sm">{JSON.stringify(' + value + ', null, 2)}</pre>'
    case 'reference': {
      const reference = referenceOf(one, field)
      if (reference === undefined || reference.labelColumn === null) return '{' + value + '}'
      const label = row + '.' + reference.labelColumn
      const path = reference.target === 'person' ? undefined : reference.target.paths.detail
      if (path === undefined) return '{' + label + '}'
      const link =
        "<Link href={'" +
        path.split('[')[0] +
        "' + " +
        value +
        '} className="text-ink underline underline-offset-4">{' +
        label +
        '}</Link>'
      return field.required ? link : '{' + value + ' ? ' + link + ' : null}'
    }
    default:
      return isColour(field)
        ? '{' + value + ' ? ' + swatch(value) + ' : null}'
        : '{' + plainValue(one, field, row) + '}'
  }
}

/** A text that names a colour is shown as one. */
export const isColour = (field: Field): boolean =>
  field.type === 'text' && /^(colou?r|color_code|colour_code|codigo_color)$/.test(field.column)

const swatch = (value: string): string =>
  '<span className="inline-flex items-center gap-2"><span aria-hidden="true" className="size-4 rounded-full border border-border" style={{ background: ' +
  value +
  ' }} />{' +
  value +
  '}</span>'

/**
 * References that can be shown by name (to people without profiles there is only an id, which nobody wants to read).
 */
export const isShowable = (one: EntityModel, field: Field): boolean =>
  field.type !== 'reference' || (referenceOf(one, field)?.labelColumn ?? null) !== null

/** Numbers that only keep rows in order: nobody reads them. */
const PLACE = /^(position|order|sort_order|posicion|orden)$/

/** Fields for a row of a table or the small print of a card: short, telling, never the title. */
export function briefFields(one: EntityModel, limit: number, except: readonly (Field | null)[] = []): Field[] {
  const weight: Partial<Record<Field['type'], number>> = {
    enum: 0,
    money: 1,
    reference: 2,
    date: 3,
    datetime: 3,
    integer: 4,
    number: 4,
    boolean: 5,
    email: 6,
    text: 7,
    url: 8,
  }
  return one.fields
    .filter(
      (field) =>
        field !== one.title &&
        !PLACE.test(field.column) &&
        !except.includes(field) &&
        weight[field.type] !== undefined &&
        isShowable(one, field),
    )
    .map((field, at) => ({ field, order: (weight[field.type] ?? 9) * 100 + at }))
    .sort((a, b) => a.order - b.order)
    .slice(0, limit)
    .map(({ field }) => field)
}

/** The author's name of a row, where the project can tell. */
export function authorOf(one: EntityModel, row: string): string | null {
  const reference =
    one.references.find(({ target, field }) => target === 'person' && field.column === one.owner) ??
    one.references.find(({ target }) => target === 'person')
  return reference?.labelColumn ? row + '.' + reference.labelColumn : null
}

/** What the empty state of a list offers: a way to add the first row, when the plan has one. */
export const newPath = (one: EntityModel): string | null => one.paths.new ?? null
