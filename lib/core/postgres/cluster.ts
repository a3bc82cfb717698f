import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chown, mkdir, open, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { isTraversable, openFolder, realParent, serverAccount, type Account } from './account.ts'
import { postgresBinaries, type Major } from './binaries.ts'
import { withLock } from './open-lock.ts'
import { folderInMemory, isInMemory, isKept, sweepMemory } from './memory.ts'
import { clearStalePidFile, isAlive, livingPostmaster, stopPostmaster, type Postmaster } from './postmaster.ts'

export type ClusterOptions = {
  /**
   * Home of the cluster: holds `data/`, `password`, `postgres.log`; `location.json` instead of `data/` when that lives
   * elsewhere.
   */
  dataDir: string
  major: Major
  /**
   * Server settings (`-c name=value`), e.g. `{fsync: 'off'}`. They count when the server is started, not when a running
   * one is reused.
   */
  settings?: Record<string, string>
  /** Name of the superuser made by initdb; default `postgres`. */
  superuser?: string
  /** Its password, used by initdb; default a random one. */
  password?: string
  /** Wanted TCP port on 127.0.0.1; default a free one. */
  port?: number
  /** Nobody misses the data: they live in memory where there is room, and are made anew when they are gone. */
  mayBeLost?: boolean
}

export type Cluster = {
  /** Connection string; the superuser unless `user` and `password` are given. */
  url(database: string, user?: string, password?: string): string
  port: number
  pid: number
  /** True when the server was running already: left behind by a killed process, or opened by another one. */
  reused: boolean
  /** Fast shutdown; every connection of every process ends. Safe to repeat. */
  stop(): Promise<void>
}

type Place = { data: string; log: string; passwordFile: string; account: Account; bin: string }

/** What a home says of where its data live; null when they are in the home, or nowhere yet. */
async function recordedData(home: string): Promise<string | null> {
  const recorded = await readFile(join(home, 'location.json'), 'utf8').catch(() => null)
  return recorded === null ? null : (JSON.parse(recorded) as { data: string }).data
}

async function record(home: string, data: string, why: string): Promise<string> {
  await writeFile(join(home, 'location.json'), `${JSON.stringify({ data, why })}\n`)
  return data
}

/** Where the data lives: in the home, or, when the server's account cannot get there, in a folder that it can reach. */
async function locateData(home: string, account: Account): Promise<string> {
  const recorded = await recordedData(home)
  if (recorded !== null) return recorded
  const inside = join(await realParent(home), 'data')
  if (!account.switchUser || (await isTraversable(inside, account))) return inside
  // The random part keeps a home that was deleted and made again from meeting the old data.
  const key = createHash('sha256').update(inside).digest('hex').slice(0, 12)
  const data = join(await openFolder(account), `data-${key}-${randomBytes(3).toString('hex')}`)
  return record(home, data, 'the account that runs Postgres cannot reach this folder')
}

/** Where data that nobody would miss live: in memory, unless they are on a disk and in use. */
async function locateLosable(home: string, account: Account): Promise<string> {
  await sweepMemory(account, recordedData)
  const recorded = await recordedData(home)
  if (recorded !== null && isInMemory(recorded)) {
    if (await isKept(recorded, account)) return recorded
    await rm(join(home, 'location.json'), { force: true })
  }
  const onDisk = await locateData(home, account)
  const inMemory = (await livingPostmaster(onDisk)) === null ? await folderInMemory() : null
  if (inMemory === null) return onDisk
  await rm(onDisk, { recursive: true, force: true })
  return record(home, inMemory, 'nobody misses these data, and a file system in memory is faster')
}

async function run(file: string, args: string[], account: Account, cwd: string): Promise<void> {
  const identity = account.switchUser ? { uid: account.uid, gid: account.gid } : {}
  const child = spawn(file, args, { ...identity, cwd, stdio: ['ignore', 'pipe', 'pipe'], env: serverEnv() })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const code = await new Promise<number | null>((done, fail) => child.on('error', fail).on('close', done))
  if (code !== 0) throw new Error(`${file} ended with ${code}:\n${output.trim()}`)
}

/**
 * Nothing of our environment reaches the server: no PG* variable of the person's shell, no secret, no locale that is
 * not installed.
 */
