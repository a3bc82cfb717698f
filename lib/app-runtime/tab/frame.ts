import { AppServer, openWorker } from './app-server.ts'
import type { Printed } from './app-worker.ts'
import type { SqlProblem } from './database-worker.ts'
import type { AppParts, Asked, Connect, Opened, OpenTab, Told } from './frame-link.ts'
import { Person, type World } from './person.ts'
import { type Handlers, type Link, openLink } from './rpc.ts'
import type { WireRequest, WireResponse } from './wire.ts'

/*
 * The frame of a preview, a document of no origin whose policy lets it load nothing. It holds the two workers and a
 * document for each person, and is the only one that the page around it talks to. No line of the application runs in
 * it: that happens in the workers and in the documents, which have no origin either.
 */

let outer: Link | null = null
let tab: { server: AppServer; database: Link; app: AppParts; world: World } | null = null
const people = new Map<string, Person>()

const tell = <K extends keyof Told>(name: K, value: Told[K]): void => outer?.tell(name, value)

async function open({ scripts, app, database: start, siteUrl, supabaseUrl }: OpenTab): Promise<Opened> {
  const printed = (from: 'server' | 'database') => (one: Printed) => tell('printed', { ...one, from, person: null })
  tell('stage', 'database')
  const { link: database } = openWorker(scripts.databaseWorker, {
    printed: printed('database'),
    mail: (mail: Told['mail']) => tell('mail', mail),
  })
  const server = new AppServer({ script: scripts.appWorker, supabaseUrl, database, onPrinted: printed('server') })
  const { assets, snapshot } = start
  const opening = database.call<SqlProblem | null>('start', start, [...Object.values(assets), snapshot])
  const starting = server.start(app)
  const [problem] = await Promise.all([opening, starting])
  const world: World = {
    siteUrl,
    supabaseUrl,
    pageScript: scripts.page,
    app: () => tab?.app ?? app,
    server: (request) => server.fetch(request),
    database: (request: WireRequest) => database.call<WireResponse>('fetch', request),
    tell,
  }
  tab = { server, database, app, world }
  tell('stage', 'page')
  return { problem }
}

const personOf = (id: string): Person => {
  const person = people.get(id)
  if (person === undefined) throw new TypeError('There is nobody of that name.')
  return person
}

function show(id: string): void {
  for (const person of people.values()) person.show(person.id === id)
}

const handlers: { [K in keyof Asked]: (value: never) => unknown } = {
  open,
  person(id: string) {
    if (tab === null) throw new TypeError('Nothing is open.')
    const room = document.createElement('div')
    document.body.append(room)
    people.set(id, new Person(id, tab.world, room))
    show(id)
  },
  show,
  navigate: ({ person, url }: { person: string; url: string }) =>
    personOf(person).navigate({ method: 'GET', url, headers: [], body: null, isReplacing: false }),
  go: ({ person, distance }: { person: string; distance: number }) => personOf(person).go(distance),
  reload: (id: string) => personOf(id).reload(),
  async swap(app: AppParts) {
    if (tab === null) throw new TypeError('Nothing is open.')
    tab.app = app
    await tab.server.start(app)
    await Promise.all([...people.values()].map((person) => person.reload()))
  },
  dump: () => tab?.database.call<ArrayBuffer | null>('dump', null) ?? null,
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
