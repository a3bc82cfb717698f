import { type Extensions, PGlite } from '@electric-sql/pglite'
import type { Mail } from '../../supabase-local/auth/inbox.ts'
import { type LocalSupabase, openSupabase } from '../../supabase-local/open.ts'
import { openPGlite } from '../../supabase-local/pglite.ts'
import { type Endpoint, openLink } from './rpc.ts'
import { completeCrypto } from './web-crypto.ts'
import { packResponse, unpackRequest, type WireRequest, type WireResponse } from './wire.ts'

/*
 * The worker that holds a project's database: Postgres as WebAssembly, and a local Supabase over it. Everything it
 * loads comes by message; there is no network.
 */

export type SqlFile = { path: string; sql: string }
export type SqlProblem = { file: string; line: number | null; message: string; code: string | null }
export type StartDatabase = {
  /** Files of PGlite by name: its WebAssembly, its file system, extensions. */
  assets: Record<string, ArrayBuffer>
  /** A data directory: Supabase's base, or one that `dump` gave, with what was done in it since. */
  snapshot: ArrayBuffer
  /** Extensions whose files are among the assets. */
  extensions: string[]
  /** What is applied, in this order; nothing when the snapshot has it already. */
  files: SqlFile[]
  secret: string
  url: string
  siteUrl: string
}

let db: PGlite | null = null
let supabase: LocalSupabase | null = null

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
  db = await PGlite.create({
    extensions: extensionsOf(options.extensions),
    loadDataDir: new Blob([options.snapshot]),
  })
  for (const file of options.files) {
    const problem = await apply(db, file)
    if (problem !== null) return problem
  }
  const { secret, url, siteUrl } = options
  supabase = openSupabase({
    database: openPGlite(db),
    secret,
    url,
    siteUrl,
    onError: (error) => link.tell('printed', { level: 'error', text: `[database] ${String(error)}` }),
  })
  supabase.inbox.onMail((mail: Mail) => link.tell('mail', mail))
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

async function answer(request: WireRequest): Promise<WireResponse> {
  if (supabase === null) throw new TypeError('The database is not there.')
  return packResponse(await supabase.fetch(unpackRequest(request)))
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
  dump: async (): Promise<ArrayBuffer | null> => (db === null ? null : (await db.dumpDataDir('gzip')).arrayBuffer()),
})
