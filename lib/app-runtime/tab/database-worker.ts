import { type Extensions, PGlite } from '@electric-sql/pglite'
import type { Mail } from '../../supabase-local/auth/inbox.ts'
import { type LocalSupabase, openSupabase } from '../../supabase-local/open.ts'
import type { Database } from '../../supabase-local/database.ts'
import { type Claims, verifyJwt } from '../../supabase-local/jwt.ts'
import { openPGlite, refusePrograms } from '../../supabase-local/pglite.ts'
import type { DatabaseDump, Rows, RowsQuestion, SqlFile, SqlProblem, StartDatabase } from './database-link.ts'
import { keptFiles } from './kept-files.ts'
import { type Endpoint, openLink } from './rpc.ts'
import type { Session } from './session-cookie.ts'
import { listMembers, listTables, readRows, type Somebody } from './tables.ts'
import { completeCrypto } from './web-crypto.ts'
import { packResponse, unpackRequest, type WireRequest, type WireResponse } from './wire.ts'

/*
 * The worker that holds a project's database: Postgres as WebAssembly, and a local Supabase over it. Everything it
 * loads comes by message; there is no network.
 */

type Opened = {
  db: PGlite
  database: Database
  files: ReturnType<typeof keptFiles>
  supabase: LocalSupabase
  secret: string
}
let opened: Opened | null = null
function here(): Opened {
  if (opened === null) throw new TypeError('The database is not there.')
  return opened
}

/** What PGlite asks for by address it gets by name. */
function serveAssets(assets: StartDatabase['assets']): void {
  const give = async (input: RequestInfo | URL): Promise<Response> => {
    const name = String(input).split('/').pop() ?? ''
    const bytes = assets[name]
    if (bytes === undefined) throw new TypeError(`The database asks for "${name}", which is not there.`)
    const type = name.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream'
    return new Response(bytes, { headers: { 'content-type': type } })
  }
  Object.assign(globalThis, { fetch: give })
}

/** Their modules do no more than to name the file (`contrib/*.js` of PGlite). */
const extensionsOf = (names: readonly string[]): Extensions =>
  Object.fromEntries(
    names.map((name) => [
      name,
      { name, setup: async () => ({ bundlePath: new URL(`http://assets.invalid/${name}.tar.gz`) }) },
    ]),
  )

async function start(options: StartDatabase): Promise<SqlProblem | null> {
  serveAssets(options.assets)
  const db = await PGlite.create({
    extensions: extensionsOf(options.extensions),
    loadDataDir: new Blob([options.snapshot]),
  })
  refusePrograms(db)
  for (const file of options.files) {
    link.tell('applying', file.path)
    const problem = await apply(db, file)
    if (problem !== null) return problem
  }
  const { secret, url, siteUrl } = options
  const database = openPGlite(db)
  const files = keptFiles(options.objects)
  const supabase = openSupabase({
    database,
    secret,
    url,
    siteUrl,
    files,
    onError: (error) => link.tell('printed', { level: 'error', text: `[database] ${String(error)}` }),
  })
  supabase.inbox.onMail((mail: Mail) => link.tell('mail', mail))
  opened = { db, database, files, supabase, secret }
  return null
}

type PostgresError = Error & { position?: string; code?: string }

/** As Supabase runs a migration: its own path, all or nothing. */
async function apply(database: PGlite, { path, sql }: SqlFile): Promise<SqlProblem | null> {
  const ahead = 'begin; set search_path = public, extensions;\n'
  try {
    await database.exec(`${ahead}${sql}\n;commit; reset all;`)
    return null
  } catch (error) {
    const { message, position, code = null } = error as PostgresError
    await database.exec('rollback').catch(() => undefined)
    const at = Number(position ?? Number.NaN) - ahead.length
    const line = Number.isNaN(at) ? null : sql.slice(0, Math.max(0, at)).split('\n').length
    return { file: path, line, message, code }
  }
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

async function answer(request: WireRequest): Promise<WireResponse> {
  const { supabase } = here()
  const said = await packResponse(await supabase.fetch(unpackRequest(request)))
  // A link in a mail signs somebody in although it is only opened.
  if (!READS.has(request.method) || request.url.includes('/auth/v1/verify')) link.tell('changed', null)
  return said
}

/** A person's token proves who they are also when it has run out: an application would have it renewed. */
function somebodyOf({ isEverything, token }: RowsQuestion): Somebody {
  if (isEverything) return { kind: 'everything' }
  const visitor: Claims = { role: 'anon' }
  if (token === null) return { kind: 'claims', claims: visitor }
  try {
    return { kind: 'claims', claims: verifyJwt(token, here().secret, 0) }
  } catch {
    return { kind: 'claims', claims: visitor }
  }
}

/** Signs somebody in as an administrator of a Supabase project may: by the link of a mail that is not sent. */
async function signIn(email: string): Promise<Session> {
  const { supabase } = here()
  const ask = async (path: string, key: string, body: unknown): Promise<Record<string, unknown>> => {
    const headers = { apikey: key, authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const address = `http://database.invalid/auth/v1/${path}`
    const said = await supabase.fetch(new Request(address, { method: 'POST', headers, body: JSON.stringify(body) }))
    const read = (await said.json()) as Record<string, unknown>
    if (!said.ok) throw new TypeError(String(read['msg'] ?? said.status))
    return read
  }
  const { serviceKey, anonKey } = supabase.keys
  const { hashed_token: hash, verification_type: type } = await ask('admin/generate_link', serviceKey, {
    type: 'magiclink',
    email,
  })
  const session = await ask('verify', anonKey, { type, token_hash: hash })
  link.tell('changed', null)
  return session as Session
}

completeCrypto()
const link = openLink(globalThis as unknown as Endpoint, {
  start,
  fetch: answer,
  /** A further one who may ask: the application's own worker. */
  join: ({ port }: { port: MessagePort }) => {
    openLink(port, { fetch: answer })
    port.start()
  },
  ping: () => null,
  members: () => listMembers(here().database),
  tables: () => listTables(here().database),
  rows: (asked: RowsQuestion): Promise<Rows> =>
    readRows(here().database, asked.table, somebodyOf(asked), Math.max(0, Math.trunc(asked.offset))),
  signIn,
  dump: async (): Promise<DatabaseDump> => {
    const { db, files } = here()
    const snapshot = await (await db.dumpDataDir('gzip')).arrayBuffer()
    return { snapshot, objects: await files.dump() }
  },
})
