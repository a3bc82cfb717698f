import { withArticle } from '@/lib/core/english'
import type { AccessRule, AppSpec, Entity, Field, FieldType, Operation, Page } from '@/lib/domains/spec/contract'
import { identifierOf, pluralOf, slugOf } from './plan-names'

/** New things in a plan, with the access and the pages that the built-in planner would give them. Pure. */

export type NewField = { name: string; type: FieldType; required: boolean; values?: string[] }
/**
 * Whose the rows are and who sees them: the patterns of docs/access-patterns.md that need no more than the thing
 * itself.
 */
export type Sharing = 'public' | 'members' | 'private' | 'catalogue' | 'inbox' | `part of ${string}`
export const THING_PAGES = ['list', 'detail', 'new', 'edit'] as const
export type ThingPage = (typeof THING_PAGES)[number]
export type NewThing = { name: string; plural: string; sharing: Sharing; field: NewField; pages: readonly ThingPage[] }

const OWN: Operation[] = ['read', 'insert', 'update', 'delete']
const SERVICE: Operation[] = ['read', 'insert', 'insert_forged', 'update', 'move', 'delete']
const STAFF: Operation[] = ['read', 'update', 'delete']
/** Home beside six links, as the planner leaves it. */
const MOST_LINKS = 7
/** Kinds of app in which colleagues work on the same rows. */
const OF_COLLEAGUES: ReadonlySet<AppSpec['kind']> = new Set(['crm', 'inventory', 'saas', 'dashboard', 'tasks'])
/** Folders that an app has for other purposes than its pages. */
const TAKEN_SLUGS = new Set(['api', 'auth', 'account', 'sign-in', 'sign-up'])
const TEXT = {
  en: {
    owner: 'user',
    list: (many: string) => `Browse and search ${many}`,
    detail: (one: string) => `One ${one} with everything that belongs to it`,
    create: (one: string) => `Add ${withArticle(one)}`,
    change: (one: string) => `Change ${withArticle(one)}`,
    newTitle: (one: string) => `New ${one}`,
    editTitle: (one: string) => `Edit ${one}`,
  },
  es: {
    owner: 'usuario',
    list: (many: string) => `Ver y buscar ${many}`,
    detail: (one: string) => `Detalle de ${one} con todo lo que le pertenece`,
    create: (one: string) => `Agregar ${one}`,
    change: (one: string) => `Cambiar ${one}`,
    newTitle: (one: string) => `Agregar ${one}`,
    editTitle: (one: string) => `Editar ${one}`,
  },
} as const

const owned = (spec: AppSpec): AccessRule[] =>
  spec.access.filter((rule) => rule.owner != null && rule.table !== 'profiles')
const hasStaff = (spec: AppSpec): boolean => owned(spec).some((rule) => rule.allow.admin !== undefined)
const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
const partOf = (sharing: Sharing): string | null =>
  sharing.startsWith('part of ') ? sharing.slice('part of '.length) : null

/** What a new thing starts from: as open as what people own in this plan already. */
export function usualSharing(spec: AppSpec): Sharing {
  const rules = owned(spec)
  const isPersonal =
    rules.length > 0 &&
    rules.every((rule) => rule.allow.other === undefined) &&
    spec.access.every((rule) => rule.allow.anon === undefined)
  if (isPersonal) return 'private'
  const isTeam = rules.some((rule) => rule.allow.other !== undefined && rule.allow.anon === undefined)
  return OF_COLLEAGUES.has(spec.kind) || (isTeam && (spec.kind === 'other' || spec.kind === 'learning'))
    ? 'members'
    : 'public'
}

/** Things that rows can be a part of: with an owner of their own, one level deep. */
export const possibleParents = (spec: AppSpec): Entity[] =>
  spec.entities.filter(
    ({ table }) => table !== 'profiles' && spec.access.some((rule) => rule.table === table && rule.owner != null),
  )

/**
 * The pages that are offered with a thing. A part is shown on the page of its whole, and what comes in is not changed.
 */
export const usualPages = (sharing: Sharing): readonly ThingPage[] =>
  partOf(sharing) !== null ? [] : sharing === 'inbox' ? ['list', 'new'] : THING_PAGES
export const pagesToOffer = (sharing: Sharing): readonly ThingPage[] =>
  sharing === 'inbox' ? ['list', 'new'] : THING_PAGES

export const pluralFor = (spec: AppSpec, name: string): string => pluralOf(name.trim(), spec.locale)
const tableOf = ({ plural }: Pick<NewThing, 'plural'>): string => identifierOf(plural, 'items')

export type Refusal<Place extends string> = { place: Place; reason: string } | null

/** Why a field cannot be there, beside those that are; null when it can. */
export function whyNotField(field: NewField, taken: readonly Field[], of: string): Refusal<'field' | 'values'> {
  const column = identifierOf(field.name, 'field')
  if (column === '') return { place: 'field', reason: 'Give it a name with letters.' }
  if (taken.some((one) => one.column === column))
    return { place: 'field', reason: `${of} has a field ${field.name.trim()} already.` }
  if (field.type === 'enum' && (field.values ?? []).length < 2)
    return { place: 'values', reason: 'Write at least two choices, with commas between.' }
  return null
}

