import { createOpenAiCompatible, type OpenAiCompatibleOptions } from '../../lib/integrations/models/openai-compatible'
import {
  type ChatRequest,
  type FinishReason,
  ModelError,
  type ModelPort,
  type TextEvent,
  type Usage,
} from '../../lib/integrations/models/port'
import type { ModelServer } from './model-server'

export const TEST_KEY = 'sk-test-7d1f0c9ab35e4286'

export const chatRequest = (more: Partial<ChatRequest> = {}): ChatRequest => ({
  model: 'test-model',
  instructions: 'You are brief.',
  messages: [{ role: 'user', content: 'Name a colour.' }],
  maxOutputTokens: 1_000,
  signal: new AbortController().signal,
  ...more,
})

/** A port to the stand-in server that waits milliseconds where the real one waits seconds. */
export const portTo = (server: Pick<ModelServer, 'url'>, options: Partial<OpenAiCompatibleOptions> = {}): ModelPort =>
  createOpenAiCompatible(
    { baseUrl: server.url, apiKey: TEST_KEY, provider: 'compatible' },
    { policy: { allowLocal: true }, ...options, retry: { baseMs: 2, maxMs: 10, ...options.retry } },
  )

export type Collected = {
  text: string
  pieces: number
  reason: FinishReason | null
  usage: Usage | null
  error: unknown
}

/** Reads to the end; an error is part of what was seen. */
export async function collect(events: AsyncIterable<TextEvent>): Promise<Collected> {
  const seen: Collected = { text: '', pieces: 0, reason: null, usage: null, error: null }
  try {
    for await (const event of events) {
      if (event.type === 'finish') Object.assign(seen, { reason: event.reason, usage: event.usage })
      else {
        seen.text += event.text
        seen.pieces++
      }
    }
  } catch (error) {
    seen.error = error
  }
  return seen
}

/** The ModelError that a call ends with; anything else fails the test. */
export async function failureOf(call: Promise<unknown>): Promise<ModelError> {
  const error = await call.then(
    (value) => new Error(`No error, but ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  )
  if (error instanceof ModelError) return error
  throw error
}
