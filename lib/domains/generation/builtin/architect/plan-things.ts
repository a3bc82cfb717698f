import type { ProjectKind } from '../../../spec/contract'
import { Collector } from './collect-things'
import { BY_KEY } from './find-archetype'
import { ESSENTIALS, FEATURES, INSTEAD } from './lexicon/features'
import type { PromptReading } from './read-prompt'
import { mainThings, parseLinks, type Thing } from './thing'

const MOST_THINGS = 9

/** All things of a prompt, best first; without any, those that an application of the kind is usually made of. */
export function planThings(reading: PromptReading, kind: ProjectKind, isAddition = false): Thing[] {
  const all = new Collector(reading, kind)
  const { things } = all
  all.placeDeclared()
  all.readPhrases(false)
  const own = (): Thing[] => [...things.values()].filter((thing) => thing.archetype.pages === 'full' && thing.score >= 1)
  if (!isAddition && own().length < 2) all.readPhrases(true)
  for (const [pattern, keys] of FEATURES) {
    if (!pattern.test(reading.features)) continue
    for (const key of keys) {
      const one = BY_KEY.get(key)
      if (one !== undefined && all.isMeant(one) && !all.isSaid(one)) all.add(one, 1.6)
    }
  }
  for (const [present, left, unless] of INSTEAD)
    if (things.has(present) && things.get(left)?.declared === undefined && !(unless?.test(reading.plain) ?? false)) things.delete(left)
  const found = [...things.values()].filter((thing) => thing.score >= 1)
  if (!isAddition && found.filter((thing) => thing.archetype.pages === 'full').length === 0)
    for (const key of ESSENTIALS[kind]) found.push(all.add(BY_KEY.get(key)!, 1))
  const best = [...new Set(found)]
    .sort((a, b) => b.score - a.score || a.order - b.order)
    .slice(0, Math.max(MOST_THINGS, [...things.values()].filter((thing) => thing.declared !== undefined).length + 3))
  const fitted = best.sort((a, b) => a.order - b.order).map((thing) => fit(thing, best, reading))
  return isAddition ? fitted : complete(fitted)
}

const SPORT =
  /\b(?:sports?|leagues?|match(?:es)?|players?|tournaments?|championships?|basketball|football|soccer|baseball|hockey|volleyball|rugby|ligas?|torneos?|partidos?|jugador\w*|futbol|baloncesto|deport\w+|campeonatos?)\b/
const STOCKED =
  /\b(?:stock|inventory|inventario|warehouse|suppliers?|proveedores|brewery|bakery|kitchen|cerveceria|panaderia|almacen|batch(?:es)?|lotes)\b/

/** The archetype as this application means it: a team without a league has no wins, an ingredient without a recipe is stock. */
function fit(thing: Thing, all: Thing[], reading: PromptReading): Thing {
  const { key } = thing.archetype
  if (thing.declared !== undefined) return thing
  if (key === 'team' && !SPORT.test(reading.plain))
    return { ...thing, archetype: { ...thing.archetype, fields: 'name!, description', access: 'members' } }
  if (key === 'ingredient' && !all.some((one) => ['recipe', 'meal', 'menu item', 'product'].includes(one.archetype.key))) {
    const isStock = STOCKED.test(reading.plain) || all.some((one) => ['supplier', 'stock movement'].includes(one.archetype.key))
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
      if (!required || keys.some(has) || isFree || (keys.includes('*') && mainThings(all).some((main) => main !== all[at]))) continue
      const first = keys.map((key) => BY_KEY.get(key)).find((one) => one !== undefined)
      if (first !== undefined) all.push({ archetype: first, score: 1, fields: new Set(), order: all.length })
    }
  }
  return all
}
