import { pathToFileURL } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import { baseSql } from '../supabase-local/schema/base.ts'
import { rolesSql } from '../supabase-local/schema/roles.ts'
import { pgliteFile } from './open-tab.ts'
import { EXTENSIONS } from './pglite-files.ts'

/** What the first state is made of. */
export const snapshotSql = (): string => rolesSql() + baseSql()

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
    await db.exec(snapshotSql())
    return new Uint8Array(await (await db.dumpDataDir('gzip')).arrayBuffer())
  } finally {
    await db.close()
  }
}
