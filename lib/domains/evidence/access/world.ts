import type { DevoraJson } from '../../spec/contract.ts'
import type { GuardedSession } from '../scratch/database.ts'
import { candidatesFor } from './candidates.ts'
import {
  columnOf,
  isUserTable,
  primaryKey,
  quoteName,
  quoteTable,
  quoteText,
  shortName,
  tableId,
  type Catalogue,
  type Column,
  type Table,
} from './catalogue.ts'
import { claimsSql, insertRow, pickRow, type InsertResult, type Row } from './insert-row.ts'
import { claimsOf, personId, withPeople, type Person } from './people.ts'
import { teamTableOf, type Scope, type Scopes } from './scope.ts'

/** For whom a row is made: the person it belongs to, and which of the two teams. */
export type For = {
  person: Person
  team: 1 | 2
  /** Point to rows without children, so that a unique pair with the parent is still free. */
  isFresh?: boolean
}
export const ownersFor = (person: Person): For => ({ person, team: person === 'other' ? 2 : 1 })

/** `main` rows are referenced by others; a `leaf` has no children, so that it can be deleted. */
export type Slot = 'main' | 'leaf' | 'hidden'

/** The rows on which the matrix is tried, made by the owner of the database before anybody else comes in. */
export type World = {
  /** The row of `table` for that person; remembered, made on demand. */
  row(table: Table, whose: For, slot?: Slot): Promise<InsertResult>
  /** A row that nobody has inserted: values for `insert`, with everything it points to in place. */
  fresh(table: Table, whose: For, fixed: Row): Promise<InsertResult>
  /** Takes the newcomer's row away, where everybody got one at sign-up. */
  makeRoom(scope: Scope): Promise<void>
  /** Id of the team of that number, for rows of this scope. */
  teamId(scope: Scope, whose: For): Promise<string | null>
  /** Id of a person for that column, with the row it has to point to. */
  present(table: Table, column: string, person: Person): Promise<string>
}

type Context = { session: GuardedSession; catalogue: Catalogue; spec: DevoraJson; scopes: Scopes }

const POOL_ROUNDS = 24
/** Unique values of rows that are only tried start here, away from those of the rows that stay. */
const TRIAL_ROUND = 30

/** Columns of `table` that a condition speaks of. */
const mentioned = (table: Table, condition: string): Column[] =>
  table.columns.filter(({ name }) =>
    new RegExp(`(?<![\\w'.:"])"?${name}"?(?![\\w'(])|\\b${table.name}\\.${name}\\b`).test(condition),
  )

