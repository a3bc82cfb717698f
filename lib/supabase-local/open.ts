import { Inbox } from './auth/inbox.ts'
import { openAuth } from './auth/serve-auth.ts'
import { DEFAULT_AUTH_SETTINGS, type AuthSettings } from './auth/settings.ts'
import type { Database } from './database.ts'
import { functionsPart } from './functions.ts'
import { openGateway, type Route } from './gateway.ts'
import { keysOf, type Keys } from './keys.ts'
import type { Context } from './part.ts'
import { openRealtime, type RealtimeServer } from './realtime/serve-realtime.ts'
import { openRest, type RestOptions } from './rest/rest.ts'
import { memoryFiles, type Files } from './storage/files.ts'
import { DEFAULT_MAX_BYTES, openStorage } from './storage/serve-storage.ts'

export type Options = {
  database: Database
  /** Signs tokens and gives the keys; at least 32 characters. */
  secret: string
  url?: string
  siteUrl?: string
  now?: () => number
  /** Told of what should not have happened; whoever asked hears 500. */
  onError?: (error: unknown) => void
  /** Which schemas the data API shows, how many rows at most, and whether it counts and sums. */
  rest?: RestOptions
  /** What differs from `DEFAULT_AUTH_SETTINGS`. */
  auth?: Partial<AuthSettings>
  /** Where the bytes of Storage are kept; in memory unless told otherwise. */
  files?: Files
}

/** A Supabase project without Supabase: what its client library speaks, over one database. */
export type LocalSupabase = {
  fetch: (request: Request) => Promise<Response>
  keys: Keys
  /** The mails that Auth would have sent. */
  inbox: Inbox
  /** What a socket to `/realtime/v1/websocket` is given to; `webSocketTo` makes a class of it for this very page. */
  connect: RealtimeServer['connect']
  /** Ends listening to the database, which stays open. */
  close: () => Promise<void>
}

export function openSupabase({
  database,
  secret,
  url = 'http://127.0.0.1:54321',
  siteUrl = 'http://localhost:3000',
  now = Date.now,
  onError = () => undefined,
  rest = {},
  auth = {},
  files = memoryFiles(),
}: Options): LocalSupabase {
  const keys = keysOf(secret)
  const inbox = new Inbox()
  const context: Context = { database, keys, url, siteUrl, now, onError }
  const realtime = openRealtime(context)
  const routes: Route[] = [
    { prefix: '/rest/v1', part: openRest(context, rest) },
    { prefix: '/auth/v1', part: openAuth(context, { inbox, settings: { ...DEFAULT_AUTH_SETTINGS, ...auth } }) },
    { prefix: '/storage/v1', part: openStorage(context, { files, maxBytes: DEFAULT_MAX_BYTES }) },
    { prefix: '/realtime/v1', part: realtime.part },
    { prefix: '/functions/v1', part: functionsPart },
  ]
  const { connect, close } = realtime
  return { fetch: openGateway(routes, context), keys, inbox, connect, close }
}
