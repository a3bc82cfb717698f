import { z } from 'zod'
import { endpoint } from '../../http/endpoint'
import { Run } from '../runs/contract'
import { AppSpec } from '../spec/contract'

/** From a sentence to a run. Browser-safe. */

export const MAX_PROMPT = 20_000

export const GenerateInput = z.strictObject({
  prompt: z.string().trim().min(1, 'Say what to build.').max(MAX_PROMPT, `At most ${MAX_PROMPT} characters.`),
  /** `site`: plain HTML, CSS and JavaScript. `simple`: one answer by a model, no files. Absent: as the project is, `fullstack` for a new one. */
  mode: z.enum(['fullstack', 'site', 'simple']).optional(),
  /** Change this project instead of starting one. */
  projectId: z.string().optional(),
  /** A model of `GET /models`; absent or `builtin`: the built-in makers, which need no key and cost nothing. */
  model: z.string().min(1).max(200).optional(),
  /** Wait after the plan until it is confirmed (`POST /runs/{id}/plan`). */
  planFirst: z.boolean().optional(),
  /** Most micro-USD that the run's model calls may cost; default 500 000 (half a dollar). */
  budgetMicros: z.int().min(1_000).max(100_000_000).optional(),
})
export type GenerateInput = z.infer<typeof GenerateInput>

export const generate = endpoint({
  id: 'generate', method: 'POST', path: '/generate', tag: 'Generation', summary: 'Turn a prompt into an application', auth: 'user', limit: 'generate',
  body: GenerateInput, reply: z.object({ runId: z.string(), projectId: z.string() }), status: 202, errors: ['not_found', 'conflict', 'capability_off'],
}) // prettier-ignore

const RunId = z.object({ id: z.string() })
export const getPlan = endpoint({
  id: 'getPlan', method: 'GET', path: '/runs/{id}/plan', tag: 'Generation', summary: 'The plan of a run that waits for it to be confirmed', auth: 'user', params: RunId,
  reply: z.object({ spec: AppSpec }), errors: ['not_found'],
}) // prettier-ignore
export const submitPlan = endpoint({
  id: 'submitPlan', method: 'POST', path: '/runs/{id}/plan', tag: 'Generation', summary: 'Confirm the plan, as it is or edited, and let the run go on', auth: 'user', params: RunId,
  body: z.strictObject({ spec: AppSpec.optional() }), reply: Run, errors: ['not_found', 'conflict'],
}) // prettier-ignore

/** The stages in the order the page shows them; the three writers work at the same time. */
export const GENERATION_STAGES = ['context', 'architect', 'frontend', 'backend', 'database', 'review', 'deliver'] as const
/** The same for a project of mode `site`, and for a run that only answers. */
export const SITE_STAGES = ['context', 'architect', 'site', 'review', 'deliver'] as const
export const ANSWER_STAGES = ['context', 'answer'] as const
export type GenerationStage = (typeof GENERATION_STAGES | typeof SITE_STAGES | typeof ANSWER_STAGES)[number]

export const endpoints = [generate, getPlan, submitPlan]
