import { plain, pluralOf } from '../../../spec/inflect'
import type { Declared } from '../architect/declared/read-declarations'
import { BY_KEY } from '../architect/find-archetype'
import type { PromptReading } from '../architect/read-prompt'
import { parseLinks, type Thing } from '../architect/thing'
import { type Blueprint, type BlueprintEntity, listed } from './blueprint'
import { lemmasOf } from './deed-verbs'
import { entityCalled, isFieldOf, isOfBlueprint, isSaid, namesOf, spaced } from './design-words'

/** What a prompt says for a design and against it. */
export type Weighed = {
  /** What the prompt describes, by its noun, and the entity of the design that it is. */
  meant: ReadonlyMap<string, BlueprintEntity>
  /** What it keeps beside what the design has. */
  beside: readonly Thing[]
  /** What of the design belongs to something beside it: its English name, and links as archetypes have them. */
  ties: ReadonlyArray<{ entity: string; link: string }>
}

/** As long as a prompt that says in a sentence or two all that it wants: what it names besides, it means. */
const SHORT = 200
/** Of things that are mentioned and not described, what stands beside a design at most. */
const MOST_BESIDE = 3
/** Of a thing that the prompt says is added, listed or recorded. */
const FIRM_SCORE = 2.5

/** People leave these at anything, whatever the application is about; their names say nothing of it. */
export const REACTIONS: ReadonlySet<string> = new Set(['comment', 'rating', 'review', 'like', 'favorite'])
const IMPLIED: ReadonlySet<string> = new Set([...REACTIONS, 'vote', 'poll', 'option', 'profile', 'notification'])

/** Anything may be sorted by these. */
const SORTING: ReadonlySet<string> = new Set(['category', 'tag'])

/**
 * Holds a design against the whole prompt; null where that describes another application: several things of which the
 * design knows fewer than half, a tie that it has not, or as many things it does not know as it has that are named.
 * @param usual what is planned of the prompt without a design
 * @param patterns how many of the design's patterns the prompt has
 */
export function weighDesign(
  blueprint: Blueprint,
  reading: PromptReading,
  { usual, patterns }: { usual: readonly Thing[]; patterns: number },
): Weighed | null {
  const { locale, declared } = reading
  const described = [...declared.things.values()].filter((one) => isDescribed(blueprint, one, reading))
  const meant = new Map(
    described.flatMap(({ noun }) => {
      const entity = entityMeant(blueprint, noun, reading)
      return entity === undefined ? [] : [[noun, entity] as const]
    }),
  )
  const own = described.filter(({ noun }) => !meant.has(noun))
  const isShort = reading.plain.length <= SHORT
  if (isShort ? own.length > 0 || described.length > 1 : own.length > Math.max(1, described.length / 2)) return null
  if (hasOwnTie(blueprint, reading, meant)) return null
  const others = usual.filter(
    (thing) => thing.declared === undefined && isOther(blueprint, saidOf(thing, reading), reading),
  )
  // What hangs on the design's own things may stand beside them, and speaks against it only in a short prompt.
  const telling = others.filter(
    (thing) =>
      !SORTING.has(thing.archetype.key) &&
      (thing.isFirm === true || thing.archetype.category !== 'place') &&
      (isShort || !isTied(thing, blueprint)),
  ).length
  if (isShort && telling > 0) return null
  const said = blueprint.entities.filter(
    (entity) =>
      !REACTIONS.has(entity.en) &&
      ([...meant.values()].includes(entity) || namesOf(entity, locale).some((name) => isSaid(name, reading))),
  )
  // Each further pattern is as good as an entity that is named.
  const spoken = said.length + patterns - 1
  if (own.length + telling > spoken || (telling > 0 && telling >= spoken) || others.length > spoken) return null
  const beside = besides(blueprint, own, others, usual, meant)
  return { meant, beside, ties: tiesTo(beside, blueprint, usual, meant) }
}

/**
 * What the application is called, and what the design has as a field, is nothing that is described; nor are those whose
 * it is, where what they have is what the design keeps ("for our team with channels and messages").
 */
function isDescribed(blueprint: Blueprint, { noun, fields }: Declared, { locale }: PromptReading): boolean {
  if (entityCalled(blueprint, noun, locale) !== undefined) return true
  if (fields.length > 0 && fields.every(({ name }) => entityCalled(blueprint, name, locale) !== undefined)) return false
  return (
    !isOfBlueprint(blueprint, noun, locale) ||
    (fields.length > 1 && isFieldOf(blueprint, noun, locale)) ||
    listed(blueprint.people?.[locale]).map(plain).includes(plain(noun))
  )
}

/** The entity that a described noun is: by its name, or by what is done to it ("people list packets"). */
function entityMeant(blueprint: Blueprint, noun: string, reading: PromptReading): BlueprintEntity | undefined {
  const { locale } = reading
  const known = entityCalled(blueprint, noun, locale)
  if (known !== undefined) return known
  const deeds = blueprint.deeds.filter(({ of }) => of !== undefined)
  const done = new Set(verbsBefore(noun, reading).flatMap(lemmasOf))
  const fitting = deeds.filter((deed) => listed(deed[locale]).some((verb) => done.has(plain(verb))))
  // Who books a tour books what is on offer, not the booking.
  const deed = fitting.find(({ of, adds }) => of !== adds) ?? fitting[0]
  return deed === undefined ? undefined : blueprint.entities.find(({ en }) => en === deed.of)
}

