import { ruleName, rulesOf } from '../../../../spec/rules'
import { type FoundRule, readRules } from '../../rules/read-rules'
import { isUniqueBy } from '../../rules/with-rules'
import type { Reader } from './atom'
import type { Sentence } from './tokens'

/** Takes out the rules that a sentence states and the plan has; what else it asks for is read without them. */
export function limitsIn(sentence: Sentence, { locale, words }: Reader): { rest: Sentence; limits: FoundRule[] } {
  const { spec } = words.model
  const known = new Set(rulesOf(spec).map(ruleName))
  const limits = readRules(sentence.tokens, locale, words).filter(
    ({ rule }) => known.has(ruleName(rule)) || isUniqueBy(rule, spec),
  )
  if (limits.length === 0) return { rest: sentence, limits }
  const taken = new Set(limits.flatMap(({ tokens }) => tokens))
  return { rest: { ...sentence, tokens: sentence.tokens.filter((token) => !taken.has(token)) }, limits }
}
