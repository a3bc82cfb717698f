import { AsyncLocalStorage } from 'node:async_hooks'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, request as httpRequest, type RequestListener } from 'node:http'
import { createRequire } from 'node:module'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { env } from 'node:process'
import { Script } from 'node:vm'
import { formatWithOptions } from 'node:util'

/*
 * The process in which a project's server code runs: plain Node, in the sandbox, with nothing beside it but the scripts
 * of the packages. It loads those and waits: which project it is to run it is told over one socket (file descriptor 3),
 * a JSON document a line. There it is asked, too, and asks back for what the application fetches: from here nothing
 * else can be reached. With `--built` it builds the project that it stands in by `next build`, and what answers is what
 * `next start` starts.
 */

type Body = string | null
type Asked = {
  type: 'request'
  id: number
  person: number
  method: string
  url: string
  headers: [string, string][]
  body: Body
}
type Answered = { type: 'fetched'; id: number; status: number; headers: [string, string][]; body: Body; error?: string }
/** A project: its environment, the scripts of packages that it needs, and its own by name. */
type Project = { type: 'start'; env: Record<string, string>; packages: string[]; own: Record<string, string> }
type FromParent = Project | Asked | Answered | { type: 'anew'; id: number }
type Entry = (request: Request) => Promise<Response>
type Registry = { require: (name: string) => unknown; encryptionKey: string; app: { entry: Entry | null } }

/** Answers to these statuses have no body (RFC 9110). */
const WITHOUT_BODY = new Set([101, 204, 205, 304])

const socket = new Socket({ fd: 3, readable: true, writable: true })
const say = (message: object): void => void socket.write(`${JSON.stringify(message)}\n`)
const encode = async (body: Response | Request): Promise<Body> => {
  const bytes = await body.arrayBuffer()
  return bytes.byteLength === 0 ? null : Buffer.from(bytes).toString('base64')
}
const decode = (body: Body): Uint8Array<ArrayBuffer> | null =>
  body === null ? null : new Uint8Array(Buffer.from(body, 'base64'))

let running = 0
const waiting = new Map<number, (answer: Answered) => void>()

/** `fetch` of the application: whatever is reached, the other side reaches it. */
async function ask(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init)
  const id = ++running
  const body = await encode(request)
  say({ type: 'fetch', id, method: request.method, url: request.url, headers: [...request.headers], body })
  const answer = await new Promise<Answered>((resolve) => waiting.set(id, resolve))
  if (answer.error !== undefined) throw new TypeError(answer.error)
  const bytes = WITHOUT_BODY.has(answer.status) ? null : decode(answer.body)
  return new Response(bytes, { status: answer.status, headers: answer.headers })
}

/** Who is being answered: what is printed meanwhile is for them. */
const answering = new AsyncLocalStorage<number>()

