import type { ProjectKind } from '../../../spec/contract'
import { Collector } from './collect-things'
import { BY_KEY } from './find-archetype'
import type { Archetype } from './lexicon/archetype'
import { ESSENTIALS, FEATURES, INSTEAD } from './lexicon/features'
import { plain, singularOf } from '../../../spec/inflect'
import type { PromptReading } from './read-prompt'
import { topicOf } from './place-topic'
import { mainThings, parseLinks, type Thing } from './thing'

const MOST_THINGS = 9
/** In characters, of a prompt that says in one sentence what it wants. */
const SHORT = 200

/** All things of a prompt, best first; without any, those that an application of the kind is usually made of. */
export function planThings(reading: PromptReading, kind: ProjectKind, isAddition = false): Thing[] {
  const all = new Collector(reading, kind)
  const { things } = all
  all.placeDeclared()
  all.readPhrases(false)
  const own = (): Thing[] =>
    [...things.values()].filter((thing) => thing.archetype.pages === 'full' && thing.score >= 1)
  // A short prompt may name in the singular what it keeps; of a long one that would take every noun.
  if (!isAddition && own().length < (reading.plain.length < SHORT ? 2 : 1)) all.readPhrases(true)
  if (!isAddition) placeTopic(all, reading, kind)
  for (const one of impliedBy(reading))
    if (all.isMeant(one) && !all.isSaid(one) && !isVotedOn(one.key, things, reading)) all.add(one, 1.6).isFirm = true
  for (const [present, left, unless] of INSTEAD)
    if (things.has(present) && things.get(left)?.declared === undefined && !(unless?.test(reading.plain) ?? false))
      things.delete(left)
  // Students with many courses are enrolled in them already.
  const joined = [...things.values()].filter((thing) => thing.isJoin === true)
  if (
    things.get('enrollment')?.declared === undefined &&
    joined.some((join) => join.parents?.includes('student') === true && join.parents.includes('course'))
  )
    things.delete('enrollment')
  const said = [...things.values()].filter((thing) => thing.score >= 1)
  const firm = said.filter((thing) => thing.declared !== undefined || thing.isFirm === true || thing.score >= 2)
  const found = firm.some((thing) => thing.archetype.pages === 'full') ? firm : said
  if (!isAddition && found.filter((thing) => thing.archetype.pages === 'full').length === 0)
    for (const one of essentialsOf(kind, reading)) found.push(all.add(one, 1))
  const best = [...new Set(found)]
    .sort((a, b) => b.score - a.score || a.order - b.order)
    .slice(0, Math.max(MOST_THINGS, [...things.values()].filter((thing) => thing.declared !== undefined).length + 3))
  const fitted = best.sort((a, b) => a.order - b.order).map((thing) => fit(thing, best, reading))
  return isAddition ? fitted : complete(fitted)
}

const APPOINTED = /\b(?:appointments?|salons?|barbers?\w*|services?|citas?|turnos?|peluquer\w+|servicios?|consultas?)\b/
const RANKED = /\b(?:leader ?boards?|high ?scores?|(?:best|top) (?:\d+ )?scores?|mejores puntuaciones)\b/

/**
 * Where nothing is named that is kept: the scores of a game, the bookings of a hall, else what applications of the kind
 * are usually made of.
 */
function essentialsOf(kind: ProjectKind, { plain: text }: PromptReading): readonly Archetype[] {
  if (RANKED.test(text)) return [{ ...BY_KEY.get('score')!, links: '' }]
  const isBooked = kind === 'booking' && !APPOINTED.test(text) && /\b(?:reserv|book)/.test(text)
  return (isBooked ? ['booking'] : ESSENTIALS[kind]).map((key) => BY_KEY.get(key)!)
}

/** What the features of a prompt bring along; once for each that does. */
export const impliedBy = ({ features }: Pick<PromptReading, 'features'>): Archetype[] =>
  FEATURES.filter(([pattern]) => pattern.test(features)).flatMap(([, keys]) =>
    keys.flatMap((key) => BY_KEY.get(key) ?? []),
  )

