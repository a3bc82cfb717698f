import type { AccessRule, AppSpec, Entity, Field } from '../contract'
import { identifier } from '../identifiers'
import { pluralOf } from '../inflect'
import { ADMIN_CLAIMS, childRule, isCollaborative, ownedRule, unownedRule } from './access-patterns'
import { type Edited, edited, type Refusal, refused, refusing } from './edited'
import { isTakenTable, PROFILES } from './entities'
import { ENTITY_PAGES, type EntityPage, insertPages, pageOfEntity } from './entity-pages'
import { type FieldPlace, fieldOf, type NewField, refuseField } from './fields'
import { ruleOf } from './page-access'
import { pageTexts } from './page-texts'

/** New entities in a plan, with the access and the pages that the built-in planner would give them. Pure. */

/** Whose the rows are and who sees them: the patterns of docs/access-patterns.md that need no more than the entity. */
export type Sharing = 'public' | 'members' | 'collaborative' | 'private' | 'catalogue' | 'inbox' | `part of ${string}`
export type NewEntity = {
  name: string
  plural: string
  sharing: Sharing
  field: NewField
  pages: readonly EntityPage[]
}
type EntityPlace = 'name' | 'plural' | FieldPlace

/** Kinds of app in which colleagues work on the same rows. */
const OF_COLLEAGUES: ReadonlySet<AppSpec['kind']> = new Set(['crm', 'inventory', 'saas', 'dashboard', 'tasks'])

const owned = (spec: AppSpec): AccessRule[] =>
  spec.access.filter((rule) => rule.owner != null && rule.table !== PROFILES)
const hasStaff = (spec: AppSpec): boolean => owned(spec).some((rule) => rule.allow.admin !== undefined)
const partOf = (sharing: Sharing): string | null =>
  sharing.startsWith('part of ') ? sharing.slice('part of '.length) : null

/** What a new entity starts from: as open as what people own in this plan already. */
export function usualSharing(spec: AppSpec): Sharing {
  const rules = owned(spec)
  const isPersonal =
    rules.length > 0 &&
    rules.every((rule) => rule.allow.other === undefined) &&
    spec.access.every((rule) => rule.allow.anon === undefined)
  if (isPersonal) return 'private'
  if (rules.length > 0 && rules.every(isCollaborative)) return 'collaborative'
  const isTeam = rules.some((rule) => rule.allow.other !== undefined && rule.allow.anon === undefined)
  return OF_COLLEAGUES.has(spec.kind) || (isTeam && (spec.kind === 'other' || spec.kind === 'learning'))
    ? 'members'
    : 'public'
}

/** Entities that rows can be a part of: with an owner of their own, one level deep. */
export const possibleParents = (spec: AppSpec): Entity[] =>
  spec.entities.filter(({ table }) => table !== PROFILES && ruleOf(spec, table)?.owner != null)

/** The pages that are offered with an entity: what comes in is not changed. */
export const pagesToOffer = (sharing: Sharing): readonly EntityPage[] =>
  sharing === 'inbox' ? ['list', 'new'] : ENTITY_PAGES
/** Those that are chosen at first: a part is shown on the page of its whole. */
export const usualPages = (sharing: Sharing): readonly EntityPage[] =>
  partOf(sharing) === null ? pagesToOffer(sharing) : []

/** What several are called, as the language makes it of the name, with the capital that the name was written with. */
export function pluralFor(spec: AppSpec, name: string): string {
  const plural = pluralOf(name.trim().toLowerCase(), spec.locale)
  return /^\s*\p{Lu}/u.test(name) ? plural.charAt(0).toUpperCase() + plural.slice(1) : plural
}
const tableOf = ({ plural }: Pick<NewEntity, 'plural'>): string => identifier(plural, 'items')

/** Why an entity cannot be added; null when it can. */
export function refuseEntity(spec: AppSpec, entity: NewEntity): Refusal<EntityPlace> | null {
  const called = identifier(entity.name, 'item')
  if (called === '') return refused('name', 'entityNeedsLetters')
  const same = spec.entities.find(({ name, table }) => identifier(name, 'item') === called || table === called)
  if (same !== undefined) return refused('name', 'entityTwice', { entity: same.name })
  const table = tableOf(entity)
  if (table === '') return refused('plural', 'needsPlural')
  const taken = spec.entities.find((one) => one.table === table || identifier(one.name, 'item') === table)
  if (taken !== undefined) return refused('plural', 'pluralTaken', { entity: taken.name })
  if (table === PROFILES || isTakenTable(table)) return refused('plural', 'reserved', { name: entity.plural.trim() })
  return refuseField(entity.field, [], entity.name.trim())
}

/** The plan with one entity more, its rule and its pages. */
export function addEntity(spec: AppSpec, added: NewEntity): Edited<EntityPlace> {
  const refusal = refuseEntity(spec, added)
  if (refusal !== null) return refusing(refusal)
  const next = structuredClone(spec)
  const entity: Entity = {
    name: added.name.trim().toLowerCase(),
    table: tableOf(added),
    fields: [fieldOf(added.field)],
  }
  const rule = ruleFor(next, entity, added.sharing)
  next.entities.push(entity)
  next.access.push(rule)
  if (rule.allow.admin !== undefined) next.claims ??= structuredClone(ADMIN_CLAIMS)
  const wanted = ENTITY_PAGES.filter((view) => added.pages.includes(view))
  insertPages(
    next,
    wanted.map((view) => pageOfEntity(entity, view, { rule, locale: next.locale, nav: view === 'list' })),
  )
  return edited(next)
}

/** The rule of a new entity; gives the entity the column that the rule hangs on. */
function ruleFor(spec: AppSpec, entity: Entity, sharing: Sharing): AccessRule {
  const { table } = entity
  if (sharing === 'catalogue' || sharing === 'inbox') return unownedRule(sharing, table)
  const refer = (name: string, columns: readonly [string, string], references: string): string => {
    const column = entity.fields.some((field) => field.column === columns[0]) ? columns[1] : columns[0]
    entity.fields.push({ name, column, type: 'reference', required: true, references } satisfies Field)
    return column
  }
  const parent = ruleOf(spec, partOf(sharing) ?? '')
  const whole = spec.entities.find((one) => one.table === parent?.table)
  const isTogether = parent?.owner != null && isCollaborative(parent)
  if (parent !== undefined && whole !== undefined) {
    const column = refer(whole.name, [`${identifier(whole.name)}_id`, 'parent_id'], whole.table)
    if (!isTogether) return childRule(table, column, parent)
  }
  const owner = refer(pageTexts(spec.locale).user, ['user_id', 'owner_id'], 'auth.users')
  const isOwned = sharing === 'public' || sharing === 'members' || sharing === 'collaborative'
  const pattern = isTogether ? 'collaborative' : isOwned ? sharing : 'private'
  return ownedRule(pattern, { table, owner, hasStaff: hasStaff(spec) })
}
