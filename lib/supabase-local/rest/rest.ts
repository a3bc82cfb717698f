import { DatabaseError } from '../database.ts'
import type { JwtError } from '../jwt.ts'
import type { Context, Part, PartRequest } from '../part.ts'
import { actorOf } from './actor.ts'
import { fromDatabase } from './database-errors.ts'
import { invalidPreferences } from './errors.ts'
import { describeSchema } from './openapi.ts'
import { planCall } from './plan/plan-call.ts'
import { planRelation } from './plan/plan-relation.ts'
import type { Plan } from './plan/plan.ts'
import type { Limits } from './plan/read-tree.ts'
import { respond, respondError } from './respond.ts'
import { RestError } from './rest-error.ts'
import { readRequest, type RestRequest } from './rest-request.ts'
import type { SchemaCache } from './schema/model.ts'
import { openSchemaSource, type SharedSchema } from './schema/schema-source.ts'
import type { Answer } from './write/write-answer.ts'

/** As `[api]` of a project's `supabase/config.toml` says it. */
export type RestOptions = Partial<Limits> & {
  /** Schemas that may be asked for; the first is meant when a request names none. */
  schemas?: string[]
  /** Of databases that are copies of each other: their definitions are read once. */
  shared?: SharedSchema
}

/** PostgREST's part, with what makes it look at the database's definitions again. */
export type Rest = Part & { forget: () => void }

const DEFAULTS = { schemas: ['public'], maxRows: 1000, aggregates: true }

/** `/rest/v1`: what PostgREST 14 answers, over the port (https://docs.postgrest.org/en/v14/). */
export function openRest({ database, now }: Pick<Context, 'database' | 'now'>, options: RestOptions = {}): Rest {
  const { schemas, shared, ...limits } = { ...DEFAULTS, ...options }
  const source = openSchemaSource(database, schemas, now, shared)
  return {
    async handle(part) {
      try {
        return await answer(part, await readRequest(part, schemas))
      } catch (error) {
        return respondError(asRestError(error, part), part.request.method === 'HEAD')
      }
    },
    refuse: refuseToken,
    forget: source.forget,
  }

  async function answer(part: PartRequest, read: RestRequest): Promise<Response> {
    refuseUnknownPreferences(read)
    const cache = await source.current()
    try {
      return await answerBy(cache, part, read)
    } catch (error) {
      const newer = mayBeStale(error) ? await source.newerThan(cache) : undefined
      if (newer === undefined) throw error
      return answerBy(newer, part, read)
    }
  }

  async function answerBy(cache: SchemaCache, part: PartRequest, read: RestRequest): Promise<Response> {
    const { target } = read
    if (target.kind === 'root') return respondSchema(cache, read)
    const plan =
      target.kind === 'routine'
        ? planCall(read, target.name, cache, limits)
        : planRelation(read, target.name, cache, limits)
    return database.transaction(
      actorOf(part, read),
      async (query) => {
        const { rows } = await query<Answer>(plan.sql, plan.statement.values)
        const [given] = rows
        // PGlite answers nothing at all once a statement has exhausted its stack.
        if (given === undefined) throw new RestError(500, 'XX000', 'The database gave no answer.')
        plan.check(given)
        const total = await guessTotal(plan, given, query)
        return respond(read, plan, { ...given, total }, part.url.search)
      },
      { isReadOnly: plan.isReadOnly, isUndone: read.preferences.tx === 'rollback' },
    )
  }
}

type Ask = <R>(sql: string, params?: readonly string[]) => Promise<{ rows: R[] }>

async function guessTotal({ explain }: Plan, { total }: Answer, query: Ask): Promise<number | null> {
  const isCounted = explain?.aboveTotal !== undefined && total !== null && total <= explain.aboveTotal
  if (explain === undefined || isCounted) return total
  const { rows } = await query<Record<string, unknown>>(explain.sql, explain.statement.values)
  const [plan] = rows[0]!['QUERY PLAN'] as { Plan: { 'Plan Rows': number } }[]
  return Math.max(total ?? 0, plan!.Plan['Plan Rows'])
}

function respondSchema(cache: SchemaCache, read: RestRequest): Response {
  const body = read.method === 'HEAD' ? null : JSON.stringify(describeSchema(cache, read.schema))
  return new Response(body, { headers: { 'Content-Type': read.media.contentType } })
}

function refuseUnknownPreferences({ preferences: { handling, unknown } }: RestRequest): void {
  if (handling === 'strict' && unknown.length > 0) throw invalidPreferences(unknown)
}

/** Whether an error could come of a definition that has changed since the cache was read. */
function mayBeStale(error: unknown): boolean {
  if (error instanceof RestError) return error.code.startsWith('PGRST2')
  if (!(error instanceof DatabaseError) || error.code === '42501') return false
  return error.code.startsWith('42') || error.code.startsWith('22')
}

function asRestError(error: unknown, { caller }: PartRequest): RestError {
  if (error instanceof RestError) return error
  if (error instanceof DatabaseError) return fromDatabase(error, caller.role === 'anon')
  throw error
}

const TOKEN_FAULTS = {
  malformed: ['PGRST301', 'Expected 3 parts in JWT'],
  signature: ['PGRST301', 'No suitable key or wrong key type'],
  expired: ['PGRST303', 'JWT expired'],
  early: ['PGRST303', 'JWT not yet valid'],
} as const

/** The answer to a token that says nothing. */
function refuseToken({ fault }: JwtError): Response {
  const [code, message] = TOKEN_FAULTS[fault]
  const challenge = `Bearer error="invalid_token", error_description=${JSON.stringify(message)}`
  return respondError(new RestError(401, code, message, { headers: { 'WWW-Authenticate': challenge } }))
}
