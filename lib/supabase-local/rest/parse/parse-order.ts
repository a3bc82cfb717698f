import { Cursor } from './cursor.ts'
import { type Field, readField } from './field.ts'

/** `field.desc.nullslast`, or `relation(field).desc` for a column of an embed. */
export type OrderTerm = {
  field: Field
  relation?: string
  direction?: 'asc' | 'desc'
  nulls?: 'first' | 'last'
}

export function parseOrder(text: string): OrderTerm[] {
  const cursor = new Cursor(text, `failed to parse order (${text})`)
  const terms: OrderTerm[] = []
  do terms.push(readTerm(cursor))
  while (cursor.take(','))
  if (!cursor.done) throw cursor.fail('delimiter (.), "," or end of input')
  return terms
}

function readTerm(cursor: Cursor): OrderTerm {
  let field = readField(cursor)
  let relation: string | undefined
  if (field.path.length === 0 && cursor.take('(')) {
    relation = field.name
    field = readField(cursor)
    cursor.expect(')', '")"')
  }
  const direction = cursor.take('.asc') ? 'asc' : cursor.take('.desc') ? 'desc' : undefined
  const nulls = cursor.take('.nullsfirst') ? 'first' : cursor.take('.nullslast') ? 'last' : undefined
  cursor.spaces()
  if (!cursor.done && !cursor.peek(',')) {
    const words = direction === undefined ? '"asc", "desc", "nullsfirst" or "nullslast"' : '"nullsfirst" or "nullslast"'
    throw cursor.fail(nulls === undefined ? words : '"," or end of input')
  }
  return { field, relation, direction, nulls }
}