/** A short prompt is about its topic: the shop is not what a shop sells, and notes are no podcasts. */
function placeTopic(all: Collector, reading: PromptReading, kind: ProjectKind): void {
  const { things } = all
  const full = [...things.values()].filter((thing) => thing.archetype.pages === 'full' && thing.score >= 1)
  if (full.some((thing) => thing.archetype.category !== 'place')) return
  const topic = topicOf(reading, kind)
  if (topic === null || (full.length > 0 && !topic.isSold)) return
  for (const { archetype } of full) things.delete(archetype.key)
  all.add(topic.archetype, 3, topic.called)
  if (topic.isSold)
    for (const key of ESSENTIALS['e-commerce'].filter((one) => one !== 'product'))
      all.add(BY_KEY.get(key)!, 1).isFirm = true
}

/** "Users vote on ideas": ideas are what is voted on; polls are for where nothing else is. */
function isVotedOn(key: string, things: ReadonlyMap<string, Thing>, reading: PromptReading): boolean {
  if ((key !== 'poll' && key !== 'option') || /\bpolls?\b|\bencuestas?\b/.test(reading.plain)) return false
  const object =
    /\b(?:vot(?:es?|ing|ed)|votar?|vot[ae]n|votos?|votaciones) (?:up )?(?:(?:on|for|por|en|de|sobre) )?(?:(?:the|each|their|favou?rite|best|los|las|el|la|sus?|mejor(?:es)?) )*([a-z]+)/g
  return [...reading.plain.matchAll(object)].some(([, noun = '']) =>
    [...things.values()].some((thing) =>
      [thing.called ?? '', thing.archetype.key, thing.archetype.es]
        .map(plain)
        .some((name) => name !== '' && name === plain(singularOf(noun, reading.locale))),
    ),
  )
}

const SPORT =
  /\b(?:sports?|leagues?|match(?:es)?|players?|tournaments?|championships?|basketball|football|soccer|baseball|hockey|volleyball|rugby|ligas?|torneos?|partidos?|jugador\w*|futbol|baloncesto|deport\w+|campeonatos?)\b/
const STOCKED =
  /\b(?:stock|inventory|inventario|warehouse|suppliers?|proveedores|brewery|bakery|kitchen|cerveceria|panaderia|almacen|batch(?:es)?|lotes)\b/

/**
 * The archetype as this application means it: a team without a league has no wins, an ingredient without a recipe is
 * stock.
 */
function fit(thing: Thing, all: Thing[], reading: PromptReading): Thing {
  const { key } = thing.archetype
  if (thing.declared !== undefined) return thing
  if (key === 'team' && !SPORT.test(reading.plain))
    return { ...thing, archetype: { ...thing.archetype, fields: 'name!, description', access: 'members' } }
  if (
    key === 'ingredient' &&
    !all.some((one) => ['recipe', 'meal', 'menu item', 'product'].includes(one.archetype.key))
  ) {
    const isStock =
      STOCKED.test(reading.plain) || all.some((one) => ['supplier', 'stock movement'].includes(one.archetype.key))
    const called = reading.locale === 'es' ? 'ingrediente' : 'ingredient'
    if (isStock && !all.some((one) => one.archetype.key === 'raw material'))
      return { ...thing, archetype: BY_KEY.get('raw material')!, called }
  }
  return thing
}

/** A vote needs something to vote on: adds the first alternative of a required link that nothing present satisfies. */
function complete(things: Thing[]): Thing[] {
  const all = [...things]
  const has = (key: string): boolean => all.some((thing) => thing.archetype.key === key)
  for (let at = 0; at < all.length && all.length < MOST_THINGS + 3; at++) {
    // What the prompt describes is complete.
    if (all[at]!.declared !== undefined) continue
    for (const { keys, required, isFree } of parseLinks(all[at]!.archetype.links)) {
      // A bare `*` at the end: it may stand alone.
      if (
        !required ||
        keys.some(has) ||
        isFree ||
        (keys.includes('*') && mainThings(all).some((main) => main !== all[at]))
      )
        continue
      const first = keys.map((key) => BY_KEY.get(key)).find((one) => one !== undefined)
      if (first !== undefined) all.push({ archetype: first, score: 1, fields: new Set(), order: all.length })
    }
  }
  return all
}
