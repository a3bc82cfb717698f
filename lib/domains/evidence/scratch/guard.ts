import { readFile } from 'node:fs/promises'
import type pg from 'pg'
import type { ScriptOutcome, Session } from './session.ts'

/**
 * What one script may use. A script can reset `statement_timeout` and raise `work_mem`, so these are held from outside.
 */
export type Bounds = {
  /** Wall clock in milliseconds. */
  ms: number
  /** Size of the database in bytes. */
  databaseBytes: number
  /** Resident memory of the backend in bytes (Linux; elsewhere not watched). */
  memoryBytes: number
}
export type Overrun = 'time' | 'size' | 'memory'

export const DEFAULT_BOUNDS: Bounds = { ms: 10_000, databaseBytes: 256 * 1024 * 1024, memoryBytes: 768 * 1024 * 1024 }

/** Most scripts end before the first look. */
const FIRST_LOOK_MS = 100
const LOOK_EVERY_MS = 150
/** A backend that ignores SIGTERM for this long sits in code that never checks for interrupts. */
const PATIENCE_MS = 3_000

async function residentBytes(pid: number): Promise<number> {
  const statm = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '')
  const [, resident, shared] = statm.split(' ').map(Number)
  return resident === undefined || shared === undefined ? 0 : (resident - shared) * 4096
}

async function terminate(admin: pg.Pool, pid: number, isDone: () => boolean): Promise<void> {
  await admin.query('select pg_terminate_backend($1)', [pid]).catch(() => undefined)
  await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))
  if (isDone()) return
  const { rowCount } = await admin
    .query('select from pg_stat_activity where pid = $1', [pid])
    .catch(() => ({ rowCount: 0 }))
  // The postmaster restarts all sessions after this; the others repeat their verification. Better than a core lost for
  // good.
  if (rowCount) process.kill(pid, 'SIGKILL')
}

/** Runs `text` in `session` and ends the session when it goes over a bound. */
export async function watchSession(
  admin: pg.Pool,
  database: string,
  session: Session,
  text: string,
  bounds: Partial<Bounds> = {},
): Promise<ScriptOutcome & { overrun: Overrun | null }> {
  const limit = { ...DEFAULT_BOUNDS, ...bounds }
  const started = performance.now()
  let overrun: Overrun | null = null
  let isDone = false
  let timer: NodeJS.Timeout | undefined
  const look = async (): Promise<void> => {
    if (performance.now() - started > limit.ms) overrun = 'time'
    else if ((await residentBytes(session.pid)) > limit.memoryBytes) overrun = 'memory'
    else {
      const size = await admin
        .query<{ size: string }>('select pg_database_size($1) as size', [database])
        .catch(() => null)
      if (size && Number(size.rows[0]?.size) > limit.databaseBytes) overrun = 'size'
    }
    if (isDone) return
    if (overrun) await terminate(admin, session.pid, () => isDone)
    else
      timer = setTimeout(
        () => void look(),
        Math.min(LOOK_EVERY_MS, Math.max(1, limit.ms - (performance.now() - started) + 1)),
      )
  }
  timer = setTimeout(() => void look(), Math.min(FIRST_LOOK_MS, limit.ms))
  try {
    const outcome = await session.run(text)
    return { ...outcome, overrun }
  } finally {
    isDone = true
    clearTimeout(timer)
  }
}

/**
 * Ends every session of a database that goes over a bound, until it is told to stop: for sessions that others open, and
 * whose statements nobody here sees. Takes one look every 150 ms.
 */
export function watchDatabase(admin: pg.Pool, database: string, bounds: Partial<Bounds> = {}): () => void {
  const limit = { ...DEFAULT_BOUNDS, ...bounds }
  const ended = new Set<number>()
  let isStopped = false
  let timer: NodeJS.Timeout | undefined
  const end = (pid: number): void => {
    if (ended.has(pid)) return
    ended.add(pid)
    void terminate(admin, pid, () => false)
  }
  const look = async (): Promise<void> => {
    const found = await admin
      .query<{ pid: number; ms: string; size: string }>(SESSIONS, [database])
      .catch(() => ({ rows: [] }))
    for (const { pid, ms, size } of found.rows)
      if (Number(ms) > limit.ms || Number(size) > limit.databaseBytes || (await residentBytes(pid)) > limit.memoryBytes)
        end(pid)
    if (!isStopped) timer = setTimeout(() => void look(), LOOK_EVERY_MS)
  }
  timer = setTimeout(() => void look(), FIRST_LOOK_MS)
  return () => {
    isStopped = true
    clearTimeout(timer)
  }
}

/** The size is asked for once: it looks at every file of the database. */
const SESSIONS = `select pid, (select pg_database_size($1::name)) as size,
  case when state = 'active' then extract(epoch from clock_timestamp() - query_start) * 1000 else 0 end as ms
  from pg_stat_activity where datname = $1::name`
