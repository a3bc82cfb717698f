import { escapeIdentifier } from 'pg'
import { OPERATIONS } from '../../../spec/constants.ts'
import type { Operation, Role } from '../../../spec/contract.ts'
import { claimsOf } from '../actors/actors.ts'
import { ACTOR_OF, loginOf, type Plan, type PlannedCell, type Planner, type Try } from './cells.ts'
import { quoteTable, type Table } from '../catalogue.ts'
import { expectedOf, isTried, readWhereOf } from '../matrix/expectation.ts'
import { ownersFor } from '../fixtures/fixture-builder.ts'
import type { InsertResult, Row } from './insert-row.ts'
import { planBlind, planForged, planInsert, planMove } from './plan-writes.ts'
import { isOwnable, rolesOf, type Scope } from '../matrix/scope.ts'
import { changes, countSql, deleteSql, firstPossible, updateSql } from './statements.ts'

/** What each role will try on the rows of one table. */

const rowsOf = (...results: (InsertResult | null)[]): Row[] =>
  results.flatMap((one) => (one && 'row' in one ? [one.row] : []))

/** A statement that touches no row and is refused all the same where the role has no grant for it. */
function emptyStatement(table: Table, operation: Operation): string {
  const name = quoteTable(table)
  const column = table.columns.find(({ isGenerated, isIdentityAlways }) => !isGenerated && !isIdentityAlways)
  switch (operation) {
    case 'read':
      return `select count(*) from ${name} where false`
    case 'insert':
    case 'insert_forged':
      return `insert into ${name} default values`
    case 'delete':
      return `delete from ${name} where false`
    default: {
      const set = column ? `${escapeIdentifier(column.name)} = ${escapeIdentifier(column.name)}` : 'ctid = ctid'
      return `update ${name} set ${set} where false`
    }
  }
}

/** Without a row to try, whether somebody is refused may still show: see `Try.isProbe`. */
function untested(cell: PlannedCell, problem: string, probe?: string): void {
  Object.assign(cell, { untested: problem })
  if (cell.expected !== 'deny') return
  const sql = probe ?? emptyStatement(cell.scope.table, cell.operation)
  Object.assign(cell, { tries: [{ sql, kind: 'write', isPossible: false, why: problem, isProbe: true } satisfies Try] })
}

/** The roles for which rows are hidden by `readWhere`: those that own none, and whoever has a condition of its own. */
const isHiddenFrom = ({ rule }: Scope, role: Role): boolean =>
  ['anon', 'other', 'former'].includes(role) || rule.readWhereFor?.[role] !== undefined

/** Narrows a read that is allowed to the rows the role's condition is about, and adds those it must not see. */
async function planCondition({ fixtures }: Planner, cell: PlannedCell): Promise<void> {
  const { scope, role, operation, expected } = cell
  const { table, rule } = scope
  const condition = readWhereOf(rule, role)
  if (operation !== 'read' || expected !== 'allow' || condition === undefined || !isHiddenFrom(scope, role)) return
  const isOwn = rule.readWhereFor?.[role] !== undefined
  const hidden = isOwn
    ? await fixtures.rowWhere(table, ownersFor('owner'), condition, false)
    : await fixtures.row(table, ownersFor('owner'), 'hidden')
  if (isOwn) {
    const shown = await fixtures.rowWhere(table, ownersFor('owner'), condition, true)
    if ('problem' in shown) return untested(cell, shown.problem)
    Object.assign(cell, {
      tries: [{ sql: countSql(table, [shown.row]), kind: 'count', isPossible: true, exactly: 1 } satisfies Try],
    })
  }
  if ('problem' in hidden) return untested(cell, hidden.problem)
  Object.assign(cell, { hidden: { sql: countSql(table, [hidden.row]), kind: 'count', isPossible: true, exactly: 0 } })
}

/** All cells of one table, in the order of the report: role by role, operation by operation. */
export async function planTable(planner: Planner, scope: Scope, hasAdmins: boolean): Promise<PlannedCell[]> {
  const { table, rule } = scope
  const { fixtures, spec } = planner
  const main = await fixtures.row(table, ownersFor('owner'), 'main')
  // A second team would have no members.
  const leaf =
    'row' in main && !rule.row && !scope.isTeamTable ? await fixtures.row(table, ownersFor('owner'), 'leaf') : null
  // Before anybody tries anything: a row made later would change what others may still insert.
  if ('row' in main && rule.readWhere) await fixtures.row(table, ownersFor('owner'), 'hidden')
  const rows = rowsOf(leaf, main)
  await fixtures.makeRoom(scope)
  const cells: PlannedCell[] = []
  for (const role of rolesOf(scope, hasAdmins)) {
    for (const operation of OPERATIONS) {
      const expected = expectedOf(scope, role, operation)
      if (expected === null || !isTried(scope, role, operation)) continue
      const login = loginOf(role)
      const claims = { ...claimsOf(spec, ACTOR_OF[role], login) }
      const cell: PlannedCell = { scope, role, operation, expected, login, claims, tries: [] }
      cells.push(cell)
      if (!('row' in main) && operation !== 'insert') {
        untested(cell, main.problem)
        continue
      }
      const planned = await planOperation(planner, cell, rowsOf(main)[0] ?? {}, rows)
      if (!Array.isArray(planned)) untested(cell, planned.problem, planned.probe)
      else cell.tries = [...planned, ...(await planBlind(planner, cell, rows[0]))]
      await planCondition(planner, cell)
    }
  }
  return cells
}

async function planOperation(planner: Planner, cell: PlannedCell, main: Row, rows: readonly Row[]): Promise<Plan> {
  const { scope, role, claims, expected } = cell
  const { table } = scope
  switch (cell.operation) {
    case 'read': {
      const seen = role === 'owner' || role === 'service' ? rows : [main]
      const exactly = expected === 'allow' && { exactly: seen.length }
      return [{ sql: countSql(table, seen), kind: 'count', isPossible: true, ...exactly }]
    }
    case 'insert':
      return planInsert(planner, scope, role, claims)
    case 'insert_forged':
      return planForged(planner, scope, role, claims)
    case 'update': {
      const ways = rows.flatMap((row) => changes(scope, row, role).map((set) => ({ sql: updateSql(table, set, row) })))
      return firstPossible(planner, claims, ways)
    }
    case 'move':
      return isOwnable(scope) ? planMove(planner, scope, role, claims, rows) : []
    case 'delete':
      return firstPossible(
        planner,
        claims,
        rows.map((row) => ({ sql: deleteSql(table, row) })),
      )
  }
}
