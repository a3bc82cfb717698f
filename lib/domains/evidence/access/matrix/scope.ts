import type { AccessRule, DevoraJson, Role } from '../../../spec/contract.ts'
import { columnOf, shortName, tableId, userColumns, type Catalogue, type Table } from '../catalogue.ts'
import { comparedWithCaller, policiesAskFor } from './policy-words.ts'

type TeamRule = NonNullable<AccessRule['team']>

/** To whom the rows of a table belong, with every indirection resolved against the catalogue. */
export type Scope = {
  table: Table
  rule: AccessRule
  /** Column that holds the owner's id; null: none. */
  owner: string | null
  via: { column: string; parent: Scope } | null
  /** The team the rows belong to, directly or through `via`. */
  team: TeamRule | null
  /** The team column of this very table; null when the team comes through `via`. */
  teamColumn: string | null
  /** Rows of this table are the teams themselves. */
  isTeamTable: boolean
  /** Rows of this table are the memberships of some team rule, which is this one. */
  membership: TeamRule | null
  /** Members of the team differ in standing, and some are its admins. */
  hasTeamAdmins: boolean
  /** True when the rule was not written by anybody: only denials are certain. */
  isDerived: boolean
  /** True when the policies ask for the owner column, or for nobody at all. */
  isOwnerAsked: boolean
}

export type ScopeProblem = { table: string; reason: string }

/** What the matrix of one project comes to: scopes in the order of the rules, and rules that cannot be carried out. */
export type Scopes = { scopes: Scope[]; byTable: Map<string, Scope>; problems: ScopeProblem[]; derived: string[] }

/**
 * The owner column of a table whose rule does not name one: the user column that its policies compare with the caller,
 * else the only one, or the one whose name says so.
 */
export function guessOwner(table: Table, catalogue: Catalogue): string | null {
  const guess = guessByName(table, catalogue)
  const compared = comparedWithCaller(table)
  return guess !== null && compared.includes(guess) ? guess : (compared[0] ?? guess)
}

function guessByName(table: Table, catalogue: Catalogue): string | null {
  const users = userColumns(table, catalogue)
  const byName = [
    'user_id',
    'owner_id',
    'author_id',
    'created_by',
    'profile_id',
    'creator_id',
    'customer_id',
    'member_id',
    'account_id',
    'owner',
    'author',
    'user',
  ]
  const named = byName.find((name) => users.includes(name))
  if (named) return named
  if (users[0]) return users[0]
  // Without a foreign key a name alone still tells, when the type fits.
  return (
    byName
      .slice(0, 4)
      .find(
        (name) => columnOf(table, name)?.base === 'uuid' && !table.foreignKeys.some((key) => key.columns[0] === name),
      ) ?? null
  )
}

export function resolveScopes(
  spec: DevoraJson,
  rules: readonly AccessRule[],
  catalogue: Catalogue,
  derivedTables: ReadonlySet<string>,
): Scopes {
  const byTable = new Map<string, Scope>()
  const problems: ScopeProblem[] = []
  const derived: string[] = []
  const ruleOf = new Map(rules.map((rule) => [tableId(rule.table), rule]))
  const open = new Set<string>()
  const repeated = new Set(rules.map(({ table }) => tableId(table)).filter((id, i, all) => all.indexOf(id) !== i))

  const resolve = (id: string): Scope | null => {
    const known = byTable.get(id)
    if (known) return known
    const rule = ruleOf.get(id)
    const table = catalogue.tables.get(id)
    if (!rule || !table || open.has(id)) return null
    open.add(id)
    const bad = (reason: string): null => {
      problems.push({ table: rule.table, reason })
      return null
    }
    const missing = (column: string | null | undefined): boolean =>
      typeof column === 'string' && !columnOf(table, column)
    if (repeated.has(id)) return bad('it has more than one rule')
    if (missing(rule.owner)) return bad(`its owner column "${rule.owner}" does not exist`)
    if (missing(rule.team?.column)) return bad(`its team column "${rule.team?.column}" does not exist`)
    if (missing(rule.via?.column))
      return bad(`its column "${rule.via?.column}" (via ${rule.via?.table}) does not exist`)
    const parent = rule.via ? resolve(tableId(rule.via.table)) : null
    if (rule.via && !parent)
      return bad(`the matrix does not say who owns "${rule.via.table}", through which it is owned`)
    let owner = rule.owner ?? null
    if (rule.owner === undefined && !rule.via && !rule.team) {
      owner = guessOwner(table, catalogue)
      if (owner) derived.push(`access: ${shortName(id)} belongs to ${owner}`)
    }
    const team = rule.team ?? parent?.team ?? null
    const members = team ? catalogue.tables.get(tableId(team.members)) : undefined
    if (team && !members) return bad(`its membership table "${team.members}" does not exist`)
    for (const column of team && members ? [team.membersUser, team.membersTeam, team.membersRole] : [])
      if (typeof column === 'string' && members && !columnOf(members, column))
        return bad(`"${team?.members}" has no column "${column}"`)
    const scope: Scope = {
      table,
      rule,
      owner,
      via: rule.via && parent ? { column: rule.via.column, parent } : null,
      team,
      teamColumn: rule.team?.column ?? null,
      isTeamTable:
        rule.team !== undefined &&
        teamTableOf(rule.team, catalogue) === id &&
        rule.team.column === (table.uniques.find((one) => one.isPrimary)?.columns[0] ?? ''),
      membership:
        [rule.team, ...rules.map((one) => one.team)].find((one) => one && tableId(one.members) === id) ?? null,
      hasTeamAdmins: team !== null && memberRoles(team, catalogue).isNamed,
      isDerived: derivedTables.has(id),
      isOwnerAsked: owner === null || policiesAskFor(table, owner),
    }
    byTable.set(id, scope)
    return scope
  }
  for (const id of ruleOf.keys()) {
    open.clear()
    resolve(id)
  }
  return { scopes: [...ruleOf.keys()].flatMap((id) => byTable.get(id) ?? []), byTable, problems, derived }
}

