import type { Entity, Field } from '../../spec/contract'
import { isTakenTable } from '../../spec/edit/entities'
import { fieldOf } from '../../spec/edit/fields'
import { pageTexts } from '../../spec/edit/page-texts'
import { entityNames, referencesUser } from '../../spec/names'
import { identifier } from '../../spec/identifiers'
import { pluralOf } from '../../spec/inflect'
import { profileEntity } from '../builtin/architect/plan-entities'
import type { DataAnswer, EntityAnswer, FieldAnswer } from './plan-answers'
import { clip } from '../answers/clip'

/**
 * Tables and columns of a model's plan as SQL takes them: valid names, no duplicates, references that lead somewhere.
 * Pure.
 */

const MOST_ENTITIES = 12
const MOST_FIELDS = 24
const GIVEN = new Set([
  'id',
  'created_at',
  'updated_at',
  'deleted_at',
  'password',
  'password_hash',
  'encrypted_password',
])
/** What Supabase's own sign-in is; people's public face is `profiles`. */
const PEOPLE = /^(?:auth_)?(?:users?|accounts?|usuarios?|people|auth)$/
const PROFILES = /^(?:user_)?(?:profiles?|perfil(?:es)?)$/

/** An entity as it will be, with what the model said about access and pages. */
export type Completed = { entity: Entity; answer: EntityAnswer }

