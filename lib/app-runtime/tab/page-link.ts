import type { NamedScript } from './app-worker.ts'
import type { Lines, WireResponse } from './wire.ts'

/** What a document knows when it begins; written into it. */
export type PageStart = {
  /** Says to the frame which of its documents is calling. */
  key: string
  url: string
  state: unknown
  /** Entries of the person's history. */
  length: number
  cookies: string
  storage: { local: [string, string][]; session: [string, string][] }
  /** Where it was scrolled to when it was loaded again. */
  scroll: [x: number, y: number]
}

/** One step of the document's own history. */
export type Step = { kind: 'push' | 'replace'; url: string; state: unknown }

/** A whole new document. */
export type Navigation = {
  method: string
  url: string
  headers: Lines
  body: ArrayBuffer | null
  isReplacing: boolean
}

export type PageRequest = { method: string; url: string; headers: Lines; body: ArrayBuffer | null; redirect: string }
export type PageAnswer = WireResponse & { url: string; isRedirected: boolean; cookies: string }

/** What a document asks of the frame: `scripts`, `fetch`, `file`; and tells: `step`, `go`, `navigate`, … */
export type PageScripts = { scripts: NamedScript[] }
