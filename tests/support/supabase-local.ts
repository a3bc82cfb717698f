import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Extensions, PGlite } from '@electric-sql/pglite'
import { citext } from '@electric-sql/pglite/contrib/citext'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { pgcrypto } from '@electric-sql/pglite/contrib/pgcrypto'
import { uuid_ossp } from '@electric-sql/pglite/contrib/uuid_ossp'
import { createClient, type SupabaseClient, type SupabaseClientOptions } from '@supabase/supabase-js'
import { describe } from 'vitest'
import { withLock } from '@/lib/core/postgres/open-lock'
import { openScratchCluster } from '@/lib/domains/evidence/scratch/cluster'
import type { Database } from '@/lib/supabase-local/database'
import { type LocalSupabase, openSupabase, type Options } from '@/lib/supabase-local/open'
import { openPGlite } from '@/lib/supabase-local/pglite'
import { openPostgres } from '@/lib/supabase-local/postgres'
import { baseSql } from '@/lib/supabase-local/schema/base'
import { type LoginRole, rolesSql } from '@/lib/supabase-local/schema/roles'
import { sharedHome } from './shared-home'

/** Both databases that a local Supabase stands on; suites go over both. */
export const DATABASES = ['postgres', 'pglite'] as const
export type DatabaseKind = (typeof DATABASES)[number]

/** A suite over both: on Postgres every day, on PGlite, whose start and hashing take longer, among the deep tests. */
export function describeOn(name: string, suite: (kind: DatabaseKind) => void): void {
  for (const kind of DATABASES)
    describe(`${name}: ${kind}`, { tags: kind === 'pglite' ? ['deep'] : [] }, () => {
      suite(kind)
    })
}

export type Local = {
  supabase: LocalSupabase
  database: Database
  /** SQL as the owner of the database, as a further migration runs. */
  migrate(sql: string): Promise<void>
  /** The real client library; as the anonymous key unless told otherwise. */
  client(key?: string, options?: SupabaseClientOptions<'public'>): SupabaseClient
  /** @throws what went wrong inside meanwhile and was answered with 500 */
  close(): Promise<void>
}

const SECRET = 'a secret of at least thirty-two characters'
const URL_OF_ALL = 'http://supabase.local'

/** A fresh local Supabase over a database to which `migration` was applied. */
export async function openLocal(
  kind: DatabaseKind,
  migration: string,
  options: Partial<Omit<Options, 'database' | 'secret'>> = {},
): Promise<Local> {
  const { database, migrate, drop } = await (kind === 'postgres' ? onPostgres() : onPGlite())
  await migrate(migration)
  const faults: unknown[] = []
  const supabase = openSupabase({
    database,
    secret: SECRET,
    url: URL_OF_ALL,
    onError: (error) => faults.push(error),
    ...options,
  })
  return {
    supabase,
    database,
    migrate,
    client: (key = supabase.keys.anonKey, more = {}) =>
      createClient(URL_OF_ALL, key, {
        ...more,
        auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false, ...more.auth },
        global: {
          ...more.global,
          fetch: (input, init) => supabase.fetch(new Request(input, init)),
        },
      }),
    async close() {
      await database.close()
      await drop()
      if (faults.length > 0) throw new AggregateError(faults, 'The local Supabase met what it should not.')
    },
  }
}

type Opened = { database: Database; migrate: (sql: string) => Promise<void>; drop: () => Promise<void> }

async function onPostgres(): Promise<Opened> {
  const cluster = await openScratchCluster({ home: sharedHome() })
  const scratch = await cluster.take()
  const migrate = async (sql: string): Promise<void> => {
    const migrator = await scratch.openMigrator()
    const { error } = await migrator.run(sql)
    await scratch.endMigrator()
    if (error !== null) throw new Error(`${error.code} ${error.message}`)
  }
  await migrate('')
  return {
    database: openPostgres({ url: (role) => scratch.urlAs(role as LoginRole) }),
    migrate,
    async drop() {
      await scratch.drop()
      await cluster.close()
    },
  }
}

const extensions: Extensions = { pgcrypto, uuid_ossp, citext, pg_trgm }

/** PGlite from a snapshot that the first of a run makes: from nothing it takes seconds. */
async function onPGlite(): Promise<Opened> {
  const db = await PGlite.create({ extensions, loadDataDir: new Blob([await snapshot()]) })
  return {
    database: openPGlite(db),
    async migrate(sql) {
      await db.exec(sql)
    },
    drop: () => Promise.resolve(),
  }
}

async function snapshot(): Promise<Uint8Array<ArrayBuffer>> {
  const path = join(sharedHome(), 'pglite.tar')
  return withLock(`${path}.lock`, async () => {
    const known = await readFile(path).catch(() => null)
    if (known !== null) return known
    const db = await PGlite.create({ extensions })
    await db.exec(rolesSql() + baseSql())
    const made = new Uint8Array(await (await db.dumpDataDir('none')).arrayBuffer())
    await db.close()
    await writeFile(`${path}.draft`, made)
    await rename(`${path}.draft`, path)
    return made
  })
}
