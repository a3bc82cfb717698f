import type { Condition, Filter, Operation } from '../parse/parse-filter.ts'
import type { Statement } from './sql.ts'
import { type Source, writeField } from './write-field.ts'

const OPERATORS: Record<string, string> = {
  eq: '=',
  neq: '<>',
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
  like: 'LIKE',
  ilike: 'ILIKE',
  match: '~',
  imatch: '~*',
  cs: '@>',
  cd: '<@',
  ov: '&&',
  sl: '<<',
  sr: '>>',
  nxr: '&<',
  nxl: '&>',
  adj: '-|-',
}

const TRUTHS = {
  null: 'IS NULL',
  not_null: 'IS NOT NULL',
  true: 'IS TRUE',
  false: 'IS FALSE',
  unknown: 'IS UNKNOWN',
} as const

const TEXT_SEARCH = {
  fts: 'to_tsquery',
  plfts: 'plainto_tsquery',
  phfts: 'phraseto_tsquery',
  wfts: 'websearch_to_tsquery',
} as const

/** Writes the test for one leaf; embeds' null tests are written by who knows the embeds. */
export type WriteEmbedTest = (filter: Filter) => string | undefined

/** All conditions of one relation, or nothing when there are none. */
export function writeConditions(
  statement: Statement,
  source: Source,
  conditions: Condition[],
  embedTest: WriteEmbedTest = () => undefined,
): string[] {
  return conditions.map((condition) => writeCondition(statement, source, condition, embedTest))
}

function writeCondition(statement: Statement, source: Source, condition: Condition, embedTest: WriteEmbedTest): string {
  if (condition.kind === 'group') {
    const members = condition.members.map((member) => writeCondition(statement, source, member, embedTest))
    const joined = `(${members.join(condition.operator === 'and' ? ' AND ' : ' OR ')})`
    return condition.negated ? `NOT ${joined}` : joined
  }
  const test = embedTest(condition) ?? writeTest(statement, source, condition)
  return condition.negated ? `NOT (${test})` : test
}

function writeTest(statement: Statement, source: Source, { field, operation }: Filter): string {
  const written = writeField(statement, source, field)
  const parse = field.path.length === 0 ? source.relation?.columns.get(field.name)?.fromText : undefined
  const value = (text: string): string =>
    parse === undefined ? statement.value(text) : `${parse}(${statement.typed(text, 'text')})`
  switch (operation.kind) {
    case 'is':
      return `${written} ${TRUTHS[operation.truth]}`
    case 'isdistinct':
      return `${written} IS DISTINCT FROM ${value(operation.value)}`
    case 'in':
      if (parse !== undefined) return `${written} = ANY (ARRAY[${operation.values.map(value).join(', ')}])`
      return `${written} = ANY (${statement.value(arrayLiteral(operation.values))})`
    case 'simple':
      return `${written} ${OPERATORS[operation.operator]} ${value(operation.value)}`
    case 'quantified':
      return `${written} ${writeQuantified(operation, value)}`
    case 'fts':
      return writeTextSearch(statement, source, field.path.length > 0, field.name, written, operation)
  }
}

function writeQuantified(operation: Operation & { kind: 'quantified' }, write: (text: string) => string): string {
  const { operator, quantifier } = operation
  const isPattern = operator === 'like' || operator === 'ilike'
  // A star is easier to write in an address than a percent sign.
  const value = write(isPattern ? operation.value.replaceAll('*', '%') : operation.value)
  if (quantifier === undefined) return `${OPERATORS[operator]} ${value}`
  return `${OPERATORS[operator]} ${quantifier === 'any' ? 'ANY' : 'ALL'} (${value})`
}

function writeTextSearch(
  statement: Statement,
  source: Source,
  hasPath: boolean,
  name: string,
  written: string,
  operation: Operation & { kind: 'fts' },
): string {
  const config = operation.config === undefined ? '' : `${statement.typed(operation.config, 'regconfig')}, `
  const query = `${TEXT_SEARCH[operation.operator]}(${config}${statement.typed(operation.value, 'text')})`
  const column = source.relation?.columns.get(name)
  const isVector = !hasPath && (column === undefined || column.isTsvector)
  return `${isVector ? written : `to_tsvector(${config}${written})`} @@ ${query}`
}

/** `{"1","two"}`; the one empty value of `in.()` stands for none. */
export function arrayLiteral(values: string[]): string {
  if (values.length === 1 && values[0] === '') return '{}'
  return `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
}
