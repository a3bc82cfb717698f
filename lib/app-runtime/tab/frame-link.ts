import type { Mail } from '../../supabase-local/auth/inbox.ts'
import type { NamedScript, Printed } from './app-worker.ts'
import type { SqlProblem, StartDatabase } from './database-worker.ts'

/*
 * What passes between the page that shows a preview and its frame, over one port that the page gives the frame.
 */

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
  database: StartDatabase
  siteUrl: string
  supabaseUrl: string
}

export type Opened = { problem: SqlProblem | null }

/** Where somebody is. */
export type Place = { person: string; url: string; canGoBack: boolean; canGoForward: boolean; isLoading: boolean }

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
}

/** What the frame is asked: calls of the page's side of the link. */
export type Asked = {
  open: (tab: OpenTab) => Opened
  /** Adds somebody with a browser of their own, and shows it. */
  person: (id: string) => void
  show: (id: string) => void
  navigate: (to: { person: string; url: string }) => void
  go: (to: { person: string; distance: number }) => void
  reload: (id: string) => void
  /** Other code over the same database and the same people. */
  swap: (app: AppParts) => void
  dump: () => ArrayBuffer | null
}
