import type { Entity, Field, FieldType } from '../../../spec/contract'
import { FIELD_TYPES } from '../../../spec/constants'
import { identifier } from '../../../spec/identifiers'
import { type Locale, plain } from '../../../spec/inflect'
import { FIELD_WORDS } from './lexicon/field-words'
import { VALUES_ES } from './lexicon/value-words'
import type { Thing } from './thing'

/**
 * From the field notation of archetypes (`name!, amount:number(g), status=draft|published`) to fields in the project's
 * language.
 */

const valueIn = (value: string, locale: Locale): string =>
  locale === 'es' ? identifier(VALUES_ES.get(value) ?? value, 'valor') : value

/** One field by its notation. */
export function makeField(notation: string, locale: Locale): Field {
  const [, rawKey = '', values, required1, type, unit, required2] =
    /^([^=:!]+)(?:=([^!]+))?(!)?(?::(\w+)(?:\((.*?)\))?)?(!)?$/.exec(notation.trim()) ?? []
  const key = rawKey.trim()
  const word = FIELD_WORDS.get(key)
  const name = locale === 'es' ? (word?.es ?? key) : key
  const kind = (
    values !== undefined ? 'enum' : ((type as FieldType | undefined) ?? word?.type ?? 'text')
  ) satisfies FieldType
  const list = values?.split('|') ?? (kind === 'enum' ? word?.values : undefined)
  return {
    name,
    column: identifier(name, locale === 'es' ? 'dato' : 'value'),
    type: FIELD_TYPES.includes(kind) ? kind : 'text',
    ...(required1 !== undefined || required2 !== undefined ? { required: true } : {}),
    ...(kind === 'enum' ? { values: (list ?? ['active', 'inactive']).map((value) => valueIn(value, locale)) } : {}),
    ...((unit ?? word?.unit) && kind !== 'enum' ? { unit: unit ?? word?.unit } : {}),
  }
}

/** All fields of a notation; `extra` are keys of `FIELD_WORDS` that the prompt names. No column comes twice. */
export function makeFields(notation: string, extra: Iterable<string>, locale: Locale): Field[] {
  const fields: Field[] = []
  const taken = new Set(['id', 'created_at', 'updated_at'])
  for (const one of [...notation.split(/,\s*(?![^(]*\))/), ...extra].filter((part) => part.trim() !== '')) {
    const field = makeField(one, locale)
    if (field.column === '' || taken.has(field.column)) continue
    taken.add(field.column)
    fields.push(field)
  }
  return fields
}

/** Values nobody chose: the prompt names a status and not which there are. */
const isOpen = (field: Field, locale: Locale): boolean =>
  field.values?.join() === makeField('status', locale).values?.join()

/**
 * What the prompt spells out for a thing comes first and, where it says more than a word or two, alone; otherwise the
 * usual fields of such a thing follow.
 */
export function fieldsOf(thing: Thing, locale: Locale): Field[] {
  const usual = makeFields(thing.archetype.fields, thing.fields, locale)
  const declared = thing.declared ?? []
  if (declared.length === 0) return usual
  const own = declared.map((field) => {
    const known = isOpen(field, locale)
      ? usual.find((each) => each.column === field.column && each.values !== undefined)
      : undefined
    return known ?? field
  })
  const taken = new Set(own.map((field) => field.column))
  const types = new Set(own.map((field) => field.type))
  const isListed = own.filter((field) => field.type !== 'enum').length >= 3
  const rest = usual.filter((field) => {
    if (taken.has(field.column) || field.type === 'reference') return false
    if (isListed)
      return (
        field.required === true &&
        field.type === 'text' &&
        NAMED.test(thing.archetype.category) &&
        !own.some((each) => NAME.test(each.column))
      )
    if (/^(?:status|estado)$/.test(field.column)) return thing.archetype.states !== undefined
    // One photo, one status, one sum is enough.
    return !types.has(field.type) || field.type === 'text' || field.type === 'longtext'
      ? field.required === true || BY_HAND.test(thing.archetype.category) || own.length < 2
      : false
  })
  // A row is called by its name: that goes first.
  return [
    ...rest.filter((field) => field.required && field.type === 'text'),
    ...own,
    ...rest.filter((field) => !(field.required && field.type === 'text')),
  ]
}
/** What people call by a name or title, and the columns that hold one. */
const NAMED = /^(?:thing|person|goods|place|creative|animal|device|document)$/
export const NAME =
  /(?:^|_)(?:name|title|nombre|titulo|subject|asunto|number|numero|company|empresa|plate|placa|summary|question|pregunta|headline|model|modelo|label|key|monto|amount)(?:_|$)/
const BY_HAND = /^(?:person|goods|transaction|event)$/

/** `pending>paid>shipped,pending>cancelled` → the changes of state that are allowed. */
export function makeStates(notation: string | undefined, fields: Field[], locale: Locale): Entity['states'] {
  if (notation === undefined) return undefined
  const values = new Set(
    fields.find((field) => field.type === 'enum' && ['status', 'estado'].includes(plain(field.name)))?.values ?? [],
  )
  const changes = notation.split(',').flatMap((chain) => {
    const steps = chain.split('>').map((step) => valueIn(step.trim(), locale))
    return steps.slice(1).map((to, at) => ({ from: steps[at]!, to }))
  })
  const valid = changes.filter(({ from, to }) => values.has(from) && values.has(to))
  return valid.length > 0 ? valid : undefined
}
