import { Cursor } from './cursor.ts'
import { type Field, readField, readIdentifier, readName } from './field.ts'

export type Aggregate = 'sum' | 'avg' | 'count' | 'max' | 'min'

/** A column, a star, or an aggregate of one. */
export type SelectField = {
  kind: 'field'
  field: Field
  alias?: string
  cast?: string
  aggregate?: Aggregate
  aggregateCast?: string
}

/** `alias:relation!hint!inner(…)`, or `...relation(…)` when `spread`. */
export type SelectEmbed = {
  kind: 'embed'
  relation: string
  alias?: string
  hint?: string
  join?: 'inner' | 'left'
  spread: boolean
  select: SelectItem[]
}

export type SelectItem = SelectField | SelectEmbed

const AGGREGATE = /\.(?:sum|avg|count|max|min)\(\)/y

/** Reads `select`; every name in it is still unchecked text. Time is linear in its length, nesting is bounded. */
export function parseSelect(text: string): SelectItem[] {
  const cursor = new Cursor(text, `failed to parse select parameter (${text})`)
  // What is left behind the last item is ignored, as PostgREST does.
  return readItems(cursor)
}

function readItems(cursor: Cursor): SelectItem[] {
  const items: SelectItem[] = []
  cursor.spaces()
  if (cursor.done || cursor.peek(')')) return items
  do {
    cursor.spaces()
    items.push(readItem(cursor))
    cursor.spaces()
  } while (cursor.take(','))
  return items
}

function readItem(cursor: Cursor): SelectItem {
  if (cursor.take('...')) return readEmbed(cursor, readName(cursor), undefined, true)
  if (cursor.take('*')) return atEnd(cursor, { kind: 'field', field: { name: '*', path: [] } })
  const mark = cursor.mark()
  let alias: string | undefined = readName(cursor)
  if (cursor.peek('::') || !cursor.take(':')) {
    alias = undefined
    cursor.reset(mark)
  }
  if (cursor.take('count()')) return readCount(cursor, alias)
  const nameMark = cursor.mark()
  const name = readName(cursor)
  if (cursor.peek('!') || cursor.peek('(')) return readEmbed(cursor, name, alias, false)
  cursor.reset(nameMark)
  return readColumn(cursor, alias)
}

function readCount(cursor: Cursor, alias: string | undefined): SelectField {
  const aggregateCast = readCast(cursor)
  return atEnd(cursor, { kind: 'field', field: { name: '*', path: [] }, alias, aggregate: 'count', aggregateCast })
}

function readColumn(cursor: Cursor, alias: string | undefined): SelectField {
  const field = readField(cursor)
  const cast = readCast(cursor)
  const call = cursor.match(AGGREGATE)
  if (call === undefined) return atEnd(cursor, { kind: 'field', field, alias, cast })
  const aggregate = call.slice(1, -2) as Aggregate
  return atEnd(cursor, { kind: 'field', field, alias, cast, aggregate, aggregateCast: readCast(cursor) })
}

function readCast(cursor: Cursor): string | undefined {
  return cursor.take('::') ? readIdentifier(cursor) : undefined
}

function atEnd(cursor: Cursor, item: SelectField): SelectField {
  cursor.spaces()
  if (!cursor.done && !cursor.peek(',') && !cursor.peek(')')) {
    throw cursor.fail('letter, digit, "-", "->>", "->", "::", ".", ")", "," or end of input')
  }
  return item
}

function readEmbed(cursor: Cursor, relation: string, alias: string | undefined, spread: boolean): SelectEmbed {
  let hint: string | undefined
  let join: 'inner' | 'left' | undefined
  for (let parameter = 0; parameter < 2 && cursor.take('!'); parameter++) {
    const word = readName(cursor)
    if (word === 'inner' || word === 'left') join ??= word
    else hint ??= word
  }
  cursor.expect('(', '"("')
  const select = cursor.nested(() => readItems(cursor))
  cursor.expect(')', '",", "." or ")"')
  return { kind: 'embed', relation, alias, hint, join, spread, select }
}
