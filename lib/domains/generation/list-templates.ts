import type { Locale } from '../../core/locale'
import { pluralOf } from '../spec/inflect'
import { type Blueprint, BLUEPRINTS } from './builtin/blueprints/blueprint'
import type { Template } from './contract'

/** Every blueprint as somebody sees it who looks for a beginning, by name. */
export const listTemplates = (locale: Locale): Template[] =>
  [...BLUEPRINTS]
    .map(([slug, blueprint]) => templateOf(slug, blueprint, locale))
    .sort((a, b) => a.name.localeCompare(b.name, locale))

/** Null where there is none of this name. */
export function findTemplate(slug: string, locale: Locale): Template | null {
  const blueprint = BLUEPRINTS.get(slug)
  return blueprint === undefined ? null : templateOf(slug, blueprint, locale)
}

const templateOf = (slug: string, { name, kind, examples, entities }: Blueprint, locale: Locale): Template => ({
  slug,
  name: name[locale],
  kind,
  prompt: examples[locale][0]!,
  keeps: entities.map((entity) => entity.many?.[locale] ?? pluralOf(entity[locale], locale)),
})
