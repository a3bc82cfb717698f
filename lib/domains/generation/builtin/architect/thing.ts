import { plain, singularOf, type Locale } from '../../../spec/inflect'
import type { Archetype } from './lexicon/archetype'
import { FIELD_WORDS, type FieldWord } from './lexicon/field-words'
import type { Field } from '../../../spec/contract'

/** A thing the application manages: what it is, how it is called here, and which fields the prompt names for it. */
export type Thing = {
  archetype: Archetype
  score: number
  fields: Set<string>
  order: number
  /** The maker's own word for it: "client" for a customer. */ called?: string
  /** The text says more of it than one mention in the singular. */ isFirm?: boolean
  /** Key of the thing that the text puts next to it. */ beside?: string
  /** All its fields, as a blueprint has them and the prompt changes them. */ fixed?: Field[]
  /** Fields the prompt spells out for it; `[]` when it only says what it belongs to. */ declared?: Field[]
  /** Its states, one after the other. */ chain?: string[]
  /** Its states where one goes from any to any other, as on a board. */ freely?: string[]
  /** Keys of the things it belongs to by the prompt's own words. */ parents?: string[]
  /** It only ties two things together. */ isJoin?: boolean
}

const FIELD_NAMES: ReadonlyMap<string, FieldWord> = new Map(
  [...FIELD_WORDS.values()]
    .flatMap((word) => [word.key, word.es, ...word.also].map((name) => [plain(name), word] as const))
    .toReversed(),
)
/** The field that a phrase names: "prep time", "e-mail", "fotos". */
export function findField(words: string[], locale: Locale): FieldWord | undefined {
  const text = words.map(plain).join(' ')
  return FIELD_NAMES.get(text) ?? FIELD_NAMES.get(plain(singularOf(text, locale)))
}

/** People who use the application become rows of their own only where somebody manages them. */
export const isAudience = (one: Archetype): boolean => one.category === 'person'

const NO_PARENT = new Set([
  'alert',
  'notification',
  'client notification',
  'message',
  'team message',
  'category',
  'tag',
  'newsletter subscriber',
  'contact message',
  'faq',
  'ad',
  'coupon',
  'stock movement',
  'progress record',
  'favorite',
  'follow',
  'profile',
])
/** Whether other things may hang on it where only "whatever the application is about" is asked for. */
export const canBeParent = (one: Archetype): boolean =>
  one.pages === 'full' &&
  one.access !== 'child' &&
  one.access !== 'inbox' &&
  one.category !== 'reaction' &&
  !isAudience(one) &&
  !NO_PARENT.has(one.key)

/**
 * Payments, requests and the like are about something else; only where nothing else is there, they are what it is
 * about.
 */
export const isSecondary = (one: Archetype): boolean =>
  ['transaction', 'request', 'measurement', 'record'].includes(one.category) ||
  one.key === 'booking' ||
  one.key === 'appointment'

/** The things the application is mainly about, best first: with pages of their own, no reactions to others. */
export const mainThings = (things: Thing[]): Thing[] =>
  things
    .filter((thing) => canBeParent(thing.archetype))
    .sort((a, b) => Number(isSecondary(a.archetype)) - Number(isSecondary(b.archetype)) || b.score - a.score)

/**
 * Alternatives of one link: `recipe!/meal/*` → keys in order, whether the row belongs to its parent, and whether it can
 * stand alone where there is none.
 */
export function parseLinks(links: string): Array<{ keys: string[]; required: boolean; isFree: boolean }> {
  return links
    .split(',')
    .map((link) => link.trim())
    .filter(Boolean)
    .map((link) => ({
      keys: link.split('/').map((key) => key.replace('!', '').trim()),
      required: link.includes('!'),
      isFree: /(?:^|\/)\*$/.test(link),
    }))
}
