/** Every rate limit there is, by name: how many requests per window, and who is counted. Browser-safe. */
export const LIMITS = {
  /** Before anything else is looked at. */
  ip: { requests: 1_200, seconds: 60, by: 'ip' },
  api: { requests: 600, seconds: 60, by: 'principal' },
  /** Sign-up and sign-in: slow for a guesser, unnoticed by a person. Fails closed. */
  auth: { requests: 60, seconds: 300, by: 'ip' },
  /** Each asks a server a few questions, on the key of whoever wants to know. */
  modelTest: { requests: 10, seconds: 60, by: 'principal' },
  generate: { requests: 60, seconds: 60, by: 'principal' },
  /** Each is decoded and made anew. */
  thumbnail: { requests: 30, seconds: 60, by: 'principal' },
  /** What a link shows, to whoever has it. */
  shared: { requests: 300, seconds: 60, by: 'ip' },
  /** All of it at once: an archive, or a preview, which may have to be built. */
  sharedWhole: { requests: 20, seconds: 60, by: 'ip' },
  /** Links that lead nowhere. Nobody guesses 256 bits; nobody shall try for free either. */
  sharedMiss: { requests: 40, seconds: 300, by: 'ip' },
} as const satisfies Record<string, { requests: number; seconds: number; by: 'ip' | 'principal' }>

export type LimitName = keyof typeof LIMITS
