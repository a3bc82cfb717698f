import type { AccessRule, AppSpec, Entity, Field } from '../../../spec/contract'
import { entityNames } from '../../../spec/names'
import { findKnown } from './find-archetype'
import { plain, singularOf } from './inflect'
import { completeTheme, readTheme } from './plan-theme'
import { makeField } from './plan-fields'
import { findField } from './plan-things'
import { planNew } from './plan-app'
import { type PromptReading, readPrompt } from './read-prompt'

/** A further prompt on a plan that exists: adds things and fields, removes things, changes colours and name; the rest stays. */

const REMOVE = /\b(?:remove|delete|drop|get rid of|take out|without|quita\w*|elimina\w*|borra\w*|saca\w*)\s+(?:the\s+|all\s+|los\s+|las\s+|el\s+|la\s+)?([\p{L} -]+?)(?=$|[.,;]|\s+(?:and|from|y|de)\s)/giu
const RENAME = /\b(?:call it|rename (?:it|the app) to|change the name to|name it|llamal[ao]|cambia el nombre a)\s+["“']?([^"”'.,\n]{2,60})/i
const ADD = /\b(?:add|also|include|track|want|with|agrega\w*|anade\w*|tambien|incluye\w*|pon\w*|register|manage|new|need|store|save)\b/

export function changePlan(previous: AppSpec, prompt: string): AppSpec {
  const reading = readPrompt(prompt)
  const next: AppSpec = structuredClone(previous)
  const name = RENAME.exec(reading.text)?.[1]?.trim()
  if (name !== undefined) next.name = name
  recolour(next, reading)
  const removed = removeThings(next, reading)
  if (ADD.test(reading.plain) || removed === 0) addThings(next, reading, removed > 0)
  next.prompt = `${previous.prompt}\n\n${reading.text}`.slice(-20_000)
  return next
}

function recolour(spec: AppSpec, reading: PromptReading): void {
  const asked = readTheme(reading.text)
  if (asked.background === undefined && asked.component === undefined) return
  spec.theme = completeTheme(asked.background?.hex ?? spec.theme.background, asked.component?.hex ?? spec.theme.component, {
    ...(asked.background === undefined ? {} : { background: asked.background.name }),
    ...(asked.component === undefined ? {} : { component: asked.component.name }),
  })
}

/** The entity a noun of the prompt means: by its own names, singular or plural, with or without accents. */
function entityCalled(spec: AppSpec, words: string, locale: AppSpec['locale']): Entity | undefined {
  const text = plain(words.trim())
  const one = plain(singularOf(text, locale))
  return spec.entities.find((entity) => [plain(entity.name), entity.table.replace(/_/g, ' ')].some((each) => each === text || each === one || plain(singularOf(each, locale)) === one))
}

/** Takes out the things the prompt names, with everything that cannot be without them. @returns how many things went */
function removeThings(spec: AppSpec, reading: PromptReading): number {
  const gone = new Set<string>()
  for (const [, words = ''] of reading.text.matchAll(REMOVE)) {
    const entity = entityCalled(spec, words, spec.locale)
    if (entity !== undefined && entity.table !== 'profiles') gone.add(entity.table)
  }
  // A row that requires one of the removed goes with it.
  for (let before = -1; before !== gone.size; ) {
    before = gone.size
    for (const entity of spec.entities) if (entity.fields.some((field) => field.required && gone.has(field.references ?? ''))) gone.add(entity.table)
  }
  if (gone.size === 0 || gone.size >= spec.entities.length) return 0
  const names = new Set(spec.entities.filter((entity) => gone.has(entity.table)).map((entity) => entity.name))
  const slugs = [...gone].map((table) => table.replace(/_/g, '-'))
  spec.entities = spec.entities.filter((entity) => !gone.has(entity.table)).map((entity) => ({ ...entity, fields: entity.fields.filter((field) => !gone.has(field.references ?? '')) })) // prettier-ignore
  spec.access = spec.access.filter((rule) => !gone.has(rule.table))
  spec.pages = spec.pages.filter((page) => page.entity === undefined || !names.has(page.entity))
  spec.routes = spec.routes.filter((route) => !slugs.some((slug) => route.path === `/api/${slug}` || route.path.startsWith(`/api/${slug}/`)))
  return gone.size
}

/** "add tags to recipes", "a phone number for suppliers": fields of a thing that is there. */
function addFields(spec: AppSpec, reading: PromptReading): Set<number> {
  const used = new Set<number>()
  reading.phrases.forEach((phrase, index) => {
    const target = hostOf(spec, reading, index)
    const field = findField(phrase.words, reading.locale)
    if (target === undefined || field === undefined || entityCalled(spec, phrase.words.join(' '), spec.locale) !== undefined) return
    const made: Field = makeField(field.key, spec.locale)
    used.add(index)
    if (!target.fields.some((each) => each.column === made.column)) target.fields.splice(ownersFrom(target), 0, made)
  })
  return used
}

/** References stand last; what people type in comes before them. */
const ownersFrom = (entity: Entity): number => {
  const at = entity.fields.findIndex((field) => field.type === 'reference')
  return at === -1 ? entity.fields.length : at
}

/** The existing entity a phrase belongs to: named in the same sentence after "to", "for", "of", or before "with". */
function hostOf(spec: AppSpec, reading: PromptReading, index: number): Entity | undefined {
  const phrase = reading.phrases[index]!
  const others = reading.phrases.filter((each) => each !== phrase && each.sentence === phrase.sentence)
  return others.map((each) => entityCalled(spec, each.words.join(' '), spec.locale)).find((entity) => entity !== undefined)
}

function addThings(spec: AppSpec, reading: PromptReading, hasRemoved: boolean): void {
  const used = addFields(spec, reading)
  const open = reading.phrases.filter((phrase, index) => !used.has(index) && entityCalled(spec, phrase.words.join(' '), spec.locale) === undefined)
  const asksForThings = open.some((phrase) => (phrase.role === 'managed' || phrase.role === 'listed' || phrase.role === 'mentioned') && (findKnown(phrase.words, reading.locale) !== null || phrase.role !== 'mentioned')) // prettier-ignore
  if (hasRemoved || !asksForThings || (used.size > 0 && !open.some((phrase) => findKnown(phrase.words, reading.locale) !== null))) return
  // The same reader plans the addition as if it were an application of its own; what is new there is taken over.
  const known = spec.entities.filter((entity) => entity.table !== 'profiles').map((entity) => entity.name)
  const addition = planNew(`${reading.text} ${spec.locale === 'es' ? 'para la aplicación' : ''}`)
  const fresh = addition.entities.filter((entity) => entityCalled(spec, entity.name, spec.locale) === undefined && entity.table !== 'profiles').slice(0, 4)
  for (const entity of fresh) take(spec, addition, entity, known)
  const tables = new Set(spec.entities.map((entity) => entity.table))
  for (const entity of spec.entities) entity.fields = entity.fields.filter((field) => field.references === undefined || field.references === 'auth.users' || tables.has(field.references))
  const paths = new Set(spec.pages.map((page) => page.path))
  spec.pages.push(...addition.pages.filter((page) => fresh.some((entity) => entity.name === page.entity) && !paths.has(page.path)).map((page) => ({ ...page, nav: page.nav === true && page.view === 'list' })))
  if (spec.access.some((rule) => rule.allow.admin !== undefined) && spec.claims === undefined) spec.claims = { admin: { app_metadata: { role: 'admin' } } }
}

function take(spec: AppSpec, addition: AppSpec, entity: Entity, known: string[]): void {
  const rule = addition.access.find((each) => each.table === entity.table)
  if (rule === undefined || spec.entities.some((each) => each.table === entity.table || entityNames(each).pascal === entityNames(entity).pascal)) return
  spec.entities.push(entity)
  spec.access.push(rule satisfies AccessRule)
  void known
}
