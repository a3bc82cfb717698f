import { escapeIdentifier, escapeLiteral } from 'pg'
import type { AccessRule, DevoraJson, Role } from '../../../spec/contract.ts'
import type { GuardedSession, ScratchDatabase } from '../../scratch/database.ts'
import { columnOf, quoteTable, tableId, type Catalogue, type Column, type Table, type View } from '../catalogue.ts'
import { expectedOf, readWhereOf } from '../matrix/expectation.ts'
import { claimsSql } from '../cells/insert-row.ts'
import { claimsOf, actorId, withActors, type Actor } from '../actors/actors.ts'
import { loginOf, type PlannedCell } from '../cells/cells.ts'
import { memberRoles, rolesOf, type Scope } from '../matrix/scope.ts'

/**
 * Views are executed like tables. One that the matrix names is read by each person of it. One that it does not name
 * shows nobody a row that the tables beneath do not show them, which is tried by asking both as the same person.
 */

/**
 * What came out of reading an undeclared view as somebody. `rows`: how many more it shows than its own query does under
 * their rights.
 */
export type ViewLeak = { view: View; who: 'anon' | 'other'; rows: number; statement: string }

/** A view in the shape of a table without any policy, so that its cells are cells like all others. */
const asTable = (view: View): Table => ({
  id: view.id,
  schema: view.schema,
  name: view.name,
  rls: false,
  columns: view.columns.map((column): Column => ({
    ...column,
    enumValues: [],
    notNull: false,
    defaultExpression: null,
    isGenerated: false,
    isIdentityAlways: false,
  })),
  uniques: [],
  foreignKeys: [],
  checks: [],
  policies: [],
  grants: view.grants,
  columnGrants: {},
  hasTriggers: false,
})

const ruleOf = (view: View, rules: readonly AccessRule[]): AccessRule | undefined =>
  rules.find(({ table }) => tableId(table) === view.id)
export const isDeclared = (view: View, rules: readonly AccessRule[]): boolean => ruleOf(view, rules) !== undefined

const PERSON: Record<string, Actor | null> = { anon: null, service: null }
const personOf = (role: string): Actor | null => (role in PERSON ? (PERSON[role] ?? null) : (role as Actor))

/** Which rows of the view belong to the owner or the owner's team; null: all of them, as nobody is said to own one. */
async function ownedRows(session: GuardedSession, table: Table, rule: AccessRule): Promise<string | null> {
  const { owner, team } = rule
  if (typeof owner === 'string' && columnOf(table, owner))
    return `${escapeIdentifier(owner)}::text = ${escapeLiteral(actorId('owner')).trim()}`
  if (!team || !columnOf(table, team.column)) return null
  const [schema = '', name = ''] = tableId(team.members).split('.')
  const { results } = await session.run(
    `select ${escapeIdentifier(team.membersTeam)}::text from ${quoteTable({ schema, name })} where ${escapeIdentifier(team.membersUser)}::text = ${escapeLiteral(actorId('owner'))}`,
  )
  const ids = (results[0]?.rows ?? []).flatMap(([id]) => (id ? [escapeLiteral(id).trim()] : []))
  return ids.length === 0 ? 'false' : `${escapeIdentifier(team.column)}::text in (${ids.join(', ')})`
}

/** A view that the matrix names belongs to whom the rule says, without any way through other tables. */
function scopeOf(view: View, rule: AccessRule, catalogue: Catalogue): Scope {
  return {
    table: asTable(view),
    rule,
    owner: rule.owner ?? null,
    via: null,
    team: rule.team ?? null,
    teamColumn: rule.team?.column ?? null,
    isTeamTable: false,
    membership: null,
    hasTeamAdmins: rule.team !== undefined && memberRoles(rule.team, catalogue).isNamed,
    isDerived: false,
    isOwnerAsked: true,
  }
}

function countSql(view: View, conditions: readonly (string | null)[]): string {
  const all = conditions.flatMap((one) => (one === null ? [] : [`(${one})`]))
  return `select count(*) from ${quoteTable(view)}${all.length > 0 ? ` where ${all.join(' and ')}` : ''}`
}

