import { randomBytes } from 'node:crypto'
import { escapeIdentifier, escapeLiteral } from 'pg'
import type pg from 'pg'
import { LOGIN_ROLES, type LoginRole } from '../../../supabase-local/schema/roles.ts'
import { watchDatabase, watchSession, type Bounds, type Overrun } from './guard.ts'
import { openSession, type ScriptOutcome, type Session, type SqlError } from './session.ts'

/** A session whose scripts are bounded from outside; `overrun` tells which bound ended one. */
export type GuardedSession = Omit<Session, 'run'> & {
  /** Whether a script went over a bound: the session ended with it, and nothing more can be asked of it. */
  isStopped(): boolean
  run(text: string, bounds?: Partial<Bounds>): Promise<ScriptOutcome & { overrun: Overrun | null }>
}

/**
 * One database for one verification.
 *
 * Phase A: `openMigrator()` logs in as a role made for this database alone: its owner, not superuser, member of
 * nothing. Phase B, after `endMigrator()`: `openAs()` logs in as Supabase's request roles. The two never overlap.
 */
export type ScratchDatabase = {
  /** Eight characters, like `postgres`, whose place it takes: see `sql/supabase-names.ts`. */
  readonly name: string
  readonly owner: string
  openMigrator(): Promise<GuardedSession>
  /** Ends every session of the migrator and lets the request roles in; with `lock` the migrator never comes back. */
  endMigrator(options?: { lock?: boolean }): Promise<void>
  openAs(role: LoginRole): Promise<GuardedSession>
  /** Where the role logs in, for who speaks to the database by itself; what runs there is bounded only by `watch`. */
  urlAs(role: LoginRole): string
  /**
   * Another database with the same content, for request roles only. Nobody may be in this one: its migrator has ended,
   * and nobody else came. It goes with this one.
   */
  copy(): Promise<ScratchDatabase>
  /** Runs SQL as the owner of all definitions; only of a copy, before anybody comes. Answers what went wrong. */
  alter(sql: string): Promise<SqlError | null>
  /** Ends every session that goes over a bound, until the answered function is called. */
  watch(bounds?: Partial<Bounds>): () => void
  /** Drops database and role, whatever is going on in them. Safe to repeat. */
  drop(): Promise<void>
}

export type DatabaseContext = {
  admin: pg.Pool
  url: (database: string, user?: string, password?: string) => string
  template: string
  holder: number
  password: (role: LoginRole) => string
  released: (database: ScratchDatabase) => void
}

const randomName = (initial: string): string =>
  initial +
  BigInt(`0x${randomBytes(6).toString('hex')}`)
    .toString(36)
    .padStart(7, '0')
    .slice(-7)

/** Ends all sessions in `database` (of `role` only, when given) and waits until they are gone. */
async function endSessions(admin: pg.Pool, database: string, role?: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const { rowCount } = await admin.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and ($2::text is null or usename = $2)',
      [database, role ?? null],
    )
    if (!rowCount) return
    await new Promise((resolve) => setTimeout(resolve, attempt < 10 ? 2 : 50))
  }
  throw new Error(`Sessions in ${database} do not end.`)
}

/**
 * Drops a scratch database and its owner. The owner may have marked it as a template or closed it, which would protect
 * it.
 */
export async function dropDatabase(admin: pg.Pool, name: string, owner: string): Promise<void> {
  const { rowCount } = await admin.query('select from pg_database where datname = $1', [name])
  if (rowCount) {
    await admin.query(`alter database ${name} with is_template false allow_connections false`)
    await endSessions(admin, name)
    await admin.query(`drop database if exists ${name} with (force)`)
  }
  await admin.query(`drop role if exists ${owner}`)
  await admin.query('delete from public.lease where database = $1', [name])
}

const settings = (name: string): string[] => [
  `alter database ${name} set search_path = "$user", public, extensions`,
  `alter database ${name} set statement_timeout = '20s'`,
  `alter database ${name} set lock_timeout = '5s'`,
  `alter database ${name} set idle_in_transaction_session_timeout = '60s'`,
]

function guarded(admin: pg.Pool, database: string, session: Session, onClose: () => unknown): GuardedSession {
  let isStopped = false
  return {
    pid: session.pid,
    isStopped: () => isStopped,
    async run(text, bounds) {
      const outcome = await watchSession(admin, database, session, text, bounds)
      isStopped ||= outcome.overrun !== null
      return outcome
    },
    async close() {
      onClose()
      await session.close()
    },
  }
}

