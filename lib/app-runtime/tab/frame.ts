import { AppServer, openWorker, TIMEOUT_MS } from './app-server.ts'
import type { Printed } from './app-worker.ts'
import type { DatabaseDump, RowsQuestion, SqlProblem, StartDatabase } from './database-link.ts'
import type {
  AppParts,
  Asked,
  AskedRows,
  Connect,
  Dump,
  KeptPerson,
  Member,
  Opened,
  OpenTab,
  Rows,
  Table,
  Told,
} from './frame-link.ts'
import { Person, type World } from './person.ts'
import { type Handlers, type Link, openLink } from './rpc.ts'
import type { Session } from './session-cookie.ts'
import { answerSite } from './site-document.ts'
import { watch } from './watch.ts'
import type { WireRequest, WireResponse } from './wire.ts'

/*
 * The frame of a preview, a document of no origin whose policy lets it load nothing. It holds the two workers and a
 * document for each person, and is the only one that the page around it talks to. No line of the application runs in
 * it: that happens in the workers and in the documents, which have no origin either.
 */

type Server = Pick<AppServer, 'start' | 'fetch'>
type Tab = { server: Server; database: Link | null; app: AppParts; world: World }

let outer: Link | null = null
let tab: Tab | null = null
let shown = ''
const people = new Map<string, Person>()

/** A migration may take longer than a request: rows are written in it, and the database wakes up. */
const MIGRATION_MS = 60_000

const tell = <K extends keyof Told>(name: K, value: Told[K]): void => outer?.tell(name, value)
const printed = (from: 'server' | 'database') => (one: Printed) => tell('printed', { ...one, from, person: null })

type Database = { link: Link; start(options: StartDatabase): Promise<SqlProblem | null> }

/** The worker of the database. One statement that does not end holds it for good, so it is watched. */
function openDatabase(script: string): Database {
  let end = (): void => undefined
  let onApplying: (path: string) => void = () => undefined
  const { worker, link } = openWorker(script, {
    printed: printed('database'),
    mail: (mail: Told['mail']) => tell('mail', mail),
    changed: () => tell('changed', null),
    applying: (path: string) => onApplying(path),
  })
  const stop = (): void => {
    end()
    worker.terminate()
    link.end(new TypeError('A statement did not end, so the database was stopped.'))
    tell('stuck', { what: 'database' })
  }
  return {
    link,
    async start(options) {
      const { assets, snapshot } = options
      let timer: ReturnType<typeof setTimeout> | undefined
      const late = new Promise<SqlProblem>((resolve) => {
        onApplying = (path) => {
          clearTimeout(timer)
          timer = setTimeout(() => {
            worker.terminate()
            const message = `The file was not applied within ${MIGRATION_MS / 1000} seconds and was stopped.`
            resolve({ file: path, line: null, message, code: null })
          }, MIGRATION_MS)
        }
      })
      const starting = link.call<SqlProblem | null>('start', options, [...Object.values(assets), snapshot])
      const problem = await Promise.race([starting, late])
      clearTimeout(timer)
      if (problem === null) end = watch(link, TIMEOUT_MS, { onStuck: stop })
      return problem
    },
  }
}

async function open(one: OpenTab): Promise<Opened> {
  const opened = one.database === null ? await openSite() : await openApplication(one, one.database)
  const { scripts, app, siteUrl, supabaseUrl } = one
  const { server, database, problem } = opened
  const world: World = {
    siteUrl,
    supabaseUrl,
    pageScript: scripts.page,
    isSite: database === null,
    app: () => tab?.app ?? app,
    server: (request) => server.fetch(request),
    database: (request: WireRequest) => withDatabase(database).call<WireResponse>('fetch', request),
    tell,
  }
  tab = { server, database, app, world }
  tell('stage', 'page')
  return { problem }
}

type Begun = { server: Server; database: Link | null; problem: SqlProblem | null }

/** Its files are its server. */
async function openSite(): Promise<Begun> {
  const fetch = async ({ url }: WireRequest): Promise<WireResponse> =>
    answerSite(here().app.files, new URL(url).pathname)
  return { server: { start: async () => undefined, fetch }, database: null, problem: null }
}

async function openApplication({ scripts, app, supabaseUrl }: OpenTab, start: StartDatabase): Promise<Begun> {
  tell('stage', 'database')
  const { link: database, start: opening } = openDatabase(scripts.databaseWorker)
  const server = new AppServer({
    script: scripts.appWorker,
    supabaseUrl,
    database,
    onPrinted: printed('server'),
    onStuck: () => tell('stuck', { what: 'server' }),
  })
  // What the server cannot start for is told by every request; its next version may do better.
  const starting = server.start(app).catch(() => undefined)
  const [problem] = await Promise.all([opening(start), starting])
  return { server, database, problem }
}

function withDatabase(database: Link | null): Link {
  if (database === null) throw new TypeError('A plain site has no database.')
  return database
}

const here = (): Tab => {
  if (tab === null) throw new TypeError('Nothing is open.')
  return tab
}
const personOf = (id: string): Person => {
  const person = people.get(id)
  if (person === undefined) throw new TypeError('There is nobody of that name.')
  return person
}

function show(id: string): void {
  shown = id
  for (const person of people.values()) person.show(person.id === id)
}

async function dump(): Promise<Dump | null> {
  if (tab === null || tab.database === null) return null
  const database = await tab.database.call<DatabaseDump>('dump', null)
  return { ...database, people: [...people.values()].map((person) => person.keep()) }
}

const handlers: { [K in keyof Asked]: (value: never) => unknown } = {
  open,
  person({ id, kept }: { id: string; kept: KeptPerson | null }) {
    const { world } = here()
    const room = document.createElement('div')
    document.body.append(room)
    people.set(id, new Person(id, world, room, kept))
    show(id)
  },
  show,
  navigate: ({ person, url }: { person: string; url: string }) =>
    personOf(person).navigate({ method: 'GET', url, headers: [], body: null, isReplacing: false }),
  go: ({ person, distance }: { person: string; distance: number }) => personOf(person).go(distance),
  reload: (id: string) => personOf(id).reload(),
  async signIn({ person, email }: { person: string; email: string }) {
    personOf(person).signIn(await withDatabase(here().database).call<Session>('signIn', email))
  },
  async swap(app: AppParts) {
    const running = here()
    running.app = app
    await running.server.start(app).catch(() => undefined)
    await Promise.all([...people.values()].map((person) => person.reload()))
  },
  members: () => withDatabase(here().database).call<Member[]>('members', null),
  tables: () => withDatabase(here().database).call<Table[]>('tables', null),
  rows({ person, table, offset }: AskedRows): Promise<Rows> {
    const token = person === null ? null : personOf(person).token()
    const asked: RowsQuestion = { table, offset, isEverything: person === null, token }
    return withDatabase(here().database).call<Rows>('rows', asked)
  },
  dump,
  picture: () => people.get(shown)?.picture() ?? null,
  ping: async () => {
    await people.get(shown)?.ping()
    return null
  },
}

/** The page around the frame introduces itself once, with the nonce that it wrote into the frame's address. */
addEventListener('message', (event: MessageEvent<Partial<Connect> | null>) => {
  const [port] = event.ports
  if (outer !== null || event.source !== parent || port === undefined) return
  if (event.data?.type !== 'connect' || `#${event.data.nonce}` !== location.hash) return
  outer = openLink(port, handlers as unknown as Handlers)
  port.start()
  outer.tell('connected', event.data.nonce)
})
