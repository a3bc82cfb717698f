import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import pg from 'pg'

const root = fileURLToPath(new URL('../..', import.meta.url))
export const migrationsFolder = join(root, 'prisma', 'migrations')
export const schemaFolder = join(root, 'prisma', 'schema')

const NO_FILTER = { externalTables: [], externalEnums: [] }

let engineClass

/**
 * Prisma's schema engine as WebAssembly. The CLI would download a native one, which fails without a network, so the
 * module is instantiated by hand; both write the same `_prisma_migrations` table.
 */
async function loadEngine() {
  if (engineClass) return engineClass
  // The engine reports a panic of its own here and then traps; thrown from here, its message is what the person sees.
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    set_message(message) {
      throw new Error(`Prisma's schema engine panicked: ${message}`)
    },
  }
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const bytes = await readFile(new URL('schema_engine_bg.wasm', import.meta.resolve('@prisma/schema-engine-wasm')))
  const { instance } = await WebAssembly.instantiate(bytes, {
    './schema_engine_bg.js': { ...glue, ...quietTimers(glue) },
  })
  glue.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  engineClass = glue.SchemaEngine
  return engineClass
}

/** The engine guards its advisory lock with 10 s timers that it never clears; they must not keep the process alive. */
function quietTimers(glue) {
  const name = Object.keys(glue).find((key) => key.startsWith('__wbg_setTimeout_'))
  return name ? { [name]: (callback, milliseconds) => setTimeout(callback, milliseconds >>> 0).unref() } : {}
}

/** Result rows → the columns in them that the server sent as type "char". */
const charColumns = new WeakMap()

function noteCharColumns(result) {
  const { CHAR, TEXT } = pg.types.builtins
  const found = (result?.fields ?? []).flatMap((field, index) => (field.dataTypeID === CHAR ? [index] : []))
  for (const index of found) result.fields[index].dataTypeID = TEXT
  if (found.length > 0) charColumns.set(result.rows, found)
  return result
}

class CatalogueClient extends pg.Client {
  query(...args) {
    const done = args.at(-1)
    if (typeof done === 'function')
      return super.query(...args.slice(0, -1), (error, result) => done(error, noteCharColumns(result)))
    const answer = super.query(...args)
    return answer instanceof Promise ? answer.then(noteCharColumns) : answer
  }
}

/**
 * The catalogues that the engine reads to describe a database have columns of type "char" (one byte), which
 * @prisma/adapter-pg 7.10 refuses ("Column type 'char' could not be deserialized", a relative of
 * https://github.com/prisma/orm/issues/27403). So the client shows them to the adapter as text, and here they are named
 * Character again, which is what the engine expects.
 */
class CatalogueAdapterFactory extends PrismaPg {
  async connect() {
    const adapter = await super.connect()
    const queryRaw = adapter.queryRaw.bind(adapter)
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query)
      for (const index of charColumns.get(result.rows) ?? []) result.columnTypes[index] = ColumnTypeEnum.Character
      return result
    }
    return adapter
  }
}

/**
 * Opens an engine on `databaseUrl`, hands it to `work`, frees it. Errors are rewritten so that the engine's message
 * leads.
 */
async function withEngine(databaseUrl, work) {
  const SchemaEngine = await loadEngine()
  const pool = new pg.Pool({ connectionString: databaseUrl, Client: CatalogueClient, max: 4, idleTimeoutMillis: 0 })
  const adapter = bindMigrationAwareSqlAdapterFactory(new CatalogueAdapterFactory(pool))
  const engine = await SchemaEngine.new({ datamodels: await readSchema() }, () => {}, adapter)
  try {
    return await work(engine)
  } catch (error) {
    throw new Error(explain(error), { cause: error })
  } finally {
    engine.free()
    await pool.end()
  }
}

/**
 * The engine's errors carry JSON in `message` (`{message, meta}`) or are adapter errors; the person needs the sentence.
 */
function explain(error) {
  const text = error instanceof Error ? error.message : String(error)
  try {
    const parsed = JSON.parse(text)
    return parsed.message ?? parsed.user_facing_error?.message ?? text
  } catch {
    return text
  }
}

/** @returns {Promise<[string, string][]>} every file of prisma/schema as [path, content] */
export async function readSchema() {
  const names = (await readdir(schemaFolder)).filter((name) => name.endsWith('.prisma')).toSorted()
  return Promise.all(
    names.map(async (name) => [join(schemaFolder, name), await readFile(join(schemaFolder, name), 'utf8')]),
  )
}

async function readMigrations() {
  const entries = await readdir(migrationsFolder, { withFileTypes: true }).catch(() => [])
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  const migrationDirectories = await Promise.all(
    names.toSorted().map(async (path) => {
      const content = await readFile(join(migrationsFolder, path, 'migration.sql'), 'utf8')
      return { path, migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: content } } }
    }),
  )
  const lock = await readFile(join(migrationsFolder, 'migration_lock.toml'), 'utf8').catch(() => null)
  return {
    baseDir: migrationsFolder,
    lockfile: { path: 'migration_lock.toml', content: lock },
    shadowDbInitScript: '',
    migrationDirectories,
  }
}

/**
 * Applies every migration of prisma/migrations that `databaseUrl` has not seen. Safe to repeat; a failed one is named
 * and stops.
 * @param {string} databaseUrl
 * @returns {Promise<string[]>} the names that were applied now
 */
export async function applyMigrations(databaseUrl) {
  const migrationsList = await readMigrations()
  return withEngine(databaseUrl, async (engine) => {
    const result = await engine.applyMigrations({ migrationsList, filters: NO_FILTER })
    return result.appliedMigrationNames
  })
}

/**
 * The SQL that leads from the present state of `databaseUrl` to prisma/schema; empty when they agree.
 * @param {string} databaseUrl
 * @returns {Promise<string>}
 */
export async function diffToSchema(databaseUrl) {
  const files = (await readSchema()).map(([path, content]) => ({ path, content }))
  return withEngine(databaseUrl, async (engine) => {
    const from = { tag: 'schemaDatasource', files, configDir: schemaFolder }
    const to = { tag: 'schemaDatamodel', files }
    const result = await engine.diff({ from, to, script: true, exitCode: null, filters: NO_FILTER })
    const sql = (result.stdout ?? '').trim()
    return sql === '-- This is an empty migration.' ? '' : sql
  })
}
