import type { Actor, Database } from '../database.ts'
import type { Caller } from '../part.ts'
import type { Files } from './files.ts'
import type { InTurn } from '../../core/in-turn.ts'

/** One request to Storage. */
export type Work = {
  database: Database
  files: Files
  /** Uploads to one name go one after the other. */
  turns: InTurn
  request: Request
  url: URL
  caller: Caller
  /** As whoever asks: the project's policies decide. */
  actor: Actor
  now: Date
  sign(claims: Record<string, unknown>): string
  /** @throws JwtError */
  verify(token: string): Readonly<Record<string, unknown>>
  maxBytes: number
}

/** The server itself: to look where nobody's rights are asked for, as in public buckets. */
export const SERVICE: Actor = { role: 'service_role' }

export const actorOf = ({ role, claims }: Caller): Actor => ({
  role,
  settings: { 'request.jwt.claims': JSON.stringify(claims) },
})

/** Whose the object becomes; null for a visitor and for the service. */
export const ownerOf = ({ claims }: Caller): string | null => (typeof claims['sub'] === 'string' ? claims['sub'] : null)

export type Verb = (work: Work, path: string) => Promise<Response>
