import type { AppSpec, Entity, Field, FieldType } from '../../../spec/contract'
import { refreshRoutes } from '../../../spec/edit/routes'
import { plain } from '../../../spec/inflect'
import { bare, entityCalled, fieldCalled } from './find-entity'

/** A further prompt about what a field must be: required, optional, unique, or of another type. */

const STATES = {
  optional:
    '(?:optional|opcional(?:es)?|not (?:required|mandatory)|no longer (?:required|mandatory)|no (?:obligatori|requerid)[oa]s?)',
  required: '(?:required|mandatory|compulsory|(?:obligatori|requerid|necesari)[oa]s?)',
  unique: '(?:unique|unic[oa]s?)',
} as const
type State = keyof typeof STATES

const MAKE = '(?:make|set|mark|haz|haga|hacer|pon|marca)(?: que)?'
const BE = '(?:is|are|be|should be|must be|has to be|have to be|needs to be|es|son|sea|sean|debe ser|deben ser)'
const TYPES: [RegExp, FieldType][] = [
  [/^(?:long texts?|paragraphs?|multi-?line texts?|textos? largos?|parrafos?)$/, 'longtext'],
  [/^(?:texts?|strings?|words|textos?|cadenas?)$/, 'text'],
  [/^(?:integers?|whole numbers?|(?:numeros? )?enteros?)$/, 'integer'],
  [/^(?:numbers?|decimals?|numeros?|decimal(?:es)?)$/, 'number'],
  [/^(?:money|amounts?|amounts? of money|currency|dinero|importes?|monedas?)$/, 'money'],
  [/^(?:dates? (?:and|with) times?|date-?times?|timestamps?|fechas? (?:y|con) horas?)$/, 'datetime'],
  [/^(?:dates?|fechas?)$/, 'date'],
  [/^(?:e-?mails?|e-?mail address(?:es)?|correos?(?: electronicos?)?)$/, 'email'],
  [/^(?:links?|urls?|web address(?:es)?|enlaces?)$/, 'url'],
]
const RETYPE = [
  /^(?:change|turn|convert|cambiar?|convierte|convertir) (.+?) (?:(?:from|de) (?:an? |un[ao]? )?[^,]{1,40} )?(?:in)?(?:to|a|en) (?:be )?(?:an? |un[ao]? )?([a-z -]{3,30}?)(?: fields?| columns?)?$/,
  /^(?:make|haz(?: que)?) (.+?) (?:sea )?(?:an? |un[ao]? )([a-z -]{3,30}?)(?: fields?| columns?)?$/,
]
/** What values survive; anything else would begin as an empty column, which nobody has asked for. */
const FAMILIES: FieldType[][] = [
  ['text', 'longtext', 'email', 'url'],
  ['integer', 'number', 'money'],
  ['date', 'datetime'],
]
const survives = (from: FieldType, to: FieldType): boolean =>
  to === 'text' || to === 'longtext' || FAMILIES.some((family) => family.includes(from) && family.includes(to))

/** What a clause says that a field must be. */
export type Adjustment =
  | { entity: Entity; field: Field; how: State }
  | { entity: Entity; field: Field; how: 'type'; type: FieldType }

/** @returns whether the clause was about what fields of the plan must be, and they are now */
export function adjustFields(spec: AppSpec, clause: string): boolean {
  const wanted = adjustmentsIn(spec, clause)
  return wanted.length > 0 && wanted.every((one) => isSo(one) || adjust(spec, one))
}

/** Whether it is that way. */
export function isSo(wanted: Adjustment): boolean {
  const { field } = wanted
  if (wanted.how === 'type') return field.type === wanted.type
  if (wanted.how === 'unique') return field.unique === true
  return (field.required === true) === (wanted.how === 'required')
}

/** What a clause says of fields that the plan has; nothing, unless all of it is about those. */
export function adjustmentsIn(spec: AppSpec, clause: string): Adjustment[] {
  const text = plain(clause.trim()).replace(/^(?:(?:also|and|then|please|y|tambien|ademas|por favor),? )+/, '')
  const whole = adjustmentsOf(spec, text)
  if (whole.length > 0) return whole
  // "make the species required and the reason optional"
  const parts = text
    .split(/,? (?:and|y) |, /)
    .map((part, at) => (at === 0 ? part : `${LEAD.exec(text)?.[0] ?? ''}${part}`))
  const each = parts.map((part) => adjustmentsOf(spec, part))
  return parts.length > 1 && each.every((one) => one.length > 0) ? each.flat() : []
}

