import { PEOPLE, personId, type Person } from '../access/people.ts'
import type { AccessTable, SetupStatement } from '../contract.ts'
import type { ScratchBuild } from '../scratch/build-database.ts'
import type { GuardedSession, ScratchDatabase } from '../scratch/database.ts'

/**
 * Listens in while `access` works, so that what it did can be done again elsewhere: the statements that made people and rows, and who
 * tried what. The check itself knows nothing of it.
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
const WRITES = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'ALTER TABLE'])

const personOf = (id: string | undefined): Person | undefined => PEOPLE.find((person) => personId(person) === id)

/** The statement without the claims it was run under and without what only the check wanted to see. */
function setupStatement(script: string): SetupStatement {
  const claims = CLAIMS.exec(script)
  const sql = script.slice(claims?.[0].length ?? 0).replace(/\s+returning \*\s*$/, '')
  const person = personOf(claims?.[1])
  const role = claims?.[2]
  return { sql, ...(person !== undefined && { person }), ...(role === 'authenticated' || role === 'service_role' ? { role } : {}) }
}

export function recordAccess(): AccessRecord {
  const setup: SetupStatement[] = []
  const tried = new Map<Person, string[]>()

  const listen = (
    session: GuardedSession,
    hear: (script: string, outcome: Awaited<ReturnType<GuardedSession['run']>>) => void,
  ): GuardedSession => ({
    ...session,
    async run(script, bounds) {
      const outcome = await session.run(script, bounds)
      hear(script, outcome)
      return outcome
    },
  })
  const watchDatabase = (database: ScratchDatabase): ScratchDatabase => ({
    ...database,
    openMigrator: async () =>
      listen(await database.openMigrator(), (script, { error, results }) => {
        // Trials are wrapped into a transaction that is taken back.
        if (error || /^begin\b/.test(script) || !results.some(({ command }) => WRITES.has(command))) return
        setup.push(setupStatement(script))
      }),
    openAs: async (login) =>
      listen(await database.openAs(login), (script) => {
        const person = personOf(SUB.exec(script)?.[1])
        if (person !== undefined && login === 'authenticated') tried.set(person, [...(tried.get(person) ?? []), script])
      }),
  })
  const hasTried = (person: Person, statement: string): boolean =>
    tried.get(person)?.some((script) => script.includes(`; ${statement};`)) ?? false

  return {
    watch: (build) => (build.database === null ? build : { ...build, database: watchDatabase(build.database) }),
    setup: () => setup,
    mark: (tables) =>
      tables.map(({ table, cells }) => ({
        table,
        cells: cells.map((cell) => {
          const { role, statement } = cell
          if (statement === undefined || role === 'anon' || role === 'service' || hasTried(role, statement)) return cell
          return hasTried('newcomer', statement) ? { ...cell, person: 'newcomer' as const } : cell
        }),
      })),
  }
}
