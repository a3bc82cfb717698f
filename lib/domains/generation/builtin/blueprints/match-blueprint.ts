import type { Locale } from '../../../spec/inflect'
import type { PromptReading } from '../architect/read-prompt'
import type { Thing } from '../architect/thing'
import { type Blueprint, type BlueprintEntity, BLUEPRINTS } from './blueprint'
import { isSaid, namesOf } from './design-words'
import { weighDesign, type Weighed } from './weigh-design'

/** A blueprint that a prompt asks for, and those of its entities that it has. */
export type MatchedBlueprint = {
  slug: string
  blueprint: Blueprint
  entities: readonly BlueprintEntity[]
  weighed: Weighed
}

/** What an application is, is said at the beginning. */
const BEGINNING = 200

const PATTERNS: ReadonlyMap<string, Record<Locale, readonly RegExp[]>> = new Map(
  [...BLUEPRINTS].map(([slug, { match }]) => [
    slug,
    { en: match.en.map((one) => new RegExp(one)), es: match.es.map((one) => new RegExp(one)) },
  ]),
)

/**
 * The blueprint that a prompt asks for: the one with the most of its patterns in the beginning, the longest match where
 * two have as many. Null where none has any, and where the whole of the prompt describes another application.
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
  const weighed = weighDesign(blueprint, reading, { usual, patterns: patternsIn(slug, reading).length })
  if (weighed === null && chosen === undefined) return null
  const entities = blueprint.entities.filter(
    (entity) => entity.optional !== true || namesOf(entity, reading.locale).some((name) => isSaid(name, reading)),
  )
  return { slug, blueprint, entities, weighed: weighed ?? { meant: new Map(), beside: [], ties: [] } }
}

/** Whose words the beginning of a prompt has; null where it has none of any. */
export function likeliest(reading: PromptReading): string | null {
  const candidates = [...PATTERNS.keys()].flatMap((slug) => {
    const lengths = patternsIn(slug, reading)
    return lengths.length === 0 ? [] : [{ slug, count: lengths.length, length: Math.max(...lengths) }]
  })
  return candidates.sort((a, b) => b.count - a.count || b.length - a.length)[0]?.slug ?? null
}

/** How long what each pattern of a design finds in the beginning of a prompt is; nothing for those that find none. */
function patternsIn(slug: string, { plain: text, locale }: PromptReading): number[] {
  const beginning = text.slice(0, BEGINNING).replaceAll('\n', ' ')
  return PATTERNS.get(slug)![locale].flatMap((pattern) => pattern.exec(beginning)?.[0].length ?? [])
}
