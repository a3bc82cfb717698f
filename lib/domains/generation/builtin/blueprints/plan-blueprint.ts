import type { Field } from '../../../spec/contract'
import { identifier } from '../../../spec/identifiers'
import { plain, singularOf, type Locale } from '../../../spec/inflect'
import type { Archetype } from '../architect/lexicon/archetype'
import { impliedBy } from '../architect/plan-things'
import type { PromptReading } from '../architect/read-prompt'
import type { Thing } from '../architect/thing'
import { type Blueprint, type BlueprintEntity, type BlueprintField, listed } from './blueprint'
import { entityCalled, isOfBlueprint, isSaid, namesOf } from './design-words'
import type { MatchedBlueprint } from './match-blueprint'
import { REACTIONS } from './weigh-design'

/** The things of a blueprint, called and changed as the prompt says. */
export function thingsOfBlueprint(matched: MatchedBlueprint, reading: PromptReading): Thing[] {
  const things = matched.entities.map((entity, order) => thingOf(entity, order, matched, reading))
  const has = (key: string): boolean => things.some((thing) => thing.archetype.key === key)
  for (const archetype of impliedBy(reading)) {
    const { key } = archetype
    const isKnown = matched.blueprint.entities.some((entity) => namesOf(entity, 'en').includes(key))
    if (REACTIONS.has(key) && !isKnown && !has(key))
      things.push({ archetype, score: 1, fields: new Set(), order: things.length })
  }
  for (const thing of matched.weighed.beside)
    if (!has(thing.archetype.key)) things.push({ ...thing, order: things.length })
  return things
}

function thingOf(entity: BlueprintEntity, order: number, matched: MatchedBlueprint, reading: PromptReading): Thing {
  const { locale, declared } = reading
  const { meant, beside, ties } = matched.weighed
  // "A board with cards that have a title": what the whole is said to have is had by what it is mainly about.
  const described = [...declared.things.values()].find(({ noun, fields }) => {
    const one = meant.get(noun) ?? entityCalled(matched.blueprint, noun, locale)
    return one === entity || (one === undefined && order === 0 && !beside.some((thing) => thing.declared === fields))
  })
  // "People list packets with …": its own noun for what the design has under another.
  const own = [...meant].find(([, one]) => one === entity)?.[0]
  const isOwn = own !== undefined && entityCalled(matched.blueprint, own, locale) === undefined
  const called = isOwn ? own : calledIn(entity, reading)
  return {
    archetype: archetypeFor(
      entity,
      ties.flatMap((tie) => (tie.entity === entity.en ? tie.link : [])),
    ),
    score: 6,
    fields: new Set(),
    order,
    fixed: fieldsFor(entity, ownOf(entity, described?.fields ?? [], matched.blueprint, locale), reading),
    ...(called === null ? {} : { called }),
    ...statesOf(entity, locale),
  }
}

/** What stands on a board is moved from any column to any other. */
function statesOf({ fields }: BlueprintEntity, locale: Locale): { freely?: string[] } {
  const columns = fields.find((field) => field.columns === true)?.values
  return columns === undefined ? {} : { freely: columns[locale] }
}

/** The prompt's own word for it: a dentist where the design has a doctor. */
function calledIn(entity: BlueprintEntity, reading: PromptReading): string | null {
  const { locale } = reading
  if (isSaid(plain(entity[locale]), reading)) return null
  return listed(entity.called?.[locale]).find((name) => isSaid(plain(name), reading)) ?? null
}

/** Without what the design has elsewhere: of "sensors with temperature" the readings have it. */
const ownOf = (entity: BlueprintEntity, fields: readonly Field[], blueprint: Blueprint, locale: Locale): Field[] =>
  fields.filter(
    (field) =>
      entity.fields.some((one) => isCalled(one, field, locale)) || !isOfBlueprint(blueprint, field.name, locale),
  )

/** What the prompt spells out comes first and to the letter; then what the design cannot do without, or all of it. */
function fieldsFor(entity: BlueprintEntity, described: readonly Field[], reading: PromptReading): Field[] {
  const { locale } = reading
  const own = entity.fields.map((field) => fieldFor(field, locale))
  if (described.length === 0) return own
  const meant = described.map((field): Field => {
    const known = entity.fields.findIndex((one) => isCalled(one, field, locale))
    // Values that the prompt spells out are its own.
    const isSpelled = field.values?.every((value) => isSaid(plain(value.replaceAll('_', ' ')), reading)) === true
    return known === -1 || isSpelled ? field : { ...own[known]!, name: field.name, column: field.column }
  })
  const isFree = NO_MONEY.test(plain(reading.text))
  const needed = own.filter(
    (field, at) =>
      !(isFree && field.type === 'money') &&
      (field.required === true || entity.fields[at]!.en === 'status' || isSaidOf(entity.fields[at]!, reading)) &&
      !meant.some((one) => one.column === field.column || isCalled(entity.fields[at]!, one, locale)),
  )
  return [...meant, ...needed]
}

const isSaidOf = (known: BlueprintField, reading: PromptReading): boolean =>
  namesOf(known, reading.locale).some(
    (name) => isSaid(name, reading) || isSaid(plain(singularOf(name, reading.locale)), reading),
  )

const isCalled = (known: BlueprintField, { name }: Field, locale: Locale): boolean => {
  const names = [plain(name), plain(singularOf(name, locale))]
  return namesOf(known, locale).some((one) => names.includes(one) || names.includes(plain(singularOf(one, locale))))
}

/** What is swapped or given away has no price. */
const NO_MONEY =
  /\b(?:no|without) (?:money|prices?|payments?)\b|\bsin (?:dinero|precios?)\b|\b(?:for free|give ?away|gratis)\b/

function fieldFor(field: BlueprintField, locale: Locale): Field {
  const name = field[locale]
  return {
    name,
    column: identifier(name, locale === 'es' ? 'dato' : 'value'),
    type: field.type,
    ...(field.required === true && { required: true }),
    ...(field.values !== undefined && { values: field.values[locale] }),
    ...(field.unit !== undefined && { unit: field.unit }),
  }
}

const archetypeFor = (entity: BlueprintEntity, ties: readonly string[]): Archetype => ({
  key: entity.en,
  es: entity.es,
  ...(entity.many?.en !== undefined && { many: entity.many.en }),
  ...(entity.many?.es !== undefined && { esMany: entity.many.es }),
  aka: [],
  category: entity.category,
  fields: '',
  links: [...entity.of, ...ties].join(', '),
  access: entity.access,
  owner: entity.owner,
  pages: entity.pages,
  once: entity.once === true,
  ...(entity.view !== undefined && { view: entity.view }),
})
