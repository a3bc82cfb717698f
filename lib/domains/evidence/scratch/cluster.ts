import { createHash, createHmac } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { openCluster, type Cluster } from '../../../core/postgres/cluster.ts'
import { rolesSql, type LoginRole } from '../../../supabase-local/schema/roles.ts'
import { createDatabase, dropDatabase, type ScratchDatabase } from './database.ts'
import { CLUSTER_SQL, TEMPLATE_SQL } from './template.ts'

/**
 * The cluster in which untrusted SQL runs: an embedded Postgres 17 (Supabase's major) of its own under
 * `<home>/scratch`, never the server that holds Devora's data. Everything in it may be lost at any time, so it lives in
 * memory where there is room.
 *
 * Only this file and `database.ts` speak as its superuser, and only inside the maintenance database: a superuser
 * session in a scratch database would run the project's triggers with all rights.
 */
export type ScratchCluster = {
  /** `server_version`, for the report's `tools`. */
  readonly version: string
  /** An empty database for one verification; waits while too many are in use. The caller must `drop()` it. */
  take(): Promise<ScratchDatabase>
  /** Drops what this process still holds and disconnects; `stop` also ends the server when no other process uses it. */
  close(options?: { stop?: boolean }): Promise<void>
}

/** Databases in use at once, per process: bounds memory, disk and connections whatever the queue's length. */
const AT_ONCE = 4
/** Class of the advisory locks that say "the process behind this lease is alive". */
const LEASE = 0x6465

const SETTINGS: Record<string, string> = {
  // Nothing here must survive a crash of the machine.
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '512MB',
  autovacuum: 'off',
  jit: 'off',
  track_activities: 'on',
  // Bounds. None of these can be raised by a role that is not superuser, except the memory ones, which the guard
  // watches.
  max_connections: '64',
  superuser_reserved_connections: '8',
  max_prepared_transactions: '0',
  max_worker_processes: '0',
  max_locks_per_transaction: '256',
  temp_file_limit: '256MB',
  max_notify_queue_pages: '64',
  shared_buffers: '64MB',
  work_mem: '16MB',
  // A RAISE LOG in a loop would fill the disk through the server's log.
  log_min_messages: 'fatal',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
  // Secrets are 256 random bits and the network is loopback: stretching them only costs time at every login.
  scram_iterations: '1',
}

const TEMPLATE = `template_${createHash('sha256').update(TEMPLATE_SQL).digest('hex').slice(0, 12)}`

/** Runs `work` on a client of its own; used for databases in which no project has ever run. */
async function onClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function buildTemplate(
  cluster: Cluster,
  admin: pg.ClientBase,
  password: (role: LoginRole) => string,
): Promise<void> {
  // Two processes may open a new cluster at once.
  await admin.query('select pg_advisory_lock($1, 0)', [LEASE])
  try {
    await admin.query(rolesSql(password) + CLUSTER_SQL)
    await admin.query(
      'create table if not exists public.lease (database name primary key, owner name not null, holder int not null)',
    )
    await admin.query('revoke all on schema public from public')
    const exists = await admin.query('select from pg_database where datname = $1 and datistemplate', [TEMPLATE])
    if (exists.rowCount) return
    const old = await admin.query<{ datname: string }>(
      `select datname from pg_database where datname like 'template\\_%'`,
    )
    for (const { datname } of old.rows) {
      await admin.query(`alter database ${datname} is_template false`)
      await admin.query(`drop database ${datname} with (force)`)
    }
    await admin.query(`create database ${TEMPLATE} template template0`)
    await admin.query(`revoke all on database ${TEMPLATE} from public`)
    await onClient(cluster.url(TEMPLATE), (client) => client.query(TEMPLATE_SQL))
    await admin.query(`alter database ${TEMPLATE} with is_template true allow_connections false`)
  } finally {
    await admin.query('select pg_advisory_unlock($1, 0)', [LEASE])
  }
}

/** Drops the databases of processes that died: their lease's lock is free. */
async function sweep(admin: pg.Pool, lease: pg.ClientBase): Promise<void> {
  const leases = await admin.query<{ database: string; owner: string; holder: number }>(
    // Copies first: what is in them belongs to the owner of another.
    'select database, owner, holder from public.lease order by (database = owner) desc',
  )
  for (const { database, owner, holder } of leases.rows) {
    const { rows } = await lease.query<{ free: boolean }>('select pg_try_advisory_lock($1, $2) as free', [
      LEASE,
      holder,
    ])
    if (!rows[0]?.free) continue
    await dropDatabase(admin, database, owner)
    await lease.query('select pg_advisory_unlock($1, $2)', [LEASE, holder])
  }
}

