import type { Parameter } from '../database.ts'
import type { Claims } from '../jwt.ts'
import type { Fields } from './fields.ts'
import type { Mail } from './inbox.ts'
import type { AuthSettings } from './settings.ts'

/** One statement of the request's transaction, as `supabase_auth_admin`; `$1`, `$2` … are the values. */
export type Sql = <R = Record<string, unknown>>(text: string, values?: readonly Parameter[]) => Promise<R[]>

/** What a request to Auth is answered with: one transaction, undone when an `AuthError` is thrown. */
export type Work = {
  sql: Sql
  now: Date
  request: Request
  url: URL
  /** The body, read before the transaction began. */
  fields: Fields
  settings: AuthSettings
  /** Where this server is reached, without a slash at the end: links of mails begin with it. */
  authUrl: string
  /** Where the application runs. */
  siteUrl: string
  /** Where links lead afterwards: what the request asked for, if that is allowed; otherwise the site. */
  redirectTo: string
  /** Whether any address may be redirected to; null when it may not. */
  allowRedirect(address: string): string | null
  /** Claims of the request's own token; refuses when there is none or it does not hold. */
  claims(): Claims
  sign(claims: Record<string, unknown>): string
  /** Mails to be delivered once the transaction has been committed. */
  mails: Mail[]
}

export type Verb = (work: Work) => Promise<Response>

export const json = (body: unknown, status = 200): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
