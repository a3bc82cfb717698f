import type { AccessRule, AppSpec, Entity, Page } from '../../../spec/contract'
import { ADMIN_CLAIMS, isCollaborative } from '../../../spec/edit/access-patterns'
import { insertPages } from '../../../spec/edit/entity-pages'
import { placeField } from '../../../spec/edit/fields'
import { refreshRoutes } from '../../../spec/edit/routes'
import { BY_KEY, findKnown } from './find-archetype'
import { readFieldNote } from './declared/field-note'
import { maskBrackets } from './declared/noun-phrase'
import { isFeature, ordersFeature } from './feature-words'
import { bareField, entityCalled } from './find-entity'
import { isPlural } from '../../../spec/inflect'
import { inferField } from './infer-field'
import { archetype } from './lexicon/archetype'
import { planAccess } from './plan-access'
import type { Audience } from './classify-access'
import { hasProfile, planEntities, type PlannedEntity, profileEntity, showsAuthors } from './plan-entities'
import { newThing } from './new-thing'
import { makeField } from './plan-fields'
import { planPages, planRoutes } from './plan-pages'
import { planThings } from './plan-things'
import { needsProfiles } from './read-audience'
import { readPrompt } from './read-prompt'
import { findField, type Thing } from './thing'

/**
 * What a further prompt adds to a plan: fields of things that are there, and new things with their pages, routes and
 * access.
 */

const ADD =
  /(?<!\p{L})(?:add\w*|also|include|track|want|with|register|manage|new|need\w*|store|save|should|let|allow|give|show|agreg\w*|añad\w*|anad\w*|tambien|también|incluy\w*|pon\w*|registr\w*|gestion\w*|guard\w*|neces\w*|quiero|permit\w*)(?!\p{L})/iu
const TO_HOST =
  /(?<!\p{L})(?:add|include|put|store|save|track|agreg\p{L}*|añad\p{L}*|incluy\p{L}*|pon\p{L}*|registr\p{L}*)\s+(.+)\s+(?:to|on|for|in|a|al|en|para)\s+(.+)$/iu
const HOST_HAS =
  /^(?:(?:also|and|additionally|además|y)\s+)*(.+?)\s+(?:should (?:also )?have|must have|needs? to have|needs?|has|have|requires?|also gets?|gets?|debe\p{L}* tener|necesita\p{L}*|tienen?|llevan?|requieren?)\s+(?!to\s)(.+)$/iu
const GIVE = /(?<!\p{L})give\s+((?:each |every |all |the )?.+?)\s+(an?\s.+)$/iu
const MANY = /^(?:(?:zero or )?many|several|multiple|any number of|much[oa]s|vari[oa]s|m[uú]ltiples)\s/i
const SPECIAL =
  /\b(?:dashboard|board|kanban|calendar|leaderboard|ranking|reports?|galler(?:y|ies)|chat|about|contact|panel|tablero|calendario|clasificacion|informes?|reportes?|galeria|nosotros|contacto)\b/
const SPECIAL_VIEWS = new Set<Page['view']>([
  'dashboard',
  'board',
  'calendar',
  'leaderboard',
  'report',
  'gallery',
  'chat',
  'about',
  'contact',
])

/** @param clauses sentences of the prompt that are neither removals nor about the name */
export function addToPlan(spec: AppSpec, clauses: string[]): void {
  const existing = spec.entities.map((entity, at) => asPlanned(spec, entity, at))
  const things: Thing[] = []
  const rewritten: string[] = []
  const rest = clauses.filter((clause) => {
    const fresh = newThing(spec, clause)
    if (fresh !== null) rewritten.push(fresh)
    if (fresh !== null || ordersFeature(clause)) return false
    const parts = partsOf(clause).map((part) => ({ ...part, entity: entityCalled(spec, part.host) }))
    if (parts.length === 0 || parts.some((part) => part.entity === undefined)) return true
    for (const { items, entity } of parts) {
      if (isFeature(items)) continue
      const owned = ownThings(spec, entity!, items)
      if (owned === null) things.push(...addItems(spec, entity!, items, existing))
      else rewritten.push(owned)
    }
    return false
  })
  const reading = readPrompt([...rest, ...rewritten].join('. '), spec.locale)
  if (ADD.test(reading.text) || reading.declared.relations.length > 0) {
    const isSameLanguage = reading.locale === spec.locale
    for (const { called, ...thing } of planThings(reading, spec.kind, true))
      things.push({ ...thing, ...(called !== undefined && isSameLanguage ? { called } : {}) })
  }
  addThings(spec, existing, things, readPrompt(clauses.join('. '), spec.locale))
}

