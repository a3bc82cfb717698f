import type { DevoraJson } from '../../../spec/contract.ts'

/**
 * The actors of every access check. Their ids never change, so the same files give the same report.
 * `newcomer` signed up and did nothing yet: who inserts where everybody else already has their one row.
 */
export const ACTORS = ['owner', 'other', 'member', 'admin', 'former', 'newcomer'] as const
export type Actor = (typeof ACTORS)[number]

export const actorId = (actor: Actor): string => `00000000-0000-4000-8000-00000000000${ACTORS.indexOf(actor) + 1}`
export const emailOf = (actor: Actor): string => `${actor}@example.com`

/** Ids of rows that the check makes up; deterministic, recognisable, valid version 4 UUIDs. */
export const rowId = (n: number): string => `00000000-0000-4000-9000-${n.toString(16).padStart(12, '0')}`

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Deep for objects, so that a claim in `app_metadata` does not throw the others away. */
function merge(base: Record<string, unknown>, more: Record<string, unknown>): Record<string, unknown> {
  const merged = { ...base }
  for (const [key, value] of Object.entries(more)) {
    const old = merged[key]
    merged[key] = isObject(old) && isObject(value) ? merge(old, value) : value
  }
  return merged
}

export function metadataOf(
  spec: DevoraJson,
  actor: Actor,
): { app: Record<string, unknown>; user: Record<string, unknown> } {
  const claims = spec.claims?.[actor]
  const own = isObject(claims) ? claims : actor === 'admin' ? { app_metadata: { role: 'admin' } } : {}
  return {
    app: merge({ provider: 'email', providers: ['email'] }, isObject(own.app_metadata) ? own.app_metadata : {}),
    user: merge(
      { full_name: `The ${actor}`, name: `The ${actor}` },
      isObject(own.user_metadata) ? own.user_metadata : {},
    ),
  }
}

/** JWT claims as PostgREST hands them to Postgres; null is a request without a session. */
export function claimsOf(
  spec: DevoraJson,
  actor: Actor | null,
  role: 'anon' | 'authenticated' | 'service_role',
): Record<string, unknown> {
  if (actor === null) return { role }
  const { app, user } = metadataOf(spec, actor)
  const extra = spec.claims?.[actor]
  const base = {
    sub: actorId(actor),
    aud: 'authenticated',
    role,
    email: emailOf(actor),
    aal: 'aal1',
    is_anonymous: false,
    app_metadata: app,
    user_metadata: user,
  }
  return merge(base, isObject(extra) ? { ...extra, app_metadata: app, user_metadata: user } : {})
}

/**
 * Replaces `:owner`, `:other`, `:member`, `:admin`, `:former` outside quotes by the quoted ids (`::owner` stays a
 * cast).
 */
export const withActors = (sql: string): string =>
  sql.replace(/'(?:[^']|'')*'|::?(?:owner|other|member|admin|former)\b/g, (found) =>
    found.startsWith(':') && !found.startsWith('::') ? `'${actorId(found.slice(1) as Actor)}'` : found,
  )
