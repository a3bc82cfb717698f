import type { Mail } from '../../supabase-local/auth/inbox.ts'
import type { CookieJar } from '../server/cookie-jar.ts'
import type { NamedScript, Printed } from './app-worker.ts'
import type { DatabaseDump, Member, Rows, SqlProblem, StartDatabase, Table, TableRef } from './database-link.ts'
import type { Account } from './session-cookie.ts'

/*
 * What passes between the page that shows a preview and its frame, over one port that the page gives the frame.
 */

export { PAGE_ROWS } from './database-link.ts'
export type { Column, Member, Rows, StartDatabase, Table } from './database-link.ts'

/** The first message; the frame takes one of them, from its parent, with the nonce of its own address. */
export type Connect = { type: 'connect'; nonce: string }

export type PublicFile = { type: string; bytes: ArrayBuffer }

/** One built application. */
export type AppParts = {
  /** Run in this order in the worker. */
  server: NamedScript[]
  /** Run in this order in every document. */
  client: NamedScript[]
  css: string
  /** Of `public/`, by path: `/logo.png`. */
  files: Record<string, PublicFile>
  env: Record<string, string>
}

/** The scripts of this folder, built. */
export type TabScripts = { appWorker: string; databaseWorker: string; page: string }

export type OpenTab = {
  scripts: TabScripts
  app: AppParts
  /** Null for a plain site, which is all in its files. */
  database: StartDatabase | null
  siteUrl: string
  supabaseUrl: string
}

export type Opened = { problem: SqlProblem | null }

/** Where somebody is, and as whom they are signed in there. */
export type Place = {
  person: string
  url: string
  canGoBack: boolean
  canGoForward: boolean
  isLoading: boolean
  account: Account | null
}

/** What ran for too long. The server has been started again; without its database nothing goes on. */
export type Stuck = { what: 'server' | 'database' }

/** What is left of somebody's browser when the tab is closed. */
export type KeptPerson = {
  id: string
  url: string
  cookies: ReturnType<CookieJar['entries']>
  local: [string, string][]
}

/** All that was done in a preview: what another one over the same migrations can begin with. */
export type Dump = DatabaseDump & { people: KeptPerson[] }

/** A request that reached the application's server, or its database. */
export type Seen = { person: string; method: string; url: string; status: number; ms: number }

/** What the frame tells. */
export type Told = {
  stage: 'database' | 'page' | 'interactive'
  place: Place
  printed: Printed & { from: 'server' | 'page' | 'database'; person: string | null }
  seen: Seen
  mail: Mail
  leaves: string
  /** Something was written into the database. */
  changed: null
  stuck: Stuck
}

/** Rows as somebody sees them; `person` null: all there are. */
export type AskedRows = { person: string | null; table: TableRef; offset: number }

/** What the frame is asked: calls of the page's side of the link. */
export type Asked = {
  open: (tab: OpenTab) => Opened
  /** Adds somebody with a browser of their own, and shows it. @param kept what theirs held at the time of a dump */
  person: (one: { id: string; kept: KeptPerson | null }) => void
  show: (id: string) => void
  navigate: (to: { person: string; url: string }) => void
  go: (to: { person: string; distance: number }) => void
  reload: (id: string) => void
  /** Signs somebody in as the one who has this address, without a password; they are not told. */
  signIn: (as: { person: string; email: string }) => void
  /** Other code over the same database and the same people. */
  swap: (app: AppParts) => void
  /** Who has an account. */
  members: (nothing: null) => Member[]
  tables: (nothing: null) => Table[]
  rows: (asked: AskedRows) => Rows
  dump: (nothing: null) => Dump | null
  /** What is shown, as WebP; null where it cannot be drawn. It is the project's word: any picture at all. */
  picture: (nothing: null) => ArrayBuffer | null
  /** Answered as long as the frame and the document that is shown are not stuck. */
  ping: (nothing: null) => null
}
