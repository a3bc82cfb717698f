import type { DevoraJson, Operation, Role } from '../../spec/contract.ts'
import type { GuardedSession } from '../scratch/database.ts'
import { OPERATIONS } from '../../spec/contract.ts'
import { columnOf, primaryKey, quoteName, quoteTable, type Column, type Table } from './catalogue.ts'
import { expectedOf, isTried } from './expectation.ts'
import { claimsSql, insertSql, literal, pickRow, type InsertResult, type Row } from './insert-row.ts'
import { claimsOf, emailOf, personId, type Person } from './people.ts'
import { isOwnable, rolesOf, type Scope } from './scope.ts'
import { ownersFor, type World } from './world.ts'

export type Login = 'anon' | 'authenticated' | 'service_role'

/** One statement that somebody tries. */
export type Try = {
  sql: string
  /** `count`: a select of one number; `write`: the number of rows it touched. */
  kind: 'count' | 'write'
  /** The owner of the database could do it: whatever refuses it to somebody else refuses the person, not the row. */
  isPossible: boolean
  /** For `count`: what must be seen; absent: at least one. */
  exactly?: number
  why?: string
  /**
   * A write without a condition, which no select policy narrows: it counts only for the rows beyond those that this
   * query counts.
   */
  beyond?: string
}
export type PlannedCell = {
  scope: Scope
  role: Role
  operation: Operation
  expected: 'allow' | 'deny'
  login: Login
  claims: Record<string, unknown>
  /** Every one must be refused where `deny` is expected; where `allow` is, the first must pass. */
  tries: Try[]
  /** Rows that must stay hidden although the table may be read. */
  hidden?: Try
  /** Why it cannot be tried. */
  untested?: string
}

const PERSON: Record<Role, Person | null> = {
  anon: null,
  owner: 'owner',
  other: 'other',
  member: 'member',
  admin: 'admin',
  former: 'former',
  service: null,
}
export const loginOf = (role: Role): Login =>
  role === 'anon' ? 'anon' : role === 'service' ? 'service_role' : 'authenticated'

type Planner = {
  session: GuardedSession
  spec: DevoraJson
  world: World
  controls: Map<string, Promise<{ isPossible: boolean; why?: string }>>
}

/**
 * Tries a write as the owner of the database and takes it back. `effect` must hold of the written row, where it can be
 * looked at.
 */
function control(
  { session, controls }: Planner,
  sql: string,
  claims: Record<string, unknown>,
  effect?: string,
): Promise<{ isPossible: boolean; why?: string }> {
  const script = `begin; ${claimsSql(claims)}; ${sql}${effect ? ` returning (${effect})` : ''}; rollback`
  const known = controls.get(script)
  if (known) return known
  const done = session.run(script).then(async ({ results, error }) => {
    if (error) await session.run('rollback')
    const write = results.find(({ command }) => ['INSERT', 'UPDATE', 'DELETE'].includes(command))
    if (error) return { isPossible: false, why: `${error.message} [${error.code}]` }
    if (!write || write.rowCount < 1) return { isPossible: false, why: 'a trigger swallows the row' }
    if (effect && write.rows[0]?.[0] !== 't') return { isPossible: false, why: 'overridden' }
    return { isPossible: true }
  })
  controls.set(script, done)
  return done
}

/** The first of several equal ways that is possible at all, else the first. */
async function firstPossible(
  planner: Planner,
  claims: Record<string, unknown>,
  ways: { sql: string; effect?: string }[],
): Promise<Try[]> {
  let first: Try | null = null
  for (const { sql, effect } of ways) {
    const { isPossible, why } = await control(planner, sql, claims, effect)
    const one: Try = { sql, kind: 'write', isPossible, ...(why !== undefined && { why }) }
    if (isPossible) return [one]
    first ??= one
  }
  return first ? [first] : []
}

const rowsOf = (...results: (InsertResult | null)[]): Row[] =>
  results.flatMap((one) => (one && 'row' in one ? [one.row] : []))

