import type { Token } from '../asks/reading/tokens'

/** A sentence as one line of lower case words without accents, in which patterns of several words are looked for. */
export type Line = {
  text: string
  /** The tokens that stand in a stretch of the line. */
  tokensIn(from: number, to: number): Token[]
}

/** Longer sentences say nothing that anybody would find in them. */
const LONGEST_LINE = 1_000
const MOST_TOKENS = 250

/** Null for a sentence that is too long to be one. */
export function lineOf(tokens: readonly Token[]): Line | null {
  if (tokens.length > MOST_TOKENS) return null
  const starts: number[] = []
  let text = ''
  for (const token of tokens) {
    if (text !== '' && (token.isWord || token.word === '(')) text += ' '
    starts.push(text.length)
    text += token.word
  }
  if (text.length > LONGEST_LINE) return null
  return {
    text,
    tokensIn: (from, to) => tokens.filter((token, at) => starts[at]! < to && starts[at]! + token.word.length > from),
  }
}

/** Numbers as words, in both languages. */
const SAID: readonly (readonly [number, string])[] = [
  [1, 'one,a,an,a single,un,una,uno,una sola,un solo'],
  [2, 'two,dos'],
  [3, 'three,tres'],
  [4, 'four,cuatro'],
  [5, 'five,cinco'],
  [6, 'six,seis'],
  [7, 'seven,siete'],
  [8, 'eight,ocho'],
  [9, 'nine,nueve'],
  [10, 'ten,diez'],
  [12, 'twelve,doce'],
  [14, 'fourteen,catorce'],
  [15, 'fifteen,quince'],
  [20, 'twenty,veinte'],
  [30, 'thirty,treinta'],
]
const NUMBERS: ReadonlyMap<string, number> = new Map(
  SAID.flatMap(([number, words]) => words.split(',').map((word) => [word, number] as const)),
)

/** Of a pattern: a number in digits or as a word. */
export const NUMBER = `\\d{1,4}|${[...NUMBERS.keys()].toSorted((a, b) => b.length - a.length).join('|')}`

export const numberOf = (word: string): number => NUMBERS.get(word) ?? Number(word)

/** Of a pattern: one to four words that may name something. */
const WORD = "(?!(?:and|or|first|only|y|o|e|primero|solo)\\b)[a-z][a-z'-]*"
export const NOUN = `${WORD}(?: ${WORD}){0,3}?`

/** Of a pattern: behind it something else begins, or nothing. */
export const END = '(?=$|[,.;:()]| and\\b| or\\b| so\\b| but\\b| y\\b| o\\b| pero\\b)'

const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(?:day|dia)s?$/, 1],
  [/^(?:week|semana)s?$/, 7],
  [/^(?:fortnight|quincena)s?$/, 14],
  [/^(?:month|mes|meses)s?$/, 31],
  [/^(?:year|ano)s?$/, 366],
]
/** Of a pattern: what time is counted in. */
export const UNIT = 'days?|weeks?|fortnights?|months?|years?|dias?|semanas?|quincenas?|mes(?:es)?|anos?'
export const daysIn = (unit: string): number => UNITS.find(([pattern]) => pattern.test(unit))?.[1] ?? 1
