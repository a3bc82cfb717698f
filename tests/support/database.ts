import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'
import { type Cluster, openCluster } from '../../lib/core/postgres/cluster'
import { withLock } from '../../lib/core/postgres/open-lock'
import { migrateEngine } from '../../scripts/launch/engine-tables.mjs'
import { applyMigrations } from '../../scripts/launch/schema-engine.mjs'

export type TestDatabase = {
  url: string
  /** Ends every session on it and deletes it. */
  drop(): Promise<void>
}

const TEMPLATE = 'devora_template'

/** Nothing in here outlives the run, so nothing has to be flushed to disk. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  autovacuum: 'off',
}

async function query(cluster: Cluster, sql: string, values: unknown[] = []): Promise<number> {
  const client = new pg.Client({ connectionString: cluster.url('postgres') })
  await client.connect()
  try {
    return (await client.query(sql, values)).rowCount ?? 0
  } finally {
    await client.end()
  }
}

async function makeTemplate(cluster: Cluster): Promise<void> {
  if ((await query(cluster, 'select 1 from pg_database where datname = $1', [TEMPLATE])) > 0) return
  const draft = `${TEMPLATE}_draft`
  await query(cluster, `drop database if exists ${draft}`)
  await query(cluster, `create database ${draft}`)
  await applyMigrations(cluster.url(draft))
  await migrateEngine(cluster.url(draft))
  // Renamed only when it is whole: a test process that is killed in between leaves no half template.
  await query(cluster, `alter database ${draft} rename to ${TEMPLATE}`)
}

let opening: Promise<Cluster> | undefined

async function open(): Promise<Cluster> {
  const home = inject('clusterHome')
  const cluster = await openCluster({ dataDir: home, major: 18, settings: SETTINGS, mayBeLost: true })
  await withLock(join(home, 'template.lock'), () => makeTemplate(cluster))
  return cluster
}

/** The run's own Postgres 18, shared by all test processes, with a migrated template. */
export function testCluster(): Promise<Cluster> {
  opening ??= open()
  return opening
}

/**
 * A fresh database with Devora's schema and the engine's tables, copied from the migrated template (50 to 80 ms). One
 * per test file is the custom.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const cluster = await testCluster()
  const name = `test_${randomBytes(6).toString('hex')}`
  await query(cluster, `create database ${name} template ${TEMPLATE} strategy file_copy`)
  return {
    url: cluster.url(name),
    drop: async () => {
      await query(cluster, `drop database if exists ${name} with (force)`)
    },
  }
}
