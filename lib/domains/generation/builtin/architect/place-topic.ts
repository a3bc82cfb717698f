import type { ProjectKind } from '../../../spec/contract'
import { core, findKnown, makeUnknown } from './find-archetype'
import { type Locale, plain, singularOf } from '../../../spec/inflect'
import { type Archetype } from './lexicon/archetype'
import { BY_KEY } from './find-archetype'
import { FUNCTION_WORDS, GENERIC_NOUNS, PROCESS_HEADS, PROCESS_NOUNS } from './lexicon/grammar'
import type { PromptReading } from './read-prompt'
import { withoutLead } from './read-prompt'

/** "Podcast site", "plant shop", "tienda de plantas": a prompt that only says what it is about. */

/** More words than this say more than a topic. */
const TOPIC_WORDS = 7
const SELLS = /^(?:shop|store|boutique|tienda|comercio)$/

export type Topic = { archetype: Archetype; called?: string; isSold: boolean }

/** What a short prompt is about; null where it says more than that, or nothing. */
export function topicOf(reading: PromptReading, kind: ProjectKind): Topic | null {
  const sentence = withoutLead(reading.sentences[0] ?? '').toLowerCase()
  const words = sentence.split(/[^\p{L}\p{N}-]+/u).filter(Boolean)
  if (
    reading.sentences.length !== 1 ||
    words.length === 0 ||
    words.length > TOPIC_WORDS ||
    reading.declared.things.size > 0
  )
    return null
  const isSold = kind === 'e-commerce' && words.some((word) => SELLS.test(plain(word)))
  // Whom it is for, and what one does with it, stand behind.
  const end = words.findIndex(
    (word, at) => at > 0 && /^(?:for|to|with|where|that|by|para|con|donde|que|por)$/.test(word),
  )
  const front = (end === -1 ? words : words.slice(0, end)).filter((word) => isTopical(plain(word)))
  const nearest = reading.locale === 'en' ? front.toReversed() : front
  for (const word of nearest) {
    const known = findKnown([word], reading.locale)
    if (known !== null && ['place', 'person'].includes(known.archetype.category)) continue
    if (isSold)
      return { archetype: BY_KEY.get('product')!, called: singularOf(known?.called ?? word, reading.locale), isSold }
    if (known !== null) return { archetype: known.archetype, isSold }
  }
  const guess = nearest.length === 1 && !isSold ? unknownOf(nearest[0]!, reading.locale) : null
  return guess === null ? null : { archetype: guess, isSold }
}

const unknownOf = (word: string, locale: Locale): Archetype | null =>
  core([word], locale).length === 0 ? null : makeUnknown([word], locale, { isSingularFine: true })

const isTopical = (word: string): boolean =>
  word.length > 2 &&
  !/^(?:del|los|las|the|una|and|our)$/.test(word) &&
  !GENERIC_NOUNS.has(word) &&
  !PROCESS_NOUNS.has(word) &&
  !PROCESS_HEADS.has(word) &&
  !FUNCTION_WORDS.has(word) &&
  !SELLS.test(word) &&
  !/(?:ing|online)$/.test(word)
