/**
 * How a browser stays signed in: a cookie that carries the id of a session row, and nothing that must be believed
 * without it.
 */

export type BrowserSession = { userId: string; sid: string }

/** A request to the sign-in machinery, with its body read and bounded already. */
export type BrowserSessionRequest = {
  method: string
  url: string
  headers: Headers
  /** Segments below `/api/auth`, e.g. `['callback', 'credentials']`. */
  path: string[]
  body: Uint8Array
}

export type BrowserSessionOptions = {
  /** Encrypts the cookie. */
  secret: string
  maxAgeSeconds: number
  /**
   * Checks credentials and opens a session. What it throws is shown on the page, so its message must be meant for
   * people.
   */
  signIn(
    credentials: { email: unknown; password: unknown },
    headers: Headers,
  ): Promise<BrowserSession & { email: string; name: string | null }>
  /** Ends the session of a cookie that was given up. */
  signOut(sid: string): Promise<void>
  /** False once the session was revoked or is over: its cookie then counts for nothing. */
  isLive(sid: string): Promise<boolean>
  onError(error: unknown, what: string): void
}
