import type { ApiRoute, AppSpec, Entity } from '../../../spec/contract'
import { type Rule, ruleName, rulesOf } from '../../../spec/rules'
import { planWords } from '../asks/plan-words'
import { exportAddress } from '../frontend/views/list'
import { sentencesIn, tokenize } from '../asks/reading/tokens'
import { type Line, lineOf } from './line'
import { readRules } from './read-rules'
import { type FoundTrait, readTraits } from './read-traits'

/** Characters of a prompt that are read, as many as it may have. */
const MOST_TEXT = 20_000
const MOST_SENTENCES = 250
/** What a plan keeps; see `DevoraJson`. */
const MOST_RULES = 60

/** The plan with what a prompt says of limits, order, what is late and what is taken along. */
export function withRules(spec: AppSpec, prompt: string): AppSpec {
  const lines = linesOf(prompt)
  const words = planWords(spec)
  const rules = lines.flatMap((line) => readRules(line, spec.locale, words).map(({ rule }) => rule))
  const traits = lines.flatMap((line) => readTraits(line, spec.locale, words))
  return withTraits(withMore(spec, rules), traits)
}

function linesOf(prompt: string): Line[] {
  const text = prompt.slice(0, MOST_TEXT)
  return sentencesIn(text, tokenize(text))
    .slice(0, MOST_SENTENCES)
    .flatMap(({ tokens }) => lineOf(tokens) ?? [])
}

function withMore(spec: AppSpec, more: readonly Rule[]): AppSpec {
  const known = rulesOf(spec)
  const names = new Set(known.map(ruleName))
  const added = more.filter((rule) => {
    const name = ruleName(rule)
    if (names.has(name) || isUniqueBy(rule, spec)) return false
    names.add(name)
    return true
  })
  if (added.length === 0 && known.length === (spec.rules ?? []).length) return spec
  return { ...spec, rules: [...known, ...added].slice(0, MOST_RULES) }
}

function withTraits(spec: AppSpec, traits: readonly FoundTrait[]): AppSpec {
  if (traits.length === 0) return spec
  const entities = spec.entities.map((entity): Entity => {
    const own = traits.filter(({ one }) => one.entity.table === entity.table)
    const order = own.find((found) => found.trait === 'order')?.order
    const late = own.find((found) => found.trait === 'late')?.late
    return { ...entity, ...(order && { order }), ...(late && { late }) }
  })
  return { ...spec, entities, routes: [...spec.routes, ...exportsIn(spec, traits)] }
}

/** Rows as a file are for whoever sees their list. */
function exportsIn(spec: AppSpec, traits: readonly FoundTrait[]): ApiRoute[] {
  const wanted = new Set(traits.filter(({ trait }) => trait === 'export').map(({ one }) => one))
  return [...wanted].flatMap((one): ApiRoute[] => {
    const path = exportAddress(one)
    const list = spec.pages.find((page) => page.path === one.paths.list)
    const isThere = spec.routes.some((route) => route.path === path)
    return isThere ? [] : [{ method: 'GET', path, auth: list?.auth ?? 'user' }]
  })
}

/** Whether a constraint of the table says the same already. */
export function isUniqueBy(rule: Rule, { entities }: Pick<AppSpec, 'entities'>): boolean {
  if (rule.rule !== 'most' || rule.most !== 1 || rule.where !== undefined) return false
  const fields = entities.find(({ table }) => table === rule.table)?.fields ?? []
  const unique = fields.filter((field) => field.unique === true).map(({ column }) => column)
  return unique.length > 0 && unique.every((column) => rule.per.includes(column))
}
