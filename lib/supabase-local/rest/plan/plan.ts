import type { Slice } from '../parse/parse-query.ts'
import type { RestRequest } from '../rest-request.ts'
import type { Relation, Routine } from '../schema/model.ts'
import { Statement } from '../write/sql.ts'
import { type Answer, totalOf, writeExplain } from '../write/write-answer.ts'
import type { RootRows } from '../write/write-from.ts'
import { writeMatches } from '../write/write-read.ts'
import type { ReadNode } from './read-tree.ts'

/** One request as SQL: a statement that answers all, and perhaps a second one that asks the planner. */
export type Plan = {
  sql: string
  statement: Statement
  /** Asked for the planner's guess; when `aboveTotal` is given, only if that many or more were counted. */
  explain?: { sql: string; statement: Statement; aboveTotal?: number }
  isReadOnly: boolean
  /** Refuses what was done; the transaction is undone then. */
  check: (answer: Answer) => void
  slice: Slice
  relation?: Relation
  routine?: Routine
}

/** How the number of all rows is found, when it was asked for. */
export function planTotal(
  read: RestRequest,
  tree: ReadNode,
  statement: Statement,
  rows: RootRows,
  maxRows: number,
): { total?: string; explain?: Plan['explain'] } {
  const { count } = read.preferences
  if (count === undefined) return {}
  if (count === 'exact' || rows === 'pgrst_source') {
    return { total: totalOf(writeMatches(statement, tree, rows), tree.slice) }
  }
  const guess = new Statement()
  const explain = { sql: writeExplain(writeMatches(guess, tree, rows)), statement: guess }
  if (count === 'planned') return { explain }
  const total = totalOf(writeMatches(statement, tree, rows), tree.slice, maxRows)
  return { total, explain: { ...explain, aboveTotal: maxRows } }
}