/** Assignments that change an ordinary column, the least special first. */
function changes({ table, owner, via, teamColumn, rule }: Scope, row: Row): string[] {
  const special = new Set([
    ...primaryKey(table),
    owner,
    via?.column,
    teamColumn,
    'created_at',
    'updated_at',
    ...table.foreignKeys.flatMap(({ columns }) => columns),
  ])
  // A change of what decides who may see the row would test another cell.
  const decides = (name: string): boolean =>
    new RegExp(`\\b${name}\\b`).test(`${rule.readWhere ?? ''} ${rule.row ?? ''}`)
  const unique = new Set(table.uniques.flatMap(({ columns }) => columns))
  const checked = new Set(table.checks.flatMap(({ columns }) => columns))
  const grants = ['authenticated', 'PUBLIC']
    .flatMap((role) => table.columnGrants[role] ?? [])
    .filter((one) => one.startsWith('UPDATE:'))
  const isWhole = ['authenticated', 'PUBLIC'].some((role) => table.grants[role]?.includes('UPDATE'))
  const granted = (name: string): boolean => isWhole || grants.length === 0 || grants.includes(`UPDATE:${name}`)
  const usable = table.columns.filter(
    (column) => !column.isGenerated && !column.isIdentityAlways && granted(column.name),
  )
  const rank = (name: string, base: string): number =>
    (special.has(name) ? 50 : 0) +
    (unique.has(name) ? 20 : 0) +
    (checked.has(name) ? 5 : 0) +
    (decides(name) ? 10 : 0) +
    (['text', 'varchar', 'citext'].includes(base) ? 0 : base === 'bool' ? 1 : 2)
  const ordered = [...usable].sort((a, b) => rank(a.name, a.base) - rank(b.name, b.base))
  const set = (name: string, value: string | null): string =>
    `${quoteName(name)} = ${literal(columnOf(table, name), value)}`
  const changed = ordered.filter(
    ({ name, base }) =>
      !special.has(name) &&
      !unique.has(name) &&
      !checked.has(name) &&
      !decides(name) &&
      ['text', 'varchar', 'citext', 'bool'].includes(base),
  )
  return [
    ...changed
      .slice(0, 2)
      .map(({ name, base }) => set(name, base === 'bool' ? (row[name] === 't' ? 'false' : 'true') : 'Changed')),
    ...ordered.slice(0, 4).map(({ name }) => set(name, row[name] ?? null)),
  ]
}

/**
 * An insert as a request would send it: without keys that Postgres makes, and of the columns only those its author was
 * granted.
 */
function requestSql(table: Table, given: Row, role?: Role): string {
  const login = role && loginOf(role)
  const columns = ['PUBLIC', login ?? '']
    .flatMap((one) => table.columnGrants[one] ?? [])
    .filter((one) => one.startsWith('INSERT:'))
  const isWhole = ['PUBLIC', login ?? ''].some((one) => table.grants[one]?.includes('INSERT'))
  const isSent = ({ name, base, defaultExpression }: Column): boolean =>
    !(base === 'uuid' && /gen_random_uuid|uuid_generate/.test(defaultExpression ?? '')) &&
    (isWhole || columns.length === 0 || columns.includes(`INSERT:${name}`))
  return insertSql(
    table,
    Object.fromEntries(
      table.columns
        .filter((column) => given[column.name] !== undefined && isSent(column))
        .map(({ name }) => [name, given[name] ?? null]),
    ),
  )
}

/** Whom a row is given to, or named after, when it should not be. */
const victimsOf = (role: Role): Person[] =>
  role === 'owner' || role === 'service' ? ['other', 'newcomer'] : ['owner', 'newcomer']
const receiversOf = (role: Role): Person[] =>
  role === 'other' ? ['other', 'newcomer'] : ['other', 'newcomer', 'member']

async function planInsert(
  planner: Planner,
  scope: Scope,
  role: Role,
  claims: Record<string, unknown>,
): Promise<Try[] | string> {
  const { table, owner } = scope
  const { world } = planner
  const acting = PERSON[role] ?? 'owner'
  // A team row is inserted into the owner's team; the stranger's own team would prove nothing.
  const whose = { person: acting, team: scope.team ? (1 as const) : ownersFor(acting).team }
  const parent =
    scope.via && scope.team && scope.via.parent.team && (role === 'other' || role === 'former')
      ? await world.row(scope.via.parent.table, ownersFor('owner'))
      : null
  const into: Row =
    parent && 'row' in parent && scope.via
      ? { [scope.via.column]: parent.row[primaryKey(scope.via.parent.table)[0] ?? 'id'] ?? null }
      : {}
  if (scope.membership) {
    // Strangers let themselves in; everybody else lets the newcomer in, or is the newcomer where people join by
    // themselves.
    into[scope.membership.membersUser] = personId(role === 'other' ? 'other' : 'newcomer')
    into[scope.membership.membersTeam] = await world.teamId({ ...scope, team: scope.membership }, ownersFor('owner'))
    if (role === 'owner' && owner) Object.assign(claims, { sub: personId('newcomer'), email: emailOf('newcomer') })
  }
  const made = await world.fresh(table, whose, into)
  const ways: { sql: string }[] = 'given' in made ? [{ sql: requestSql(table, made.given, role) }] : []
  if (owner && !scope.membership && !('given' in made)) {
    // Everybody has the one row they may have: the newcomer takes the part.
    const late = await world.fresh(table, { person: 'newcomer', team: whose.team }, into)
    if ('given' in late) {
      if (role !== 'service' && role !== 'anon')
        Object.assign(claims, { sub: personId('newcomer'), email: emailOf('newcomer') })
      ways.push({ sql: requestSql(table, late.given, role) })
    }
  }
  if (ways.length === 0) return 'problem' in made ? made.problem : 'no row could be made'
  const tries = await firstPossible(planner, claims, ways)
  // Without a session there is no id of one's own: the row that names nobody is the other way in.
  if (role === 'anon' && owner && 'given' in made && columnOf(table, owner)?.notNull === false) {
    const nobody = requestSql(table, { ...made.given, [owner]: null })
    tries.push({ sql: nobody, kind: 'write', ...(await control(planner, nobody, claims)) })
  }
  return tries
}

