// Before the AI SDK, which reads the environment while it loads.
import '../../../core/env'
import { createOpenAI } from '@ai-sdk/openai'
import { jsonSchema, type JSONSchema7, type ModelMessage, Output, streamText } from 'ai'
import { type CallTimeouts, startCall } from './call'
import { expecting } from './expect-answer'
import { fromStreamError, toModelError } from '../failures/failures'
import type { GuardedFetch } from '../guarded-fetch'
import {
  type ChatMessage,
  type ChatRequest,
  estimateTokens,
  type FinishReason,
  IMAGE_TOKENS,
  ModelError,
  type TextEvent,
  type Usage,
} from '../port'
import { normalised } from './normalise-stream'
import { adapting } from '../learning/adapt-request'
import type { Memory } from '../learning/memory'
import { createTextScrubber } from '../failures/scrub-key'
import { watchStream } from './watch-stream'

/** One attempt at a chat completion, through the AI SDK. Trying again is for the caller to decide. */

export type ChatTarget = {
  baseUrl: string
  apiKey: string | null
  fetch: GuardedFetch
  timeouts: CallTimeouts
  memory: Memory
}
/**
 * A JSON schema that the server is asked to hold the answer to; `isStrict` when it lies in the subset OpenAI's strict
 * mode takes.
 */
export type AnswerFormat = { schema: JSONSchema7; isStrict: boolean } | 'json_object'

/**
 * No answer of text has more characters per token on average; beyond, the server does not keep to the limit it was
 * given.
 */
const MOST_CHARACTERS_PER_TOKEN = 8
/** Around each token stands some JSON, of some gateways a lot. */
const MOST_BYTES_PER_TOKEN = 2_048

/** Some servers tell why an answer ended, and then forget to end it. */
const GRACE_MS = 5_000

const REASONS: Record<string, FinishReason> = { stop: 'stop', length: 'length', 'content-filter': 'content-filter' }

function toModelMessage(message: ChatMessage): ModelMessage {
  if (message.role === 'assistant') return message
  if (typeof message.content === 'string') return { role: 'user', content: message.content }
  return {
    role: 'user',
    content: message.content.map((part) =>
      part.type === 'text' ? part : { type: 'file' as const, data: part.data, mediaType: part.mediaType },
    ),
  }
}

/** What the request itself amounts to, when the server does not say. */
export function estimateInput({ instructions, messages }: Pick<ChatRequest, 'instructions' | 'messages'>): number {
  const parts = messages.flatMap(({ content }) =>
    typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content,
  )
  const tokens = parts.map((part) => (part.type === 'text' ? estimateTokens(part.text) : IMAGE_TOKENS))
  return estimateTokens(instructions) + tokens.reduce((sum, each) => sum + each, 4 * messages.length)
}

type Attempt = { text: string; isAccepted: boolean; thoughts: () => number }

const estimate = (request: ChatRequest, attempt: Attempt): Usage => ({
  inputTokens: estimateInput(request),
  outputTokens: estimateTokens(attempt.text) + Math.ceil(attempt.thoughts() / 3),
  estimated: true,
})

/** The SDK would write to the console that a model takes no temperature. */
globalThis.AI_SDK_LOG_WARNINGS = false

export async function* streamOnce(
  target: ChatTarget,
  request: ChatRequest,
  format?: AnswerFormat,
): AsyncGenerator<TextEvent, void> {
  const call = startCall(request.signal, target.timeouts)
  const watch = watchStream(call.touch)
  const attempt: Attempt = { text: '', isAccepted: false, thoughts: watch.thoughtCharacters }
  const answered = expecting(target.fetch, {
    type: 'text/event-stream',
    maxBytes: 1_048_576 + request.maxOutputTokens * MOST_BYTES_PER_TOKEN,
    onAccepted: () => void (attempt.isAccepted = true),
    observe: watch.observe,
    onWhole: () => target.memory.learn({ streams: false }),
  })
  const accepted = adapting(answered, target.memory, (sent) => {
    if (sent['stream'] !== true) call.expectWhole()
  })
  const grace = Math.min(GRACE_MS, target.timeouts.betweenTokensMs / 2)
  const fetch: GuardedFetch = async (input, init) => {
    const response = await accepted(input, init)
    return response.ok && response.body
      ? new Response(normalised(response.body, grace), { status: response.status, headers: response.headers })
      : response
  }
  try {
    yield* read({ target, request, format, fetch, call, watch, attempt })
  } catch (error) {
    if (request.signal.aborted) throw request.signal.reason
    const failure = toModelError(call.signal.aborted ? call.signal.reason : error, target.apiKey)
    // Whoever was let in pays, also for an answer that never ended.
    if (attempt.isAccepted || failure.kind === 'timeout') failure.usage = estimate(request, attempt)
    throw failure
  } finally {
    call.close()
  }
}

