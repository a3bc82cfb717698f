import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { continueOnLockedNode, ensureInstalled } from './launch/install.mjs'
import { bold, complain, say } from './launch/progress.mjs'
import { loadDotEnv, root } from './launch/project.mjs'

const USAGE = `npm run db:migrate            apply prisma/migrations to the database
npm run db:diff -- <name>     write the next migration from the changes in prisma/schema`

async function migrate() {
  const { applyMigrations } = await import('./launch/schema-engine.mjs')
  const { migrateEngine } = await import('./launch/engine-tables.mjs')
  const { openDatabase } = await import('./launch/database.mjs')
  const { url, cluster } = await openDatabase()
  try {
    const applied = await applyMigrations(url)
    await migrateEngine(url)
    say(
      applied.length === 0
        ? 'The database is up to date.'
        : `Applied:\n${applied.map((name) => `  ${name}`).join('\n')}`,
    )
  } finally {
    // A cluster that was running before belongs to a running `npm start`.
    if (cluster && !cluster.reused) await cluster.stop()
  }
}

/** UTC, to the second, as Prisma names its own: migrations are applied in the order of their names. */
const timestamp = () => new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14)

async function diff(given) {
  // Written as one says it: "what-changes", "What changes".
  const name = (given ?? '')
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
  if (!/^[a-z0-9][a-z0-9_]*$/.test(name))
    throw new Error(`Name the change in a few words, e.g. add-invoices.\n\n${USAGE}`)
  const { applyMigrations, diffToSchema, migrationsFolder } = await import('./launch/schema-engine.mjs')
  const { openCluster, removeCluster } = await import('../lib/core/postgres/cluster.ts')
  const scratch = join(tmpdir(), `devora-diff-${process.pid}`)
  try {
    const cluster = await openCluster({ dataDir: scratch, major: 18, settings: { fsync: 'off' } })
    await applyMigrations(cluster.url('postgres'))
    const sql = await diffToSchema(cluster.url('postgres'))
    if (sql === '') return say('prisma/schema and prisma/migrations agree; nothing to write.')
    const file = join(migrationsFolder, `${timestamp()}_${name}`, 'migration.sql')
    await mkdir(join(file, '..'), { recursive: true })
    await writeFile(file, `${sql}\n`)
    await writeFile(
      join(migrationsFolder, 'migration_lock.toml'),
      '# Written by npm run db:diff; tells Prisma which database the SQL is for.\nprovider = "postgresql"\n',
    )
    return say(`Wrote ${bold(relative(root, file))}. Read it: a rename shows up as a drop and an add.`)
  } finally {
    await removeCluster(scratch)
  }
}

try {
  await ensureInstalled()
  await continueOnLockedNode(fileURLToPath(import.meta.url))
  loadDotEnv()
  const [command, name] = process.argv.slice(2)
  if (command === undefined) await migrate()
  else if (command === 'diff') await diff(name)
  else throw new Error(`Unknown command "${command}".\n\n${USAGE}`)
} catch (error) {
  complain(error.message)
  process.exitCode = 1
}