async function planForged(
  planner: Planner,
  scope: Scope,
  role: Role,
  claims: Record<string, unknown>,
): Promise<Try[] | string> {
  const { table, owner, via, teamColumn } = scope
  const { world } = planner
  const acting = PERSON[role] ?? 'owner'
  const whose = { person: acting, team: scope.team ? (1 as const) : ownersFor(acting).team }
  const ways: { sql: string; effect?: string }[] = []
  let problem = 'no row could be made'
  const isStranger = role === 'other' || role === 'anon'
  // Among members of one team naming another member's row is no forgery: another team's is.
  const victims: readonly Person[] = owner || (via && !scope.team) ? victimsOf(role) : [isStranger ? 'owner' : 'other']
  for (const victim of victims) {
    const fixed: Row = {}
    if (owner) {
      fixed[owner] = await world.present(table, owner, victim)
      if (scope.membership)
        fixed[scope.membership.membersTeam] = await world.teamId(
          { ...scope, team: scope.membership },
          ownersFor('owner'),
        )
    } else if (via) {
      const parent = await world.row(via.parent.table, ownersFor(victim === 'newcomer' ? 'other' : victim))
      if ('problem' in parent) return parent.problem
      fixed[via.column] = parent.row[primaryKey(via.parent.table)[0] ?? 'id'] ?? null
    } else if (teamColumn)
      fixed[teamColumn] = await world.teamId(scope, {
        person: 'other',
        team: role === 'other' || role === 'anon' ? 1 : 2,
      })
    if (scope.membership && role === 'anon') fixed[scope.membership.membersUser] = personId('newcomer')
    const made = await world.fresh(table, whose, fixed)
    const effect = Object.entries(fixed)
      .map(([name, value]) => `${quoteName(name)} = ${literal(columnOf(table, name), value)}`)
      .join(' and ')
    if ('given' in made) ways.push({ sql: requestSql(table, made.given), effect })
    else problem = made.problem
    if (ways.length > 0) break
  }
  return ways.length > 0 ? firstPossible(planner, claims, ways) : problem
}

async function planMove(
  planner: Planner,
  scope: Scope,
  role: Role,
  claims: Record<string, unknown>,
  rows: Row[],
): Promise<Try[] | string> {
  const { table, owner, via, teamColumn, isTeamTable } = scope
  const { world } = planner
  const groups: { sql: string; effect: string }[][] = []
  const give = (column: string, value: string | null, row: Row): { sql: string; effect: string } => {
    const set = `${quoteName(column)} = ${literal(columnOf(table, column), value)}`
    return { sql: `update ${quoteTable(table)} set ${set} where ${pickRow(table, row)}`, effect: set }
  }
  if (owner) {
    await world.present(table, owner, 'other')
    groups.push(receiversOf(role).flatMap((person) => rows.map((row) => give(owner, personId(person), row))))
  }
  if (via) {
    const parent = await world.row(via.parent.table, ownersFor('other'))
    if ('problem' in parent) return parent.problem
    groups.push(rows.map((row) => give(via.column, parent.row[primaryKey(via.parent.table)[0] ?? 'id'] ?? null, row)))
  }
  if (teamColumn && !isTeamTable && groups.length === 0) {
    const team = await world.teamId(scope, { person: 'other', team: 2 })
    groups.push(rows.map((row) => give(teamColumn, team, row)))
  }
  return (await Promise.all(groups.map((ways) => firstPossible(planner, claims, ways)))).flat()
}

/**
 * The same write without a condition. Where one stands, Postgres also asks the select policies, and they hide a write
 * policy that is open: what must be refused is tried without one too.
 */
