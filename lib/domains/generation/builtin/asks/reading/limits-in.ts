import { ruleName, rulesOf } from '../../../../spec/rules'
import { type Line, lineOf } from '../../rules/line'
import { readRules } from '../../rules/read-rules'
import { readTraits } from '../../rules/read-traits'
import { isUniqueBy } from '../../rules/with-rules'
import { exportPath } from '../../frontend/views/list'
import type { Reader } from './atom'
import type { Sentence } from './tokens'
import type { Draft, Wish } from './wish'

/**
 * Takes out the rules that a sentence states and the plan has, and how it wants rows listed and marked; what else it
 * asks for is read without them.
 */
export function limitsIn(sentence: Sentence, reader: Reader): { rest: Sentence; limits: Draft[] } {
  const line = lineOf(sentence.tokens)
  const limits = line === null ? [] : [...rulesIn(line, reader), ...traitsIn(line, reader)]
  if (limits.length === 0) return { rest: sentence, limits }
  const taken = new Set(limits.flatMap(({ tokens }) => tokens))
  return { rest: { ...sentence, tokens: sentence.tokens.filter((token) => !taken.has(token)) }, limits }
}

function rulesIn(line: Line, { locale, words }: Reader): Draft[] {
  const { spec } = words.model
  const known = new Set(rulesOf(spec).map(ruleName))
  return readRules(line, locale, words)
    .filter(({ rule }) => known.has(ruleName(rule)) || isUniqueBy(rule, spec))
    .map(({ rule, one, tokens: own }) => ({ wish: { what: 'limit', rule, one }, tokens: own }))
}

function traitsIn(line: Line, { locale, words }: Reader): Draft[] {
  return readTraits(line, locale, words).flatMap((found): Draft[] => {
    const { one, trait, tokens: own } = found
    if (trait === 'export')
      return exportPath(words.model, one) === null ? [] : [{ wish: { what: 'export', one }, tokens: own }]
    const { order, late } = one.entity
    const isPlanned =
      trait === 'order'
        ? order?.column === found.order.column && order.descending === found.order.descending
        : late?.column === found.late.column
    const wish: Wish =
      trait === 'order' ? { what: 'order', one, order: found.order } : { what: 'late', one, late: found.late }
    return isPlanned ? [{ wish, tokens: own }] : []
  })
}
