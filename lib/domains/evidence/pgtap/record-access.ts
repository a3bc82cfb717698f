import { escapeLiteral } from 'pg'
import { ACTORS, actorId, type Actor } from '../access/actors/actors.ts'
import type { AccessTable, SetupStatement } from '../contract.ts'
import type { ScratchBuild } from '../scratch/build-database.ts'
import type { GuardedSession, ScratchDatabase } from '../scratch/database.ts'

/**
 * Listens in while `access` works, so that what it did can be done again elsewhere: the statements that made people and
 * rows, and who tried what. The check itself knows nothing of it.
 */
export type AccessRecord = {
  /** The build whose sessions are listened to. */
  watch(build: ScratchBuild): ScratchBuild
  /** What made people and rows, in order. */
  setup(): SetupStatement[]
  /** The matrix, with the cells marked in which somebody else than the role's own person acted. */
  mark(tables: readonly AccessTable[]): AccessTable[]
}

const CLAIMS =
  /^select pg_catalog\.set_config\('request\.jwt\.claims'.*?'request\.jwt\.claim\.sub', '([^']*)', \w+\).*?'request\.jwt\.claim\.role', '([^']*)', \w+\).*?'request\.jwt\.claim\.email', '[^']*', \w+\)\s*;\s*/s
const SUB = /'request\.jwt\.claim\.sub', '([^']*)'/
const WRITES = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'ALTER TABLE', 'REFRESH MATERIALIZED VIEW'])

const personOf = (id: string | undefined): Actor | undefined => ACTORS.find((person) => actorId(person) === id)

/** The statement without the claims it was run under and without what only the check wanted to see. */
function setupStatement(script: string): SetupStatement {
  const claims = CLAIMS.exec(script)
  const sql = script.slice(claims?.[0].length ?? 0).replace(/\s+returning \*\s*$/, '')
  const person = personOf(claims?.[1])
  const role = claims?.[2]
  return {
    sql,
    ...(person !== undefined && { person }),
    ...(role === 'authenticated' || role === 'service_role' ? { role } : {}),
  }
}

/** Columns of a table that count by themselves: their place in a row, and their sequence. */
type Counter = { place: number; column: string; sequence: string }

const INSERT = /^insert into ((?:"[^"]+")\.(?:"[^"]+")) (?:\(([^)]*)\) values \(|default values)/

const countersSql = (table: string): string => `select n, column_name, sequence from (
    select row_number() over (order by attnum) - 1 as n, quote_ident(attname) as column_name,
      pg_catalog.pg_get_serial_sequence('${table.replaceAll("'", "''")}', attname) as sequence
    from pg_catalog.pg_attribute
    where attrelid = ${escapeLiteral(table)}::regclass and attnum > 0 and not attisdropped) c
  where sequence is not null`

/**
 * The same insert with the numbers that it drew, and the sequences moved past them, so that it gives the same row
 * again.
 */
function withNumbers(sql: string, counters: readonly Counter[], row: readonly (string | null)[]): string {
  const found = INSERT.exec(sql)
  const drawn = counters.filter(
    ({ place, column }) => row[place] != null && !(found?.[2] ?? '').includes(`"${column.replaceAll('"', '')}"`),
  )
  if (!found || drawn.length === 0) return sql
  const columns = [...drawn.map(({ column }) => column), ...(found[2] ? [found[2]] : [])].join(', ')
  const values = drawn.map(({ place }) => row[place]).join(', ')
  const rest = found[2] ? `${found[2] === '' ? '' : ', '}${sql.slice(found[0].length)}` : ')'
  // Forwards only: whoever runs this on a database with rows of their own keeps them insertable.
  const moved = drawn.map(
    ({ place, sequence }) =>
      `do $$ begin perform pg_catalog.setval('${sequence}', greatest(${row[place]}, (select last_value from ${sequence}))); end $$;\n`,
  )
  return `${moved.join('')}insert into ${found[1]} (${columns}) overriding system value values (${values}${rest}`
}

type Outcome = Awaited<ReturnType<GuardedSession['run']>>

/** The same session, whose every script and outcome is told. */
const listen = (
  session: GuardedSession,
  hear: (script: string, outcome: Outcome) => void | Promise<void>,
): GuardedSession => ({
  ...session,
  async run(script, bounds) {
    const outcome = await session.run(script, bounds)
    await hear(script, outcome)
    return outcome
  },
})

/** The counters of each table, asked for once. */
class Counters {
  private readonly known = new Map<string, Counter[]>()

  async of(session: GuardedSession, table: string): Promise<Counter[]> {
    const known = this.known.get(table)
    if (known) return known
    const { results } = await session.run(countersSql(table))
    const found = (results[0]?.rows ?? []).map(([place, column, sequence]) => ({
      place: Number(place),
      column: column ?? '',
      sequence: sequence ?? '',
    }))
    this.known.set(table, found)
    return found
  }
}

/** The cells of a table, those marked that the role's own person never tried. */
function markCells(
  cells: AccessTable['cells'],
  timesTried: (person: Actor, statement: string) => number,
): AccessTable['cells'] {
  return cells.map((cell) => {
    const { role, statement, operation } = cell
    if (statement === undefined || role === 'anon' || role === 'service' || timesTried('newcomer', statement) === 0)
      return cell
    // The statement that forges the newcomer's row is the one with which the newcomer inserts their own: then only the
    // number tells.
    const alike = cells.filter((other) => other.role === role && other.statement === statement).length
    const isOwn = operation === 'insert' ? timesTried(role, statement) >= alike : timesTried(role, statement) > 0
    return isOwn ? cell : { ...cell, person: 'newcomer' as const }
  })
}

/** A record of what `access` does from now on. */
export function recordAccess(): AccessRecord {
  const setup: SetupStatement[] = []
  const tried = new Map<Actor, string[]>()
  const counters = new Counters()
  const noteSetup = async (session: GuardedSession, script: string, { error, results }: Outcome): Promise<void> => {
    // Trials are wrapped into a transaction that is taken back.
    const text = script.replace(/^rollback;\s*/, '')
    if (error || /^begin\b/.test(text) || !results.some(({ command }) => WRITES.has(command))) return
    const statement = setupStatement(text)
    const table = INSERT.exec(statement.sql)?.[1]
    const row = results.find(({ command }) => command === 'INSERT')?.rows[0]
    setup.push(
      table === undefined || !row
        ? statement
        : { ...statement, sql: withNumbers(statement.sql, await counters.of(session, table), row) },
    )
  }
  const watchDatabase = (database: ScratchDatabase): ScratchDatabase => ({
    ...database,
    openMigrator: async () => {
      const session = await database.openMigrator()
      return listen(session, (script, outcome) => noteSetup(session, script, outcome))
    },
    openAs: async (login) =>
      listen(await database.openAs(login), (script) => {
        const person = personOf(SUB.exec(script)?.[1])
        if (person !== undefined && login === 'authenticated') tried.set(person, [...(tried.get(person) ?? []), script])
      }),
  })
  const timesTried = (person: Actor, statement: string): number =>
    tried.get(person)?.filter((script) => script.includes(`; ${statement};`)).length ?? 0

  return {
    watch: (build) => (build.database === null ? build : { ...build, database: watchDatabase(build.database) }),
    setup: () => setup,
    mark: (tables) => tables.map(({ table, cells }) => ({ table, cells: markCells(cells, timesTried) })),
  }
}
