import type { Database } from './database.ts'
import type { Claims, JwtError } from './jwt.ts'
import type { Keys } from './keys.ts'

/** As whom a request comes: the role of its token, with all that the token says. */
export type Caller = { role: string; claims: Claims }

/** What every service may use from outside. */
export type Context = {
  database: Database
  keys: Keys
  /** Where the services answer, without a slash at the end: `http://127.0.0.1:54321`. */
  url: string
  /** Where the application is; links in mails lead there when they are told nothing else. */
  siteUrl: string
  /** Milliseconds since 1970. */
  now: () => number
  /** Told of what should not have happened; whoever asked hears 500. */
  onError: (error: unknown) => void
}

export type PartRequest = {
  request: Request
  url: URL
  /** What follows the service's own prefix: `/todos` of `/rest/v1/todos`. */
  path: string
  caller: Caller
}

/** One service behind the gateway. Its errors have the form of that service. */
export type Part = {
  handle: (request: PartRequest) => Promise<Response>
  /** The answer to a token that says nothing. */
  refuse: (error: JwtError) => Response
}