async function serve(asked: Asked, entry: Entry): Promise<void> {
  const { id, method, url, headers } = asked
  try {
    const body = method === 'GET' || method === 'HEAD' ? null : decode(asked.body)
    const answer = await entry(new Request(url, { method, headers, body }))
    say({ type: 'response', id, status: answer.status, headers: [...answer.headers], body: await encode(answer) })
  } catch (error) {
    say({ type: 'failed', id, message: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
}

const print = (level: string, text: string): void =>
  say({ type: 'printed', level, text, person: answering.getStore() ?? null })

/** What the application prints, which is how its framework tells errors of a page. */
function tellPrinted(): void {
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const)
    console[level] = (...values: unknown[]) => print(level, formatWithOptions({ depth: 4 }, ...values).slice(0, 10_000))
  const tell = (error: unknown): void => print('error', formatWithOptions({}, error))
  process.on('uncaughtException', tell)
  process.on('unhandledRejection', tell)
}

/** Last argument of a process that runs nothing but our own: what it compiles is kept (`compile-ahead.ts`). */
const KEEP = '--keep-compiled'
/** Beside this file. */
const REGISTRY = 'registry.js'

/** Where scripts of packages lie, what an earlier process compiled of them, which to load before a project comes. */
const [scriptsFolder = '', compiledFolder = '', ...ahead] = process.argv.slice(2).filter((arg) => arg !== KEEP)

/** Scripts of packages that have run, by name. */
const loaded = new Map<string, Script>()

/** Runs them in this order, each once; V8 refuses what another version of it compiled. */
function loadPackages(names: readonly string[]): void {
  for (const name of names) {
    if (loaded.has(name)) continue
    const path = join(scriptsFolder, `${name}.js`)
    const kept = join(compiledFolder, `${name}.js.compiled`)
    const isKept = compiledFolder !== '' && existsSync(kept)
    const options = { filename: path, ...(isKept && { cachedData: readFileSync(kept) }) }
    const script = new Script(readFileSync(path, 'utf8'), options)
    loaded.set(name, script)
    script.runInThisContext()
  }
}

/** Leaves what V8 has compiled by now, function by function, in the working folder. */
function keepCompiled(): void {
  for (const [name, script] of loaded) writeFileSync(`${name}.js.compiled`, script.createCachedData())
}

let registry: Registry

/** Everything that no project is needed for. */
function awaitProject(): void {
  new Script(readFileSync(new URL(REGISTRY, import.meta.url), 'utf8')).runInThisContext()
  registry = (globalThis as unknown as { __devora_preview: Registry }).__devora_preview
  registry.require = createRequire(import.meta.url)
  registry.encryptionKey = Buffer.alloc(32, 7).toString('base64')
  globalThis.fetch = ask as typeof fetch
  loadPackages(ahead)
}

/** Properties of `globalThis` from before the project was there. */
let known: ReadonlySet<string> = new Set()
/** The project's own scripts. */
let ownScripts: readonly Script[] = []

function startProject({ env: given, packages, own }: Project): Entry {
  Object.assign(env, given)
  tellPrinted()
  loadPackages(packages)
  known = new Set(Object.getOwnPropertyNames(globalThis))
  ownScripts = Object.entries(own).map(([filename, text]) => new Script(text, { filename }))
  for (const script of ownScripts) script.runInThisContext()
  if (typeof registry.app.entry !== 'function') throw new Error('the application has no entry')
  // Started anew, it has another one.
  return (request) => registry.app.entry!(request)
}

/** Where vinext keeps what pages, queries and fetches answered (shims/cache-handler.js); it makes them anew. */
const CACHES = ['cacheHandler', 'configuredCacheHandler', 'explicitCacheHandler', 'lazyCacheHandler']

/** Runs the project's own scripts again, after what they and the framework kept is gone. */
function startAnew(id: number): void {
  try {
    for (const name of CACHES) Reflect.deleteProperty(globalThis, Symbol.for(`vinext.${name}`))
    for (const key of Object.getOwnPropertyNames(globalThis))
      if (!known.has(key) && !key.startsWith('__')) Reflect.deleteProperty(globalThis, key)
    for (const script of ownScripts) script.runInThisContext()
    say({ type: 'anew', id })
  } catch (error) {
    say({ type: 'failed', id, message: error instanceof Error ? error.message : String(error) })
  }
}

/** First argument of a process that builds the project and starts what came of it. */
const BUILT = '--built'
const NEXT = join('node_modules', 'next', 'dist', 'bin', 'next')
/** Of the sandbox alone. */
const SERVER = '/tmp/next-start.sock'

/** Builds, and ends with the build where it fails: what it printed is the process's own. */
function buildByNext(): void {
  const stdio = ['ignore', 'inherit', 'inherit', 'ignore'] as const
  const { status } = spawnSync(process.execPath, [NEXT, 'build'], { stdio: [...stdio] })
  if (status !== 0) process.exit(status ?? 1)
}

/** The same server as `next start`, on a socket of this sandbox (https://nextjs.org/docs/app/guides/custom-server). */
async function startBuilt(): Promise<Entry> {
  buildByNext()
  // Of the application alone: a build knows no database.
  Object.assign(env, JSON.parse(process.argv[3] ?? '{}'))
  // Before Next is loaded, which wraps it.
  globalThis.fetch = ask as typeof fetch
  const own = createRequire(join(process.cwd(), 'package.json'))
  type Server = { prepare(): Promise<void>; getRequestHandler(): RequestListener }
  const server = (own('next') as (options: object) => Server)({ dev: false, dir: process.cwd() })
  await server.prepare()
  tellPrinted()
  await new Promise<void>((resolve) => createServer(server.getRequestHandler()).listen(SERVER, resolve))
  return through
}

/** Of one connection, and of no use to whoever has the whole answer. */
const OF_THE_CONNECTION = new Set(['connection', 'keep-alive', 'transfer-encoding'])

function through(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  const { method } = request
  return new Promise((resolve, reject) => {
    const headers = Object.fromEntries(request.headers)
    const answered = (answer: IncomingMessage): void => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part)).on('error', reject)
      answer.on('end', () => resolve(responseOf(answer, Buffer.concat(parts))))
    }
    const sent = httpRequest({ socketPath: SERVER, method, path: `${pathname}${search}`, headers }, answered)
    sent.on('error', reject)
    request.arrayBuffer().then((body) => sent.end(Buffer.from(body)), reject)
  })
}

function responseOf({ statusCode = 500, rawHeaders }: IncomingMessage, body: Buffer): Response {
  const headers: [string, string][] = []
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!.toLowerCase()
    if (!OF_THE_CONNECTION.has(name)) headers.push([name, rawHeaders[at + 1]!])
  }
  return new Response(WITHOUT_BODY.has(statusCode) ? null : new Uint8Array(body), { status: statusCode, headers })
}

let entry: Entry = () => Promise.reject(new Error('no project was given'))

const broken = (error: unknown): void => {
  say({ type: 'broken', message: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  socket.end(() => process.exit(1))
}

function start(project: Project): void {
  try {
    entry = startProject(project)
    say({ type: 'ready' })
  } catch (error) {
    broken(error)
  }
}

let rest = ''
function read(chunk: string): void {
  const lines = (rest + chunk).split('\n')
  rest = lines.pop() ?? ''
  for (const line of lines) {
    const message = JSON.parse(line) as FromParent
    if (message.type === 'request') void answering.run(message.person, serve, message, entry)
    else if (message.type === 'start') start(message)
    else if (message.type === 'anew') startAnew(message.id)
    else {
      waiting.get(message.id)?.(message)
      waiting.delete(message.id)
    }
  }
}

try {
  if (process.argv[2] === BUILT) {
    entry = await startBuilt()
    say({ type: 'ready' })
  } else awaitProject()
  socket.setEncoding('utf8')
  socket.on('data', read)
  socket.on('close', () => {
    if (process.argv.includes(KEEP)) keepCompiled()
    process.exit(0)
  })
} catch (error) {
  broken(error)
}