/** The table whose rows are the teams: where the membership's team column points; null when it points nowhere. */
export function teamTableOf(team: TeamRule, catalogue: Catalogue): string | null {
  const members = catalogue.tables.get(tableId(team.members))
  return (
    members?.foreignKeys.find((key) => key.columns.length === 1 && key.columns[0] === team.membersTeam)?.table ?? null
  )
}

/**
 * The roles that make somebody an admin of a team. `isNamed`: the rule or the values of the role column say that there
 * are any; a team whose members have no roles has members alone.
 */
export function memberRoles(team: TeamRule, catalogue: Catalogue): { admins: readonly string[]; isNamed: boolean } {
  const members = catalogue.tables.get(tableId(team.members))
  const role = members && team.membersRole ? columnOf(members, team.membersRole) : undefined
  if (!members || !role) return { admins: [], isNamed: false }
  if (team.adminRoles !== undefined) return { admins: team.adminRoles, isNamed: team.adminRoles.length > 0 }
  const checks = members.checks.filter(({ columns }) => columns.includes(role.name))
  if (role.enumValues.length === 0 && checks.length === 0) return { admins: ['admin'], isNamed: false }
  const hasAdmin = role.enumValues.includes('admin') || checks.some(({ expression }) => expression.includes("'admin'"))
  return { admins: hasAdmin ? ['admin'] : [], isNamed: hasAdmin }
}

/**
 * Scopes in the order in which they are planned: a table after everything that points to it, because a write that was
 * possible while a row had no children is not when it has.
 */
export function childrenFirst(scopes: readonly Scope[]): Scope[] {
  const ordered = new Set<Scope>()
  const visiting = new Set<Scope>()
  const visit = (scope: Scope): void => {
    if (ordered.has(scope) || visiting.has(scope)) return
    visiting.add(scope)
    for (const other of scopes) if (other.table.foreignKeys.some((key) => key.table === scope.table.id)) visit(other)
    ordered.add(scope)
  }
  for (const scope of scopes) visit(scope)
  return [...ordered]
}

/** True when somebody owns a row: only then can one be forged or moved. */
export const isOwnable = (scope: Scope): boolean =>
  scope.owner !== null || scope.via !== null || scope.teamColumn !== null

/**
 * The roles that have a row in the matrix of this table. `service` and people of no team appear only where the rule
 * speaks of them.
 */
export function rolesOf(scope: Scope, hasAdmins: boolean): Role[] {
  const { allow } = scope.rule
  const roles: Role[] = ['anon', 'other']
  // Rows of a team without an owner column have no owner; there `owner` only exists where the rule speaks of one.
  if (scope.owner !== null || (scope.via && !scope.team) || allow.owner || scope.rule.row) roles.splice(1, 0, 'owner')
  if (scope.team || allow.member) roles.push('member')
  if (allow.admin || (scope.team ? scope.hasTeamAdmins : hasAdmins)) roles.push('admin')
  if (scope.team || allow.former) roles.push('former')
  if (allow.service) roles.push('service')
  return roles
}
