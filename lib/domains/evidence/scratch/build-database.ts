import type { ProjectUnderCheck } from '../check.ts'
import type { Finding, GrantWorld } from '../contract.ts'
import { applyScripts, readScript, type ApplyOptions, type SqlScript } from './apply-scripts.ts'
import type { ScratchCluster } from './cluster.ts'
import type { ScratchDatabase } from './database.ts'
import { DEFAULT_GRANTS, grantWorldsOf, NO_MORE_GRANTS } from './grant-worlds.ts'
import { ServerLost } from './session.ts'

/** The database of one version: what `schema` reports and what `access` goes on with. */
export type ScratchBuild = {
  /** Null when the migrations do not apply; the findings say why. */
  readonly database: ScratchDatabase | null
  readonly findings: readonly Finding[]
  /** Migrations in the order they are applied, then the seed. */
  readonly scripts: readonly SqlScript[]
  /** What the database grants on new tables by itself. */
  readonly world: GrantWorld
}

export type BuildOptions = ApplyOptions & {
  /** The first of the project's worlds when absent. */
  world?: GrantWorld
  /** SQL that is run as the owner of the database after everything else. */
  afterwards?: string
}

const MIGRATION = /^supabase\/migrations\/[^/]+\.sql$/
const SEED = 'supabase/seed.sql'

/** Paths of the SQL that makes the database, in the order in which the Supabase CLI runs it. */
export const sqlPaths = (files: ReadonlyMap<string, unknown>): string[] => [
  ...[...files.keys()].filter((path) => MIGRATION.test(path)).sort(),
  ...(files.has(SEED) ? [SEED] : []),
]

async function runAsOwner(database: ScratchDatabase, sql: string): Promise<void> {
  const session = await database.openMigrator()
  try {
    const { error } = await session.run(sql)
    if (error) throw new Error(error.message)
  } finally {
    await session.close()
  }
}

/** As in a project that saw the end of default grants: what it had then keeps them, what came later has none. */
async function applyInTwo(
  database: ScratchDatabase,
  scripts: readonly SqlScript[],
  endsAt: string,
  options: ApplyOptions,
): Promise<Finding[]> {
  const at = scripts.findIndex(({ path }) => path === endsAt)
  const findings = await applyScripts(database, scripts.slice(0, at), options)
  if (findings.length > 0) return findings
  await runAsOwner(database, NO_MORE_GRANTS)
  return applyScripts(database, scripts.slice(at), options)
}

/**
 * Applies migrations and seed to a fresh scratch database. The caller drops `database`.
 * Throws when the cluster cannot be used; a fault of the project is a finding.
 */
export async function buildDatabase(
  project: Pick<ProjectUnderCheck, 'files' | 'text'>,
  cluster: ScratchCluster,
  options: BuildOptions = {},
): Promise<ScratchBuild> {
  const { worlds, endsAt } = grantWorldsOf(project)
  const world = options.world ?? worlds[0] ?? 'explicit'
  const scripts: SqlScript[] = []
  for (const path of sqlPaths(project.files)) scripts.push(await readScript(path, project.text(path)))
  for (let attempt = 1; ; attempt++) {
    const database = await cluster.take()
    try {
      if (world === 'default') await runAsOwner(database, DEFAULT_GRANTS)
      const findings =
        world === 'default' && endsAt !== undefined
          ? await applyInTwo(database, scripts, endsAt, options)
          : await applyScripts(database, scripts, options)
      if (findings.length === 0) {
        if (options.afterwards !== undefined) await runAsOwner(database, options.afterwards)
        return { database, findings, scripts, world }
      }
      await database.drop()
      return { database: null, findings, scripts, world }
    } catch (error) {
      await database.drop().catch(() => undefined)
      if (!(error instanceof ServerLost) || attempt === 3) throw error
    }
  }
}

/** One lazily built database for all checks of one verification. */
export type SharedDatabase = {
  /** Builds on the first call; later calls answer the same build. */
  get(): Promise<ScratchBuild>
  /** Drops the database if it was built. Must be called when the verification is over. */
  close(): Promise<void>
}

export function shareDatabase(
  project: ProjectUnderCheck,
  scratch: () => Promise<ScratchCluster>,
  options: ApplyOptions = {},
): SharedDatabase {
  let build: Promise<ScratchBuild> | null = null
  return {
    get: () => (build ??= scratch().then((cluster) => buildDatabase(project, cluster, options))),
    async close() {
      const built = await build?.catch(() => null)
      await built?.database?.drop()
    },
  }
}
