import type { Database } from './database.ts'
import { openGateway, type Route } from './gateway.ts'
import { keysOf, type Keys } from './keys.ts'
import type { Context } from './part.ts'
import { openRest } from './rest/rest.ts'

export type Options = {
  database: Database
  /** Signs tokens and gives the keys; at least 32 characters. */
  secret: string
  url?: string
  siteUrl?: string
  now?: () => number
  /** Told of what should not have happened; whoever asked hears 500. */
  onError?: (error: unknown) => void
}

/** A Supabase project without Supabase: what its client library speaks, over one database. */
export type LocalSupabase = {
  fetch: (request: Request) => Promise<Response>
  keys: Keys
}

export function openSupabase({
  database,
  secret,
  url = 'http://127.0.0.1:54321',
  siteUrl = 'http://localhost:3000',
  now = Date.now,
  onError = () => undefined,
}: Options): LocalSupabase {
  const keys = keysOf(secret)
  const context: Context = { database, keys, url, siteUrl, now, onError }
  return { fetch: openGateway(openRoutes(context), context), keys }
}

/** The services of a project, by where they answer. */
const openRoutes = (context: Context): Route[] => [{ prefix: '/rest/v1', part: openRest(context) }]