/** Everything that one attempt has to do with. */
type Reading = {
  target: ChatTarget
  request: ChatRequest
  format: AnswerFormat | undefined
  fetch: GuardedFetch
  call: ReturnType<typeof startCall>
  watch: ReturnType<typeof watchStream>
  attempt: Attempt
}

const askSdk = ({ target, request, format, fetch, call }: Reading, onError: (error: unknown) => void) =>
  streamText({
    // The key is set by the fetch; the SDK must have something, or it takes OPENAI_API_KEY from the environment.
    model: createOpenAI({ baseURL: target.baseUrl, apiKey: 'set-by-fetch', fetch }).chat(request.model),
    ...(request.instructions && { instructions: request.instructions }),
    messages: request.messages.map(toModelMessage),
    maxOutputTokens: request.maxOutputTokens,
    ...(request.temperature !== undefined && { temperature: request.temperature }),
    ...(format === 'json_object' && { output: Output.json() }),
    ...(typeof format === 'object' && {
      output: Output.object({ schema: jsonSchema(format.schema) }),
      providerOptions: { openai: { strictJsonSchema: format.isStrict } },
    }),
    maxRetries: 0,
    abortSignal: call.signal,
    // Errors do not come out of the stream by themselves.
    onError: ({ error }) => onError(error),
  })

/** Throws what an answer that ended was spoilt by, the server's own word first. */
function throwSpoilt({ target, call, watch }: Reading, failure: unknown, isCut: boolean): void {
  const streamError = watch.error()
  if (streamError) throw fromStreamError(streamError, target.apiKey)
  if (call.signal.aborted) throw call.signal.reason
  // Also after a finish_reason: a connection that breaks takes text with it that the SDK had not passed on yet.
  if (failure) throw failure
  if (isCut || watch.finishReason() === 'error') throw new ModelError('cut')
}

async function* read(reading: Reading): AsyncGenerator<TextEvent, void> {
  const { target, request, call, attempt } = reading
  let failure: unknown = null
  const result = askSdk(reading, (error) => void (failure ??= error))
  const scrubber = createTextScrubber(target.apiKey)
  const reader = result.stream.getReader()
  let usage: Usage | null = null
  let reason: FinishReason | 'cut' = 'cut' // until the SDK has seen a finish_reason
  let tooLong = false

  for (;;) {
    const { done, value: part } = await call.wait(reader.read())
    if (done) break
    if (part.type === 'text-delta' && part.text !== '') {
      attempt.text += part.text
      tooLong = attempt.text.length > request.maxOutputTokens * MOST_CHARACTERS_PER_TOKEN
      const text = scrubber.push(part.text)
      if (text) yield { type: 'text', text }
      if (tooLong) break
    } else if (part.type === 'error') {
      // What follows a damaged event may be whole again, but something is missing in between.
      failure ??= part.error
      break
    } else if (part.type === 'finish-step') {
      const { inputTokens, outputTokens } = part.usage
      // A server that counts nothing (0 and 0) has not counted.
      if (inputTokens || outputTokens)
        usage = { inputTokens: inputTokens ?? 0, outputTokens: outputTokens ?? 0, estimated: false }
      const isCut = part.finishReason === 'interrupted' || part.finishReason === 'error'
      reason = isCut ? 'cut' : (REASONS[part.finishReason] ?? 'other')
    }
  }
  if (tooLong) call.close()
  else throwSpoilt(reading, failure, reason === 'cut')
  const last = scrubber.end()
  if (last) yield { type: 'text', text: last }
  // What was not cut for its length has a reason by now, or it was thrown away.
  const ended = tooLong || reason === 'cut' ? 'length' : reason
  yield { type: 'finish', reason: ended, usage: usage ?? estimate(request, attempt) }
}
