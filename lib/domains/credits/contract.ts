import { z } from 'zod'
import { endpoint } from '../../http/endpoint'
import { PageQuery, pageOf } from '../../http/page'

/**
 * What somebody may still spend on models that this installation pays for. Amounts are integer micro-USD. Browser-safe.
 */

export const CREDIT_KINDS = ['grant', 'reserve', 'release', 'settle'] as const
export const CreditEntry = z.object({
  id: z.string(),
  kind: z.enum(CREDIT_KINDS),
  /** Signed micro-USD: what the entry does to the balance. */
  amountMicros: z.int(),
  runId: z.string().nullable(),
  createdAt: z.iso.datetime(),
})
export type CreditEntry = z.infer<typeof CreditEntry>

export const getCredits = endpoint({
  id: 'getCredits',
  method: 'GET',
  path: '/credits',
  tag: 'Credits',
  summary: 'Your balance and what moved it, newest first',
  auth: 'user',
  query: PageQuery,
  reply: pageOf(CreditEntry).extend({ balanceMicros: z.int() }),
})

/**
 * A calendar month in UTC. Every charged model call of the caller's runs counts, at the price that `GET /models` shows.
 */
export const MonthUsage = z.object({
  /** "2026-11" */
  month: z.string(),
  from: z.iso.datetime(),
  /** When the next month begins, and with it the budget anew. */
  until: z.iso.datetime(),
  spentMicros: z.int(),
  /** Of it at the caller's own server, and at this installation's. */
  ownMicros: z.int(),
  installationMicros: z.int(),
  /** What the caller has set in the settings; null: no bound. */
  budgetMicros: z.int().nullable(),
})
export type MonthUsage = z.infer<typeof MonthUsage>

export const getUsage = endpoint({
  id: 'getUsage',
  method: 'GET',
  path: '/usage',
  tag: 'Credits',
  summary: 'What your runs cost this month, and your budget for it',
  auth: 'user',
  reply: MonthUsage,
})

export const endpoints = [getCredits, getUsage]
