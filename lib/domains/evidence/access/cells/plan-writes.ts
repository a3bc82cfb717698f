import type { Role } from '../../../spec/contract.ts'
import { actorId, emailOf, type Actor } from '../actors/actors.ts'
import { ACTOR_OF, type Plan, type PlannedCell, type Planner, type Try } from './cells.ts'
import { columnOf, primaryKey, quoteTable, type Table } from '../catalogue.ts'
import { expectedOf } from '../matrix/expectation.ts'
import { ownersFor, type For, type Slot } from '../fixtures/fixture-builder.ts'
import type { InsertResult, Row } from './insert-row.ts'
import { isOwnable, type Scope } from '../matrix/scope.ts'
import { assign, changes, control, firstPossible, requestSql, updateSql, type Way } from './statements.ts'

/** What somebody does to insert, forge and move a row, and to write past the rows they see. */

type Claims = Record<string, unknown>

/** Whom a row is given to, or named after, when it should not be. */
const victimsOf = (role: Role): Actor[] =>
  role === 'owner' || role === 'service' ? ['other', 'newcomer'] : ['owner', 'newcomer']
const receiversOf = (role: Role): Actor[] =>
  role === 'other' ? ['other', 'newcomer'] : ['other', 'newcomer', 'member']

/** A team row is inserted into the owner's team; the other user's own team would prove nothing. */
function actingFor(scope: Scope, role: Role): For {
  const actor = ACTOR_OF[role] ?? 'owner'
  return { actor, team: scope.team ? 1 : ownersFor(actor).team }
}

const failed = (table: Table, role: Role, made: InsertResult, about: readonly string[] = []): Plan => {
  if ('row' in made) return { problem: 'no row could be made' }
  const { problem, attempted } = made
  return { problem, ...(attempted && { probe: requestSql(table, attempted, role, about) }) }
}

/** Values that the role's insert is about: the parent of the owner's team, the membership of somebody new. */
async function insertedInto({ fixtures }: Planner, scope: Scope, role: Role, claims: Claims): Promise<Row> {
  const { via, team, membership, owner } = scope
  const into: Row = {}
  if (via && team && via.parent.team && (role === 'other' || role === 'former')) {
    const parent = await fixtures.row(via.parent.table, ownersFor('owner'))
    if ('row' in parent) into[via.column] = parent.row[primaryKey(via.parent.table)[0] ?? 'id'] ?? null
  }
  if (membership) {
    // Other users let themselves in; everybody else lets the newcomer in, or is the newcomer where people join by
    // themselves.
    into[membership.membersUser] = actorId(role === 'other' ? 'other' : 'newcomer')
    into[membership.membersTeam] = await fixtures.teamId({ ...scope, team: membership }, ownersFor('owner'))
    if (role === 'owner' && owner) Object.assign(claims, { sub: actorId('newcomer'), email: emailOf('newcomer') })
  }
  return into
}

export async function planInsert(planner: Planner, scope: Scope, role: Role, claims: Claims): Promise<Plan> {
  const { table, owner } = scope
  const { fixtures } = planner
  const whose = actingFor(scope, role)
  const into = await insertedInto(planner, scope, role, claims)
  const made = await fixtures.fresh(table, whose, into)
  const ways: Way[] = 'row' in made ? [{ sql: requestSql(table, made.given, role) }] : []
  if (owner && !scope.membership && !('row' in made)) {
    // Everybody has the one row they may have: the newcomer takes the part.
    const late = await fixtures.fresh(table, { actor: 'newcomer', team: whose.team }, into)
    if ('row' in late) {
      if (role !== 'service' && role !== 'anon')
        Object.assign(claims, { sub: actorId('newcomer'), email: emailOf('newcomer') })
      ways.push({ sql: requestSql(table, late.given, role) })
    }
  }
  if (ways.length === 0) return failed(table, role, made)
  const tries = await firstPossible(planner, claims, ways)
  // Without a session there is no id of one's own: the row that names nobody is the other way in.
  if (role === 'anon' && owner && 'row' in made && columnOf(table, owner)?.notNull === false) {
    const nobody = requestSql(table, { ...made.given, [owner]: null }, role)
    tries.push({ sql: nobody, kind: 'write', ...(await control(planner, nobody, claims)) })
  }
  return tries
}

/** In whose name, and beneath which of their rows, a row is forged. */
function victims(scope: Scope, role: Role): { actor: Actor; slot: Slot }[] {
  if (scope.owner) return victimsOf(role).map((actor) => ({ actor, slot: 'main' }))
  const actor: Actor = role === 'owner' || role === 'service' ? 'other' : 'owner'
  if (scope.via && !scope.team) return (['main', 'leaf'] as const).map((slot) => ({ actor, slot }))
  // Among members of one team naming another member's row is no forgery: another team's is.
  return [{ actor: role === 'other' || role === 'anon' ? 'owner' : 'other', slot: 'main' }]
}

