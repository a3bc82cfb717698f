import { archetypeOf } from '../find-archetype'
import { plain, singularOf } from '../../../../spec/inflect'
import { type Archetype, archetype } from '../lexicon/archetype'
import type { PromptReading } from '../read-prompt'
import type { Thing } from '../thing'

/** People who use the application, by words that say nothing else about them. */
const NOBODY = /^(?:user|usuario|person|persona|people|visitor|visitante|admin|administrador|administrator|guest user)$/

/**
 * Turns what the prompt spells out into things: its nouns keep their names, its fields and relations are taken to the
 * letter.
 */
export function placeDeclared(
  { declared, locale, plain: plain_ }: PromptReading,
  things: Map<string, Thing>,
  add: (archetype: Archetype, called: string | undefined) => Thing,
): void {
  const placed = new Map<string, Thing>()
  /** "A beehive tracker. Each hive has …": the longer word is the thing's name. */
  const longer = (noun: string): Archetype | undefined => {
    if (locale !== 'en' || noun.includes(' ') || noun.length < 4) return undefined
    const word = plain_.match(new RegExp(`\\b\\p{L}{2,}${plain(noun)}s?\\b`, 'u'))?.[0]
    return word === undefined ? undefined : archetypeOf(singularOf(word, locale), locale)
  }
  const place = (noun: string): Thing => {
    const key = plain(noun)
    const there = placed.get(key)
    if (there !== undefined) return there
    const known = longer(noun) ?? archetypeOf(noun, locale)
    // Two nouns for one archetype are two things here: clients and customers.
    const own = things.has(known.key) ? { ...known, key: noun, es: noun, many: undefined, esMany: undefined } : known
    const usual = plain(locale === 'es' ? own.es : own.key)
    const thing = add(own as Archetype, usual === key || usual.endsWith(key) ? undefined : noun)
    thing.declared ??= []
    placed.set(key, thing)
    return thing
  }
  for (const { noun, fields, chain } of declared.things.values()) {
    const thing = place(noun)
    thing.declared = fields
    if (chain !== undefined) thing.chain = chain
  }
  /** By its whole name, or by the end of one: "orden" of "orden de trabajo". */
  const find = (noun: string): Thing | null => {
    if (NOBODY.test(noun)) return null
    const whole = placed.get(noun)
    const wider = [...placed].find(([key]) =>
      locale === 'es' ? key.startsWith(`${noun} `) : key.endsWith(` ${noun}`),
    )?.[1]
    return whole ?? wider ?? (noun.length < 3 ? null : place(noun))
  }
  for (const { child, parent, isMany } of declared.relations) {
    const [from, to] = [find(child), find(parent)]
    if (from === null || to === null || from === to) continue
    if (isMany !== true) {
      if (!(to.parents ?? []).includes(from.archetype.key))
        from.parents = [...new Set([...(from.parents ?? []), to.archetype.key])]
      continue
    }
    const name = `${to.called ?? (locale === 'es' ? to.archetype.es : to.archetype.key)} ${from.called ?? (locale === 'es' ? from.archetype.es : from.archetype.key)}`
    const join = add(archetype(name, name, '', { access: 'child', pages: 'inline', category: 'record' }), undefined)
    join.declared = []
    join.isJoin = true
    join.parents = [to.archetype.key, from.archetype.key]
  }
}