const LEAD = new RegExp(`^${MAKE} `)

function adjustmentsOf(spec: AppSpec, text: string): Adjustment[] {
  for (const how of ['optional', 'required', 'unique'] as const) {
    const words = wordsFor(text, how) ?? (how === 'required' ? /^require (.+)$/.exec(text)?.[1] : undefined)
    const found = words === undefined ? [] : fieldsNamed(spec, words)
    if (found.length > 0) return found.map((one) => ({ ...one, how }))
  }
  for (const pattern of RETYPE) {
    const [, words, wanted = ''] = pattern.exec(text) ?? []
    const type = TYPES.find(([name]) => name.test(wanted))?.[1]
    const found = words === undefined || type === undefined ? [] : fieldsNamed(spec, words)
    if (type !== undefined && found.length > 0) return found.map((one) => ({ ...one, how: 'type', type }))
  }
  return []
}

/** One field, or several that are named in a row; nothing unless each is known. */
function fieldsNamed(spec: AppSpec, words: string): Named[] {
  const one = fieldNamed(spec, words)
  if (one !== null) return [one]
  const [, names = words, host = ''] = /^(.+?)( (?:of|for|on|in|de|del|en|para) .+)$/.exec(words) ?? []
  const each = names.split(/,? (?:and|y|e) |, /).map((name) => fieldNamed(spec, `${name}${host}`))
  return each.every((named) => named !== null) ? each : []
}

function adjust(spec: AppSpec, wanted: Adjustment): boolean {
  return wanted.how === 'type' ? retype(spec, wanted, wanted.type) : setState(wanted, wanted.how)
}

/** "make the phone required", "the phone must be required", "haz obligatorio el teléfono" → the phone. */
const wordsFor = (text: string, how: State): string | undefined =>
  SAYING[how].map((pattern) => pattern.exec(text)?.[1]).find((words) => words !== undefined)

const saying = (state: string): RegExp[] => [
  new RegExp(`^${MAKE} (.+?) (?:as |be |to be |sea |como )?(?:an? |un )?${state}(?: fields?)?$`),
  new RegExp(`^(.+?) ${BE} ${state}$`),
  new RegExp(`^${MAKE} ${state} (.+)$`),
]
/** Made once: a long text has thousands of clauses. */
const SAYING: Record<State, RegExp[]> = {
  optional: saying(STATES.optional),
  required: saying(STATES.required),
  unique: saying(STATES.unique),
}

type Named = { entity: Entity; field: Field }

/** "the phone of customers", "customers' phone", or "the phone" where one thing alone has one. */
function fieldNamed(spec: AppSpec, words: string): Named | null {
  const text = bare(words.replace(/^(?:field|column|campo|columna) /, ''))
  const hosted: [string, string][] = [
    ...[...text.matchAll(/ (?:of|for|on|in|de|del|en|para) /g)].map(({ 0: joint, index }): [string, string] => [
      text.slice(0, index),
      text.slice(index + joint.length),
    ]),
    ...[/^(.+?)(?:'s|s') (.+)$/.exec(text), /^(\S+) (.+)$/.exec(text)].flatMap((found): [string, string][] =>
      found === null ? [] : [[found[2]!, found[1]!]],
    ),
  ]
  for (const [what, host] of hosted) {
    const entity = entityCalled(spec, host)
    const field = entity === undefined ? undefined : fieldCalled(spec, entity, what)
    if (entity !== undefined && field !== undefined) return { entity, field }
  }
  const holders = spec.entities.flatMap((entity): Named[] => {
    const field = entity.table === 'profiles' ? undefined : fieldCalled(spec, entity, text)
    return field === undefined ? [] : [{ entity, field }]
  })
  return holders.length === 1 ? holders[0]! : null
}

function setState({ entity, field }: Named, state: State): boolean {
  if (field.type === 'boolean') return false
  if (state === 'required') field.required = true
  else if (state === 'optional') delete field.required
  // Several unique fields of one entity are one rule for all of them together.
  else if (entity.fields.some((one) => one !== field && one.unique === true)) return false
  else field.unique = true
  return true
}

function retype(spec: AppSpec, { entity, field }: Named, type: FieldType): boolean {
  const holdsStates = field.type === 'enum' && (entity.states?.length ?? 0) > 0
  if (field.type === type || holdsStates || !survives(field.type, type)) return false
  field.type = type
  delete field.values
  if (!['integer', 'number'].includes(type)) delete field.unit
  refreshRoutes(spec, entity)
  return true
}
