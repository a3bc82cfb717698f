import type { Locale } from '../../core/locale'
import { pluralOf } from '../spec/inflect'
import { type Blueprint, BLUEPRINTS } from './builtin/blueprints/blueprint'
import type { Template } from './contract'

const lists = new Map<Locale, readonly Template[]>()

/** Every blueprint as somebody sees it who looks for a beginning, by name. Made once for each language. */
export function listTemplates(locale: Locale): readonly Template[] {
  const known =
    lists.get(locale) ??
    [...BLUEPRINTS]
      .map(([slug, blueprint]) => templateOf(slug, blueprint, locale))
      .sort((a, b) => a.name.localeCompare(b.name, locale))
  lists.set(locale, known)
  return known
}

/** Null where there is none of this name. */
export const findTemplate = (slug: string, locale: Locale): Template | null =>
  listTemplates(locale).find((template) => template.slug === slug) ?? null

const templateOf = (slug: string, { name, kind, examples, entities }: Blueprint, locale: Locale): Template => ({
  slug,
  name: name[locale],
  kind,
  prompt: examples[locale][0]!,
  keeps: entities.map((entity) => entity.many?.[locale] ?? pluralOf(entity[locale], locale)),
})