async function planBlind(planner: Planner, cell: PlannedCell, rows: Row[]): Promise<Try[]> {
  const { scope, role, operation, expected, claims } = cell
  const { table, owner } = scope
  const row = rows[0]
  if (expected !== 'deny' || role === 'service' || row === undefined || scope.membership) return []
  const name = quoteTable(table)
  // A column that the role may read, or it could not count what it sees; without one nothing tells its own rows from
  // those of others.
  const beyond = `select count(*) from ${name}`
  if (operation === 'delete' && canRead(scope, role))
    return [{ sql: `delete from ${name}`, kind: 'write', isPossible: false, beyond }]
  if (operation === 'update' && canRead(scope, role)) {
    const [set] = changes(scope, row)
    return set === undefined ? [] : [{ sql: `update ${name} set ${set}`, kind: 'write', isPossible: false, beyond }]
  }
  if (operation === 'move' && role === 'owner' && owner && isOwnable(scope)) {
    const set = `${quoteName(owner)} = ${literal(columnOf(table, owner), personId('other'))}`
    const { isPossible, why } = await control(
      planner,
      `update ${name} set ${set} where ${pickRow(table, row)}`,
      claims,
      set,
    )
    if (isPossible || why === 'overridden')
      return isPossible
        ? [{ sql: `update ${name} set ${set}`, kind: 'write', isPossible: false, beyond: 'select 0' }]
        : []
  }
  return []
}

/** Whether people of this role may read rows of their own, so that what they do not see is not theirs. */
const canRead = (scope: Scope, role: Role): boolean =>
  role === 'anon' ||
  role === 'former' ||
  ['owner', 'member', role].some((one) => expectedOf(scope, one as Role, 'read') === 'allow')

/** All cells of one table, in the order of the report: role by role, operation by operation. */
export async function planTable(planner: Planner, scope: Scope, hasAdmins: boolean): Promise<PlannedCell[]> {
  const { table, rule } = scope
  const { world, spec } = planner
  const main = await world.row(table, ownersFor('owner'), 'main')
  // A second team would have no members.
  const leaf =
    'row' in main && !rule.row && !scope.isTeamTable ? await world.row(table, ownersFor('owner'), 'leaf') : null
  const hidden = 'row' in main && rule.readWhere ? await world.row(table, ownersFor('owner'), 'hidden') : null
  const rows = rowsOf(leaf, main)
  await world.makeRoom(scope)
  const cells: PlannedCell[] = []
  for (const role of rolesOf(scope, hasAdmins)) {
    for (const operation of OPERATIONS) {
      const expected = expectedOf(scope, role, operation)
      if (expected === null || !isTried(scope, role, operation)) continue
      const login = loginOf(role)
      const claims = { ...claimsOf(spec, PERSON[role], login) }
      const cell: PlannedCell = { scope, role, operation, expected, login, claims, tries: [] }
      cells.push(cell)
      if (!('row' in main) && operation !== 'insert') {
        cell.untested = main.problem
        continue
      }
      const planned = await planOperation(planner, cell, rowsOf(main)[0] ?? {}, rows)
      if (typeof planned === 'string') cell.untested = planned
      else cell.tries = [...planned, ...(await planBlind(planner, cell, rows))]
      if (operation === 'read' && expected === 'allow' && hidden && ['anon', 'other', 'former'].includes(role)) {
        if ('row' in hidden)
          cell.hidden = { sql: countOf(table, [hidden.row]), kind: 'count', isPossible: true, exactly: 0 }
        else cell.untested = hidden.problem
      }
    }
  }
  return cells
}

const countOf = (table: Table, rows: Row[]): string =>
  `select count(*) from ${quoteTable(table)} where ${rows.map((row) => pickRow(table, row)).join(' or ')}`

async function planOperation(planner: Planner, cell: PlannedCell, main: Row, rows: Row[]): Promise<Try[] | string> {
  const { scope, role, claims } = cell
  const { table } = scope
  switch (cell.operation) {
    case 'read': {
      const seen = role === 'owner' || role === 'service' ? rows : [main]
      return [
        {
          sql: countOf(table, seen),
          kind: 'count',
          isPossible: true,
          ...(cell.expected === 'allow' && { exactly: seen.length }),
        },
      ]
    }
    case 'insert':
      return planInsert(planner, scope, role, claims)
    case 'insert_forged':
      return planForged(planner, scope, role, claims)
    case 'update':
      return firstPossible(
        planner,
        claims,
        rows.flatMap((row) =>
          changes(scope, row).map((set) => ({
            sql: `update ${quoteTable(table)} set ${set} where ${pickRow(table, row)}`,
          })),
        ),
      )
    case 'move':
      return isOwnable(scope) ? planMove(planner, scope, role, claims, rows) : []
    case 'delete':
      return firstPossible(
        planner,
        claims,
        rows.map((row) => ({ sql: `delete from ${quoteTable(table)} where ${pickRow(table, row)}` })),
      )
  }
}
