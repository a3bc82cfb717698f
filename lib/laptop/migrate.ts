import { createHash } from 'node:crypto'
import type { PGlite } from '@electric-sql/pglite'
import type { Project, SqlFile } from './project.ts'

/*
 * What of `supabase/` was applied stands in the tables that Supabase's own tool uses for it
 * (`supabase_migrations`), so that the same files can be applied once and told when they changed.
 */

const TABLES = `
create schema if not exists supabase_migrations;
create table if not exists supabase_migrations.schema_migrations (
  version text not null primary key, statements text[], name text);
create table if not exists supabase_migrations.seed_files (path text not null primary key, hash text not null);
`

export type SqlProblem = { place: string; message: string }
export type Migrated = {
  applied: string[]
  /** Files that were applied with another text, and those that are gone. */
  changed: string[]
  removed: string[]
  seeded: 'now' | 'before' | 'changed' | 'none'
  migrationProblem: SqlProblem | null
  seedProblem: SqlProblem | null
}

type PostgresError = Error & { position?: string; detail?: string; hint?: string }

/** Where a statement failed and why, as an editor can jump to it. */
function problemOf(error: unknown, { path, sql }: SqlFile, ahead: number): SqlProblem {
  const { message, position, detail, hint } = error as PostgresError
  const at = Number(position ?? Number.NaN) - ahead
  const line = Number.isNaN(at) ? '' : `:${sql.slice(0, Math.max(0, at)).split('\n').length}`
  return { place: `${path}${line}`, message: [message, detail, hint].filter(Boolean).join('\n  ') }
}

/** Runs a file as Supabase does, all or nothing, with what is to be remembered of it in the same transaction. */
async function apply(db: PGlite, file: SqlFile, remember: () => Promise<unknown>): Promise<SqlProblem | null> {
  const ahead = 'begin; set local search_path = public, extensions;\n'
  try {
    await db.exec(`${ahead}${file.sql}\n;`)
    await remember()
    await db.exec('commit')
    return null
  } catch (error) {
    await db.exec('rollback').catch(() => undefined)
    return problemOf(error, file, ahead.length)
  } finally {
    await db.exec('reset role; reset all').catch(() => undefined)
  }
}

/** A migration's name: its number and what it is about. */
const nameOf = (path: string): string => path.replace(/^.*\//, '').replace(/\.sql$/, '')
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Applies what was not applied yet, in order, then the seed once. Stops at the first migration that fails. */
export async function migrate(db: PGlite, { migrations, seed }: Project): Promise<Migrated> {
  await db.exec(TABLES)
  const { rows } = await db.query<{ version: string; statements: string[] }>(
    'select version, statements from supabase_migrations.schema_migrations order by version',
  )
  const known = new Map(rows.map(({ version, statements }) => [version, statements.join('\n')]))
  const outcome: Migrated = {
    applied: [],
    changed: migrations.filter(({ path, sql }) => (known.get(nameOf(path)) ?? sql) !== sql).map(({ path }) => path),
    removed: [...known.keys()]
      .filter((version) => !migrations.some(({ path }) => nameOf(path) === version))
      .map((version) => `supabase/migrations/${version}.sql`),
    seeded: 'none',
    migrationProblem: null,
    seedProblem: null,
  }
  for (const file of migrations) {
    const version = nameOf(file.path)
    if (known.has(version)) continue
    const insert = 'insert into supabase_migrations.schema_migrations (version, statements, name) values ($1, $2, $3)'
    outcome.migrationProblem = await apply(db, file, () =>
      db.query(insert, [version, [file.sql], version.replace(/^\d+_/, '')]),
    )
    if (outcome.migrationProblem !== null) return outcome
    outcome.applied.push(file.path)
  }
  if (seed !== null) await runSeed(db, seed, outcome)
  return outcome
}

async function runSeed(db: PGlite, seed: SqlFile, outcome: Migrated): Promise<void> {
  const hash = hashOf(seed.sql)
  const { rows } = await db.query<{ hash: string }>('select hash from supabase_migrations.seed_files where path = $1', [
    seed.path,
  ])
  outcome.seeded = rows[0] === undefined ? 'now' : rows[0].hash === hash ? 'before' : 'changed'
  if (outcome.seeded !== 'now') return
  const insert = 'insert into supabase_migrations.seed_files (path, hash) values ($1, $2)'
  outcome.seedProblem = await apply(db, seed, () => db.query(insert, [seed.path, hash]))
}
