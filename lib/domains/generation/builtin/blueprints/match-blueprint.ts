import { plain, pluralOf, singularOf, type Locale } from '../../../spec/inflect'
import { BY_KEY } from '../architect/find-archetype'
import type { PromptReading } from '../architect/read-prompt'
import type { Thing } from '../architect/thing'
import { type Blueprint, type BlueprintEntity, type BlueprintField, BLUEPRINTS, listed } from './blueprint'

/** A blueprint that a prompt asks for, and those of its entities that it has. */
export type MatchedBlueprint = { slug: string; blueprint: Blueprint; entities: readonly BlueprintEntity[] }

/** What an application is, is said at the beginning. */
const BEGINNING = 200

const PATTERNS: ReadonlyMap<string, Record<Locale, readonly RegExp[]>> = new Map(
  [...BLUEPRINTS].map(([slug, { match }]) => [
    slug,
    { en: match.en.map((one) => new RegExp(one)), es: match.es.map((one) => new RegExp(one)) },
  ]),
)

/** All names of an entity or a field in a language, in the singular and without accents. */
export const namesOf = (
  one: Pick<BlueprintField, 'en' | 'es' | 'also'> & Pick<BlueprintEntity, 'called'>,
  locale: Locale,
): string[] => [one[locale], ...listed(one.called?.[locale]), ...listed(one.also?.[locale])].map(plain)

/**
 * The blueprint that a prompt asks for: the one with the most of its patterns in the beginning, the longest match where
 * two have as many. Null where none has any, and where the prompt describes an application of its own: several things
 * with their fields, or one that the design does not know.
 * @param usual what is planned of the prompt without a blueprint
 * @param chosen the one that somebody chose, whatever the prompt resembles
 */
export function matchBlueprint(
  reading: PromptReading,
  usual: readonly Thing[],
  chosen?: string,
): MatchedBlueprint | null {
  const slug = chosen ?? likeliest(reading)
  const blueprint = slug === null ? undefined : BLUEPRINTS.get(slug)
  if (slug === null || blueprint === undefined) return null
  if (chosen === undefined && !isAskedFor(blueprint, reading, usual)) return null
  const entities = blueprint.entities.filter(
    (entity) => entity.optional !== true || namesOf(entity, reading.locale).some((name) => isSaid(name, reading)),
  )
  return { slug, blueprint, entities }
}

/** Whether the prompt describes nothing of its own that the design does not know. */
function isAskedFor(blueprint: Blueprint, reading: PromptReading, usual: readonly Thing[]): boolean {
  const { locale, declared } = reading
  // What the application is called, and what the design has as a field, is nothing that is described.
  const isThing = (noun: string): boolean =>
    entityCalled(blueprint, noun, locale) !== undefined ||
    !isOfBlueprint(blueprint, noun, locale) ||
    listed(blueprint.people?.[locale]).map(plain).includes(plain(noun))
  const described = [...declared.things.values()].filter(({ noun }) => isThing(noun))
  const isKnownTie = (child: string, parent: string): boolean => {
    const above = entityCalled(blueprint, parent, locale)?.en ?? ''
    return entityCalled(blueprint, child, locale)?.of.some((one) => one.replace('!', '') === above) ?? false
  }
  const isOwn =
    described.length > 1 ||
    declared.relations.some(({ child, parent }) => isThing(child) && isThing(parent) && !isKnownTie(child, parent))
  const nouns = [...described.map(({ noun }) => [noun]), ...usual.map((thing) => saidOf(thing, reading))]
  const isKnown = (names: readonly string[]): boolean =>
    names.length === 0 || names.some((noun) => isOfBlueprint(blueprint, noun, locale))
  return !isOwn && nouns.every(isKnown)
}

/** Whose words the beginning of a prompt has; null where it has none of any. */
export function likeliest({ plain: text, locale }: PromptReading): string | null {
  const beginning = text.slice(0, BEGINNING)
  const candidates = [...PATTERNS].flatMap(([slug, patterns]) => {
    const lengths = patterns[locale].flatMap((pattern) => pattern.exec(beginning)?.[0].length ?? [])
    return lengths.length === 0 ? [] : [{ slug, count: lengths.length, length: Math.max(...lengths) }]
  })
  return candidates.sort((a, b) => b.count - a.count || b.length - a.length)[0]?.slug ?? null
}

/** People leave these at anything, whatever the application is about; their names say nothing of it. */
export const REACTIONS: ReadonlySet<string> = new Set(['comment', 'rating', 'review', 'like', 'favorite'])
const IMPLIED: ReadonlySet<string> = new Set([...REACTIONS, 'vote', 'poll', 'option', 'profile'])

/**
 * The names of a thing that the lexicon knows, of those that the prompt has. What only sounds like one ("teacher sees")
 * has none.
 */
function saidOf({ called, archetype }: Thing, reading: PromptReading): string[] {
  if (BY_KEY.get(archetype.key) !== archetype || IMPLIED.has(archetype.key)) return []
  const own = reading.locale === 'es' ? archetype.es : archetype.key
  return [called ?? own, own, ...archetype.aka].map(plain).filter((name) => isSaid(name, reading))
}

/** "Inventario de productos", "product inventory": named by what the whole keeps. */
function withoutTitle({ titles }: Blueprint, noun: string, locale: Locale): string {
  for (const title of listed(titles?.[locale]).map(plain)) {
    if (locale === 'es' && noun.startsWith(`${title} de `)) return noun.slice(`${title} de `.length)
    if (locale === 'en' && noun.endsWith(` ${title}`)) return noun.slice(0, -` ${title}`.length)
  }
  return noun
}

/** The entity that a noun, in the singular, names. */
export function entityCalled(blueprint: Blueprint, noun: string, locale: Locale): BlueprintEntity | undefined {
  const name = plain(singularOf(withoutTitle(blueprint, plain(noun), locale), locale))
  const isPart = (longer: string, shorter: string): boolean =>
    locale === 'es' ? longer.startsWith(`${shorter} `) : longer.endsWith(` ${shorter}`)
  return (
    blueprint.entities.find((entity) => namesOf(entity, locale).includes(name)) ??
    blueprint.entities.find((entity) =>
      namesOf(entity, locale).some((known) => isPart(known, name) || isPart(name, known)),
    )
  )
}

/** Whether a noun means something that the design knows: an entity, a field, somebody who uses it, all of it. */
export function isOfBlueprint(blueprint: Blueprint, noun: string, locale: Locale): boolean {
  const names = [plain(noun), plain(singularOf(noun, locale))]
  const said = [blueprint.titles, blueprint.people, blueprint.staff].flatMap((words) => listed(words?.[locale]))
  return (
    entityCalled(blueprint, noun, locale) !== undefined ||
    said.map(plain).some((known) => names.some((name) => ` ${known} `.includes(` ${name} `))) ||
    blueprint.entities.some(({ fields }) =>
      fields.some((field) =>
        namesOf(field, locale).some((name) => names.includes(name) || names.includes(plain(singularOf(name, locale)))),
      ),
    )
  )
}

/** The words of a prompt with one space around each, made once: many names are looked for. */
const SPACED = new WeakMap<PromptReading, string>()
function spaced(reading: PromptReading): string {
  const known = SPACED.get(reading) ?? ` ${reading.plain.replace(/[^\p{L}\p{N}]+/gu, ' ')} `
  SPACED.set(reading, known)
  return known
}

/** Whether a prompt has a word, in one or many. */
export const isSaid = (name: string, reading: PromptReading): boolean =>
  [name, plain(pluralOf(name, reading.locale))].some((word) => spaced(reading).includes(` ${word} `))
