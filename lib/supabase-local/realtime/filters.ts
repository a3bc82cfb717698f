import { quoteIdentifier, type Parameter } from '../database.ts'

/** One condition of a `filter` on changes: `id=eq.1`, `name=not.in.(a,"b,c")`. */
export type Filter = { column: string; isNegated: boolean; operator: Operator; values: readonly string[] }

const OPERATORS = [
  'eq',
  'neq',
  'lt',
  'lte',
  'gt',
  'gte',
  'in',
  'like',
  'ilike',
  'is',
  'match',
  'imatch',
  'isdistinct',
] as const
type Operator = (typeof OPERATORS)[number]

const HEAD = new RegExp(`^([^=,]+)=(not\\.)?(${OPERATORS.join('|')})\\.`)
/** A comma parts two conditions only where a condition follows: values may hold one, too. */
const NEXT = new RegExp(`^,(?=[^=,]+=(?:not\\.)?(?:${OPERATORS.join('|')})\\.)`)

/** Conditions that all have to hold; null when the text is none. */
export function parseFilters(text: string): Filter[] | null {
  const filters: Filter[] = []
  let rest = text.trim()
  while (rest !== '') {
    const [head, column, not, operator] = HEAD.exec(rest) ?? []
    if (head === undefined || column === undefined) return null
    const isList = operator === 'in'
    const read = isList ? readList(rest.slice(head.length)) : readValue(rest.slice(head.length), NEXT)
    if (!read) return null
    filters.push({
      column: column.trim(),
      isNegated: not !== undefined,
      operator: operator as Operator,
      values: Array.isArray(read.value) ? read.value : [read.value],
    })
    rest = read.rest.replace(/^,/, '')
    if (read.rest !== '' && rest === '') return null
  }
  return filters.length === 0 ? null : filters
}

type Read<T> = { value: T; rest: string }

/** A value, quoted or up to where `end` fits or the text ends. */
function readValue(text: string, end: RegExp): Read<string> | null {
  const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(text)
  if (quoted) return { value: (quoted[1] ?? '').replaceAll(/\\(.)/g, '$1'), rest: text.slice(quoted[0].length) }
  let at = 0
  while (at < text.length && !end.test(text.slice(at))) at++
  return { value: text.slice(0, at).trim(), rest: text.slice(at) }
}

function readList(text: string): Read<string[]> | null {
  if (!text.startsWith('(')) return null
  const value: string[] = []
  let rest = text.slice(1)
  for (;;) {
    const read = readValue(rest.trimStart(), /^[,)]/)
    if (!read || read.rest === '') return null
    value.push(read.value)
    rest = read.rest.slice(1)
    if (read.rest.startsWith(')')) return { value, rest }
  }
}

const COMPARISON = { eq: '=', neq: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=', isdistinct: 'is distinct from' }
const PATTERN = { like: 'like', ilike: 'ilike', match: '~', imatch: '~*' }
const WORDS: Readonly<Record<string, string>> = { null: 'null', true: 'true', false: 'false', unknown: 'unknown' }

/**
 * SQL of the conditions on a row called `r`; what they compare with goes to `params`. Null when a word after `is` is
 * none of SQL's.
 */
export function filterSql(filters: readonly Filter[], params: Parameter[]): string | null {
  const conditions: string[] = []
  for (const { column, isNegated, operator, values } of filters) {
    const name = `r.${quoteIdentifier(column)}`
    const [value = ''] = values
    let condition: string
    if (operator === 'is') {
      const word = WORDS[value.toLowerCase()]
      if (word === undefined) return null
      condition = `${name} is ${word}`
    } else if (operator === 'in') {
      condition = `${name} in (${values.map((one) => `$${params.push(one)}`).join(', ')})`
    } else if (operator in PATTERN) {
      condition = `${name}::text ${PATTERN[operator as keyof typeof PATTERN]} $${params.push(value)}`
    } else {
      condition = `${name} ${COMPARISON[operator as keyof typeof COMPARISON]} $${params.push(value)}`
    }
    conditions.push(isNegated ? `not (${condition})` : `(${condition})`)
  }
  return conditions.join(' and ')
}
