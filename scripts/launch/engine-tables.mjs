import { DBOS } from '@dbos-inc/dbos-sdk'
import pg from 'pg'

/** As ENGINE_SCHEMA in lib/engine/engine.ts, which plain Node cannot load. */
const SCHEMA = 'dbos'

/**
 * Creates or updates the tables of the run engine (DBOS), before any process uses them. They are made with CREATE INDEX
 * CONCURRENTLY, which waits for every other session: web server and worker that do it at the same moment wait for each
 * other for ever.
 * @param {string} databaseUrl
 */
export async function migrateEngine(databaseUrl) {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    // Tried again and again instead of waited for: a waiting session would itself be one that CONCURRENTLY waits for.
    const take = () => client.query(`select pg_try_advisory_lock(hashtext('devora-engine-migration')) as taken`)
    while (!(await take()).rows[0].taken) await new Promise((done) => setTimeout(done, 50))
    await quietly(() => DBOS.migrate(databaseUrl, { schemaName: SCHEMA }))
  } finally {
    await client.end()
  }
}

/** DBOS reports its migrations on the console as warnings; they are none. */
async function quietly(work) {
  const { log, info, warn } = console
  Object.assign(console, { log() {}, info() {}, warn() {} })
  try {
    await work()
  } finally {
    Object.assign(console, { log, info, warn })
  }
}
