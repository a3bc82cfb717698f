import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openCluster, stopCluster } from '../../lib/core/postgres/cluster.ts'
import { say } from './progress.mjs'
import { devoraHome } from './project.mjs'
import { waitForDatabase } from './wait-for-database.mjs'

const DATABASE = 'devora'

async function ensureDatabase(cluster) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: cluster.url('postgres') })
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE])
    if (!rowCount) await client.query(`create database ${DATABASE}`)
  } finally {
    await client.end()
  }
}

export const embeddedFolder = () => join(devoraHome(), 'postgres')

/**
 * The database that Devora works on: DATABASE_URL, or `devora` on the embedded cluster below DEVORA_HOME, made when it
 * is missing. Returns once it answers; one of your own that is away is waited for.
 * @param {{port?: number, isStopped?: () => boolean}} [options] `port`: where the embedded cluster shall listen
 * @returns {Promise<{url: string, cluster: import('../../lib/core/postgres/cluster.ts').Cluster | null}>} cluster: null
 * with DATABASE_URL
 */
export async function openDatabase(options = {}) {
  if (process.env.DATABASE_URL) {
    await waitForDatabase(process.env.DATABASE_URL, { say, isStopped: options.isStopped })
    return { url: process.env.DATABASE_URL, cluster: null }
  }
  const { port } = options
  const cluster = await openCluster({ dataDir: embeddedFolder(), major: 18, settings: SETTINGS, ...(port && { port }) })
  await ensureDatabase(cluster)
  return { url: cluster.url(DATABASE), cluster }
}

/** Room for the pools of web, worker and DBOS of one machine; commits stay durable (synchronous_commit is left on). */
const SETTINGS = { max_connections: '200', shared_buffers: '128MB', log_min_messages: 'warning' }

/**
 * Stops every embedded cluster below DEVORA_HOME except Devora's own: the worker runs a scratch cluster there, and a
 * worker that was killed could not stop it.
 */
export async function stopScratchClusters() {
  for (const entry of await readdir(devoraHome(), { withFileTypes: true })) {
    const folder = join(devoraHome(), entry.name)
    if (entry.isDirectory() && folder !== embeddedFolder()) await stopCluster(folder)
  }
}
