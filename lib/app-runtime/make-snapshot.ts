import { pathToFileURL } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import { baseSql } from '../supabase-local/schema/base.ts'
import { rolesSql } from '../supabase-local/schema/roles.ts'
import { pgliteFile } from './open-tab.ts'

/** What a preview's database can have installed: what Supabase brings, and what migrations often ask for. */
export const EXTENSIONS = ['pgcrypto', 'uuid-ossp', 'citext', 'pg_trgm']

/** Files of PGlite that a database in a tab needs, by the names it asks for. */
export const PGLITE_FILES = ['pglite.wasm', 'pglite.data', 'initdb.wasm', ...EXTENSIONS.map((name) => `${name}.tar.gz`)]

/**
 * A data directory with all that a new Supabase project has, compressed: from nothing it takes a browser seconds.
 * @returns a gzipped tar, as PGlite loads it
 */
export async function makeSnapshot(): Promise<Uint8Array<ArrayBuffer>> {
  const bundle = (name: string): URL => pathToFileURL(pgliteFile(`${name}.tar.gz`))
  const extensions = Object.fromEntries(
    EXTENSIONS.map((name) => [name, { name, setup: async () => ({ bundlePath: bundle(name) }) }]),
  )
  const db = await PGlite.create({ extensions })
  try {
    await db.exec(rolesSql() + baseSql())
    return new Uint8Array(await (await db.dumpDataDir('gzip')).arrayBuffer())
  } finally {
    await db.close()
  }
}
