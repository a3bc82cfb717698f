import type { Locale } from '../../../spec/inflect'
import { readPrompt } from '../architect/read-prompt'
import { type BlueprintEntity, BLUEPRINTS } from './blueprint'
import { likeliest } from './match-blueprint'

/**
 * The design nearest to a prompt, in few words for a model that plans it: a line per entity with what it belongs to,
 * its access pattern and its fields. Null where no design is near.
 * @param chosen the design that somebody chose
 */
export function referenceDesign(prompt: string, chosen?: string): string | null {
  const reading = readPrompt(prompt)
  const blueprint = BLUEPRINTS.get(chosen ?? likeliest(reading) ?? '')
  return blueprint === undefined ? null : blueprint.entities.map((one) => lineOf(one, reading.locale)).join('\n')
}

function lineOf(one: BlueprintEntity, locale: Locale): string {
  const parents = one.of.map((parent) => parent.replace('!', ''))
  const about = [
    one.access,
    ...(parents.length > 0 ? [`belongs to ${parents.join(', ')}`] : []),
    ...(one.once === true ? ['once per person'] : []),
    ...(one.pages === 'full' ? [] : [`pages: ${one.pages}`]),
    ...(one.optional === true ? ['only if asked for'] : []),
  ]
  const fields = one.fields.map((field) => {
    const type = field.values === undefined ? field.type : `enum ${field.values[locale].join('|')}`
    return `${field[locale]}${field.required === true ? '!' : ''} ${type}`
  })
  return `- ${one[locale]} (${about.join('; ')}): ${fields.join(', ')}`
}