export async function createDatabase(context: DatabaseContext): Promise<ScratchDatabase> {
  const { admin, holder, template } = context
  const name = randomName('d')
  const owner = randomName('m')
  const secret = randomBytes(24).toString('base64url')
  // The lease is written first: whatever happens next, a later process finds it.
  await admin.query('insert into public.lease (database, owner, holder) values ($1, $2, $3)', [name, owner, holder])
  // BYPASSRLS as Supabase's postgres has it (FORCE ROW LEVEL SECURITY must not stop a seed). It reaches no further than
  // this database.
  await admin.query(
    `create role ${owner} login nosuperuser nocreatedb nocreaterole noreplication noinherit bypassrls connection limit 4 password '${secret}'`,
  )
  await createFrom(admin, { name, template, owner })

  const open = new Set<Session>()
  const login = async (url: string): Promise<GuardedSession> => {
    const session = await openSession(url)
    open.add(session)
    return guarded(admin, name, session, () => open.delete(session))
  }
  let dropping: Promise<void> | undefined
  const copies = new Set<ScratchDatabase>()
  const drop = async (): Promise<void> => {
    for (const session of open) void session.close()
    // What is in them belongs to the owner of this one.
    await Promise.all([...copies].map((copy) => copy.drop()))
    await dropDatabase(admin, name, owner)
    context.released(database)
  }
  const database: ScratchDatabase = {
    name,
    owner,
    openMigrator: () => login(context.url(name, owner, secret)),
    async endMigrator({ lock = false } = {}) {
      // It may have changed its own password or settings meanwhile.
      const rights = lock ? 'nologin password null' : `login password '${secret}' valid until 'infinity'`
      await admin.query(`alter role ${owner} with ${rights}; alter role ${owner} reset all`)
      await endSessions(admin, name, owner)
      // Undoes what an owner can do to its database that would keep the others out or change their sessions: closing
      // it, settings (`search_path`, `row_security`, …). Names with a dot are the project's own and stay.
      const { rows } = await admin.query<{ setting: string }>(
        `select split_part(s, '=', 1) as setting from pg_db_role_setting d, unnest(d.setconfig) s
         where setrole = 0 and setdatabase = (select oid from pg_database where datname = $1)`,
        [name],
      )
      const resets = rows
        .filter(({ setting }) => !setting.includes('.'))
        .map(({ setting }) => `alter database ${name} reset ${escapeIdentifier(setting)}`)
      await admin.query(
        [...resets, `alter database ${name} with connection limit 16 allow_connections true`, ...settings(name)].join(
          '; ',
        ),
      )
      await admin.query(`grant connect on database ${name} to ${LOGIN_ROLES.join(', ')}`)
    },
    openAs: (role) => login(database.urlAs(role)),
    urlAs: (role) => context.url(name, role, context.password(role)),
    async copy() {
      const copy = await copyDatabase(context, { name, owner }, () => copies.delete(copy))
      copies.add(copy)
      return copy
    },
    alter: () => Promise.reject(new Error('It has a migrator for that.')),
    watch: (bounds) => watchDatabase(admin, name, bounds),
    drop: () => (dropping ??= drop()),
  }
  return database
}

type NewDatabase = { name: string; template: string; owner: string }

/** Copied as files: half the time of writing each page to the log, of a server that flushes nothing anyway. */
async function createFrom(admin: pg.Pool, { name, template, owner }: NewDatabase, more: string[] = []): Promise<void> {
  await admin.query(
    `create database ${name} template ${template} strategy file_copy owner ${owner} connection limit 16`,
  )
  await admin.query([`revoke all on database ${name} from public`, ...settings(name), ...more].join('; '))
}

async function copyDatabase(
  context: DatabaseContext,
  source: { name: string; owner: string },
  released: () => void,
): Promise<ScratchDatabase> {
  const { admin, holder } = context
  const name = randomName('c')
  // It has no owner of its own: its lease names none that there is.
  await admin.query('insert into public.lease (database, owner, holder) values ($1, $1, $2)', [name, holder])
  const letIn = `grant connect on database ${name} to ${LOGIN_ROLES.join(', ')}`
  await createFrom(admin, { name, template: source.name, owner: source.owner }, [
    ...(await ownSettings(admin, source.name, name)),
    letIn,
  ])
  const open = new Set<Session>()
  const urlAs = (role: LoginRole): string => context.url(name, role, context.password(role))
  const refuse = (): Promise<never> => Promise.reject(new Error('A copy has no migrator.'))
  let dropping: Promise<void> | undefined
  const drop = async (): Promise<void> => {
    for (const session of open) void session.close()
    await dropDatabase(admin, name, name)
    released()
  }
  return {
    name,
    owner: source.owner,
    openMigrator: refuse,
    endMigrator: refuse,
    copy: refuse,
    alter: (sql) => alterAs(context, { name, owner: source.owner }, sql),
    async openAs(role) {
      const session = await openSession(urlAs(role))
      open.add(session)
      return guarded(admin, name, session, () => open.delete(session))
    },
    urlAs,
    watch: (bounds) => watchDatabase(admin, name, bounds),
    drop: () => (dropping ??= drop()),
  }
}

/** The owner logs in for this alone: it has no password before, and none afterwards. */
async function alterAs(
  { admin, url }: DatabaseContext,
  { name, owner }: { name: string; owner: string },
  sql: string,
): Promise<SqlError | null> {
  const secret = randomBytes(24).toString('base64url')
  await admin.query(`alter role ${owner} login password '${secret}'`)
  try {
    const session = guarded(admin, name, await openSession(url(name, owner, secret)), () => undefined)
    try {
      return (await session.run(sql)).error
    } finally {
      await session.close()
    }
  } finally {
    await admin.query(`alter role ${owner} nologin password null`)
    await endSessions(admin, name, owner)
  }
}

/** Settings that a project has made for its database, whose names have a dot; a copy does not take them along. */
async function ownSettings(admin: pg.Pool, from: string, to: string): Promise<string[]> {
  const { rows } = await admin.query<{ setting: string }>(
    `select s as setting from pg_db_role_setting d, unnest(d.setconfig) s
     where setrole = 0 and setdatabase = (select oid from pg_database where datname = $1)`,
    [from],
  )
  return rows.flatMap(({ setting }) => {
    const [, key = '', value = ''] = /^([^=]*)=(.*)$/s.exec(setting) ?? []
    return key.includes('.') ? [`alter database ${to} set ${escapeIdentifier(key)} = ${escapeLiteral(value)}`] : []
  })
}
