import type { Field } from '../../../spec/contract'
import { limitsOf } from '../database/limits'

/** What people type into a field, and what becomes of it. Source texts are made from these by the test files. */

const UUID = '00000000-0000-4000-8000-000000000001'

/** A value that fits every limit a field of this type may have, as a form sends it. */
export function typedValue(field: Field): string {
  switch (field.type) {
    case 'text':
    case 'longtext':
      return 'Example'
    case 'integer':
      return '3'
    case 'number':
      return '2.5'
    case 'money':
      return '12.50'
    case 'boolean':
      return 'on'
    case 'date':
      return '2026-03-14'
    case 'datetime':
      return '2026-03-14T09:30'
    case 'enum':
      return field.values?.[0] ?? 'Example'
    case 'email':
      return 'ana@example.com'
    case 'url':
    case 'image':
    case 'file':
      return 'https://example.com/a'
    case 'json':
      return '{"a":1}'
    case 'reference':
      return UUID
  }
}

/**
 * The same as it is stored, as source text. Null where docs/generated-project.md leaves the form open (a time stamp, a
 * document), which only the built-in back end is known to answer in one way.
 */
export function storedValue(field: Field, isBuiltin: boolean, quote: (text: string) => string): string | null {
  switch (field.type) {
    case 'integer':
      return '3'
    case 'number':
      return '2.5'
    case 'money':
      return '1250'
    case 'boolean':
      return 'true'
    case 'datetime':
      return isBuiltin ? quote('2026-03-14T09:30:00.000Z') : null
    case 'json':
      return isBuiltin ? '{ a: 1 }' : null
    default:
      return quote(typedValue(field))
  }
}

/**
 * Texts that no form may take for a value of this field. `isBuiltin` adds what only the built-in back end is known to
 * refuse.
 */
export function wrongValues(field: Field, isBuiltin: boolean): string[] {
  const only = (...values: string[]): string[] => (isBuiltin ? values : [])
  switch (field.type) {
    case 'integer':
      return ['abc', '1.5', ...only('3000000000'), ...outside(field, isBuiltin)]
    case 'number':
      return ['abc', ...outside(field, isBuiltin)]
    case 'money':
      return ['abc', ...only('12.345'), ...(isBuiltin && limitsOf(field).min === 0 ? ['-1'] : [])]
    case 'date':
      return ['tomorrow', ...only('2026-02-30')]
    case 'datetime':
      return ['tomorrow', ...only('2026-02-30T10:00')]
    case 'enum':
      return (field.values?.length ?? 0) > 0 ? ['none of them'] : []
    case 'email':
      return ['no address']
    case 'url':
    case 'image':
    case 'file':
      return ['javascript:alert(1)']
    case 'json':
      return ['{broken']
    case 'reference':
      return ['not an id']
    default:
      return []
  }
}

/** Just past each end of a range that the built-in makers give a number by its name. */
function outside(field: Field, isBuiltin: boolean): string[] {
  const { min, max } = isBuiltin ? limitsOf(field) : {}
  return [min === undefined ? null : String(min - 1), max === undefined ? null : String(max + 1)].filter(
    (one) => one !== null,
  )
}

/** Values that must pass although they look like those that do not: the ends of ranges, a comma for a point. */
export function edgeValues(field: Field, isBuiltin: boolean): string[] {
  if (!isBuiltin) return []
  const { min, max } = limitsOf(field)
  const ends =
    field.type === 'integer' || field.type === 'number' ? [min, max].filter((one) => one !== undefined).map(String) : []
  return [
    ...ends,
    ...(field.type === 'number' ? ['2,5'] : []),
    ...(['url', 'image', 'file'].includes(field.type) ? ['/a/b.png'] : []),
  ]
}

/** Most characters that a text may have, where the field bounds them; both makers' back ends hold to it. */
export const mostCharacters = (field: Field): number | null =>
  field.type === 'text' || field.type === 'longtext' ? (limitsOf(field).maxLength ?? null) : null
