import type { JSONSchema7 } from 'ai'
import { z, type ZodType } from 'zod'
import type { Format } from '../learning/capabilities'
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

/** `limit`: the tokens that it could have at most. */
type Whole = { text: string; reason: FinishReason; usage: Usage; limit: number }
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

const BARE = (schema: JSONSchema7): string =>
  `Answer with one JSON object and nothing else. It must satisfy this JSON Schema:\n${JSON.stringify(schema)}`

/**
 * Whether it is the format that was refused: OpenRouter then says that no provider has the parameters, llama.cpp that
 * its grammar failed.
 */
const NAMES_FORMAT =
  /response[_.]?format|json_?(schema|object|mode)|structured[ _]?outputs?|grammar|schema|support the requested parameters|guided|\bstrict\b/i
/** Refused altogether, or in all forms but the first. */
const NO_FORMAT_AT_ALL =
  /(unknown|unrecogni[sz]ed|unsupported|extra|unexpected)\W.{0,30}response_format|response_format\W.{0,40}(not permitted|unknown|unexpected|extra)|must be .?json_schema|json_object.{0,30}not/i

/** The next, weaker form to ask in; null when the refusal has nothing to do with it. */
function weaker(format: AnswerFormat | undefined, error: ModelError): Format | null {
  const isOther = /^(context-too-long|unauthorized|no-credit|rate-limited|refused-address|unreachable)$/.test(
    error.kind,
  )
  if (format === undefined || isOther) return null
  const isNamed = NAMES_FORMAT.test(error.message)
  if (isNamed && format !== 'json_object' && !NO_FORMAT_AT_ALL.test(error.message)) return 'json_object'
  // A bare "bad request" may be about the format, too; what was refused for its content or its path is not.
  const mayBe = error.kind === 'refused-request' && error.status !== 403 && error.status !== 404 && error.status !== 405
  return isNamed || mayBe ? 'words' : null
}

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

/** Which form was found to work, kept for the next question. */
export type FormatMemory = { best: Format | null; learn(format: Format): void }

/**
 * @param hasStructuredOutput whether the model is believed to keep to a schema; a server that refuses is asked in
 * weaker forms, one after the other, and what it then takes is kept
 */
export async function generateObject<T>(
  ask: AskModel,
  request: ChatRequest,
  schema: ZodType<T>,
  hasStructuredOutput: boolean,
  memory: FormatMemory = { best: null, learn: () => undefined },
): Promise<ObjectAnswer<T>> {
  const jsonSchema = toJsonSchema(schema)
  const isObject = jsonSchema.type === 'object'
  const formatOf = (form: Format): AnswerFormat | undefined => {
    if (form === 'words' || !isObject) return undefined
    return form === 'json_object' ? form : { schema: jsonSchema, isStrict: isStrict(jsonSchema) }
  }
  let form: Format = hasStructuredOutput ? (memory.best ?? 'json_schema') : 'words'
  let usage = NO_USAGE
  let isStepping = false

  const askIn = async (messages: ChatRequest['messages']): Promise<Whole> => {
    const format = formatOf(form)
    const told = format === undefined ? FENCED(jsonSchema) : format === 'json_object' ? BARE(jsonSchema) : ''
    const instructions = `${request.instructions}\n\n${told}`.trim()
    try {
      return await ask({ ...request, instructions, messages }, format)
    } catch (error) {
      const next = isModelError(error) ? weaker(format, error) : null
      if (next === null) throw error
      form = next
      isStepping = true
      return askIn(messages)
    }
  }
  const answerTo = async (messages: ChatRequest['messages']): Promise<Whole> => {
    try {
      const whole = await askIn(messages)
      if (isStepping) memory.learn(form)
      if (form !== 'json_schema' && hasStructuredOutput && isObject)
        request.onAdapted?.({ what: 'format', format: form })
      usage = addUsage(usage, whole.usage)
      if (whole.reason === 'content-filter') throw new ModelError('bad-answer', { about: 'model.declined' })
      if (whole.reason === 'length')
        throw new ModelError('bad-answer', {
          about: { key: 'model.cutAtLimit', values: { tokens: whole.limit } },
        })
      return whole
    } catch (error) {
      if (isModelError(error) && usage !== NO_USAGE) error.usage = addUsage(usage, error.usage ?? NO_USAGE)
      throw error
    }
  }
  return readOrAskAgain(answerTo, request, schema, () => usage)
}

/** The object in the first answer, or in a second one that is given the complaints about the first. */
async function readOrAskAgain<T>(
  answerTo: (messages: ChatRequest['messages']) => Promise<Whole>,
  request: ChatRequest,
  schema: ZodType<T>,
  usageSoFar: () => Usage,
): Promise<ObjectAnswer<T>> {
  const first = await answerTo(request.messages)
  const reading = readAnswer(first.text, schema)
  if ('value' in reading) return { ...reading, usage: usageSoFar() }
  const second = await answerTo([
    ...request.messages,
    { role: 'assistant', content: first.text.slice(0, LONGEST_QUOTE) || '(nothing)' },
    {
      role: 'user',
      content: `That answer cannot be used:\n${reading.complaint}\n\nAnswer again, completely and with nothing but the JSON document.`,
    },
  ])
  const again = readAnswer(second.text, schema)
  if ('value' in again) return { value: again.value, repaired: true, usage: usageSoFar() }
  throw new ModelError('bad-answer', {
    about: { key: 'model.notTheData', values: { complaint: again.complaint.slice(0, 300) } },
    usage: usageSoFar(),
  })
}
