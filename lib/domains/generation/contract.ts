import { z } from 'zod'
import { reason } from '../../core/told'
import { endpoint } from '../../http/endpoint'
import { Preview } from '../preview/contract'
import { Run } from '../runs/contract'
import { AppSpec, ProjectKind } from '../spec/contract'
import { SafeSpec } from '../spec/edit/plan'
import { MAX_ANSWER } from '../spec/constants'
import { MAX_QUESTIONS, QuestionId } from '../spec/questions'
import { MAX_PROMPT, MAX_ATTACHMENTS, MAX_IMAGE_BYTES, MAX_ATTACHED_BYTES } from './constants'

/** From a sentence to a run. Browser-safe. */

/** A file beside the prompt; `data` is base64. */
export const Attachment = z.strictObject({
  name: z.string().min(1, reason('fileName')).max(200, reason('fileNameLong')),
  mediaType: z.string().min(1, reason('mediaType')).max(100, reason('mediaTypeLong')),
  data: z
    .string()
    .min(1, reason('fileEmpty'))
    .max(Math.ceil(MAX_IMAGE_BYTES / 3) * 4, reason('imageLarge')),
})
export type Attachment = z.infer<typeof Attachment>

export const GenerateInput = z.strictObject({
  prompt: z.string().trim().min(1, reason('prompt')).max(MAX_PROMPT, reason('promptLong')),
  /**
   * `site`: plain HTML, CSS and JavaScript. `simple`: one answer by a model, no files. Absent: as the project is,
   * `fullstack` for a new one.
   */
  mode: z.enum(['fullstack', 'site', 'simple']).optional(),
  /** Change this project instead of starting one. */
  projectId: z.string().optional(),
  /**
   * The `slug` of a template (`GET /templates`) that a new application begins with; what the prompt spells out changes
   * it. Absent: the one that the prompt resembles, or none.
   */
  template: z.string().min(1).max(60).optional(),
  /**
   * A model of `GET /models`; `builtin`: the built-in generators, which need no key and cost nothing. Absent: the
   * default of your settings.
   */
  model: z.string().min(1).max(200).optional(),
  /** Wait after the plan until it is confirmed (`POST /runs/{id}/plan`). Absent: as your settings say. */
  planFirst: z.boolean().optional(),
  /**
   * `first`: where the prompt is vague, the run waits with at most four questions (`GET /runs/{id}/plan`) until they
   * are answered. `never`, as when absent: it goes on, and the plan lists them as assumptions.
   */
  ask: z.enum(['first', 'never']).optional(),
  /**
   * Also write tests (Vitest and Playwright), for an application. A project that has them keeps them up to date, also
   * without being asked.
   */
  withTests: z.boolean().optional(),
  /**
   * Most micro-USD that the run's model calls may cost; default 500 000 (half a dollar) where the installation pays, 2
   * 000 000 on a key of one's own.
   */
  budgetMicros: z.int().min(1_000).max(100_000_000).optional(),
  /** Images for models that see them, text files as context; data, never instructions. */
  attachments: z.array(Attachment).max(MAX_ATTACHMENTS, `At most ${MAX_ATTACHMENTS} files.`).optional(),
})
export type GenerateInput = z.infer<typeof GenerateInput>

export const generate = endpoint({
  id: 'generate',
  method: 'POST',
  path: '/generate',
  tag: 'Generation',
  summary: 'Turn a prompt into an application',
  auth: 'user',
  limit: 'generate',
  body: GenerateInput,
  bodyLimit: (MAX_ATTACHED_BYTES / 3) * 4 + 1024 * 1024,
  reply: z.object({ runId: z.string(), projectId: z.string() }),
  status: 202,
  errors: [
    'not_found',
    'conflict',
    'insufficient_credit',
    'budget_spent',
    'quota_exceeded',
    'too_many_runs',
    'capability_off',
  ],
})

const RunId = z.object({ id: z.string() })
export const getPlan = endpoint({
  id: 'getPlan',
  method: 'GET',
  path: '/runs/{id}/plan',
  tag: 'Generation',
  summary: 'The plan of a run that waits for it to be confirmed',
  auth: 'user',
  params: RunId,
  reply: z.object({ spec: AppSpec }),
  errors: ['not_found'],
})
export const submitPlan = endpoint({
  id: 'submitPlan',
  method: 'POST',
  path: '/runs/{id}/plan',
  tag: 'Generation',
  summary: 'Confirm the plan, as it is or edited, or answer its questions, and let the run go on',
  auth: 'user',
  params: RunId,
  body: z
    .strictObject({
      spec: SafeSpec.optional(),
      /** To the plan's questions: the prompt goes on with what they say, and is planned anew. */
      answers: z.array(z.strictObject({ id: QuestionId, says: z.string().trim().max(MAX_ANSWER) })).max(MAX_QUESTIONS),
    })
    .partial({ answers: true }),
  reply: Run,
  errors: ['not_found', 'conflict'],
})

export const Template = z.object({
  /** Its name in addresses. */
  slug: z.string(),
  /** In the language that is asked for, like all words of it. */
  name: z.string(),
  kind: ProjectKind,
  /** The sentence that it is made from: a prompt for `POST /generate`. */
  prompt: z.string(),
  /** What it keeps. */
  keeps: z.array(z.string()),
})
export type Template = z.infer<typeof Template>

export const listTemplates = endpoint({
  id: 'listTemplates',
  method: 'GET',
  path: '/templates',
  tag: 'Generation',
  summary: 'Starting points: what people often ask for, each with the sentence that it is made from',
  auth: 'public',
  reply: z.object({ items: z.array(Template) }),
})

export const getTemplatePreview = endpoint({
  id: 'getTemplatePreview',
  method: 'GET',
  path: '/templates/{template}/preview',
  tag: 'Preview',
  summary: 'A template, built to run in a browser, in the language that is asked for',
  auth: 'public',
  limit: 'sharedWhole',
  params: z.object({ template: z.string().max(60) }),
  reply: Preview,
  errors: ['not_found'],
})

export const endpoints = [generate, getPlan, submitPlan, listTemplates, getTemplatePreview]
