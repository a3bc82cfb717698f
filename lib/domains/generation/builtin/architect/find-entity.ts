import type { AppSpec, Entity, Field } from '../../../spec/contract'
import { core } from './find-archetype'
import { plain, singularOf } from '../../../spec/inflect'
import { findField } from './thing'

/** Articles and the like in front of a noun. */
const LEADING =
  /^(?:(?:an?|the|all|each|every|their|its|some|more|los|las|el|la|un|una|unos|unas|cada|tod[oa]s|sus?|also|tambi[eé]n)\s+)+/i

/** "the phone numbers" → "phone numbers" */
export const bare = (words: string): string => words.trim().replace(LEADING, '').trim()

/** "a phone number field", "el campo teléfono": that it is a field is no part of its name. */
export const bareField = (words: string): string =>
  bare(
    bare(words)
      .replace(
        /^(?:(?:new|nuev[oa]) )?(?:fields?|columns?|campos?|columnas?|casillas?)\s+(?:(?:for|of|called|named|de|del|para|llamad[oa])\s+)?/i,
        '',
      )
      .replace(/\s+(?:fields?|columns?|checkbox(?:es)?)(?=[\s\uE000-\uF8FF]*$)/i, ''),
  )

/** The entity a noun of the prompt means: by its own names, singular or plural, with or without accents. */
export function entityCalled(spec: AppSpec, words: string): Entity | undefined {
  const text = plain(bare(words))
  const forms = new Set([
    text,
    plain(singularOf(text, spec.locale)),
    plain(singularOf(text, spec.locale === 'es' ? 'en' : 'es')),
    core(text.split(' '), spec.locale).join(' '),
  ])
  return spec.entities.find((entity) =>
    [plain(entity.name), entity.table.replace(/_/g, ' ')].some(
      (each) => forms.has(each) || forms.has(plain(singularOf(each, spec.locale))),
    ),
  )
}

/** The field of an entity that words mean: by its own name, or by another one that the lexicon knows for the same. */
export function fieldCalled(spec: AppSpec, entity: Entity, words: string): Field | undefined {
  const text = plain(bareField(words))
  const key = findField(text.split(' '), spec.locale)
  const isCalled = (field: Field): boolean =>
    plain(field.name) === text ||
    field.column.replace(/_/g, ' ') === text ||
    (key !== undefined && [key.key, plain(key.es)].includes(plain(field.name)))
  return entity.fields.find((field) => field.type !== 'reference' && isCalled(field))
}
