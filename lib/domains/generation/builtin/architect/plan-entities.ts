import type { Entity, Field, ProjectKind } from '../../../spec/contract'
import { identifier } from '../../../spec/identifiers'
import { type Locale, plain, pluralOf } from '../../../spec/inflect'
import { publishedWhen } from '../../../spec/edit/access-patterns'
import { isTakenTable, PROFILES } from '../../../spec/edit/entities'
import { isCalled, usualParents } from './lexicon/parts'
import type { AccessPattern } from '../../../spec/edit/access-patterns'
import { type Audience, classOf } from './classify-access'
import { fieldsOf, makeStates, NAME } from './plan-fields'
import { mainThings, parseLinks, type Thing } from './thing'

/** An entity together with what the access and page planners need to know about it. */
export type PlannedEntity = {
  key: string
  thing: Thing
  entity: Entity
  access: AccessPattern
  /** Column with the owner's id; null for children, catalogues and inboxes. */
  owner: string | null
  /** The parent through which a child belongs to somebody. */
  via?: { column: string; table: string }
  parents: Array<{ column: string; table: string; required: boolean }>
}

const OWNER_ES = {
  user: 'usuario',
  author: 'autor',
  member: 'miembro',
  seller: 'vendedor',
  organizer: 'organizador',
  applicant: 'postulante',
  sender: 'remitente',
  creator: 'creador',
} as const

const ownerField = (owner: keyof typeof OWNER_ES, locale: Locale): Field => {
  const name = locale === 'es' ? OWNER_ES[owner] : owner
  return { name, column: identifier(`${name} id`), type: 'reference', required: true, references: 'auth.users' }
}

/** Longer than any noun; of what somebody pasted the rest is no name. */
const MAX_NAME = 60

function named(thing: Thing, locale: Locale, taken: Set<string>): Pick<Entity, 'name' | 'table'> {
  const { key, many, es, esMany } = thing.archetype
  let name = (thing.called ?? (locale === 'es' ? es : key)).slice(0, MAX_NAME).trim()
  if (taken.has(`name ${name}`)) name = `${name.slice(0, MAX_NAME - 4).trim()} ${taken.size}`
  taken.add(`name ${name}`)
  const plural = (thing.called !== undefined ? undefined : locale === 'es' ? esMany : many) ?? pluralOf(name, locale)
  let table = identifier(plural, 'list') || `things_${taken.size + 1}`
  while (taken.has(table) || table === PROFILES || isTakenTable(table)) table = `${table}_list`
  taken.add(table)
  return { name, table }
}

/**
 * Entities in an order in which each stands behind those it refers to.
 * @param existing entities of a plan that is being extended: new ones may refer to them, they themselves stay as they
 * are
 */
export function planEntities(
  things: Thing[],
  kind: ProjectKind,
  locale: Locale,
  audience: Audience,
  existing: PlannedEntity[] = [],
): PlannedEntity[] {
  const mains = [...mainThings(existing.map((one) => one.thing)), ...mainThings(things)].map(
    (thing) => thing.archetype.key,
  )
  const taken = new Set(existing.map((one) => one.entity.table))
  const hasCustomers = things.some((thing) => thing.archetype.key === 'customer')
  const isOfCustomer = (thing: Thing): boolean =>
    hasCustomers && parseLinks(thing.archetype.links).some(({ keys }) => keys.includes('customer'))
  const planned = things.map((thing): PlannedEntity => {
    const fields = thing.fixed?.map((field) => ({ ...field })) ?? fieldsOf(thing, locale)
    const states =
      thing.chain?.slice(1).map((to, at) => ({ from: thing.chain![at]!, to })) ??
      thing.freely?.flatMap((from) => thing.freely!.flatMap((to) => (from === to ? [] : [{ from, to }]))) ??
      makeStates(thing.archetype.states, fields, locale)
    const entity: Entity = { ...named(thing, locale, taken), fields, ...(states === undefined ? {} : { states }) }
    return {
      key: thing.archetype.key,
      thing,
      entity,
      access: classOf(thing, kind, audience, isOfCustomer(thing)),
      owner: null,
      parents: [],
    }
  })
  const all = [...existing, ...planned]
  // What is there comes first where two are of a kind.
  const byKey = new Map([...all].toReversed().map((one) => [one.key, one]))
  const isClosed = audience.words?.isClosed === true || audience.isPublic === false
  for (const one of planned) link(one, all, byKey, mains)
  for (const one of planned) settle(one, all, locale, isClosed)
  return inOrder(all)
}

