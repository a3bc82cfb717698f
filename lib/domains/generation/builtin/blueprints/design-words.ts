import { plain, pluralOf, singularOf, type Locale } from '../../../spec/inflect'
import type { PromptReading } from '../architect/read-prompt'
import { type Blueprint, type BlueprintEntity, type BlueprintField, listed } from './blueprint'

/** The words of a design, and whether a prompt has them. */

/** All names of an entity or a field in a language, in the singular and without accents. */
export const namesOf = (
  one: Pick<BlueprintField, 'en' | 'es' | 'also'> & Pick<BlueprintEntity, 'called'>,
  locale: Locale,
): string[] => [one[locale], ...listed(one.called?.[locale]), ...listed(one.also?.[locale])].map(plain)

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
    isFieldOf(blueprint, noun, locale)
  )
}

/** Whether a noun names a field of an entity. */
export function isFieldOf(blueprint: Blueprint, noun: string, locale: Locale): boolean {
  const names = [plain(noun), plain(singularOf(noun, locale))]
  return blueprint.entities.some(({ fields }) =>
    fields.some((field) =>
      namesOf(field, locale).some((name) => names.includes(name) || names.includes(plain(singularOf(name, locale)))),
    ),
  )
}

/** The words of a prompt with one space around each, made once: many names are looked for. */
const SPACED = new WeakMap<PromptReading, string>()
export function spaced(reading: PromptReading): string {
  const known = SPACED.get(reading) ?? ` ${reading.plain.replace(/[^\p{L}\p{N}]+/gu, ' ')} `
  SPACED.set(reading, known)
  return known
}

/** Whether a prompt has a word, in one or many. */
export const isSaid = (name: string, reading: PromptReading): boolean =>
  [name, plain(pluralOf(name, reading.locale))].some((word) => spaced(reading).includes(` ${word} `))
