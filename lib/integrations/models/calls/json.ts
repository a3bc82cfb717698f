// Before the AI SDK, which reads the environment while it loads.
import '../../../core/env'
import { createOpenAI } from '@ai-sdk/openai'
import { embedMany } from 'ai'
import { fromResponse, fromStreamError } from '../failures/failures'
import { errorIn } from '../failures/said-in'
import type { GuardedFetch } from '../guarded-fetch'
import { mergeListed } from '../models-catalogue'
import {
  addUsage,
  type EmbedAnswer,
  type EmbedRequest,
  estimateTokens,
  ModelError,
  type ModelInfo,
  type ModelProvider,
  NO_USAGE,
  type TranscribeAnswer,
  type TranscribeRequest,
} from '../port'
import { startCall } from '../wire/call'
import { expecting } from '../wire/expect-answer'
import { embeddingsInOrder, rewriting, transcriptOf } from '../wire/normalise-json'
import { type Repeating, repeating } from './repeat'

/** Calls that are answered with JSON in one piece. */

export type JsonCalls = { with: Repeating; fetch: GuardedFetch; baseUrl: string }

const LIST_MS = 15_000
const EMBED_MS = 60_000
const TRANSCRIBE_MS = 300_000
const TEXTS_PER_CALL = 96
const JSON_BYTES = 32 * 1024 * 1024

const callJson = <T>(
  calls: JsonCalls,
  cancel: AbortSignal,
  ms: number,
  once: (signal: AbortSignal, jsonFetch: GuardedFetch) => PromiseLike<T>,
): Promise<T> =>
  repeating(calls.with, { signal: cancel }, async () => {
    const call = startCall(cancel, { firstTokenMs: ms, betweenTokensMs: ms, totalMs: ms, wholeMs: ms })
    try {
      const jsonFetch = expecting(calls.fetch, { type: 'application/json', maxBytes: JSON_BYTES })
      return await call.wait(once(call.signal, jsonFetch))
    } finally {
      call.close()
    }
  })

const sdk = ({ baseUrl }: JsonCalls, fetch: GuardedFetch): ReturnType<typeof createOpenAI> =>
  createOpenAI({ baseURL: baseUrl, apiKey: 'set-by-fetch', fetch })

async function embedSome(calls: JsonCalls, { model, texts, signal }: EmbedRequest): Promise<EmbedAnswer> {
  const answer = await callJson(calls, signal, EMBED_MS, (abortSignal, jsonFetch) =>
    embedMany({
      model: sdk(calls, rewriting(jsonFetch, embeddingsInOrder)).embedding(model),
      values: texts,
      maxRetries: 0,
      abortSignal,
    }),
  )
  const size = answer.embeddings[0]?.length ?? 0
  const isUsable =
    answer.embeddings.length === texts.length && size > 0 && answer.embeddings.every((vector) => vector.length === size)
  if (!isUsable) throw new ModelError('bad-answer', { about: 'model.vectors' })
  const counted = answer.usage.tokens
  const inputTokens = counted > 0 ? counted : texts.reduce((sum, text) => sum + estimateTokens(text), 0)
  return { vectors: answer.embeddings, usage: { inputTokens, outputTokens: 0, estimated: !(counted > 0) } }
}

export async function embed(calls: JsonCalls, request: EmbedRequest): Promise<EmbedAnswer> {
  const vectors: number[][] = []
  let usage = NO_USAGE
  for (let at = 0; at < request.texts.length; at += TEXTS_PER_CALL) {
    const some = await embedSome(calls, { ...request, texts: request.texts.slice(at, at + TEXTS_PER_CALL) })
    vectors.push(...some.vectors)
    usage = addUsage(usage, some.usage)
  }
  return { vectors, usage }
}

export async function transcribe(calls: JsonCalls, request: TranscribeRequest): Promise<TranscribeAnswer> {
  const { model, audio, mediaType, language, signal } = request
  // Not the SDK's `transcribe`: that one guesses the type of the audio anew, and fails on silence.
  const hint = language ? { providerOptions: { openai: { language } } } : {}
  const answer = await callJson(calls, signal, TRANSCRIBE_MS, (abortSignal, jsonFetch) =>
    sdk(calls, rewriting(jsonFetch, transcriptOf))
      .transcription(model)
      .doGenerate({ audio, mediaType, abortSignal, ...hint }),
  )
  return { text: answer.text, language: answer.language ?? null, seconds: answer.durationInSeconds ?? null }
}

/** OpenAI's list, a bare one (Together, GitHub), or Ollama's and Cohere's under `models`. */
function entriesOf(listing: unknown): unknown[] | null {
  if (Array.isArray(listing)) return listing
  const { data, models } = (listing ?? {}) as { data?: unknown; models?: unknown }
  return Array.isArray(data) ? data : Array.isArray(models) ? models : null
}

/** The models that the server lists, each once, by id. */
export async function fetchModels(
  calls: JsonCalls,
  provider: ModelProvider,
  cancel: AbortSignal,
): Promise<ModelInfo[]> {
  const { apiKey, now } = calls.with
  // Somebody waits for the list, and it is asked for again soon: one more attempt is enough.
  const retry = { ...calls.with.retry, attempts: Math.min(2, calls.with.retry.attempts) }
  const listing = await callJson(
    { ...calls, with: { ...calls.with, retry } },
    cancel,
    LIST_MS,
    async (signal, jsonFetch) => {
      const response = await jsonFetch(`${calls.baseUrl.replace(/\/+$/, '')}/models`, {
        signal,
        headers: { accept: 'application/json' },
      })
      if (!response.ok) throw await fromResponse(response, apiKey, now())
      return (await response.json()) as unknown
    },
  )
  const entries = entriesOf(listing)
  const said = errorIn(listing)
  if (entries === null && said !== null) throw fromStreamError(said, apiKey)
  if (entries === null) throw new ModelError('bad-answer', { about: 'model.noList' })
  const found = entries.flatMap((entry) => mergeListed(entry, provider) ?? [])
  return [...new Map(found.map((info) => [info.id, info])).values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
}
