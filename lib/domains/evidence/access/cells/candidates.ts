import { samplesOf } from '../../sql/sample-pattern.ts'
import type { Check, Column } from '../catalogue.ts'

/**
 * Values a column might take, as text that Postgres casts to its type; `round` makes the values of the n-th row differ
 * from those of the others where the type allows it.
 */

const DAY = 86_400_000
/** Far enough in the future for "must not be in the past"; fixed, so that reports repeat. */
const BASE = Date.UTC(2035, 0, 5, 9, 0, 0)
const dateOf = (ms: number): string => new Date(ms).toISOString()

const isLater = (name: string): boolean =>
  /(^|_)(end|ends|ended|until|to|due|expires|expiry|finish|finishes|closes|out|checkout|last)(_|$)/.test(name)

/** Constants written in the checks of a column are the best hint at what it wants. */
function constants(checks: readonly Check[], round: number): { texts: string[]; numbers: number[] } {
  const texts: string[] = []
  const numbers: number[] = []
  for (const { expression } of checks) {
    for (const [, found] of expression.matchAll(/'((?:[^']|'')*)'/g)) {
      const text = (found ?? '').replaceAll("''", "'")
      texts.push(text)
      if (/^-?\d+(\.\d+)?$/.test(text)) numbers.push(Number(text))
    }
    for (const [, operator, found] of expression.matchAll(/(~\*?)\)?\s*\(?'((?:[^']|'')*)'/g)) {
      const samples = samplesOf((found ?? '').replaceAll("''", "'"), round)
      texts.unshift(...samples, ...(operator === '~*' ? samples.map((one) => one.toUpperCase()) : []))
    }
    for (const [found] of expression.matchAll(/(?<![\w.'])-?\d+(?:\.\d+)?(?![\w.'])/g)) numbers.push(Number(found))
  }
  return { texts: [...new Set(texts)], numbers: [...new Set(numbers.flatMap((n) => [n, n + 1, n - 1]))] }
}

function textCandidates(name: string, round: number, lengths: readonly number[]): string[] {
  const tail = round === 0 ? '' : `-${round}`
  const shaped = [
    /mail/.test(name) && `person${tail}@example.com`,
    /url|link|image|avatar|website|photo|cover|logo|icon/.test(name) && `https://example.com/${name}${tail}`,
    /phone|mobile/.test(name) && `+1555010${(round % 90) + 10}`,
    /colou?r/.test(name) && '#336699',
    /currency/.test(name) && 'USD',
    /(^|_)(slug|handle|username|key)$/.test(name) && `${name.replace(/[^a-z0-9]/g, '')}${tail}`,
    /country/.test(name) && 'CO',
    /locale|lang/.test(name) && 'en',
  ].filter((one): one is string => typeof one === 'string')
  const sized = lengths.flatMap((n) =>
    n > 0 && n <= 500 ? ['a', String(round % 10), 'A'].map((one) => one.repeat(n)) : [],
  )
  const general = [
    `Example ${name}${tail}`,
    `example${tail}`,
    `Example`,
    `a${round}`,
    `A${round}`,
    'a',
    'USD',
    `${round + 1}`,
    'en',
    '#336699',
    `https://example.com/${round}`,
  ]
  return [
    ...shaped,
    ...general,
    ...sized,
    `person${round}@example.com`,
    '+15550100',
    '2035-01-05',
    '09:00',
    '',
    'a long enough example of a text, with spaces and more than fifty characters in it',
  ]
}

function numberCandidates(round: number): string[] {
  return [String(round + 1), '1', '2', '3', '5', '10', '0', '50', '100', '1000', '2035', '100000', '-1', '-10']
}

/** Candidates in the order they should be tried; the first is right for most columns. */
export function candidatesFor(column: Column, checks: readonly Check[], round: number): string[] {
  const longest = /^(?:character|character varying)\((\d+)\)$/.exec(column.type)?.[1]
  const candidates = valuesFor(column, checks, round)
  if (longest === undefined) return candidates
  // In a short column only what ends in the round still differs from row to row.
  const fitting = candidates.filter((one) => one.length <= Number(longest))
  const varied = [String(round + 1), `a${round}`, `A${round}`].filter((one) => one.length <= Number(longest))
  return [
    ...new Set([
      ...fitting.filter((one) => one.endsWith(String(round))),
      ...(Number(longest) < 8 && checks.length === 0 ? varied : []),
      ...fitting,
      ...varied,
    ]),
  ]
}