/** The three words before each mention of a noun: the verb is one of them. */
function verbsBefore(noun: string, reading: PromptReading): string[] {
  const text = spaced(reading)
  return [plain(noun), plain(pluralOf(noun, reading.locale))].flatMap((name) =>
    text
      .split(` ${name} `)
      .slice(0, -1)
      .flatMap((before) => before.slice(-60).split(' ').slice(-3)),
  )
}

/** "A repair belongs to a customer", where the design has it of a car. */
function hasOwnTie(
  blueprint: Blueprint,
  { declared, locale }: PromptReading,
  meant: ReadonlyMap<string, BlueprintEntity>,
): boolean {
  const entityOf = (noun: string): BlueprintEntity | undefined =>
    entityCalled(blueprint, noun, locale) ?? [...meant].find(([known]) => plain(known) === plain(noun))?.[1]
  return declared.relations.some(({ child, parent }) => {
    const [below, above] = [entityOf(child), entityOf(parent)]
    if (below === undefined || above === undefined || below === above) return false
    return !below.of.some((one) => one.replace('!', '') === above.en)
  })
}

/**
 * The names of a thing that the lexicon knows, of those that the prompt has. What only sounds like one ("teacher sees")
 * has none.
 */
function saidOf({ called, archetype }: Thing, reading: PromptReading): string[] {
  if (BY_KEY.get(archetype.key) !== archetype || IMPLIED.has(archetype.key)) return []
  const own = reading.locale === 'es' ? archetype.es : archetype.key
  return [called ?? own, own, ...archetype.aka].map(plain).filter((name) => isSaid(name, reading))
}

const isOther = (blueprint: Blueprint, names: readonly string[], { locale }: PromptReading): boolean =>
  names.length > 0 && !names.some((noun) => isOfBlueprint(blueprint, noun, locale))

/** Whose something is: an appointment is for a pet, a booking for a child. */
const BEARERS: ReadonlySet<string> = new Set(['person', 'animal', 'device'])

/** Whether what such a thing usually belongs to is among what the design has. */
const isTied = ({ archetype }: Thing, { entities }: Blueprint): boolean =>
  parseLinks(archetype.links).some(({ keys }) => keys.some((key) => entities.some(({ en }) => en === key)))

/** By the key that a described thing has without a design: the one that it has in it. */
const keysOf = (usual: readonly Thing[], meant: Weighed['meant'], own: readonly Declared[] = []): Map<string, string> =>
  new Map(
    usual.flatMap(({ archetype, called, declared }) => {
      const noun = plain(called ?? archetype.key)
      const found = [...meant].find(([each]) => [noun, plain(archetype.es), archetype.key].includes(plain(each)))
      return declared === undefined || found === undefined || own.some(({ fields }) => fields === declared)
        ? []
        : [[archetype.key, found[1].en] as const]
    }),
  )

/** What is described is kept to the letter; what is only named, where it hangs on something that the design has. */
function besides(
  blueprint: Blueprint,
  own: readonly Declared[],
  others: readonly Thing[],
  usual: readonly Thing[],
  meant: Weighed['meant'],
): Thing[] {
  const has = (key: string): boolean => blueprint.entities.some(({ en }) => en === key)
  const keys = keysOf(usual, meant, own)
  const described = own
    .flatMap(({ fields }) => usual.find((thing) => thing.declared === fields) ?? [])
    .map(({ parents, archetype, ...thing }) => ({
      ...thing,
      // Whoever people say something is of is nobody else's business.
      archetype: BEARERS.has(archetype.category) ? { ...archetype, access: 'private' as const } : archetype,
      ...(parents === undefined ? {} : { parents: parents.map((key) => keys.get(key) ?? key) }),
    }))
  const tied = others.filter((thing) => thing.score >= FIRM_SCORE || isTied(thing, blueprint))
  return [...described, ...tied.slice(0, MOST_BESIDE)].filter(({ archetype }) => !has(archetype.key))
}

/** As the prompt says it; else what people add by a deed is for whoever they have described. */
function tiesTo(
  beside: readonly Thing[],
  blueprint: Blueprint,
  usual: readonly Thing[],
  meant: Weighed['meant'],
): Weighed['ties'] {
  const keys = keysOf(usual, meant)
  const said = usual.flatMap(({ archetype, parents = [] }) => {
    const entity = keys.get(archetype.key)
    const above = parents.filter((key) => beside.some((thing) => thing.archetype.key === key))
    return entity === undefined ? [] : above.map((key) => ({ entity, link: `${key}!` }))
  })
  const added = blueprint.deeds.flatMap(({ adds }) => adds ?? [])[0]
  const bearers = beside.filter(
    ({ archetype, declared, parents }) =>
      declared !== undefined &&
      parents === undefined &&
      BEARERS.has(archetype.category) &&
      !said.some(({ link }) => link === `${archetype.key}!`),
  )
  return [
    ...said,
    ...(added === undefined ? [] : bearers.map(({ archetype }) => ({ entity: added, link: archetype.key }))),
  ]
}