/** True when `from` stands, directly or not, behind `to`: a reference back would make a circle nobody can fill. */
function dependsOn(from: PlannedEntity, to: PlannedEntity, byTable: Map<string, PlannedEntity>): boolean {
  return from === to || from.parents.some((parent) => dependsOn(byTable.get(parent.table)!, to, byTable))
}

const nameOf = (one: PlannedEntity): string => plain(one.entity.name)

/** The key of what a thing belongs to by its name, or by having dates and sums but no name of its own; none, or one. */
function likelyParents(one: PlannedEntity, all: PlannedEntity[]): string[] {
  const others = all.filter((each) => each !== one && each.access !== 'inbox' && each.thing.isJoin !== true)
  for (const parent of usualParents(nameOf(one))) {
    const found = others.find((each) => isCalled(nameOf(each), parent))
    if (found !== undefined) return [found.key]
  }
  const declared = one.thing.declared ?? []
  const isRecord =
    declared.length >= 2 &&
    !declared.some((field) => field.type === 'text' && NAME.test(field.column)) &&
    declared.some((field) => ['date', 'datetime', 'money'].includes(field.type))
  const main = isRecord
    ? others.find((each) =>
        (each.thing.declared ?? []).some((field) => field.type === 'text' && NAME.test(field.column)),
      )
    : undefined
  return main === undefined ? [] : [main.key]
}

function link(one: PlannedEntity, all: PlannedEntity[], byKey: Map<string, PlannedEntity>, mains: string[]): void {
  const byTable = new Map(all.map((each) => [each.entity.table, each]))
  const asked = one.thing.parents ?? []
  const usual = asked.length > 0 || one.thing.isJoin === true ? [] : parseLinks(one.thing.archetype.links)
  // Exact links first, then what such a thing usually belongs to, then whatever the application is about.
  const isExact = usual.some(({ keys }) => keys.some((key) => key !== '*' && byKey.has(key)))
  const isSettled = asked.length > 0 || isExact || one.thing.isJoin === true || one.thing.fixed !== undefined
  const likely = isSettled ? [] : likelyParents(one, all)
  const links = [
    ...asked.map((key) => ({ keys: [key], required: true })),
    ...likely.map((key) => ({ keys: [key], required: usual.some((each) => each.required) })),
    ...(likely.length > 0 ? [] : usual),
  ]
  for (const { keys, required } of links) {
    const parent = keys
      .flatMap((key) =>
        key === '*' ? [one.thing.beside ?? '', ...mains].map((main) => byKey.get(main)) : [byKey.get(key)],
      )
      .find((each) => each !== undefined && each !== one && each.access !== 'inbox' && !dependsOn(each, one, byTable))
    if (parent === undefined) continue
    const column = identifier(`${parent.entity.name} id`)
    if (one.entity.fields.some((field) => field.column === column)) continue
    // A text field of the same meaning ("category") gives way to the reference.
    one.entity.fields = one.entity.fields.filter((field) => field.column !== identifier(parent.entity.name))
    one.entity.fields.push({
      name: parent.entity.name,
      column,
      type: 'reference',
      ...(required ? { required: true } : {}),
      references: parent.entity.table,
    })
    one.parents.push({ column, table: parent.entity.table, required })
  }
}

/**
 * Gives every entity its owner. A child belongs to its parent's owner; where that chain would be longer than one step,
 * it gets an owner of its own.
 */
function settle(one: PlannedEntity, all: PlannedEntity[], locale: Locale, isClosed: boolean): void {
  const parent = all.find((each) => each.entity.table === one.parents[0]?.table)
  if (one.access === 'child') {
    if (parent?.access === 'catalogue' || parent?.access === 'collaborative') one.access = parent.access
    else if (parent !== undefined && one.parents[0]!.required && parent.access !== 'child')
      one.via = { column: one.parents[0]!.column, table: parent.entity.table }
    else one.access = parent === undefined || visibleToAll(parent, all) ? (isClosed ? 'members' : 'public') : 'private'
  }
  // What is said about something hidden is as hidden as that.
  if (one.access === 'public' && parent !== undefined && one.parents[0]!.required) one.access = sharedLike(parent, all)
  if (one.access === 'catalogue' || one.access === 'inbox' || one.via !== undefined) return
  const field = ownerField(one.thing.archetype.owner, locale)
  if (one.entity.fields.some((each) => each.column === field.column))
    field.column = locale === 'es' ? 'propietario_id' : 'owner_id'
  one.owner = field.column
  one.entity.fields.push(field)
  if (one.access === 'two-party' && one.key === 'message') {
    const name = locale === 'es' ? 'destinatario' : 'recipient'
    one.entity.fields.unshift({
      name,
      column: `${name}_id`,
      type: 'reference',
      required: true,
      references: 'auth.users',
    })
  } else if (one.access === 'two-party' && (one.parents[0] === undefined || !one.parents[0].required))
    one.access = 'private'
  if (one.access === 'published' && !publishedWhen(one.entity)) one.access = 'public'
  // One vote, one rating, one enrolment per person and thing.
  if (one.thing.isJoin === true) return
  if (one.thing.archetype.once && one.parents[0]?.required)
    for (const each of one.entity.fields)
      if (each.column === field.column || each.column === one.parents[0].column) each.unique = true
}

