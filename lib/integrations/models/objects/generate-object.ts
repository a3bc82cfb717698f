import type { JSONSchema7 } from 'ai'
import { z, type ZodType } from 'zod'
import type { AnswerFormat } from '../wire/chat-stream'
import {
  addUsage,
  type ChatRequest,
  type FinishReason,
  isModelError,
  ModelError,
  NO_USAGE,
  type ObjectAnswer,
  type Usage,
} from '../port'
import { jsonCandidates, valuesInside } from './read-json-answer'

/** One object by a schema, from models that keep to schemas and from models that have never heard of them. */

type Whole = { text: string; reason: FinishReason; usage: Usage }
/** One answer in one piece, tried again on passing trouble. */
export type AskModel = (request: ChatRequest, format: AnswerFormat | undefined) => Promise<Whole>

const LONGEST_COMPLAINT = 2_000
const LONGEST_QUOTE = 20_000

type JSONSchema7Definition = JSONSchema7 | boolean

const NOT_STRICT = ['oneOf', 'allOf', 'not', 'if', 'patternProperties', 'propertyNames', 'default']

/**
 * What OpenAI's strict mode takes: every object closed and all its properties required
 * (…/docs/guides/structured-outputs).
 */
function isStrict(schema: JSONSchema7Definition | undefined): boolean {
  if (typeof schema !== 'object') return true
  if (NOT_STRICT.some((word) => Object.hasOwn(schema, word))) return false
  const { type, properties = {}, required = [], additionalProperties, items, anyOf, definitions, $defs } = schema
  const isOpen = additionalProperties !== false || Object.keys(properties).some((name) => !required.includes(name))
  if (type === 'object' && isOpen) return false
  const inner = [properties, definitions, $defs].flatMap((map) => Object.values(map ?? {}))
  return [...inner, ...[items ?? []].flat(), ...(anyOf ?? [])].every(isStrict)
}

/** What the model writes is the input of the schema; what a transform makes of it is nothing to ask for. */
function toJsonSchema(schema: ZodType): JSONSchema7 {
  const made = z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-7',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // zod drops unknown properties, so there is no point in writing any.
      if (jsonSchema.type === 'object' && jsonSchema.properties) jsonSchema.additionalProperties ??= false
    },
  }) as JSONSchema7
  delete made.$schema
  return made
}

const FENCED = (schema: JSONSchema7): string =>
  `Answer with one JSON document and nothing else, in a fence that begins with \`\`\`json and ends with \`\`\`. It must satisfy this JSON Schema:\n${JSON.stringify(schema)}`

/**
 * Whether asking without a format may help: OpenRouter then says that no provider has the parameters, llama.cpp that
 * its grammar failed.
 */
const isAboutFormat = (error: ModelError): boolean =>
  error.kind === 'refused-request' ||
  /response_format|json_schema|structured output|grammar|support the requested parameters/i.test(error.message)

type Reading<T> = { value: T; repaired: boolean } | { complaint: string }

function readAnswer<T>(text: string, schema: ZodType<T>): Reading<T> {
  let complaint: string | null = null
  for (const candidate of jsonCandidates(text)) {
    const parsed = schema.safeParse(candidate.value)
    if (parsed.success) return { value: parsed.data, repaired: candidate.repaired }
    complaint ??= z.prettifyError(parsed.error).slice(0, LONGEST_COMPLAINT)
    for (const inner of valuesInside(candidate.value)) {
      const unwrapped = schema.safeParse(inner)
      if (unwrapped.success) return { value: unwrapped.data, repaired: true }
    }
  }
  return { complaint: complaint ?? 'There is no complete JSON document in it.' }
}

/**
 * @param hasStructuredOutput whether the model is believed to keep to a schema; a server that refuses is asked without
 */
export async function generateObject<T>(
  ask: AskModel,
  request: ChatRequest,
  schema: ZodType<T>,
  hasStructuredOutput: boolean,
): Promise<ObjectAnswer<T>> {
  const jsonSchema = toJsonSchema(schema)
  let format: AnswerFormat | undefined =
    hasStructuredOutput && jsonSchema.type === 'object'
      ? { schema: jsonSchema, isStrict: isStrict(jsonSchema) }
      : undefined
  let usage = NO_USAGE

  const answerTo = async (messages: ChatRequest['messages']): Promise<Whole> => {
    const instructions = format ? request.instructions : `${request.instructions}\n\n${FENCED(jsonSchema)}`.trim()
    try {
      const whole = await ask({ ...request, instructions, messages }, format)
      usage = addUsage(usage, whole.usage)
      if (whole.reason === 'content-filter')
        throw new ModelError('bad-answer', { detail: 'The model declined to answer.' })
      if (whole.reason === 'length') {
        throw new ModelError('bad-answer', {
          detail: `It was cut off at the limit of ${request.maxOutputTokens} tokens.`,
        })
      }
      return whole
    } catch (error) {
      if (!isModelError(error)) throw error
      if (format && isAboutFormat(error)) {
        format = undefined
        return answerTo(messages)
      }
      if (usage !== NO_USAGE) error.usage = addUsage(usage, error.usage ?? NO_USAGE)
      throw error
    }
  }

  const first = await answerTo(request.messages)
  const reading = readAnswer(first.text, schema)
  if ('value' in reading) return { ...reading, usage }

  const second = await answerTo([
    ...request.messages,
    { role: 'assistant', content: first.text.slice(0, LONGEST_QUOTE) || '(nothing)' },
    {
      role: 'user',
      content: `That answer cannot be used:\n${reading.complaint}\n\nAnswer again, completely and with nothing but the JSON document.`,
    },
  ])
  const again = readAnswer(second.text, schema)
  if ('value' in again) return { value: again.value, repaired: true, usage }
  throw new ModelError('bad-answer', {
    detail: `Asked twice, it did not give the data that was asked for: ${again.complaint.slice(0, 300)}`,
    usage,
  })
}