/** What makes the row somebody else's; or why that cannot be said. */
async function forgedValues(
  { fixtures }: Planner,
  scope: Scope,
  role: Role,
  victim: { actor: Actor; slot: Slot },
): Promise<Row | string> {
  const { table, owner, via, teamColumn, membership } = scope
  const fixed: Row = {}
  if (owner) {
    fixed[owner] = await fixtures.present(table, owner, victim.actor)
    if (membership)
      fixed[membership.membersTeam] = await fixtures.teamId({ ...scope, team: membership }, ownersFor('owner'))
  } else if (via) {
    const parent = await fixtures.row(via.parent.table, ownersFor(victim.actor), victim.slot)
    if ('problem' in parent) return parent.problem
    fixed[via.column] = parent.row[primaryKey(via.parent.table)[0] ?? 'id'] ?? null
  } else if (teamColumn)
    fixed[teamColumn] = await fixtures.teamId(scope, {
      actor: 'other',
      team: role === 'other' || role === 'anon' ? 1 : 2,
    })
  if (membership && role === 'anon') fixed[membership.membersUser] = actorId('newcomer')
  return fixed
}

export async function planForged(planner: Planner, scope: Scope, role: Role, claims: Claims): Promise<Plan> {
  const { table } = scope
  let failure: Plan = { problem: 'no row could be made' }
  for (const victim of victims(scope, role)) {
    const fixed = await forgedValues(planner, scope, role, victim)
    if (typeof fixed === 'string') return { problem: fixed }
    const about = Object.keys(fixed)
    const made = await planner.fixtures.fresh(table, actingFor(scope, role), fixed)
    const effect = about.map((name) => assign(table, name, fixed[name] ?? null)).join(' and ')
    if ('row' in made)
      return firstPossible(planner, claims, [{ sql: requestSql(table, made.given, role, about), effect }])
    failure = failed(table, role, made, about)
  }
  return failure
}

/** The assignments that put a row beneath another parent: all columns of the key that points to it. */
function beneath(table: Table, via: NonNullable<Scope['via']>, parent: Row): [string, string | null][] {
  const key = table.foreignKeys.find((one) => one.table === via.parent.table.id && one.columns.includes(via.column))
  if (!key) return [[via.column, parent[primaryKey(via.parent.table)[0] ?? 'id'] ?? null]]
  return key.columns.map((name, i) => [name, parent[key.references[i] ?? ''] ?? null])
}

export async function planMove(
  planner: Planner,
  scope: Scope,
  role: Role,
  claims: Claims,
  rows: readonly Row[],
): Promise<Plan> {
  const { table, owner, via, teamColumn, isTeamTable } = scope
  const { fixtures } = planner
  const groups: Way[][] = []
  const give = (values: [string, string | null][], row: Row): Way => {
    const sets = values.map(([name, value]) => assign(table, name, value))
    return { sql: updateSql(table, sets.join(', '), row), effect: sets.join(' and ') }
  }
  if (owner) {
    await fixtures.present(table, owner, 'other')
    groups.push(receiversOf(role).flatMap((actor) => rows.map((row) => give([[owner, actorId(actor)]], row))))
  }
  if (via) {
    const parent = await fixtures.row(via.parent.table, ownersFor('other'))
    if ('problem' in parent) return { problem: parent.problem }
    groups.push(rows.map((row) => give(beneath(table, via, parent.row), row)))
  }
  if (teamColumn && !isTeamTable && groups.length === 0) {
    const team = await fixtures.teamId(scope, { actor: 'other', team: 2 })
    groups.push(rows.map((row) => give([[teamColumn, team]], row)))
  }
  return (await Promise.all(groups.map((ways) => firstPossible(planner, claims, ways)))).flat()
}

/** Whether actors of this role may read rows of their own, so that what they do not see is not theirs. */
const canRead = (scope: Scope, role: Role): boolean =>
  role === 'anon' ||
  role === 'former' ||
  (['owner', 'member', role] as const).some((one) => expectedOf(scope, one, 'read') === 'allow')

/**
 * The same write without a condition. Where one stands, Postgres also asks the select policies, and they hide a write
 * policy that is open: what must be refused is tried without one too.
 */
export async function planBlind(planner: Planner, cell: PlannedCell, row: Row | undefined): Promise<Try[]> {
  const { scope, role, operation, expected, claims } = cell
  const { table, owner } = scope
  if (expected !== 'deny' || role === 'service' || row === undefined || scope.membership) return []
  const name = quoteTable(table)
  // A column that the role may read, or it could not count what it sees; without one nothing tells its own rows from
  // those of others.
  const beyond = `select count(*) from ${name}`
  if (operation === 'delete' && canRead(scope, role))
    return [{ sql: `delete from ${name}`, kind: 'write', isPossible: false, beyond }]
  if (operation === 'update' && canRead(scope, role)) {
    const [set] = changes(scope, row, role)
    return set === undefined ? [] : [{ sql: `update ${name} set ${set}`, kind: 'write', isPossible: false, beyond }]
  }
  if (operation === 'move' && role === 'owner' && owner && isOwnable(scope)) {
    const set = assign(table, owner, actorId('other'))
    const { isPossible } = await control(planner, updateSql(table, set, row), claims, set)
    if (isPossible) return [{ sql: `update ${name} set ${set}`, kind: 'write', isPossible: false, beyond: 'select 0' }]
  }
  return []
}
