import type { Server } from 'node:http'
import { join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import type { Mail } from '../supabase-local/auth/inbox.ts'
import { createHttpServer } from '../supabase-local/node/serve-http.ts'
import { folderFiles } from '../supabase-local/node/folder-files.ts'
import { type LocalSupabase, openSupabase } from '../supabase-local/open.ts'
import { openPGlite } from '../supabase-local/pglite.ts'
import { startChild } from './child.ts'
import { forgetLocal, KEY_NAME, nameLocal, type Named, readOwnVariables, URL_NAME } from './env-files.ts'
import { holderOf, type Lock, takeLock } from './lock.ts'
import { migrate } from './migrate.ts'
import { dataFolder, isMade, openDatabase, prepareFolder, readSecret, removeData } from './open-folder.ts'
import { findPort, listenFrom } from './ports.ts'
import { type Project, readProject } from './project.ts'
import { listenForSignals, type Stopping } from './stopping.ts'
import { tellMigrated, tellPeople } from './tell.ts'
import { type Texts, textsFor } from './texts.ts'

/** Supabase's own port, and Next's. */
const PORT = 54321
const SITE_PORT = 3000
const CLOSING_MS = 5_000

export type Environment = Record<string, string | undefined>
export type Start = {
  /** The project. */
  folder: string
  /** A command to run beside (`next dev`), `reset`, or nothing. */
  args: readonly string[]
  env: Environment
  say(line: string): void
}
type Place = Start & { project: Project; texts: Texts; own: ReadonlyMap<string, Named>; stopping: Stopping }

/** Thrown by what has said all there is to say. */
class Ended extends Error {
  readonly status: number
  constructor(status: number) {
    super('ended')
    this.status = status
  }
}

/** The whole of `scripts/local-supabase.mjs`. @returns the exit status */
export async function runLocal(start: Start): Promise<number> {
  const { folder, args, env, say } = start
  const project = await readProject(folder)
  const texts = textsFor(project.locale)
  if (Number(process.versions.node.split('.')[0]) < 22) {
    say(texts.node(process.version))
    return 1
  }
  if (args[0] === 'reset') return reset(folder, texts, say)
  const mode = args.length === 0 || args.includes('dev') ? 'development' : 'production'
  const own = await readOwnVariables(folder, env, mode)
  const url = own.get(URL_NAME)
  const missing = [URL_NAME, KEY_NAME].filter((name) => !own.has(name))
  if (missing.length === 1) {
    say(url === undefined ? texts.half(KEY_NAME, URL_NAME) : texts.half(URL_NAME, KEY_NAME))
    return 1
  }
  const place: Place = { ...start, project, texts, own, stopping: listenForSignals() }
  if (url !== undefined) {
    await forgetLocal(folder)
    say(texts.remote(url.value, url.where))
    return runBeside(place, await siteOf(place), null)
  }
  return runWithLocal(place)
}

async function reset(folder: string, texts: Texts, say: Start['say']): Promise<number> {
  const holder = await holderOf(lockFile(folder))
  if (holder !== null) {
    say(texts.runningReset(holder.pid))
    return 1
  }
  say((await isMade(folder)) ? texts.reset : texts.nothingToReset)
  await removeData(folder)
  return 0
}

const lockFile = (folder: string): string => join(dataFolder(folder), 'running')

async function runWithLocal(place: Place): Promise<number> {
  const { folder, args, texts, say } = place
  await prepareFolder(folder)
  const lock = await takeLock(lockFile(folder))
  if ('pid' in lock) {
    // What only uses the database may do so beside its holder; two servers of the same application may not.
    const mayJoin = args.length > 0 && !args.includes('dev') && lock.url !== undefined
    say(mayJoin ? texts.beside(lock.pid) : texts.running(lock.pid))
    return mayJoin ? runBeside(place, await siteOf(place), null) : 1
  }
  let local: Local | null = null
  try {
    const site = await siteOf(place)
    local = await openLocal(place, site)
    await lock.write({ url: local.url })
    return await runBeside(place, site, lock)
  } catch (error) {
    if (error instanceof Ended) return error.status
    throw error
  } finally {
    await local?.close()
    lock.release()
  }
}

/** Where the application will be, for links in mails; a port of its own where Next's is taken. */
type Site = { url: string; port: number | null }
async function siteOf({ args, env, texts, say }: Place): Promise<Site> {
  const named = args.findIndex((arg) => arg === '-p' || arg === '--port')
  const chosen = Number(named < 0 ? env.PORT : args[named + 1])
  if (args[0] !== 'next' || chosen > 0) return { url: `http://localhost:${chosen || SITE_PORT}`, port: null }
  const port = (await findPort(SITE_PORT)) ?? SITE_PORT
  if (port !== SITE_PORT) say(texts.portTaken(SITE_PORT, port))
  return { url: `http://localhost:${port}`, port }
}

type Local = { url: string; close(): Promise<void> }

async function openLocal(place: Place, site: Site): Promise<Local> {
  const { folder, project, texts, own, say } = place
  const secret = await readSecret(folder)
  const db = await openWithData(place)
  const supabase: LocalSupabase[] = []
  const server = createHttpServer({
    fetch: async (request) => supabase[0]?.fetch(request) ?? new Response(null, { status: 503 }),
    connect: (...call) => supabase[0]?.connect(...call) ?? null,
  })
  const port = await listenFrom(server, PORT)
  if (port === null) {
    say(texts.noPort(PORT))
    await db.close()
    throw new Ended(1)
  }
  if (port !== PORT) say(texts.portTaken(PORT, port))
  const url = `http://127.0.0.1:${port}`
  const opened = openSupabase({
    database: openPGlite(db),
    secret,
    url,
    siteUrl: site.url,
    files: folderFiles(join(dataFolder(folder), 'files')),
    onError: (error) => say(`[supabase] ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
  })
  opened.inbox.onMail((mail) => tellMail(mail, texts, say))
  supabase.push(opened)
  await nameLocal(folder, { url, keys: opened.keys, wanted: project.variables, own })
  say(texts.ready(url))
  await tellPeople(db, project, texts, say)
  say(texts.mails)
  return { url, close: () => closeAll(opened, server, db) }
}

/** Opens the data and applies what is new of it. @throws Ended when there is nothing to go on with */
async function openWithData({ folder, project, texts, say }: Place): Promise<PGlite> {
  say((await isMade(folder)) ? texts.opening : texts.making)
  let db: PGlite
  try {
    db = await openDatabase(folder, project)
  } catch (error) {
    say(texts.unreadable(error instanceof Error ? error.message : String(error)))
    throw new Ended(1)
  }
  if (tellMigrated(await migrate(db, project), texts, say)) return db
  await db.close()
  throw new Ended(1)
}

function tellMail({ to, subject, link, code }: Mail, texts: Texts, say: Start['say']): void {
  say(['', texts.mail(to, subject), ...(link === null ? [] : [link]), texts.code(code), ''].join('\n  '))
}

/** Ends what is open, and waits no longer than a person does. */
async function closeAll(supabase: LocalSupabase, server: Server, db: PGlite): Promise<void> {
  const closing = async (): Promise<void> => {
    server.close()
    server.closeAllConnections()
    await supabase.close()
    await db.close()
  }
  const late = new Promise<void>((resolve) => setTimeout(resolve, CLOSING_MS).unref())
  await Promise.race([closing().catch(() => undefined), late])
}

/** Runs the command until it ends or a signal ends it; without a command, until a signal. */
async function runBeside(place: Place, site: Site, lock: Lock | null): Promise<number> {
  const { folder, args, env, texts, say, stopping } = place
  const stopped = Promise.withResolvers<number>()
  if (args.length === 0) {
    stopping.onStop(() => stopped.resolve(0))
    return stopped.promise
  }
  const own = site.port === null ? {} : { PORT: String(site.port) }
  const child = startChild(folder, args, { ...testAccount(place), ...env, ...own })
  stopping.onStop((signal) => child.stop(signal))
  await lock?.write({ ...(child.pid !== undefined && { child: child.pid }) })
  const status = await child.ended
  if (status === null) say(texts.noCommand(args[0] ?? ''))
  return status ?? 1
}

/** A demo person for the project's own browser tests. */
function testAccount({ project, own }: Place): Environment {
  const [person] = project.demo
  if (person === undefined || own.has(URL_NAME)) return {}
  return { TEST_EMAIL: person.email, TEST_PASSWORD: person.password }
}
