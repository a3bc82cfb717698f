import { randomInt } from 'node:crypto'

/** Words that nobody knows beforehand: what a scenario fills in, so that no page can have it in its text already. */

const ONSETS = [
  'b',
  'br',
  'd',
  'dr',
  'f',
  'fl',
  'g',
  'gr',
  'k',
  'kl',
  'l',
  'm',
  'n',
  'p',
  'pl',
  'r',
  's',
  't',
  'tr',
  'v',
  'z',
]
const VOWELS = ['a', 'e', 'i', 'o', 'u']

const pick = (from: readonly string[]): string => from[randomInt(from.length)] ?? ''

/** Three syllables, lower case, letters only: one of a million. */
export const newWord = (): string => Array.from({ length: 3 }, () => pick(ONSETS) + pick(VOWELS)).join('')

const PLACE = /#(\d{1,2})(?!\d)/g

/** `{today}`, `{today+7}` */
const DAY = /\{today([+-]\d{1,4})?\}/g
const DAY_MS = 86_400_000
/** As date fields take it, in UTC like the database. */
const dayFromNow = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)

/** Whether a value holds a place for such a word. */
export const holdsWord = (text: string): boolean => text.search(PLACE) >= 0

/** What `#1`, `#2`, … stand for in one scenario. */
export class Vocabulary {
  private readonly words = new Map<string, string>()

  /** The text with a word in each of its places; the same place is the same word. Days are told as forms take them. */
  say(text: string): string {
    return text.replace(PLACE, (place) => this.wordFor(place)).replace(DAY, (_, days = '0') => dayFromNow(Number(days)))
  }

  /** The words of the places that a text has. */
  in(text: string): string[] {
    return [...text.matchAll(PLACE)].map(([place]) => this.wordFor(place))
  }

  /** A text as it can stand in a report, which is the same in every run. */
  unsay(text: string): string {
    let plain = text
    for (const [place, word] of this.words) plain = plain.replace(new RegExp(word, 'gi'), place)
    return plain
  }

  private wordFor(place: string): string {
    const known = this.words.get(place)
    if (known !== undefined) return known
    const used = new Set(this.words.values())
    let word = newWord()
    while (used.has(word)) word = newWord()
    this.words.set(place, word)
    return word
  }
}