/** `Recipe`, `recipes`, `public.recipes`, "Recipe ingredient" → the table of the plan it means. */
function tableFor(raw: string, tables: ReadonlyMap<string, string>): string | null {
  const key = identifier(
    raw
      .replace(/^public\./i, '')
      .replace(/\(.*$/, '')
      .replace(/\.\w+$/, ''),
  )
  return tables.get(key) ?? null
}

function fieldFrom(raw: FieldAnswer, tables: ReadonlyMap<string, string>): Field | null {
  let column = identifier(raw.column, 'value') || identifier(raw.name, 'value')
  const name = clip(raw.name.replace(/_/g, ' '), 60) || column.replace(/_/g, ' ')
  if (column === '' || GIVEN.has(column)) return null
  const flags = { ...(raw.required && { required: true }), ...(raw.unique && { unique: true }) }
  if (raw.type === 'reference' || raw.references !== null) {
    const said = (raw.references ?? column.replace(/_id$/, '')).toLowerCase()
    const isPerson =
      said.startsWith('auth.users') ||
      PEOPLE.test(
        identifier(
          said
            .replace(/^public\./, '')
            .replace(/\(.*$/, '')
            .replace(/\.\w+$/, ''),
        ),
      )
    const target = tableFor(said, tables) ?? (isPerson ? 'auth.users' : tableFor(column.replace(/_id$/, ''), tables))
    if (target === null) return null
    if (!column.endsWith('_id')) column = `${column.slice(0, 37)}_id`
    // People are referred to by their account: whose profile it is, the row itself does not need to know.
    return {
      name: name.replace(/ id$/i, ''),
      column,
      type: 'reference',
      ...flags,
      references: target === 'profiles' ? 'auth.users' : target,
    }
  }
  if (raw.type === 'enum') {
    const values = [...new Set((raw.values ?? []).map((value) => clip(value, 40)).filter(Boolean))].slice(0, 20)
    return values.length < 2
      ? { name, column, type: 'text', ...flags }
      : { name, column, type: 'enum', ...flags, values }
  }
  return { name, column, type: raw.type, ...flags, ...(raw.unit !== null && { unit: clip(raw.unit, 12) }) }
}

function fieldsOf(answer: EntityAnswer, tables: ReadonlyMap<string, string>): Field[] {
  const fields = new Map<string, Field>()
  for (const raw of answer.fields.slice(0, MOST_FIELDS)) {
    const field = fieldFrom(raw, tables)
    if (field !== null && !fields.has(field.column)) fields.set(field.column, field)
  }
  return [...fields.values()]
}

/** Changes between states need a column that holds them. */
function withStates(entity: Entity, states: EntityAnswer['states'], locale: 'en' | 'es'): Entity {
  const changes = (states ?? [])
    .map(({ from, to }) => ({ from: clip(from, 40), to: clip(to, 40) }))
    .filter(({ from, to }) => from !== '' && to !== '' && from !== to)
  if (changes.length === 0) return entity
  const holder = entity.fields.find(
    (field) =>
      field.type === 'enum' &&
      changes.some(({ from, to }) => field.values!.includes(from) && field.values!.includes(to)),
  )
  if (holder !== undefined)
    return {
      ...entity,
      states: changes.filter(({ from, to }) => holder.values!.includes(from) && holder.values!.includes(to)),
    }
  const values = [...new Set(changes.flatMap(({ from, to }) => [from, to]))]
  const column = locale === 'es' ? 'estado' : 'status'
  const fields = entity.fields.filter((field) => field.column !== column)
  return {
    ...entity,
    fields: [...fields, { name: column, column, type: 'enum', required: true, values }],
    states: changes,
  }
}

/**
 * Tables are created one after the other: a reference that closes a circle is left out (one to the own table is fine).
 */
function withoutCircles(all: readonly Completed[]): Completed[] {
  const points = new Map<string, Set<string>>(all.map(({ entity }) => [entity.table, new Set()]))
  const reaches = (from: string, to: string): boolean =>
    from === to || [...(points.get(from) ?? [])].some((next) => reaches(next, to))
  return all.map((one) => {
    const { table } = one.entity
    const fields = one.entity.fields.filter(({ references }) => {
      if (references === undefined || references === table || !points.has(references)) return true
      if (reaches(references, table)) return false
      points.get(table)!.add(references)
      return true
    })
    return { ...one, entity: { ...one.entity, fields } }
  })
}

/**
 * The entities of an answer, `profiles` first where people see each other. Without any usable one the list is empty.
 */
export function completeEntities(answer: DataAnswer): Completed[] {
  const { locale } = answer
  const tables = new Map<string, string>()
  const kept: { answer: EntityAnswer; table: string; name: string }[] = []
  const taken = new Set<string>()
  let hasProfiles = answer.hasProfiles
  for (const one of answer.entities) {
    const name = clip(one.name.replace(/_/g, ' '), 60).toLowerCase()
    let table = identifier(one.table, 'items') || identifier(pluralOf(name, locale), 'items')
    if (name === '' || table === '') continue
    if (PROFILES.test(table) || PEOPLE.test(table)) {
      hasProfiles ||= PROFILES.test(table)
      continue
    }
    if (isTakenTable(table)) table = `${table}_list`
    const { pascal } = entityNames({ name, table })
    if (pascal === '' || /^\d/.test(pascal) || taken.has(table) || taken.has(pascal) || kept.length >= MOST_ENTITIES)
      continue
    taken.add(table).add(pascal)
    for (const key of [table, identifier(name), identifier(pluralOf(name, locale))])
      if (key !== '' && !tables.has(key)) tables.set(key, table)
    kept.push({ answer: one, table, name })
  }
  if (hasProfiles) for (const key of ['profiles', 'profile', 'user_profiles']) tables.set(key, 'profiles')
  const completed = kept.map(({ answer: one, table, name }): Completed => {
    const fields = fieldsOf(one, tables)
    // A row needs something by which a person recognises it.
    if (!fields.some((field) => field.type !== 'reference'))
      fields.unshift(fieldOf({ name: pageTexts(locale).name, type: 'text', required: true }))
    return { entity: withStates({ name, table, fields }, one.states, locale), answer: one }
  })
  const ordered = withoutCircles(completed)
  if (!hasProfiles || ordered.length === 0) return ordered
  const { entity } = profileEntity(locale, true)
  return [
    {
      entity,
      answer: {
        name: entity.name,
        table: entity.table,
        fields: [],
        states: null,
        access: 'public',
        parent: null,
        staff: false,
        pages: 'list',
      },
    },
    ...ordered,
  ]
}

/** References to people, in the order of the fields. */
export const peopleOf = (entity: Entity): Field[] => entity.fields.filter(referencesUser)