function valuesFor(column: Column, checks: readonly Check[], round: number): string[] {
  const { base, name, enumValues } = column
  if (enumValues.length > 0 && base.startsWith('_'))
    return [
      '{}',
      ...[1, 2, 3].map(
        (count) =>
          `{${enumValues
            .slice(0, count)
            .map((one) => JSON.stringify(one))
            .join()}}`,
      ),
    ]
  if (enumValues.length > 0) return enumValues.slice(0, 12)
  const { texts, numbers } = constants(checks, round)
  const typed =
    numericValues(base, numbers.map(String), round) ??
    temporalValues(base, isLater(name), round) ??
    rangeValues(base, isLater(name), round) ??
    otherValues(base, round)
  if (typed !== null) return typed
  if (base.startsWith('_'))
    return ['{}', ...texts.filter((one) => /^[\w-]+$/.test(one)).map((one) => `{${one}}`), '{a}', '{1}', '{a,b}']
  return [...new Set([...texts, ...textCandidates(name, round, numbers)])]
}

/** Moments of the n-th row, a week apart; what ends lies two hours, and as a date two days, after what begins. */
const momentOf = (isEnd: boolean, round: number): number => BASE + round * 7 * DAY + (isEnd ? 2 * 3_600_000 : 0)
const dayOf = (isEnd: boolean, round: number): number => BASE + round * 7 * DAY + (isEnd ? 2 * DAY : 0)

/** Values of a numeric type, those first that the checks speak of; null: the type is none. */
function numericValues(base: string, wanted: readonly string[], round: number): string[] | null {
  switch (base) {
    case 'int2':
    case 'int4':
    case 'int8':
      return [
        ...new Set([...(wanted.length ? [String(round + 1), ...wanted] : []), ...numberCandidates(round)]),
      ].filter((one) => /^-?\d+$/.test(one))
    case 'numeric':
    case 'float4':
    case 'float8':
    case 'money':
      return [...new Set([...numberCandidates(round), ...wanted, '0.5', '4.5'])]
    default:
      return null
  }
}

/** Values of a date, a time or a span of time; null: the type is none. */
function temporalValues(base: string, isEnd: boolean, round: number): string[] | null {
  const apart = [BASE, BASE + 400 * DAY, Date.UTC(2000, 0, 3), Date.UTC(2026, 0, 5)]
  switch (base) {
    case 'date':
      return [dayOf(isEnd, round), ...apart, Date.UTC(1990, 5, 5)].map((ms) => dateOf(ms).slice(0, 10))
    case 'timestamptz':
    case 'timestamp':
      return [momentOf(isEnd, round), ...apart].map(dateOf)
    case 'time':
    case 'timetz':
      return isEnd ? ['17:00', '10:00', '23:00'] : ['09:00', '08:00', '12:00', '00:00']
    case 'interval':
      return ['1 hour', '1 day', '30 minutes', '0']
    default:
      return null
  }
}

/** A range that no other row's overlaps; null: the type is none. */
function rangeValues(base: string, isEnd: boolean, round: number): string[] | null {
  const moment = momentOf(isEnd, round)
  switch (base) {
    case 'tstzrange':
    case 'tsrange':
      return [`[${dateOf(moment)},${dateOf(moment + 3_600_000)})`]
    case 'daterange':
      return [`[${dateOf(moment).slice(0, 10)},${dateOf(moment + 2 * DAY).slice(0, 10)})`]
    case 'int4range':
    case 'int8range':
    case 'numrange':
      return [`[${round * 10 + 1},${round * 10 + 5})`]
    default:
      return null
  }
}

/** Values of the types that have a notation of their own; null: it is written as a text. */
function otherValues(base: string, round: number): string[] | null {
  switch (base) {
    case 'bool':
      return ['true', 'false']
    case 'uuid':
      return [`00000000-0000-4000-a000-${(round + 1).toString(16).padStart(12, '0')}`]
    case 'json':
    case 'jsonb':
      return ['{}', '[]', '{"a": 1}', '["a"]', '"a"', '1', 'null']
    case 'bytea':
      return ['\\x00', '\\x01']
    case 'inet':
    case 'cidr':
      return [`10.0.0.${(round % 250) + 1}`]
    case 'macaddr':
      return ['08:00:2b:01:02:03']
    case 'point':
      return ['(1,1)']
    case 'bit':
    case 'varbit':
      return ['1']
    case 'ltree':
      return [`a.b${round}`]
    case 'hstore':
    case 'tsvector':
      return ['']
    case 'xml':
      return ['<a/>']
    default:
      return null
  }
}
