import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Extensions, PGlite } from '@electric-sql/pglite'
import { refusePrograms } from '../supabase-local/pglite.ts'
import { baseSql } from '../supabase-local/schema/base.ts'
import { rolesSql } from '../supabase-local/schema/roles.ts'
import type { Project } from './project.ts'

/*
 * What the local Supabase keeps, in `.supabase/` of the project: `db` (Postgres' own files), `files` (of Storage),
 * `secret` (signs tokens, and with it the keys) and `made`, which says that `db` is whole.
 */

/** What Supabase brings and migrations ask for, as far as PGlite has it. Loaded when a migration names it. */
const EXTENSIONS: Readonly<Record<string, () => Promise<Extensions>>> = {
  pgcrypto: async () => ({ pgcrypto: (await import('@electric-sql/pglite/contrib/pgcrypto')).pgcrypto }),
  'uuid-ossp': async () => ({ uuid_ossp: (await import('@electric-sql/pglite/contrib/uuid_ossp')).uuid_ossp }),
  citext: async () => ({ citext: (await import('@electric-sql/pglite/contrib/citext')).citext }),
  pg_trgm: async () => ({ pg_trgm: (await import('@electric-sql/pglite/contrib/pg_trgm')).pg_trgm }),
  unaccent: async () => ({ unaccent: (await import('@electric-sql/pglite/contrib/unaccent')).unaccent }),
  hstore: async () => ({ hstore: (await import('@electric-sql/pglite/contrib/hstore')).hstore }),
  ltree: async () => ({ ltree: (await import('@electric-sql/pglite/contrib/ltree')).ltree }),
  intarray: async () => ({ intarray: (await import('@electric-sql/pglite/contrib/intarray')).intarray }),
  tablefunc: async () => ({ tablefunc: (await import('@electric-sql/pglite/contrib/tablefunc')).tablefunc }),
  btree_gin: async () => ({ btree_gin: (await import('@electric-sql/pglite/contrib/btree_gin')).btree_gin }),
  btree_gist: async () => ({ btree_gist: (await import('@electric-sql/pglite/contrib/btree_gist')).btree_gist }),
  cube: async () => ({ cube: (await import('@electric-sql/pglite/contrib/cube')).cube }),
  earthdistance: async () => ({
    earthdistance: (await import('@electric-sql/pglite/contrib/earthdistance')).earthdistance,
  }),
  fuzzystrmatch: async () => ({
    fuzzystrmatch: (await import('@electric-sql/pglite/contrib/fuzzystrmatch')).fuzzystrmatch,
  }),
}
const ALWAYS = ['pgcrypto', 'uuid-ossp']

async function extensionsFor({ migrations }: Project): Promise<Extensions> {
  const named = migrations.flatMap(({ sql }) =>
    [...sql.matchAll(/create\s+extension\s+(?:if\s+not\s+exists\s+)?"?([\w-]+)/gi)].map((match) => match[1] ?? ''),
  )
  const loaded = await Promise.all([...new Set([...ALWAYS, ...named])].map((name) => EXTENSIONS[name]?.() ?? {}))
  return Object.assign({}, ...loaded) as Extensions
}

export const dataFolder = (folder: string): string => join(folder, '.supabase')
const databaseFolder = (folder: string): string => join(dataFolder(folder), 'db')
const madeFile = (folder: string): string => join(dataFolder(folder), 'made')

const exists = async (path: string): Promise<boolean> => (await readFile(path).catch(() => null)) !== null
/** Whether there is a whole database; one whose making was cut off does not count. */
export const isMade = (folder: string): Promise<boolean> => exists(madeFile(folder))

/** Makes the folder, which git leaves out whatever the project's own list says. */
export async function prepareFolder(folder: string): Promise<void> {
  const data = dataFolder(folder)
  await mkdir(data, { recursive: true, mode: 0o700 })
  if (!(await exists(join(data, '.gitignore')))) await writeFile(join(data, '.gitignore'), '*\n')
}

/** Signs the tokens of this folder; sessions in a browser outlive a start by it. */
export async function readSecret(folder: string): Promise<string> {
  const path = join(dataFolder(folder), 'secret')
  const known = await readFile(path, 'utf8').catch(() => '')
  if (known.length >= 32) return known
  const secret = randomBytes(32).toString('hex')
  await writeFile(path, secret, { mode: 0o600 })
  return secret
}

/**
 * Opens the folder's database, and makes it first where there is none.
 * @throws what PGlite says of files it cannot read
 */
export async function openDatabase(folder: string, project: Project): Promise<PGlite> {
  const isNew = !(await isMade(folder))
  const dataDir = databaseFolder(folder)
  if (isNew) await rm(dataDir, { recursive: true, force: true })
  const db = refusePrograms(await PGlite.create({ dataDir, extensions: await extensionsFor(project) }))
  if (isNew) {
    await db.exec(rolesSql() + baseSql())
    await db.exec('reset all')
    await writeFile(madeFile(folder), '')
  }
  return db
}

/** Removes rows and files; the secret stays, and so do the keys in `.env.local`. */
export async function removeData(folder: string): Promise<void> {
  await rm(madeFile(folder), { force: true })
  await rm(databaseFolder(folder), { recursive: true, force: true })
  await rm(join(dataFolder(folder), 'files'), { recursive: true, force: true })
}