/** The cell in which one role reads a view; null when the matrix says nothing of it, or there is no row to be read. */
async function planCell(
  session: GuardedSession,
  spec: DevoraJson,
  view: View,
  scope: Scope,
  role: Role,
  owned: string | null,
): Promise<PlannedCell | null> {
  const expected = expectedOf(scope, role, 'read')
  const condition = readWhereOf(scope.rule, role)
  const shown = condition ? withActors(condition) : null
  if (expected === null) return null
  const login = loginOf(role)
  const claims = { ...claimsOf(spec, personOf(role), login) }
  const sql = countSql(view, [owned, role === 'owner' || role === 'service' ? null : shown])
  // The owner of the database sees the rows, so whoever sees none was kept from them.
  const asWhom = expected === 'allow' ? claims : claimsOf(spec, 'owner', 'authenticated')
  const { results, error } = await session.run(`begin; ${claimsSql(asWhom)}; ${sql}; rollback`)
  if (error) await session.run('rollback')
  if (error || Number(results[2]?.rows[0]?.[0] ?? 0) === 0) return null
  const hidden =
    shown && expected === 'allow' && ['anon', 'other', 'former'].includes(role)
      ? countSql(view, [owned, `not (${shown})`])
      : null
  return {
    scope,
    role,
    operation: 'read',
    expected,
    login,
    claims,
    tries: [{ sql, kind: 'count', isPossible: true }],
    ...(hidden !== null && { hidden: { sql: hidden, kind: 'count', isPossible: true, exactly: 0 } }),
  }
}

/**
 * Brings materialized views up to the rows that were just made, and answers the read cells of the views in the matrix.
 */
export async function planViews(
  session: GuardedSession,
  spec: DevoraJson,
  catalogue: Catalogue,
  rules: readonly AccessRule[],
  hasAdmins: boolean,
): Promise<PlannedCell[]> {
  for (const view of catalogue.views)
    if (view.isMaterialized) await session.run(`refresh materialized view ${quoteTable(view)}`)
  const cells: PlannedCell[] = []
  for (const view of catalogue.views) {
    const rule = ruleOf(view, rules)
    if (!rule) continue
    const scope = scopeOf(view, rule, catalogue)
    const owned = await ownedRows(session, scope.table, rule)
    for (const role of rolesOf(scope, hasAdmins)) {
      const cell = await planCell(session, spec, view, scope, role, owned)
      if (cell !== null) cells.push(cell)
    }
  }
  return cells
}

const READ_MS = 3_000

/**
 * Reads every undeclared view that requests may read, as a visitor and as another user. A view that could not be
 * compared is not in the answer.
 */
export async function findViewLeaks(
  database: ScratchDatabase,
  spec: DevoraJson,
  catalogue: Catalogue,
  rules: readonly AccessRule[],
): Promise<ViewLeak[]> {
  const leaks: ViewLeak[] = []
  for (const who of ['other', 'anon'] as const) {
    const login = who === 'anon' ? 'anon' : 'authenticated'
    const views = catalogue.views.filter(
      (view) =>
        !isDeclared(view, rules) &&
        (view.isMaterialized || !view.isInvoker) &&
        catalogue.usage[view.schema]?.includes(login) === true &&
        [login, 'PUBLIC'].some((role) => view.grants[role]?.includes('SELECT')),
    )
    if (views.length === 0) continue
    const session = await database.openAs(login)
    try {
      const claims = claimsSql(claimsOf(spec, who === 'anon' ? null : 'other', login))
      const ask = async (sql: string): Promise<number | 'refused' | 'unknown'> => {
        const { results, error } = await session.run(`rollback; begin; ${claims}; ${sql}; rollback`, { ms: READ_MS })
        if (error) return error.code === '42501' ? 'refused' : 'unknown'
        return Number(results[3]?.rows[0]?.[0] ?? 0)
      }
      for (const view of views) {
        const whole = `select count(*) from ${quoteTable(view)}`
        const seen = await ask(whole)
        if (typeof seen !== 'number') continue
        const beneath = `select devora_row::text from (${view.definition.replace(/;\s*$/, '')}) devora_row`
        const beyond = `select count(*) from (select devora_row::text from ${quoteTable(view)} devora_row except all ${beneath}) devora_rows`
        const more = seen === 0 ? 0 : await ask(beyond)
        // Without a grant on the tables beneath nothing of them is this person's to see.
        if (more === 'refused') leaks.push({ view, who, rows: seen, statement: whole })
        else if (typeof more === 'number') leaks.push({ view, who, rows: more, statement: beyond })
      }
    } finally {
      await session.close()
    }
  }
  return leaks
}