const serverEnv = (): NodeJS.ProcessEnv => ({ PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', NODE_ENV: 'production' })

async function initialise(
  place: Place,
  { home, major, superuser, password }: { home: string; major: Major; superuser: string; password: string },
): Promise<void> {
  const { data, account } = place
  await rm(data, { recursive: true, force: true })
  await mkdir(data, { recursive: true, mode: 0o700 })
  await writeFile(place.passwordFile, `${password}\n`, { mode: 0o600 })
  // initdb reads the password as the server's account, which must not be able to reach our home: hand it a copy inside
  // the data's parent.
  const handed = `${data}.pw`
  await rm(handed, { force: true })
  await writeFile(handed, `${password}\n`, { mode: 0o600, flag: 'wx' })
  if (account.switchUser) for (const path of [data, handed]) await chown(path, account.uid, account.gid)
  // The builtin provider (since 17) sorts by code point and knows Unicode's upper and lower case, and needs no locale
  // of the system.
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--encoding=UTF8']
  const args = [
    '-D',
    data,
    '-U',
    superuser,
    '--auth=scram-sha-256',
    `--pwfile=${handed}`,
    ...locale,
    '--no-instructions',
    '--no-sync',
  ]
  try {
    await run(join(place.bin, 'bin', 'initdb'), args, account, '/')
    await writeFile(join(data, 'devora-complete'), `${major}\n${home}\n`)
  } finally {
    await rm(handed, { force: true })
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done, fail) => server.once('error', fail).listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise((done) => server.close(done))
  if (address === null || typeof address === 'string') throw new Error('No free port on 127.0.0.1.')
  return address.port
}

function connectionUrl(port: number, database: string, user: string, password: string): string {
  return `postgresql://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`
}

/** Null when a session could be opened, else the reason why not. */
async function refusal(url: string): Promise<string | null> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select 1')
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Waits until the server answers; false when it died or stays unusable. Recovery after a crash may take its time. */
async function answers(pid: number, url: string, patience: number): Promise<boolean> {
  const end = Date.now() + patience
  while (Date.now() < end && isAlive(pid)) {
    const reason = await refusal(url)
    if (reason === null) return true
    if (reason.includes('authentication failed')) return false
    await sleep(25)
  }
  return false
}

async function lastLines(file: string): Promise<string> {
  return (await readFile(file, 'utf8').catch(() => '')).trim().split('\n').slice(-8).join('\n')
}

async function launch(place: Place, port: number, settings: Record<string, string>): Promise<number> {
  const options = { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '', ...settings }
  const args = ['-D', place.data, ...Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const log = await open(place.log, 'w', 0o600)
  const identity = place.account.switchUser ? { uid: place.account.uid, gid: place.account.gid } : {}
  // Detached: a session of its own, so that a Ctrl-C in the terminal reaches us and not the server, which we stop last.
  const stdio = ['ignore', log.fd, log.fd] as const
  const child = spawn(join(place.bin, 'bin', 'postgres'), args, {
    ...identity,
    cwd: '/',
    detached: true,
    stdio: [...stdio],
    env: serverEnv(),
  })
  const failed = new Promise<never>((_, fail) => child.once('error', fail))
  await Promise.race([new Promise((done) => child.once('spawn', done)), failed])
  await log.close()
  child.unref()
  if (!child.pid) throw new Error('Postgres did not start.')
  return child.pid
}

async function start(place: Place, options: ClusterOptions, urlAt: (port: number) => string): Promise<Postmaster> {
  await clearStalePidFile(place.data)
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort())
    const pid = await launch(place, port, options.settings ?? {})
    if (await answers(pid, urlAt(port), 60_000)) return { pid, port }
    const reason = await lastLines(place.log)
    if (isAlive(pid)) await stopPostmaster(pid)
    // Between asking for a free port and using it somebody else may have taken it.
    const isTaken = reason.includes('could not bind') || reason.includes('Address already in use')
    if (!isTaken || options.port || attempt === 5)
      throw new Error(`Postgres did not start in ${place.data}:\n${reason}`)
  }
}

async function openLocked(home: string, options: ClusterOptions): Promise<Cluster> {
  const account = await serverAccount()
  const superuser = options.superuser ?? 'postgres'
  const data = await (options.mayBeLost === true ? locateLosable : locateData)(home, account)
  const bin = await postgresBinaries(options.major, account)
  const place: Place = { data, log: join(home, 'postgres.log'), passwordFile: join(home, 'password'), account, bin }
  // The mark is written after initdb: a data folder without it is half made (killed in between) and holds nothing.
  const made = await readFile(join(data, 'devora-complete'), 'utf8').catch(() => null)
  const major = made?.split('\n')[0]
  if (major === undefined) {
    const password = options.password ?? randomBytes(18).toString('base64url')
    await initialise(place, { home, major: options.major, superuser, password })
  } else if (Number(major) !== options.major)
    throw new Error(`${data} belongs to Postgres ${major}, not ${options.major}.`)
  await matchOwner(data, account)
  const password = (await readFile(place.passwordFile, 'utf8')).trim()
  const urlAt = (port: number) => connectionUrl(port, 'postgres', superuser, password)

  let running = await livingPostmaster(data)
  const found = running
  if (found && !(await answers(found.pid, urlAt(found.port), 30_000))) {
    await stopPostmaster(found.pid)
    running = null
  }
  const server = running ?? (await start(place, options, urlAt))
  return {
    url: (database, user = superuser, secret = password) => connectionUrl(server.port, database, user, secret),
    port: server.port,
    pid: server.pid,
    reused: running !== null,
    async stop() {
      // Only the server that we opened: its pid may belong to a stranger by now, and another opener may have started a
      // new one.
      const current = await livingPostmaster(data)
      if (current?.pid === server.pid) await stopPostmaster(server.pid)
    },
  }
}

/**
 * The same folder is first used by a normal user and later by root, or the other way round: Postgres insists on owning
 * its data.
 */
async function matchOwner(data: string, account: Account): Promise<void> {
  const info = await stat(data)
  if (info.uid === account.uid) return
  if (!account.switchUser)
    throw new Error(
      `${data} belongs to another user (id ${info.uid}). Start as that user, or choose another DEVORA_HOME.`,
    )
  await run('chown', ['-R', `${account.uid}:${account.gid}`, data], { ...account, switchUser: false }, '/')
}

/**
 * Opens the embedded Postgres cluster in `dataDir`: made on first use, started when it is not running, reused when it
 * is (a `kill -9` of everything leaves Postgres alive). Several processes may call this for the same folder at once;
 * they get the same server. Listens on 127.0.0.1 only. As root the server runs as an unprivileged account, and what
 * that account cannot reach is placed where it can. Throws with the server's own last words when it does not start.
 */
export async function openCluster(options: ClusterOptions): Promise<Cluster> {
  const home = resolve(options.dataDir)
  await mkdir(home, { recursive: true })
  return withLock(join(home, 'open.lock'), () => openLocked(home, options))
}

/** The server of the cluster in `dataDir`, and where its data lives; null when no cluster has been made there. */
async function findServer(dataDir: string): Promise<{ data: string; server: Postmaster | null } | null> {
  const home = resolve(dataDir)
  if (!(await stat(join(home, 'password')).catch(() => null))) return null
  const data = await locateData(home, await serverAccount())
  return { data, server: await livingPostmaster(data) }
}

/** True when the cluster in `dataDir` has been made and its server runs. */
export async function isClusterRunning(dataDir: string): Promise<boolean> {
  return Boolean((await findServer(dataDir))?.server)
}

/** Stops the cluster in `dataDir`, whoever started it. False when none was running. */
export async function stopCluster(dataDir: string): Promise<boolean> {
  const found = await findServer(dataDir)
  if (!found?.server) return false
  await stopPostmaster(found.server.pid)
  return true
}

/** Stops the cluster in `dataDir` if it runs, and deletes it with all its data, wherever that lives. */
export async function removeCluster(dataDir: string): Promise<void> {
  const found = await findServer(dataDir)
  if (found?.server) await stopPostmaster(found.server.pid)
  if (found) await rm(found.data, { recursive: true, force: true })
  await rm(resolve(dataDir), { recursive: true, force: true })
}