/** Why a thing cannot be added; null when it can. */
export function whyNotThing(spec: AppSpec, thing: NewThing): Refusal<'name' | 'plural' | 'field' | 'values'> {
  const called = identifierOf(thing.name, 'item')
  if (called === '') return { place: 'name', reason: 'Give it a name with letters, like recipe.' }
  const same = spec.entities.find(({ name, table }) => identifierOf(name, 'item') === called || table === called)
  if (same !== undefined) return { place: 'name', reason: `There is a thing called ${same.name} already.` }
  const table = tableOf(thing)
  if (table === '') return { place: 'plural', reason: 'Say what several of them are called, like recipes.' }
  const taken = spec.entities.find((one) => one.table === table || identifierOf(one.name, 'item') === table)
  if (taken !== undefined) return { place: 'plural', reason: `${sentence(taken.name)} has that name already.` }
  if (table === 'profiles' || TAKEN_SLUGS.has(slugOf(table)))
    return {
      place: 'plural',
      reason: `Call it something else: ${thing.plural.trim()} is what Devora uses for signing in.`,
    }
  return whyNotField(thing.field, [], thing.name.trim())
}

/** The plan with one thing more. What `whyNotThing` refuses changes nothing. */
export function addThing(spec: AppSpec, thing: NewThing): AppSpec {
  const next = structuredClone(spec)
  if (whyNotThing(spec, thing) !== null) return next
  const table = tableOf(thing)
  const entity: Entity = { name: thing.name.trim().toLowerCase(), table, fields: [fieldOf(thing.field)] }
  const rule = ruleFor(next, entity, thing.sharing)
  next.entities.push(entity)
  next.access.push(rule)
  if (rule.allow.admin !== undefined) next.claims ??= { admin: { app_metadata: { role: 'admin' } } }
  insertPages(next, pagesFor(next, entity, rule, thing))
  return next
}

export function fieldOf({ name, type, required, values }: NewField): Field {
  const column = identifierOf(name, 'field')
  return {
    name: name.trim(),
    column,
    type,
    ...(required && { required }),
    ...(type === 'enum' && { values: values ?? [] }),
  }
}

/** The rule of a new thing; gives the thing the column that the rule hangs on. */
function ruleFor(spec: AppSpec, entity: Entity, sharing: Sharing): AccessRule {
  const { table } = entity
  if (sharing === 'catalogue')
    return { table, owner: null, allow: { anon: ['read'], other: ['read'], owner: ['read'], admin: OWN, service: OWN } }
  if (sharing === 'inbox')
    return {
      table,
      owner: null,
      allow: { anon: ['insert'], other: ['insert'], owner: ['insert'], admin: ['read', 'delete'], service: OWN },
    }
  const free = (wanted: string, other: string): string =>
    entity.fields.some(({ column }) => column === wanted) ? other : wanted
  const parent = spec.access.find((rule) => rule.table === partOf(sharing))
  const whole = spec.entities.find((one) => one.table === parent?.table)
  if (parent !== undefined && whole !== undefined) {
    const column = free(`${identifierOf(whole.name, 'item')}_id`, 'parent_id')
    entity.fields.push({ name: whole.name, column, type: 'reference', required: true, references: whole.table })
    const allow: AccessRule['allow'] = { owner: OWN, service: OWN }
    for (const role of ['anon', 'other'] as const) if (parent.allow[role]?.includes('read')) allow[role] = ['read']
    if (parent.allow.admin !== undefined) allow.admin = parent.allow.admin.filter((operation) => operation !== 'insert')
    return { table, via: { column, table: whole.table }, allow }
  }
  const owner = free('user_id', 'owner_id')
  entity.fields.push({
    name: TEXT[spec.locale].owner,
    column: owner,
    type: 'reference',
    required: true,
    references: 'auth.users',
  })
  const allow: AccessRule['allow'] = { owner: OWN, service: SERVICE }
  if (sharing !== 'private') allow.other = ['read']
  if (sharing === 'public') allow.anon = ['read']
  if (hasStaff(spec)) allow.admin = STAFF
  return { table, owner, allow }
}

/** Who must be signed in for a page on these rows. */
export function authFor(rule: AccessRule | undefined, view: Page['view']): NonNullable<Page['auth']> {
  const operation: Operation = view === 'new' || view === 'edit' ? 'insert' : 'read'
  const may = (role: 'anon' | 'owner' | 'other'): boolean => rule?.allow[role]?.includes(operation) === true
  return may('anon') ? 'public' : may('owner') || may('other') ? 'user' : 'admin'
}

function pagesFor(spec: AppSpec, { name, table }: Entity, rule: AccessRule, { plural, pages }: NewThing): Page[] {
  const text = TEXT[spec.locale]
  const many = plural.trim().toLowerCase()
  const base = `/${slugOf(table)}`
  const about: Record<ThingPage, { path: string; title: string; purpose: string }> = {
    list: { path: base, title: sentence(many), purpose: text.list(many) },
    detail: { path: `${base}/[id]`, title: sentence(name), purpose: text.detail(name) },
    new: { path: `${base}/new`, title: text.newTitle(name), purpose: text.create(name) },
    edit: { path: `${base}/[id]/edit`, title: text.editTitle(name), purpose: text.change(name) },
  }
  return THING_PAGES.filter((view) => pages.includes(view)).map((view) => ({
    ...about[view],
    auth: authFor(rule, view),
    entity: name,
    view,
    nav: view === 'list',
  }))
}

/** New pages stand before the frame's own (about, contact, sign-in); the navigation never grows beyond its limit. */
export function insertPages(spec: AppSpec, pages: readonly Page[]): void {
  let links = spec.pages.filter((page) => page.nav === true).length
  const fresh = pages.filter(({ path }) => !spec.pages.some((page) => page.path === path))
  const at = spec.pages.findIndex((page) => ['about', 'contact', 'sign-in'].includes(page.view ?? ''))
  const made = fresh.map((page) => ({
    ...page,
    nav: page.nav === true && page.auth !== 'admin' && links < MOST_LINKS && links++ >= 0,
  }))
  spec.pages.splice(at === -1 ? spec.pages.length : at, 0, ...made)
}
