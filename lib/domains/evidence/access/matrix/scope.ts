import type { AccessRule, Role } from '../../../spec/contract.ts'
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

/**
 * Resolves the rules against the catalogue. A rule that names a table or a column that does not exist, or comes to no
 * owner, is a problem and no scope.
 */
export function resolveScopes(
  rules: readonly AccessRule[],
  catalogue: Catalogue,
  derivedTables: ReadonlySet<string>,
): Scopes {
  return new ScopeResolver(rules, catalogue, derivedTables).all()
}

class ScopeResolver {
  private readonly rules: readonly AccessRule[]
  private readonly catalogue: Catalogue
  private readonly derivedTables: ReadonlySet<string>
  private readonly byTable = new Map<string, Scope>()
  private readonly problems: ScopeProblem[] = []
  private readonly derived: string[] = []
  private readonly ruleOf: ReadonlyMap<string, AccessRule>
  private readonly repeated: ReadonlySet<string>
  /** Tables on the way from the rule that is being resolved: who comes back to one goes in a circle. */
  private readonly open = new Set<string>()

  constructor(rules: readonly AccessRule[], catalogue: Catalogue, derivedTables: ReadonlySet<string>) {
    this.rules = rules
    this.catalogue = catalogue
    this.derivedTables = derivedTables
    const ids = rules.map(({ table }) => tableId(table))
    this.ruleOf = new Map(rules.map((rule) => [tableId(rule.table), rule]))
    this.repeated = new Set(ids.filter((id, i) => ids.indexOf(id) !== i))
  }

  all(): Scopes {
    for (const id of this.ruleOf.keys()) {
      this.open.clear()
      this.resolve(id)
    }
    const { byTable, problems, derived } = this
    return { scopes: [...this.ruleOf.keys()].flatMap((id) => byTable.get(id) ?? []), byTable, problems, derived }
  }

  private resolve(id: string): Scope | null {
    const known = this.byTable.get(id)
    if (known) return known
    const rule = this.ruleOf.get(id)
    const table = this.catalogue.tables.get(id)
    if (!rule || !table || this.open.has(id)) return null
    this.open.add(id)
    const bad = (reason: string): null => {
      this.problems.push({ table: rule.table, reason })
      return null
    }
    const fault = this.repeated.has(id) ? 'it has more than one rule' : missingColumn(rule, table)
    if (fault !== null) return bad(fault)
    const parent = rule.via ? this.resolve(tableId(rule.via.table)) : null
    if (rule.via && !parent)
      return bad(`the matrix does not say who owns "${rule.via.table}", through which it is owned`)
    const owner = this.ownerOf(id, rule, table)
    const team = rule.team ?? parent?.team ?? null
    const teamFault = team && missingInTeam(team, this.catalogue)
    if (teamFault !== null) return bad(teamFault)
    const scope: Scope = {
      table,
      rule,
      owner,
      via: rule.via && parent ? { column: rule.via.column, parent } : null,
      team,
      teamColumn: rule.team?.column ?? null,
      isTeamTable:
        rule.team !== undefined &&
        teamTableOf(rule.team, this.catalogue) === id &&
        rule.team.column === (table.uniques.find((one) => one.isPrimary)?.columns[0] ?? ''),
      membership:
        [rule.team, ...this.rules.map((one) => one.team)].find((one) => one && tableId(one.members) === id) ?? null,
      hasTeamAdmins: team !== null && memberRoles(team, this.catalogue).isNamed,
      isDerived: this.derivedTables.has(id),
      isOwnerAsked: owner === null || policiesAskFor(table, owner),
    }
    this.byTable.set(id, scope)
    return scope
  }

  /** The column that the rule names, or the one that its policies and names speak of when it says nothing at all. */
  private ownerOf(id: string, rule: AccessRule, table: Table): string | null {
    if (rule.owner !== undefined || rule.via || rule.team) return rule.owner ?? null
    const owner = guessOwner(table, this.catalogue)
    if (owner) this.derived.push(`access: ${shortName(id)} belongs to ${owner}`)
    return owner
  }
}

/** Says which column of its own table a rule names in vain; null: none. */
function missingColumn({ owner, team, via }: AccessRule, table: Table): string | null {
  const isMissing = (column: string | null | undefined): boolean =>
    typeof column === 'string' && !columnOf(table, column)
  if (isMissing(owner)) return `its owner column "${owner}" does not exist`
  if (isMissing(team?.column)) return `its team column "${team?.column}" does not exist`
  if (isMissing(via?.column)) return `its column "${via?.column}" (via ${via?.table}) does not exist`
  return null
}

/** Says what of a team's membership table does not exist; null: all of it does. */
function missingInTeam(team: TeamRule, catalogue: Catalogue): string | null {
  const members = catalogue.tables.get(tableId(team.members))
  if (!members) return `its membership table "${team.members}" does not exist`
  const missing = [team.membersUser, team.membersTeam, team.membersRole].find(
    (column) => typeof column === 'string' && !columnOf(members, column),
  )
  return missing === undefined ? null : `"${team.members}" has no column "${missing}"`
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
