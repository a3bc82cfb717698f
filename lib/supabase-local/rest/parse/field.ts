import type { Cursor } from './cursor.ts'

/** One arrow of a JSON path; `key` is a name or, for an index, its digits. */
export type JsonStep = { arrow: '->' | '->>'; key: string; isIndex: boolean }

/** A column with the JSON path behind it. */
export type Field = { name: string; path: JsonStep[] }

const QUOTED = /"(?:[^"\\]|\\[\s\S])*"/y
const NAME = /[\p{L}\p{N}_ $]+(?:-(?!>)[\p{L}\p{N}_ $]+)*/uy
const JSON_KEY = /[^(\-:.,>)]+(?:-(?!>)[^(\-:.,>)]+)*/y
const JSON_INDEX = /-?\d{1,9}(?=->|::|[.,)]|$)/y
/** Letters, digits, `_`, `$` and spaces: what a type's or a text search configuration's name may consist of. */
const IDENTIFIER = /[\p{L}\p{N}_ $]+/uy

/** `"a name"` with `\"` and `\\` inside, or nothing when no quote stands here. */
export function readQuoted(cursor: Cursor): string | undefined {
  const quoted = cursor.match(QUOTED)
  return quoted?.slice(1, -1).replace(/\\([\s\S])/g, '$1')
}

/** The name of a column, relation or alias. */
export function readName(cursor: Cursor, expecting = 'field name (* or [a..z0..9_$])'): string {
  const name = readQuoted(cursor) ?? cursor.match(NAME)?.trim()
  if (name === undefined || name === '') throw cursor.fail(expecting)
  return name
}

export function readIdentifier(cursor: Cursor): string {
  const name = cursor.match(IDENTIFIER)?.trim()
  if (name === undefined || name === '') throw cursor.fail('letter or digit')
  return name
}

export function readJsonPath(cursor: Cursor): JsonStep[] {
  const steps: JsonStep[] = []
  for (;;) {
    const arrow = cursor.take('->>') ? '->>' : cursor.take('->') ? '->' : undefined
    if (arrow === undefined) return steps
    const index = cursor.match(JSON_INDEX)
    if (index !== undefined) {
      steps.push({ arrow, key: index, isIndex: true })
      continue
    }
    const key = readQuoted(cursor) ?? cursor.match(JSON_KEY)?.trim()
    if (key === undefined) throw cursor.fail('any non reserved character different from: .,>()')
    steps.push({ arrow, key, isIndex: false })
  }
}

export function readField(cursor: Cursor, expecting?: string): Field {
  cursor.spaces()
  const name = readName(cursor, expecting)
  const path = readJsonPath(cursor)
  cursor.spaces()
  return { name, path }
}

/** The name under which a JSON path is answered: its last key that is a name, else the column's. */
export function pathAlias(field: Field): string | undefined {
  if (field.path.length === 0) return undefined
  return field.path.findLast((step) => !step.isIndex)?.key ?? field.name
}