/** "add tags to recipes", "each task needs a priority" → what is added to whom. */
function partsOf(clause: string): Array<{ items: string; host: string }> {
  const has = HOST_HAS.exec(clause)
  // "has many contacts": a relation, which the reader of those takes.
  if (has !== null) return MANY.test(has[2]!) ? [] : [{ host: has[1]!, items: has[2]! }]
  const given = GIVE.exec(clause)
  if (given !== null) return [{ host: given[1]!, items: given[2]! }]
  // "tags to recipes and a phone number to suppliers"
  const parts: Array<{ items: string; host: string }> = []
  let open = ''
  for (const part of clause.split(/(?:,|\s+and|\s+y)\s+(?=[^,()]*\s(?:to|a los|a las|a cada)\s)/iu)) {
    // "a website and a phone number to meetings": what has no host of its own goes to the next one.
    const whole = open === '' ? part : `${open}, ${part}`
    const found = TO_HOST.exec(parts.length === 0 ? whole : `add ${whole}`)
    open = found === null ? whole : ''
    // "a status to jobs: open, done": what stands behind the host are values of what goes to it.
    const [, host = found?.[2], values] = /^([^:]+):\s*([^:]+)$/.exec(found?.[2] ?? '') ?? []
    if (found !== null) parts.push({ items: values === undefined ? found[1]! : `${found[1]}: ${values}`, host: host! })
  }
  return parts
}

/**
 * "invoices with an amount" for each project, "chapters" to books: things of their own, said the way relations are;
 * null for fields.
 */
function ownThings(spec: AppSpec, host: Entity, items: string): string | null {
  const noun = bareField(/^(.+?)\s+(?:with|con|that have|que tengan)\s/i.exec(items)?.[1] ?? items)
  const words = noun.toLowerCase().split(/\s+/)
  const isWith = noun !== bareField(items)
  const isNoun = words.length <= 3 && /^[\p{L} -]+$/u.test(noun) && !/\s(?:and|y|e)\s/i.test(noun)
  if (
    !isNoun ||
    !isPlural(noun, spec.locale) ||
    entityCalled(spec, noun) !== undefined ||
    findField(words, spec.locale) !== undefined
  )
    return null
  const known = findKnown(words, spec.locale)
  const notation = inferField(words, spec.locale)
  // A known thing under its usual name needs no other way to be told.
  const isUsual =
    known !== null &&
    (known.archetype.category === 'reaction' || [known.archetype.key, known.archetype.es].includes(known.called))
  if (!isWith && (isUsual || (known === null && notation !== null && !notation.endsWith(':text')))) return null
  return spec.locale === 'es'
    ? `Agregar ${items}. Los ${noun} pertenecen a un ${host.name}`
    : `Add ${items}. ${noun} belong to a ${host.name}`
}

/** Adds what are fields to the entity; answers what are things of their own. */
function addItems(spec: AppSpec, entity: Entity, items: string, existing: PlannedEntity[]): Thing[] {
  const things: Thing[] = []
  // "status: planned, active, done": behind the colon stand values, as they would in brackets.
  const { masked, brackets } = maskBrackets(items.replace(/:\s*([^:;()]+)$/, ' ($1)'))
  for (const written of masked
    .split(/,\s*(?:(?:and|y)\s+)?|\s+(?:and|y|e|plus)\s+/i)
    .map(bareField)
    .filter(Boolean)) {
    const item = written.replace(/[\s\uE000-\uF8FF]+$/g, '')
    const note = readFieldNote(written, brackets, spec.locale)
    const words = item.toLowerCase().split(/\s+/)
    const known = findKnown(words, spec.locale) ?? findKnown(words, spec.locale === 'es' ? 'en' : 'es')
    const field = findField(words, spec.locale)
    const notation = field?.key ?? inferField(words, spec.locale)
    if (known !== null && (known.archetype.category === 'reaction' || field === undefined)) {
      const host = existing.find((one) => one.entity.table === entity.table)!
      things.push({ archetype: known.archetype, score: 2, fields: new Set(), order: things.length, beside: host.key })
    } else if (note !== null || notation !== null) {
      const isNoted = note !== null && (notation === null || item !== written || (field === undefined && note.isSure))
      const made = isNoted ? note.field : makeField(notation!, spec.locale)
      const isTaken = made.column === '' || entity.fields.some((each) => each.column === made.column)
      if (!isTaken) placeField(entity, made)
    }
  }
  refreshRoutes(spec, entity)
  return things
}

