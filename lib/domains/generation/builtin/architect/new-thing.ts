import type { AppSpec } from '../../../spec/contract'
import { pluralOf, singularOf } from '../../../spec/inflect'
import { isFeature } from './feature-words'
import { bareField, entityCalled } from './find-entity'

/** A further prompt that spells out a thing of its own, and what it belongs to. */

const ADD =
  '(?:(?:also|and|please|y|tambi[eé]n|adem[aá]s|por favor)\\s+)*(?:add|create|include|track|(?:agreg|cre|añad|incluy)\\p{L}*)\\s+(?:(?:an?|un[ao]?)\\s+)?(?:new\\s+|nuev[oa]\\s+)?'
const TABLE = '(?:table|entity|tabla|entidad)\\s+(?:(?:called|named|for|of|de|para|llamad[oa])\\s+)?'
const NAME = '(?<name>[\\p{L} -]{2,40}?)'
const LISTED = '\\s*\\((?<listed>[^()]{1,400})\\)'
const WITH = '\\s+(?:with|con)\\s+(?<said>[^()]{1,400}?)'
const HOST = '(?:(?:an?|the|each|every|un[ao]?|cada|l[oa]s?|el)\\s+)?(?<host>[\\p{L} -]{2,40}?)'
const BELONGS = `,?\\s+(?:(?:that|which|que)\\s+)?(?:belong(?:s|ing)?\\s+to|pertenecen?\\s+a|for\\s+each|para\\s+cada|por\\s+cada)\\s+${HOST}`
const FORMS = [
  // "add a new table vaccines (name, date) that belongs to a pet"
  `${ADD}${TABLE}${NAME}(?:${LISTED})?(?:${BELONGS})?`,
  `${ADD}${TABLE}${NAME}${WITH}(?:${BELONGS})?`,
  // "add vaccines (name, date) that belong to a pet"
  `${ADD}${NAME}${LISTED}${BELONGS}`,
  // "add an invoice for each job with number, date and total"
  `${ADD}${NAME}\\s+(?:for|per|para|por)\\s+(?:each|every|cada)\\s+(?<host>[\\p{L} -]{2,40}?)${WITH}`,
].map((form) => new RegExp(`^${form}$`, 'iu'))

/** The same said the way that new prompts say it; null for anything else. */
export function newThing(spec: AppSpec, clause: string): string | null {
  for (const form of FORMS) {
    const { name, listed, said, host } = form.exec(clause.trim())?.groups ?? {}
    if (name === undefined || entityCalled(spec, name) !== undefined || isFeature(name)) continue
    const parent = host === undefined ? undefined : entityCalled(spec, host)
    if (host !== undefined && parent === undefined) continue
    const { locale } = spec
    const many = pluralOf(singularOf(bareField(name).toLowerCase(), locale), locale)
    const fields = listed ?? said?.replace(/\s+(?:and|y|e)\s+/gi, ', ')
    const thing = fields === undefined ? many : `${many} (${fields.trim()})`
    if (parent === undefined) return locale === 'es' ? `Agregar ${thing}` : `Add ${thing}`
    return locale === 'es'
      ? `Agregar ${thing}. Los ${many} pertenecen a un ${parent.name}`
      : `Add ${thing}. ${many} belong to a ${parent.name}`
  }
  return null
}