export function createWorld({ session, catalogue, spec, scopes }: Context): World {
  let ids = 0
  const nextId = (): number => ++ids
  const rows = new Map<string, Promise<InsertResult>>()
  const opening = new Set<string>()
  const problems = new Map<string, string>()
  const authenticated = (person: Person): Record<string, unknown> => claimsOf(spec, person, 'authenticated')
  const claimsFor = (person: Person): (Record<string, unknown> | null)[] => [
    authenticated(person),
    claimsOf(spec, person, 'service_role'),
    authenticated('admin'),
    null,
  ]

  const keyOf = (result: InsertResult, table: Table, column?: string): string | null =>
    'row' in result ? (result.row[column ?? primaryKey(table)[0] ?? 'id'] ?? null) : null
  const counterpart = (person: Person): Person => (person === 'member' ? 'newcomer' : 'member')

  /** The row that a new row for that person points to. */
  async function parentRow(table: Table, { isFresh, ...whose }: For): Promise<InsertResult> {
    const leaf = isFresh ? await row(table, whose, 'leaf') : null
    return leaf && 'row' in leaf ? leaf : row(table, whose, 'main')
  }

  /** The id of the team that rows of this scope belong to. */
  async function teamId(scope: Scope, whose: For): Promise<string | null> {
    const { team } = scope
    if (!team) return null
    const id = teamTableOf(team, catalogue)
    const table = id === null ? undefined : catalogue.tables.get(id)
    if (!table) return `00000000-0000-4000-b000-00000000000${whose.team}`
    const creator: Person = whose.team === 2 ? 'other' : 'admin'
    const made = await row(table, { person: creator, team: whose.team }, 'main')
    const key = keyOf(made, table)
    if (key === null) problems.set(table.id, 'problem' in made ? made.problem : 'it has no key')
    return key
  }

  /** Value of a foreign key: the person, the team, the parent of the same owner, or null where nothing must be. */
  async function foreign(table: Table, column: string, whose: For): Promise<string | null> {
    const key = table.foreignKeys.find((one) => one.columns.includes(column))
    const target = key && catalogue.tables.get(key.table)
    if (!key) return null
    if (key.table === 'auth.users')
      return personId(
        column === scopes.byTable.get(table.id)?.owner || !scopes.byTable.get(table.id)?.owner
          ? whose.person
          : counterpart(whose.person),
      )
    if (!target) return null
    const scope = scopes.byTable.get(table.id)
    if (scope?.team && teamTableOf(scope.team, catalogue) === key.table) return teamId(scope, whose)
    if (target.id === table.id) return null
    if (scope?.owner && column !== scope.owner && isUserTable(target.id, catalogue))
      return present(table, column, counterpart(whose.person))
    // A chain of references that comes back to a table under construction can only be left open.
    if (opening.has(`${target.id}|${whose.person}|${whose.team}`)) return null
    return keyOf(await parentRow(target, whose), target, key.references[key.columns.indexOf(column)])
  }

  /**
   * Id of a person, whose row is made first where the column points to profiles rather than to the users themselves.
   */
  async function present(table: Table, column: string, person: Person): Promise<string> {
    const key = table.foreignKeys.find((one) => one.columns.length === 1 && one.columns[0] === column)
    const target = key && catalogue.tables.get(key.table)
    if (target && target.id !== table.id && !opening.has(`${target.id}|${person}|${ownersFor(person).team}`))
      await row(target, ownersFor(person), 'main')
    return personId(person)
  }

  /** What makes a row belong to that person and team. */
  async function belongs(table: Table, whose: For, given: Row): Promise<Row> {
    const scope = scopes.byTable.get(table.id)
    const fixed: Row = {}
    if (scope?.owner && given[scope.owner] === undefined)
      fixed[scope.owner] = await present(table, scope.owner, whose.person)
    if (scope?.teamColumn && !scope.isTeamTable && given[scope.teamColumn] === undefined)
      fixed[scope.teamColumn] = await teamId(scope, whose)
    if (scope?.via && given[scope.via.column] === undefined) {
      const { parent, column } = scope.via
      const key = table.foreignKeys.find((one) => one.columns.includes(column))
      fixed[column] = keyOf(
        await parentRow(parent.table, whose),
        parent.table,
        key?.references[key.columns.indexOf(column)],
      )
    }
    return fixed
  }

  /** One row of `fixtures`, with its placeholders replaced. */
  async function fixture(table: Table, whose: For, n: number): Promise<Row> {
    const given = spec.fixtures?.[shortName(table.id)] ?? spec.fixtures?.[table.id] ?? []
    const chosen = given[n % Math.max(1, given.length)] ?? {}
    const values: Row = {}
    for (const [name, value] of Object.entries(chosen)) {
      const column = columnOf(table, name)
      if (column && !column.isGenerated) values[name] = await fixtureValue(value, column, table, whose)
    }
    return values
  }

  async function fixtureValue(value: unknown, column: Column, table: Table, whose: For): Promise<string | null> {
    if (value === null || value === undefined) return null
    if (value === '$owner') return personId(whose.person)
    if (value === '$other') return personId(whose.person === 'other' ? 'owner' : 'other')
    if (typeof value === 'string' && /^\$(member|admin|former)$/.test(value)) return personId(value.slice(1) as Person)
    if (value === '$team') {
      const scope = scopes.byTable.get(table.id)
      const team = scope?.team ? scope : scopes.scopes.find((one) => one.team)
      return team ? teamId(team, whose) : null
    }
    if (typeof value === 'string' && value.startsWith('$ref:')) {
      const target = catalogue.tables.get(tableId(value.slice(5)))
      return target ? keyOf(await parentRow(target, whose), target) : null
    }
    if (column.base.startsWith('_') && Array.isArray(value))
      return `{${value.map((one) => JSON.stringify(String(one))).join(',')}}`
    if (column.base === 'json' || column.base === 'jsonb') return JSON.stringify(value)
    return typeof value === 'object' ? JSON.stringify(value) : String(value)
  }

  async function build(table: Table, whose: For, more: Row, round: number, isTrial = false): Promise<InsertResult> {
    const base = await fixture(table, whose, round)
    const own = { ...(await belongs(table, whose, more)), ...more }
    const fixed = { ...base, ...own }
    const request = {
      table,
      foreign: (column: string) => foreign(table, column, whose),
      claims: claimsFor(whose.person),
      round,
      isTrial,
    }
    const made = await insertRow(session, { ...request, fixed }, nextId)
    if ('row' in made || Object.keys(base).length === 0) return made
    // The fixture's row exists already: what must be unique is varied, the rest stays as written.
    const unique = table.uniques
      .flatMap(({ columns }) => columns)
      .filter(
        (name) =>
          base[name] !== undefined &&
          own[name] === undefined &&
          !table.foreignKeys.some((key) => key.columns.includes(name)),
      )
    const varied = Object.fromEntries(Object.entries(fixed).filter(([name]) => !unique.includes(name)))
    return unique.length > 0 ? insertRow(session, { ...request, fixed: varied, round: round + 1 }, nextId) : made
  }

  async function matches(table: Table, stored: Row, condition: string): Promise<boolean> {
    const { results } = await session.run(
      `select (${withPeople(condition)}) from ${quoteTable(table)} where ${pickRow(table, stored)}`,
    )
    return results[0]?.rows[0]?.[0] === 't'
  }

  /** Makes a row for which `condition` holds (or does not), varying the columns it speaks of. */
  async function buildWhere(
    table: Table,
    whose: For,
    condition: string,
    wanted: boolean,
    more: Row,
  ): Promise<InsertResult> {
    const columns = mentioned(table, condition).filter(
      ({ name, isGenerated }) =>
        more[name] === undefined && !isGenerated && scopes.byTable.get(table.id)?.owner !== name,
    )
    const pools: (string | null)[][] = []
    for (const column of columns) pools.push(await pool(table, column, condition, whose))
    let problem = 'no row was found for it'
    const combinations = pools.reduce((n, one) => n * one.length, 1)
    for (let n = -1; n < Math.min(POOL_ROUNDS, combinations); n++) {
      let rest = Math.max(0, n)
      const varied: Row = { ...more }
      if (n >= 0) {
        columns.forEach(({ name }, i) => {
          const values = pools[i] as (string | null)[]
          varied[name] = values[rest % values.length] as string | null
          rest = Math.floor(rest / values.length)
        })
      }
      const made = await build(table, whose, varied, n + 1)
      if ('problem' in made) problem = made.problem
      else if ((await matches(table, made.row, condition)) === wanted) return made
      else await session.run(`delete from ${quoteTable(table)} where ${pickRow(table, made.row)}`)
    }
    return {
      problem: `no row could be made for which "${condition}" ${wanted ? 'holds' : 'does not hold'} (${problem})`,
    }
  }

  /** Changes a row that is there until `condition` holds for it (or does not). */
  async function bend(table: Table, old: Row, whose: For, condition: string, wanted: boolean): Promise<InsertResult> {
    for (const column of mentioned(table, condition).filter(({ isGenerated }) => !isGenerated)) {
      for (const value of await pool(table, column, condition, whose)) {
        const set = `${quoteName(column.name)} = ${value === null ? 'null' : quoteText(value)}`
        const { results, error } = await session.run(
          `rollback; ${claimsSql(claimsOf(spec, whose.person, 'service_role'))}; update ${quoteTable(table)} set ${set} where ${pickRow(table, old)} returning *`,
        )
        const changed = results.find(({ command }) => command === 'UPDATE')?.rows[0]
        if (error || !changed) continue
        const bent = Object.fromEntries(table.columns.map(({ name }, i) => [name, changed[i] ?? null]))
        if ((await matches(table, bent, condition)) === wanted) return { row: bent, given: given(table, bent) }
      }
    }
    return { problem: `no row could be made for which "${condition}" ${wanted ? 'holds' : 'does not hold'}` }
  }

  async function pool(table: Table, column: Column, condition: string, whose: For): Promise<(string | null)[]> {
    const nothing = column.notNull ? [] : [null]
    const key = table.foreignKeys.find((one) => one.columns.length === 1 && one.columns[0] === column.name)
    if (key && isUserTable(key.table, catalogue)) {
      const people: string[] = []
      for (const person of ['other', 'owner', 'member'] as const) people.push(await present(table, column.name, person))
      return [...people, ...nothing]
    }
    const target = key && catalogue.tables.get(key.table)
    if (key && target) {
      const people: Person[] = whose.person === 'owner' ? ['owner', 'other'] : [whose.person]
      const made: (string | null)[] = []
      for (const person of people)
        if (!opening.has(`${target.id}|${person}|${ownersFor(person).team}`))
          made.push(keyOf(await row(target, ownersFor(person), 'main'), target, key.references[0]))
      return [...made.filter((one) => one !== null), ...nothing]
    }
    const checks = [
      ...table.checks.filter((check) => check.columns.includes(column.name)),
      { columns: [column.name], expression: condition, isDomain: false },
    ]
    return [...new Set([...candidatesFor(column, checks, 0).slice(0, 10), ...nothing])]
  }

  /** A row that is there already: made by a trigger, the seed or a migration. */
  async function existing(table: Table, whose: For, condition?: string): Promise<Row | null> {
    const scope = scopes.byTable.get(table.id)
    const members = scope?.membership ?? null
    if (scope && members) await teamId({ ...scope, team: members }, whose) // joining made the row that is looked for
    if (!condition && !scope?.owner && !members) return null
    const own = members
      ? ` and ${quoteName(members.membersUser)} = '${personId(whose.person)}'`
      : scope?.owner
        ? ` and ${quoteName(scope.owner)} = '${personId(whose.person)}'`
        : ''
    const team =
      scope?.teamColumn && !scope.isTeamTable
        ? ` and ${quoteName(scope.teamColumn)} = ${quoteText((await teamId(scope, whose)) ?? '')}`
        : ''
    const order = primaryKey(table).map(quoteName).join(', ') || '1'
    const { results, error } = await session.run(
      `select * from ${quoteTable(table)} where ${condition ? `(${withPeople(condition)})` : `true${own}${team}`} order by ${order} limit 1`,
    )
    if (error && condition) problems.set(table.id, `its condition "${condition}" fails: ${error.message}`)
    const found = results[0]?.rows[0]
    return found ? Object.fromEntries(table.columns.map(({ name }, i) => [name, found[i] ?? null])) : null
  }

  const given = (table: Table, stored: Row): Row =>
    Object.fromEntries(
      Object.entries(stored).filter(
        ([name, value]) =>
          value !== null &&
          columnOf(table, name)?.isGenerated === false &&
          columnOf(table, name)?.isIdentityAlways === false,
      ),
    )

  async function makeRow(table: Table, whose: For, slot: Slot): Promise<InsertResult> {
    const scope = scopes.byTable.get(table.id)
    const { row: pick, readWhere } = scope?.rule ?? {}
    // The first row a person has is the one with children.
    if (slot === 'leaf') await row(table, whose, 'main')
    if (slot === 'main') {
      const picked = pick && whose.person === 'owner' ? await existing(table, whose, pick) : null
      if (picked) return { row: picked, given: given(table, picked) }
      if (pick && whose.person === 'owner') return { problem: problems.get(table.id) ?? `no row matches "${pick}"` }
      const found = await existing(table, whose)
      if (found && (!readWhere || (await matches(table, found, readWhere))))
        return { row: found, given: given(table, found) }
      if (found && readWhere && whose.person === 'owner') {
        const bent = await bend(table, found, whose, readWhere, true)
        if ('row' in bent) return bent
      }
    }
    if (readWhere) {
      const made = await buildWhere(table, whose, readWhere, slot !== 'hidden', {})
      if ('row' in made || (slot !== 'hidden' && whose.person === 'owner')) return made
      if (slot !== 'hidden') return build(table, whose, {}, slot === 'main' ? 0 : 1)
      // One row per person: somebody else's is hidden as well from those who own neither.
      const others = await row(table, { person: 'member', team: 1 }, 'main')
      return 'row' in others ? bend(table, others.row, { person: 'member', team: 1 }, readWhere, false) : made
    }
    return build(table, whose, {}, slot === 'main' ? 0 : 1)
  }

  function row(table: Table, whose: For, slot: Slot = 'main'): Promise<InsertResult> {
    const key = `${table.id}|${whose.person}|${whose.team}|${slot}`
    // Everything here happens one after the other, so whoever asks for a row under construction is part of a circle.
    if (opening.has(key))
      return Promise.resolve({ problem: `${shortName(table.id)} refers to itself through other tables` })
    const known = rows.get(key)
    if (known) return known
    const mark = `${table.id}|${whose.person}|${whose.team}`
    opening.add(key).add(mark)
    const made = makeRow(table, whose, slot)
      .finally(() => [key, mark].forEach((one) => opening.delete(one)))
      .then(async (result) => {
        rows.set(key, Promise.resolve(result))
        const team = scopes.scopes.find((one) => one.team && teamTableOf(one.team, catalogue) === table.id)
        if (team && 'row' in result && slot === 'main')
          await join(team, result.row[primaryKey(table)[0] ?? 'id'] ?? '', whose)
        return result
      })
    rows.set(key, made)
    return made
  }

  /** Gives everybody their standing in a new team. */
  async function join(scope: Scope, team: string, { person: creator, team: number }: For): Promise<void> {
    const rule = scope.team
    const members = rule && catalogue.tables.get(tableId(rule.members))
    if (!rule || !members) return
    const role = rule.membersRole ? columnOf(members, rule.membersRole) : undefined
    const values = role
      ? candidatesFor(
          role,
          members.checks.filter((check) => check.columns.includes(role.name)),
          0,
        )
      : []
    const admins = rule.adminRoles ?? ['admin']
    const plain = values.filter((value) => !admins.includes(value))
    const memberRole =
      plain.includes('member') || (role?.enumValues.length === 0 && plain.length === 0) ? 'member' : plain[0]
    const adminRole = admins.includes('admin') ? 'admin' : admins[0]
    const people: Person[] =
      number === 2 ? ['other'] : rule.activeWhen ? ['owner', 'member', 'admin', 'former'] : ['owner', 'member', 'admin']
    for (const person of people) {
      const fixed: Row = { [rule.membersUser]: personId(person), [rule.membersTeam]: team }
      if (rule.membersRole) fixed[rule.membersRole] = (person === 'admin' ? adminRole : memberRole) ?? null
      const where = `${quoteName(rule.membersUser)} = '${personId(person)}' and ${quoteName(rule.membersTeam)} = ${quoteText(team)}`
      const there = await session.run(`select 1 from ${quoteTable(members)} where ${where}`)
      // made by a trigger: the creator's standing is what the project says
      if (there.results[0]?.rows.length && person === creator) continue
      if (there.results[0]?.rows.length) await session.run(`delete from ${quoteTable(members)} where ${where}`)
      const whose: For = { person, team: number }
      const made = rule.activeWhen
        ? await buildWhere(members, whose, rule.activeWhen, person !== 'former', fixed)
        : await build(members, whose, fixed, 0)
      if ('problem' in made) problems.set(members.id, `no membership could be made for ${person}: ${made.problem}`)
      else rows.set(`${members.id}|${person}|${number}|main`, Promise.resolve(made))
    }
  }

  async function fresh(table: Table, wanted: For, more: Row): Promise<InsertResult> {
    const whose: For = { ...wanted, isFresh: true }
    // What it points to is made first and stays; the row itself is only tried.
    const own = await belongs(table, whose, more)
    for (const { columns } of table.foreignKeys)
      for (const name of columns)
        if (columnOf(table, name)?.notNull && own[name] === undefined && more[name] === undefined)
          await foreign(table, name, whose)
    return build(table, whose, more, TRIAL_ROUND, true)
  }

  async function makeRoom({ table, owner }: Scope): Promise<void> {
    const isOnePerPerson = table.uniques.some(({ columns }) => columns.length === 1 && columns[0] === owner)
    if (owner && isOnePerPerson)
      await session.run(
        `rollback; ${claimsSql(claimsOf(spec, 'newcomer', 'service_role'))}; delete from ${quoteTable(table)} where ${quoteName(owner)} = '${personId('newcomer')}'`,
      )
  }

  return { row, fresh, makeRoom, teamId, present }
}
