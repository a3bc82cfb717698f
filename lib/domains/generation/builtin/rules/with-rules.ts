import type { AppSpec } from '../../../spec/contract'
import { type Rule, ruleName, rulesOf } from '../../../spec/rules'
import { planWords } from '../asks/plan-words'
import { sentencesIn, tokenize } from '../asks/reading/tokens'
import { designRules } from '../blueprints/design-rules'
import { readRules } from './read-rules'

/** Characters of a prompt that are read, as many as it may have. */
const MOST_TEXT = 20_000
const MOST_SENTENCES = 250
/** What a plan keeps; see `DevoraJson`. */
const MOST_RULES = 60

/** The plan with the rules of its design, and those that a prompt states. */
export function withRules(spec: AppSpec, prompt: string): AppSpec {
  const known = rulesOf(spec)
  const names = new Set(known.map(ruleName))
  const design = spec.rules === undefined ? designRules(spec) : []
  const added = [...design, ...statedIn(spec, prompt)].filter((rule) => {
    const name = ruleName(rule)
    if (names.has(name) || isUniqueBy(rule, spec)) return false
    names.add(name)
    return true
  })
  if (added.length === 0 && known.length === (spec.rules ?? []).length) return spec
  return { ...spec, rules: [...known, ...added].slice(0, MOST_RULES) }
}

function statedIn(spec: AppSpec, prompt: string): Rule[] {
  const words = planWords(spec)
  const text = prompt.slice(0, MOST_TEXT)
  return sentencesIn(text, tokenize(text))
    .slice(0, MOST_SENTENCES)
    .flatMap(({ tokens }) => readRules(tokens, spec.locale, words).map(({ rule }) => rule))
}

/** Whether a constraint of the table says the same already. */
export function isUniqueBy(rule: Rule, { entities }: Pick<AppSpec, 'entities'>): boolean {
  if (rule.rule !== 'most' || rule.most !== 1 || rule.where !== undefined) return false
  const fields = entities.find(({ table }) => table === rule.table)?.fields ?? []
  const unique = fields.filter((field) => field.unique === true).map(({ column }) => column)
  return unique.length > 0 && unique.every((column) => rule.per.includes(column))
}
