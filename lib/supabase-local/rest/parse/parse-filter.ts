import { Cursor } from './cursor.ts'
import { type Field, readField, readIdentifier, readJsonPath, readName, readQuoted } from './field.ts'

/** Operators that may be asked of any or all of several values: `eq(any).{1,2}`. */
export const QUANTIFIED = ['eq', 'gte', 'gt', 'lte', 'lt', 'like', 'ilike', 'match', 'imatch'] as const
export const SIMPLE = ['neq', 'cs', 'cd', 'ov', 'sl', 'sr', 'nxr', 'nxl', 'adj'] as const
export const TEXT_SEARCH = ['fts', 'plfts', 'phfts', 'wfts'] as const
export const TRUTHS = ['null', 'not_null', 'true', 'false', 'unknown'] as const

export type Operation =
  | { kind: 'quantified'; operator: (typeof QUANTIFIED)[number]; quantifier?: 'any' | 'all'; value: string }
  | { kind: 'simple'; operator: (typeof SIMPLE)[number]; value: string }
  | { kind: 'in'; values: string[] }
  | { kind: 'is'; truth: (typeof TRUTHS)[number] }
  | { kind: 'isdistinct'; value: string }
  | { kind: 'fts'; operator: (typeof TEXT_SEARCH)[number]; config?: string; value: string }

export type Filter = { kind: 'filter'; field: Field; negated: boolean; operation: Operation }
export type Group = { kind: 'group'; operator: 'and' | 'or'; negated: boolean; members: Condition[] }
export type Condition = Filter | Group

/** Where in the tree of embeds something belongs: the names on the way, outermost first. */
export type EmbedPath = string[]