/**
 * Access of what people leave at `parent`: its readers read it; at a private row only its owner does, beside who wrote
 * it.
 */
function sharedLike(parent: PlannedEntity, all: PlannedEntity[]): PlannedEntity['access'] {
  if (visibleToAll(parent, all)) return 'public'
  const top =
    parent.access === 'child' ? (all.find((each) => each.entity.table === parent.parents[0]?.table) ?? parent) : parent
  if (top.access === 'members' || top.access === 'collaborative') return 'members'
  return top === parent &&
    (parent.access === 'private' || parent.access === 'two-party') &&
    parent.parents.every((each) => each.table !== 'profiles')
    ? 'two-party'
    : 'private'
}

const visibleToAll = (one: PlannedEntity, all: PlannedEntity[]): boolean => {
  if (one.access === 'child')
    return (
      one.parents[0] === undefined ||
      visibleToAll(
        all.find((each) => each.entity.table === one.parents[0]!.table)!,
        all,
      )
    )
  return one.access === 'public' || one.access === 'published' || one.access === 'catalogue'
}

function inOrder(planned: PlannedEntity[]): PlannedEntity[] {
  const done: PlannedEntity[] = []
  const visit = (one: PlannedEntity): void => {
    if (done.includes(one)) return
    for (const parent of one.parents) visit(planned.find((each) => each.entity.table === parent.table)!)
    done.push(one)
  }
  for (const one of planned) visit(one)
  return done
}

const PROFILE: Record<Locale, string> = { en: 'profile', es: 'perfil' }

/** Whether people have a public face already: a prompt may ask for one of its own. */
export const hasProfile = (entities: readonly Pick<Entity, 'name' | 'table'>[], locale: Locale): boolean =>
  entities.some(({ name, table }) => table === 'profiles' || name === PROFILE[locale])

/** Whether visitors see who wrote something: they read what people leave there. */
export const showsAuthors = (planned: readonly PlannedEntity[]): boolean =>
  planned.some((one) => one.owner !== null && (one.access === 'public' || one.access === 'published'))

/**
 * A person's face, for applications in which people see each other.
 * @param isShown to visitors too
 */
export function profileEntity(locale: Locale, isShown: boolean): PlannedEntity {
  const user: Field = {
    name: locale === 'es' ? 'usuario' : 'user',
    column: 'user_id',
    type: 'reference',
    required: true,
    unique: true,
    references: 'auth.users',
  }
  const [name, bio, avatar]: Field[] =
    locale === 'es'
      ? [
          { name: 'nombre visible', column: 'display_name', type: 'text', required: true },
          { name: 'biografía', column: 'bio', type: 'longtext' },
          { name: 'avatar', column: 'avatar_url', type: 'image' },
        ]
      : [
          { name: 'display name', column: 'display_name', type: 'text', required: true },
          { name: 'bio', column: 'bio', type: 'longtext' },
          { name: 'avatar', column: 'avatar_url', type: 'image' },
        ]
  const entity: Entity = {
    name: PROFILE[locale],
    table: 'profiles',
    fields: [name!, bio!, avatar!, user],
  }
  const archetype = {
    key: 'profile',
    es: 'perfil',
    aka: [],
    category: 'person',
    fields: '',
    links: '',
    access: 'public',
    owner: 'user',
    pages: 'full',
    once: true,
  } as const
  return {
    key: 'profile',
    thing: { archetype: { ...archetype, aka: [] }, score: 0, fields: new Set(), order: -1 },
    entity,
    access: isShown ? 'public' : 'members',
    owner: 'user_id',
    parents: [],
  }
}