/** An entity of the plan as the planners know it, so that new things can hang on it. */
function asPlanned(spec: AppSpec, entity: Entity, at: number): PlannedEntity {
  const rule = spec.access.find((each) => each.table === entity.table)
  const known =
    entity.table === 'profiles' ? BY_KEY.get('profile') : findKnown(entity.name.split(/\s+/), spec.locale)?.archetype
  const isProfile = entity.table === 'profiles'
  const kind =
    known ?? archetype(isProfile ? 'profile' : entity.name, entity.name, '', isProfile ? { category: 'person' } : {})
  const thing: Thing = { archetype: kind, score: 1 + spec.entities.length - at, fields: new Set(), order: at }
  const parents = entity.fields.flatMap((field) =>
    field.references !== undefined && field.references !== 'auth.users'
      ? [{ column: field.column, table: field.references, required: field.required === true }]
      : [],
  )
  return {
    key: kind.key,
    thing,
    entity,
    access: rule === undefined ? 'private' : accessOf(rule),
    owner: rule?.owner ?? null,
    parents,
    ...(rule?.via === undefined ? {} : { via: { column: rule.via.column, table: rule.via.table } }),
  }
}

function accessOf(rule: AccessRule): PlannedEntity['access'] {
  if (rule.via !== undefined) return 'child'
  if (rule.owner === null || rule.owner === undefined)
    return rule.allow.anon?.includes('insert') ? 'inbox' : 'catalogue'
  if (rule.readWhere !== undefined) return rule.readWhere.includes(':other') ? 'two-party' : 'published'
  if (rule.allow.anon?.includes('read') === true) return 'public'
  if (isCollaborative(rule)) return 'collaborative'
  return rule.allow.other?.includes('read') === true ? 'members' : 'private'
}

function audienceOf(spec: AppSpec): Audience {
  const owned = spec.access.filter((rule) => typeof rule.owner === 'string' && rule.table !== 'profiles')
  return {
    isPersonal:
      owned.length > 0 &&
      owned.every((rule) => rule.allow.other === undefined) &&
      !spec.access.some((rule) => rule.allow.anon !== undefined),
    hasStaff: owned.some((rule) => rule.allow.admin !== undefined),
    isTeam: owned.some((rule) => rule.allow.other !== undefined && rule.allow.anon === undefined),
    isTogether: owned.length > 0 && owned.every(isCollaborative),
    doesContribute: owned.some((rule) => rule.allow.anon !== undefined),
  }
}

function addThings(
  spec: AppSpec,
  existing: PlannedEntity[],
  asked: Thing[],
  reading: ReturnType<typeof readPrompt>,
): void {
  const fresh = [...new Map(asked.map((thing) => [thing.archetype.key, thing])).values()]
    .filter((thing) => isNew(spec, existing, thing))
    .slice(0, 6)
  const audience = audienceOf(spec)
  const all = planEntities(fresh, spec.kind, spec.locale, audience, existing)
  const added = all.filter((one) => !existing.includes(one))
  const entities = [...spec.entities, ...added.map(({ entity }) => entity)]
  if (!hasProfile(entities, spec.locale) && needsProfiles(added, ''))
    added.unshift(profileEntity(spec.locale, showsAuthors(all)))
  const rules = planAccess([...existing, ...added], audience, spec.access)
  const names = new Set(added.map((one) => one.entity.name))
  const paths = new Set(spec.pages.map((page) => page.path))
  const pages = planPages([...existing, ...added], rules, spec.kind, { ...reading, locale: spec.locale })
  const wanted = pages.filter(
    (page) =>
      !paths.has(page.path) &&
      (SPECIAL_VIEWS.has(page.view)
        ? SPECIAL.test(reading.plain) || (page.view === 'contact' && names.has(page.entity ?? ''))
        : names.has(page.entity ?? '') && page.view !== 'account'),
  )
  spec.entities.push(...added.map((one) => one.entity))
  spec.access.push(...rules.filter((rule) => added.some((one) => one.entity.table === rule.table)))
  spec.routes.push(...planRoutes(added, rules))
  insertPages(
    spec,
    wanted.map((page) => ({ ...page, nav: (page.nav === true || page.view === 'list') && hasForm(wanted, page) })),
  )
  if (spec.access.some((rule) => rule.allow.admin !== undefined) && spec.claims === undefined)
    spec.claims = structuredClone(ADMIN_CLAIMS)
}

/** Whether nothing in the plan is called so already, in the prompt's words or in the lexicon's. */
function isNew(spec: AppSpec, existing: PlannedEntity[], thing: Thing): boolean {
  const { key, es } = thing.archetype
  if (thing.called !== undefined) return entityCalled(spec, thing.called) === undefined
  return (
    entityCalled(spec, key) === undefined &&
    entityCalled(spec, es) === undefined &&
    !existing.some((one) => one.key === key)
  )
}

/** A list that is only shown at its parents has no page to add a row and gets no link. */
const hasForm = (pages: Page[], page: Page): boolean =>
  page.view !== 'list' || pages.some((each) => each.entity === page.entity && each.view === 'new')
