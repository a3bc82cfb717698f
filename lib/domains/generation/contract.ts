import { z } from 'zod'
import { endpoint } from '../../http/endpoint'

/** From a sentence to a run. Browser-safe. */

export const MAX_PROMPT = 20_000

export const GenerateInput = z.strictObject({
  prompt: z.string().trim().min(1, 'Say what to build.').max(MAX_PROMPT, `At most ${MAX_PROMPT} characters.`),
  mode: z.enum(['fullstack', 'site', 'simple']).default('fullstack'),
  /** Change this project instead of starting one. */
  projectId: z.string().optional(),
})
export type GenerateInput = z.infer<typeof GenerateInput>

export const generate = endpoint({
  id: 'generate', method: 'POST', path: '/generate', tag: 'Generation', summary: 'Turn a prompt into an application', auth: 'user', limit: 'generate',
  body: GenerateInput, reply: z.object({ runId: z.string(), projectId: z.string() }), status: 202, errors: ['not_found', 'conflict', 'capability_off'],
}) // prettier-ignore

/** The stages in the order the page shows them; the three writers work at the same time. */
export const GENERATION_STAGES = ['context', 'architect', 'frontend', 'backend', 'database', 'review', 'deliver'] as const
export type GenerationStage = (typeof GENERATION_STAGES)[number]

export const endpoints = [generate]
