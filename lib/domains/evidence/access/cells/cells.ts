import type { DevoraJson, Operation, Role } from '../../../spec/contract.ts'
import type { GuardedSession } from '../../scratch/database.ts'
import type { Actor } from '../actors/actors.ts'
import type { Fixtures } from '../fixtures/make-fixtures.ts'
import type { Scope } from '../matrix/scope.ts'

/** What is tried for a cell of the matrix, before anything is. */

export type Login = 'anon' | 'authenticated' | 'service_role'

/** One statement that somebody tries. */
export type Try = {
  sql: string
  /** `count`: a select of one number; `write`: the number of rows it touched. */
  kind: 'count' | 'write'
  /** The owner of the database could do it: whatever refuses it to somebody else refuses the actor, not the row. */
  isPossible: boolean
  /** For `count`: what must be seen; absent: at least one. */
  exactly?: number
  why?: string
  /**
   * A write without a condition, which no select policy narrows: it counts only for the rows beyond those that this
   * query counts.
   */
  beyond?: string
  /**
   * There is no row that could be tried. Grants and policies are asked before constraints, so a refusal still tells
   * that the actor is refused; anything else tells nothing.
   */
  isProbe?: true
}
export type PlannedCell = {
  scope: Scope
  role: Role
  operation: Operation
  expected: 'allow' | 'deny'
  login: Login
  claims: Record<string, unknown>
  /** Every one must be refused where `deny` is expected; where `allow` is, the first must pass. */
  tries: Try[]
  /** Rows that must stay hidden although the table may be read. */
  hidden?: Try
  /** Why it cannot be tried. */
  untested?: string
}
/** Statements to try, or why there are none, with the row that nobody could store. */
export type Plan = Try[] | { problem: string; probe?: string }

export type Planner = {
  session: GuardedSession
  spec: DevoraJson
  fixtures: Fixtures
  controls: Map<string, Promise<{ isPossible: boolean; why?: string }>>
}

export const ACTOR_OF: Record<Role, Actor | null> = {
  anon: null,
  owner: 'owner',
  other: 'other',
  member: 'member',
  admin: 'admin',
  former: 'former',
  service: null,
}
export const loginOf = (role: Role): Login =>
  role === 'anon' ? 'anon' : role === 'service' ? 'service_role' : 'authenticated'