/** What could stand where a condition begins. */
const CONDITION = 'field name (* or [a..z0..9_$]), negation operator (not) or logic operator (and, or)'
const OPERATOR = /[a-z]+(?:\((?:any|all)\))?(?=\.)/y
const FTS = /(?:fts|plfts|phfts|wfts)(?=[.(])/y

/** Reads the key of a filter, `embed.embed.column->>key`; what stands behind it is ignored, as PostgREST does. */
export function parseTreePath(key: string): { path: EmbedPath; field: Field } {
  const cursor = new Cursor(key, `failed to parse tree path (${key})`)
  const names = [readName(cursor)]
  while (cursor.take('.')) names.push(readName(cursor))
  const name = names.pop()!
  return { path: names, field: { name, path: readJsonPath(cursor) } }
}

/** Reads `not.eq.value` for a field; the value is everything that is left. */
export function parseFilter(field: Field, text: string): Filter {
  const cursor = new Cursor(text, `failed to parse filter (${text})`)
  const negated = cursor.take('not.')
  return { kind: 'filter', field, negated, operation: readOperation(cursor, () => cursor.rest()) }
}

/** Reads `or=(…)`, `and=(…)`, also `embed.not.or=(…)`. */
export function parseLogic(key: string, text: string): { path: EmbedPath; group: Condition } {
  const names = key.split('.')
  const operator = names.pop()!
  const path = names.filter((name) => name !== 'not')
  const negated = path.length < names.length ? 'not.' : ''
  const cursor = new Cursor(`${negated}${operator}${text}`, `failed to parse logic tree (${text})`)
  const group = readCondition(cursor)
  return { path: path.map((name) => readName(new Cursor(name, `failed to parse logic path (${key})`))), group }
}

function readCondition(cursor: Cursor): Condition {
  cursor.spaces()
  const mark = cursor.mark()
  const group = cursor.match(/(?:not\.)?(?:and|or)[ \t]*\(/y)
  if (group !== undefined) return readGroup(cursor, group)
  cursor.reset(mark)
  const field = readField(cursor, CONDITION)
  cursor.expect('.', 'delimiter (.)')
  const negated = cursor.take('not.')
  return { kind: 'filter', field, negated, operation: readOperation(cursor, () => readListedValue(cursor)) }
}

function readGroup(cursor: Cursor, opening: string): Group {
  const members: Condition[] = []
  cursor.nested(() => {
    do members.push(readCondition(cursor))
    while (takeBetweenSpaces(cursor, ','))
  })
  if (!takeBetweenSpaces(cursor, ')')) throw cursor.fail('"," or ")"')
  const negated = opening.startsWith('not.')
  const operator = opening.slice(negated ? 4 : 0).startsWith('and') ? 'and' : 'or'
  return { kind: 'group', operator, negated, members }
}

function takeBetweenSpaces(cursor: Cursor, text: string): boolean {
  cursor.spaces()
  const taken = cursor.take(text)
  cursor.spaces()
  return taken
}

function readOperation(cursor: Cursor, readValue: () => string): Operation {
  if (cursor.take('in.')) return { kind: 'in', values: readList(cursor) }
  if (cursor.take('is.')) return { kind: 'is', truth: readTruth(cursor) }
  if (cursor.take('isdistinct.')) return { kind: 'isdistinct', value: readValue() }
  const search = cursor.match(FTS)
  if (search !== undefined) return readTextSearch(cursor, search, readValue)
  const mark = cursor.mark()
  const word = cursor.match(OPERATOR)
  const [name, quantifier] = (word ?? '').split(/[()]/)
  const quantified = QUANTIFIED.find((operator) => operator === name)
  const simple = quantifier === undefined ? SIMPLE.find((operator) => operator === name) : undefined
  if (quantified === undefined && simple === undefined) {
    cursor.reset(mark)
    throw cursor.fail('"not" or operator (eq, gt, ...)')
  }
  cursor.expect('.', 'delimiter (.)')
  if (simple !== undefined) return { kind: 'simple', operator: simple, value: readValue() }
  return {
    kind: 'quantified',
    operator: quantified!,
    quantifier: quantifier as 'any' | 'all' | undefined,
    value: readValue(),
  }
}

function readTextSearch(cursor: Cursor, search: string, readValue: () => string): Operation {
  let config: string | undefined
  if (cursor.take('(')) {
    config = readIdentifier(cursor)
    cursor.expect(')', '")"')
  }
  cursor.expect('.', 'delimiter (.)')
  return { kind: 'fts', operator: search as (typeof TEXT_SEARCH)[number], config, value: readValue() }
}

function readTruth(cursor: Cursor): (typeof TRUTHS)[number] {
  const word = cursor.match(/null|not_null|true|false|unknown/iy)
  if (word === undefined) throw cursor.fail('isVal: (null, not_null, true, false, unknown)')
  return word.toLowerCase() as (typeof TRUTHS)[number]
}

/** `(1,"two, three",4)`; an empty pair holds one empty value, which the writer takes for no values. */
function readList(cursor: Cursor): string[] {
  if (!takeBetweenSpaces(cursor, '(')) throw cursor.fail('"("')
  const values: string[] = []
  do values.push(readListElement(cursor))
  while (cursor.take(','))
  if (!takeBetweenSpaces(cursor, ')')) throw cursor.fail('"," or ")"')
  return values
}

function readListElement(cursor: Cursor): string {
  const mark = cursor.mark()
  const quoted = readQuoted(cursor)
  if (quoted !== undefined && (cursor.done || cursor.peek(',') || cursor.peek(')'))) return quoted
  cursor.reset(mark)
  return cursor.match(/[^,)]*/y) ?? ''
}

/** A value inside of a group ends at a comma or parenthesis, unless it is quoted or a `{…}` of Postgres. */
function readListedValue(cursor: Cursor): string {
  const mark = cursor.mark()
  const quoted = readQuoted(cursor)
  if (quoted !== undefined && (cursor.done || cursor.peek(',') || cursor.peek(')'))) return quoted
  cursor.reset(mark)
  return cursor.match(/\{[^{}]*\}/y) ?? cursor.match(/[^,)]*/y) ?? ''
}
