import type { AppSpec } from '../../../../spec/contract'
import type { Locale } from '../../../../spec/inflect'
import { planWords } from '../plan-words'
import type { Reader } from './atom'
import { atomsOf } from './atoms'
import { isAboutLook } from './read-word'
import { MOST_SENTENCES, MOST_TOKENS } from './read-sentence'
import { type Sentence, sentencesIn, type Token } from './tokens'

/** What a word does that is never only talk: it limits, or it names something of the plan, something to be done or built. */
export type Binding = 'limits' | 'names'

const NAMES = 'XEHFPVmCG'
/** They say of how many something is true, which no single step shows otherwise. */
const LENIENT = new Set(
  `all any both because during since now must has have had to todo toda todos todas porque ahora debe deben deba deban
   tiene tienen que cualquier juntos juntas junto together`.split(/\s+/),
)

/** The words of a prompt that bind somebody who says them, whoever reads the rest. */
export function bindingWords(
  plan: AppSpec,
  text: string,
  tokens: readonly Token[],
  locale: Locale,
): ReadonlyMap<Token, Binding> {
  const binding = new Map<Token, Binding>()
  const reader = { locale, words: planWords(plan) }
  for (const [at, sentence] of sentencesIn(text, tokens).entries()) {
    // What nobody takes apart may say anything.
    if (at >= MOST_SENTENCES || sentence.tokens.length > MOST_TOKENS)
      for (const token of sentence.tokens) binding.set(token, 'names')
    else for (const [token, is] of inSentence(sentence, reader)) binding.set(token, is)
  }
  return binding
}

function* inSentence(sentence: Sentence, reader: Reader): Generator<[Token, Binding]> {
  for (const { letter, from, to } of atomsOf(sentence, reader, isAboutLook(sentence.tokens, reader.locale))) {
    const is = NAMES.includes(letter) ? 'names' : 'LOlN'.includes(letter) ? 'limits' : null
    if (is === null) continue
    for (const token of sentence.tokens.slice(from, to))
      if (token.isWord && !(is === 'limits' && LENIENT.has(token.word))) yield [token, is]
  }
}
