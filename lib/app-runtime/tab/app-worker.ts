import './process.ts'
import { followPromises } from './async-context.ts'
import { defineNodeGlobals, requireNode } from './node-modules.ts'
import { type Endpoint, type Link, openLink } from './rpc.ts'
import { freeWebClasses } from './web-classes.ts'
import { completeCrypto } from './web-crypto.ts'
import { packRequest, packResponse, unpackRequest, unpackResponse } from './wire.ts'
import type { WireRequest, WireResponse } from './wire.ts'

/*
 * The worker in which an application's server side runs: the same scripts as in the process of `app-host.ts`, on what
 * a browser has. It reaches the frame that made it, and the database by a port of its own; there is no network.
 */

export type NamedScript = { name: string; code: string }
export type StartApp = {
  scripts: NamedScript[]
  env: Record<string, string>
  /** The one host that `fetch` knows, answered by `database`. */
  supabaseUrl: string
  database: MessagePort
}
export type Printed = { level: 'log' | 'info' | 'warn' | 'error' | 'debug'; text: string }

type Registry = {
  require: (name: string) => unknown
  encryptionKey: string
  app: { entry: ((request: Request) => Promise<Response>) | null }
}
const place = globalThis as unknown as Endpoint & {
  importScripts(address: string): void
  __devora_preview?: Registry
}

/** The stack names this address, so that a place in it can be found in the source map. */
function run({ name, code }: NamedScript): void {
  const address = URL.createObjectURL(new Blob([code, `\n//# sourceURL=${name}`], { type: 'text/javascript' }))
  place.importScripts(address)
  URL.revokeObjectURL(address)
}

const text = (value: unknown): string => {
  if (value instanceof Error) return value.stack ?? String(value)
  if (typeof value !== 'object' || value === null) return String(value)
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return String(value)
  }
}

function tellPrinted(link: Link): void {
  const tell = (level: Printed['level'], values: unknown[]): void =>
    link.tell('printed', { level, text: values.map(text).join(' ').slice(0, 10_000) } satisfies Printed)
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const)
    console[level] = (...values: unknown[]) => tell(level, values)
  globalThis.addEventListener('error', ({ error, message }) => tell('error', [error ?? message]))
  globalThis.addEventListener('unhandledrejection', ({ reason }) => tell('error', [reason]))
}

function onlyFetch(supabaseUrl: string, database: Link): void {
  const { origin } = new URL(supabaseUrl)
  const reach = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init)
    const url = new URL(request.url)
    if (url.origin !== origin)
      throw new TypeError(`A preview reaches no other host, and this one asked for ${url.host}.`)
    return unpackResponse(await database.call<WireResponse>('fetch', await packRequest(request)))
  }
  Object.assign(globalThis, { fetch: reach })
}

async function start({ scripts, env, supabaseUrl, database }: StartApp): Promise<void> {
  onlyFetch(supabaseUrl, openLink(database, {}))
  database.start()
  defineNodeGlobals(env)
  const [registry, ...rest] = scripts
  if (registry !== undefined) run(registry)
  const made = place.__devora_preview
  if (made === undefined) throw new Error('the application has no registry')
  made.require = requireNode
  made.encryptionKey = btoa('a preview keeps nothing from you')
  for (const script of rest) run(script)
  if (typeof made.app.entry !== 'function') throw new Error('the application has no entry')
}

freeWebClasses()
completeCrypto()
followPromises()
const link = openLink(place, {
  start: (how: StartApp) =>
    start(how).catch((error: unknown) => {
      // With its stack, which says where; the answer has the words alone.
      link.tell('printed', { level: 'error', text: text(error) } satisfies Printed)
      throw error
    }),
  fetch: async (request: WireRequest): Promise<WireResponse> => {
    const entry = place.__devora_preview?.app.entry
    if (typeof entry !== 'function') throw new Error('the application is not there')
    return packResponse(await entry(unpackRequest(request)))
  },
})
tellPrinted(link)
