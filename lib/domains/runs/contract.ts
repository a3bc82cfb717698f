import { z } from 'zod'
import { endpoint } from '../../http/endpoint'
import { PageQuery, pageOf } from '../../http/page'
import { RUN_STATUSES } from './constants'

/** Runs of every kind: what they are, how they are followed and stopped. Browser-safe. */

export const RunStatus = z.enum(RUN_STATUSES)
export type RunStatus = z.infer<typeof RunStatus>

export const Usage = z.object({ inputTokens: z.int(), outputTokens: z.int() })
export const Money = z.object({ amount: z.int(), currency: z.string() })

export const Run = z.object({
  id: z.string(),
  kind: z.string(),
  status: RunStatus,
  stage: z.string().nullable(),
  percent: z.int(),
  projectId: z.string().nullable(),
  baseVersion: z.int().nullable(),
  /** For generation: what was asked for; null: as the project is. */
  mode: z.enum(['fullstack', 'site', 'simple']).nullable(),
  usage: Usage,
  cost: Money,
  /** The same to the micro-USD: one call often costs less than a cent. */
  costMicros: z.int(),
  /** What it may cost at most; null for a run that no model writes. */
  budgetMicros: z.int().nullable(),
  retryOf: z.string().nullable(),
  /**
   * For generation: `{version, status}`, the version delivered and what its evidence says; `{version: null, status:
   * null, unchanged: true}` for a run that changed nothing.
   */
  result: z.record(z.string(), z.unknown()).nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
})
export type Run = z.infer<typeof Run>

const RunId = z.object({ id: z.string() })
const tag = 'Runs'

export const listRuns = endpoint({
  id: 'listRuns',
  method: 'GET',
  path: '/runs',
  tag,
  summary: 'Your runs, newest first',
  auth: 'user',
  query: PageQuery.extend({ projectId: z.string().optional(), status: RunStatus.optional() }),
  reply: pageOf(Run),
})
export const getRun = endpoint({
  id: 'getRun',
  method: 'GET',
  path: '/runs/{id}',
  tag,
  summary: 'Status, stage, usage and result of a run',
  auth: 'user',
  params: RunId,
  reply: Run,
})
export const followRun = endpoint({
  id: 'followRun',
  method: 'GET',
  path: '/runs/{id}/events',
  tag,
  auth: 'user',
  params: RunId,
  reply: 'text/event-stream',
  summary:
    'The run as it happens (AI SDK UI message stream), from the first event or after `Last-Event-ID`; ends with the run',
})
export const getRunFile = endpoint({
  id: 'getRunFile',
  method: 'GET',
  path: '/runs/{id}/files/{path*}',
  tag,
  summary: 'A file as the run has just written it, before it is delivered',
  auth: 'user',
  params: z.object({ id: z.string(), path: z.array(z.string()).transform((parts) => parts.join('/')) }),
  reply: z.object({ path: z.string(), sha256: z.string(), size: z.int(), content: z.string() }),
})
export const cancelRun = endpoint({
  id: 'cancelRun',
  method: 'POST',
  path: '/runs/{id}/cancel',
  tag,
  summary: 'Stop it now',
  auth: 'user',
  params: RunId,
  reply: Run,
  errors: ['run_finished'],
})
export const retryRun = endpoint({
  id: 'retryRun',
  method: 'POST',
  path: '/runs/{id}/retry',
  tag,
  summary: 'Run it again from a stage, keeping what came before',
  auth: 'user',
  params: RunId,
  body: z.strictObject({ fromStage: z.string().max(50).optional() }),
  reply: z.object({ runId: z.string(), retryOf: z.string() }),
  status: 202,
  errors: ['conflict', 'insufficient_credit', 'budget_spent', 'too_many_runs'],
})

export const endpoints = [listRuns, getRun, followRun, getRunFile, cancelRun, retryRun]
