/* What the browser's driver and we say to each other; types only. */

export type Lines = [string, string][]

/** Where the application believes to be, and its Supabase: whatever else a page asks for is refused. */
export type StartDriver = { executable: string; flags: string[]; site: string; supabase: string }

type Named = { name: string; value: string }

/** What somebody does. A `ref` is the number of an element (`page-engine.ts`). */
export type What =
  /** With cookies and `localStorage` of the application. */
  | { do: 'enter'; locale: string; cookies: Named[]; stored: Named[] }
  | { do: 'visit'; url: string }
  | { do: 'look' }
  | { do: 'press'; ref: number }
  | { do: 'fill'; ref: number; value: string }
  | { do: 'check'; ref: number; on: boolean }
  | { do: 'select'; ref: number; options: number[] }
  | { do: 'upload'; ref: number; name: string; type: string; bytes: string }
  | { do: 'drag'; from: number; to: number }
  /** Everybody goes. */
  | { do: 'leave' }

/** What a request of a page is answered; status 0: it is refused, as where there is no such host. Body in base64. */
export type Fetched = { id: number; status: number; headers: Lines; body: string | null }

export type ToDriver =
  | ({ type: 'start' } & StartDriver)
  | ({ type: 'fetched' } & Fetched)
  | { type: 'do'; id: number; person: number; what: What }

/** What somebody has before them. */
export type TellLook = {
  url: string
  /** As `page-engine.ts` writes it; null: there was nothing to read. */
  page: string | null
  /** What alerts have said since the last look. */
  alerts: string[]
  /** What scripts of the page have thrown since the last look. */
  faults: string[]
  /** A file that has come since the last look; its bytes in base64. */
  file: { name: string; bytes: string } | null
  /** The address of somebody else to which the page has led. */
  away: string | null
  isCrashed: boolean
}