/** Session locks are re-entrant, so a process must never sweep under its own number: numbers come from one sequence. */
async function takeLease(lease: pg.ClientBase): Promise<number> {
  await lease.query('create sequence if not exists public.holder')
  const { rows } = await lease.query<{ holder: number }>(`select nextval('public.holder')::int as holder`)
  const holder = rows[0]?.holder ?? 0
  await lease.query('select pg_advisory_lock($1, $2)', [LEASE, holder])
  return holder
}

/** The databases of one process: at most so many in use, one ready, all of them known until they are dropped. */
class DatabasePool {
  private readonly held = new Set<ScratchDatabase>()
  private readonly waiting: (() => void)[] = []
  private readonly make: () => Promise<ScratchDatabase>
  private inUse = 0
  private isClosed = false
  /** One database is kept ready: copying the template is the largest fixed cost of a verification. */
  private spare: Promise<ScratchDatabase | null> | null = null

  constructor(make: (released: (database: ScratchDatabase) => void) => Promise<ScratchDatabase>) {
    this.make = () => make((database) => this.held.delete(database))
  }

  private prepare(): void {
    this.spare ??= this.make().then(
      (database) => (this.held.add(database), database),
      () => null,
    )
  }

  async take(): Promise<ScratchDatabase> {
    if (this.isClosed) throw new Error('The scratch cluster is closed.')
    while (this.inUse >= AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve))
    this.inUse++
    try {
      const mine = this.spare
      this.spare = null // before the wait, or two takers would share one database
      const database = (await mine) ?? (await this.make())
      this.held.add(database)
      const drop = database.drop
      let isReturned = false
      database.drop = async () => {
        if (!isReturned) {
          isReturned = true
          this.giveBack()
          if (!this.isClosed) this.prepare()
        }
        await drop()
      }
      return database
    } catch (error) {
      this.giveBack()
      throw error
    }
  }

  private giveBack(): void {
    this.inUse--
    this.waiting.shift()?.()
  }

  /** Drops what is held; false when that was done before. */
  async close(): Promise<boolean> {
    if (this.isClosed) return false
    this.isClosed = true
    await this.spare
    for (const database of Array.from(this.held)) await database.drop().catch(() => undefined)
    return true
  }
}

/** Whether no other process holds a lease on this cluster; false when that cannot be told. */
async function isLast(admin: pg.Pool, holder: number): Promise<boolean> {
  const others = await admin
    .query<{ n: number }>(
      `select count(distinct pid)::int as n from pg_locks
       where locktype = 'advisory' and classid = $1 and objid <> 0 and objid <> $2`,
      [LEASE, holder],
    )
    .catch(() => ({ rows: [{ n: 1 }] }))
  return others.rows[0]?.n === 0
}

/**
 * Opens the scratch cluster under `<home>/scratch`: made on first use, reused when it runs; leftovers of dead processes
 * are swept. Throws when Postgres cannot be started.
 * @param home DEVORA_HOME
 */
export async function openScratchCluster({ home }: { home: string }): Promise<ScratchCluster> {
  const cluster = await openCluster({ dataDir: join(home, 'scratch'), major: 17, settings: SETTINGS, mayBeLost: true })
  const secret = new URL(cluster.url('postgres')).password
  // Derived, so that every process on this cluster knows them and no file holds them.
  const password = (role: LoginRole): string => createHmac('sha256', secret).update(`login:${role}`).digest('base64url')
  const admin = new pg.Pool({
    connectionString: cluster.url('postgres'),
    max: 6,
    idleTimeoutMillis: 0,
    allowExitOnIdle: true,
  })
  admin.on('error', () => undefined)
  const lease = new pg.Client({ connectionString: cluster.url('postgres') })
  lease.on('error', () => undefined)
  await lease.connect()
  await buildTemplate(cluster, lease, password)
  const holder = await takeLease(lease)
  await sweep(admin, lease)
  const { rows } = await admin.query<{ server_version: string }>('show server_version')
  const pool = new DatabasePool((released) =>
    createDatabase({ admin, url: cluster.url, template: TEMPLATE, holder, password, released }),
  )
  return {
    version: rows[0]?.server_version ?? 'unknown',
    take: () => pool.take(),
    async close({ stop = false } = {}) {
      if (!(await pool.close())) return
      const mayStop = await isLast(admin, holder)
      await lease.end().catch(() => undefined)
      await admin.end().catch(() => undefined)
      if (stop && mayStop) await cluster.stop()
    },
  }
}
