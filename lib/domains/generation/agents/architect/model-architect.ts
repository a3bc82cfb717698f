import { type ChatRequest, type ImagePart, isModelError, NO_USAGE } from '../../../../integrations/models/port'
import type { ZodType } from 'zod'
import type { AppSpec } from '../../../spec/contract'
import { faultsSince } from '../../../spec/edit/faults'
import { ARCHITECT_DATA, ARCHITECT_PAGES } from './instructions'
import { referenceDesign } from '../../builtin/blueprints/reference-design'
import { completePages } from '../../planning/complete-pages'
import { completePlan } from '../../planning/complete-plan'
import { asGeneratorFailed, GeneratorFailed } from '../generator-failed'
import { inputTokensOf, type ModelUse, outputLimit, withImages } from '../../metering/model-call'
import { DataAnswer, PagesAnswer } from '../../planning/plan-answers'
import { IMAGES_FOLLOW, UNTRUSTED_RULE } from '../../answers/untrusted'

export type ModelArchitectInput = {
  prompt: string
  /** What else the context stage found worth telling, wrapped where others wrote it. */
  background?: string
  /** The blueprint that somebody chose; else the one that is nearest. */
  template?: string
  /** The plan to change. */
  previous?: AppSpec
  /** What the user attached, for a model that sees. */
  images?: readonly ImagePart[]
  signal: AbortSignal
}

const MOST_OUTPUT = 16_000
const DESIGN_RULE = 'Take from it what the request leaves open; what the request says comes first. Add nothing unasked.'

/** Asks for one object; its usage is told exactly once, whether the call succeeds or not. */
export async function askObject<T>(
  use: ModelUse,
  ask: {
    instructions: string
    text: string
    schema: ZodType<T>
    maxOutput: number
    signal: AbortSignal
    images?: readonly ImagePart[]
  },
): Promise<T> {
  const maxOutputTokens = outputLimit(use, ask.maxOutput)
  const request: ChatRequest = {
    model: use.model,
    instructions: ask.instructions,
    messages: [withImages(ask.text, ask.images ?? [])],
    maxOutputTokens,
    temperature: 0.2,
    signal: ask.signal,
  }
  await use.beforeCall?.({ inputTokens: inputTokensOf(request), maxOutputTokens })
  try {
    const answer = await use.port.generateObject(request, ask.schema)
    use.onUsage?.(answer.usage)
    return answer.value
  } catch (error) {
    if (isModelError(error)) use.onUsage?.(error.usage ?? NO_USAGE)
    throw asGeneratorFailed(error)
  }
}

const shortPlan = (spec: AppSpec): string =>
  JSON.stringify({
    name: spec.name,
    kind: spec.kind,
    locale: spec.locale,
    entities: spec.entities,
    access: spec.access,
    routes: spec.routes.map(({ method, path }) => ({ method, path })),
    pages: spec.pages.map(({ path, title }) => ({ path, title })),
  })

export const requestText = (input: Pick<ModelArchitectInput, 'prompt' | 'background'>): string[] => [
  `# The request\n${input.prompt}`,
  ...(input.background === undefined || input.background === '' ? [] : [`# Background\n${input.background}`]),
]

/**
 * First call of the architect: data, access and routes. The answer is a whole, valid AppSpec with the pages that follow
 * from the data, so that database and backend can be written from it, once it is checkpointed.
 * @throws GeneratorFailed when the model fails for good or plans nothing that can be used
 */
export async function planData(input: ModelArchitectInput, use: ModelUse): Promise<AppSpec> {
  const parts = requestText(input)
  if (input.previous !== undefined) parts.push(`# The plan that exists\n${shortPlan(input.previous)}`)
  const design = input.previous === undefined ? referenceDesign(input.prompt, input.template) : null
  if (design !== null) parts.push(`# A proven design for such an application\n${DESIGN_RULE}\n${design}`)
  const images = input.images ?? []
  if (images.length > 0) parts.push(IMAGES_FOLLOW)
  const answer = await askObject(use, {
    instructions: `${ARCHITECT_DATA}\n\n${UNTRUSTED_RULE}`,
    text: parts.join('\n\n'),
    images,
    schema: DataAnswer,
    maxOutput: MOST_OUTPUT,
    signal: input.signal,
  })
  const spec = completePlan(answer, {
    prompt: input.prompt,
    ...(input.previous !== undefined && { previous: input.previous }),
  })
  if (spec === null) throw new GeneratorFailed('incomplete', { key: 'model.noPlan' })
  return spec
}

/**
 * Second call: the pages. Takes nothing away from `spec`, whose back end may already be in the making: pages keep their
 * paths, entities and views, and further ones join them.
 * @throws GeneratorFailed when the model fails for good; `spec` is a complete plan without it
 */
export async function planPages(spec: AppSpec, input: ModelArchitectInput, use: ModelUse): Promise<AppSpec> {
  const existing = spec.pages.map(({ path, title, purpose, view, entity, auth, nav }) => ({
    path,
    title,
    purpose,
    view,
    entity,
    auth,
    nav,
  }))
  const { name, kind, locale, entities, access } = spec
  const parts = [
    ...requestText(input),
    `# The data\n${JSON.stringify({ name, kind, locale, entities, access })}`,
    `# Pages that exist\n${JSON.stringify(existing)}`,
  ]
  const answer = await askObject(use, {
    instructions: `${ARCHITECT_PAGES}\n\n${UNTRUSTED_RULE}`,
    text: parts.join('\n\n'),
    schema: PagesAnswer,
    maxOutput: MOST_OUTPUT,
    signal: input.signal,
  })
  const planned = { ...spec, pages: completePages(answer, spec) }
  // A plan whose pages cannot be built is no better than the one that stands without them.
  return faultsSince(spec, planned).length === 0 ? planned : spec
}
