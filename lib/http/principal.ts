/** Who asks. Built once per request from the bearer token or the cookie; use cases get it as `who`. */
export type Principal = {
  kind: 'user' | 'system'
  userId: string
  sessionId: string | null
  /** Cookie-authenticated writes must come from our own pages. */
  via: 'bearer' | 'cookie' | 'internal'
  isStaff: boolean
}

/** The owner of work that nobody asked for over HTTP: sweepers, the worker acting for a run's owner. */
export const systemFor = (userId: string): Principal => ({
  kind: 'system',
  userId,
  sessionId: null,
  via: 'internal',
  isStaff: false,
})
