// Before the AI SDK, which reads the environment while it loads.
import '../../core/env'
import { createOpenAI } from '@ai-sdk/openai'
import { embedMany } from 'ai'
import { HOUR } from '../../core/time'
import { type CallTimeouts, DEFAULT_TIMEOUTS, expecting, startCall } from './wire/call'
import { type AnswerFormat, type ChatTarget, streamOnce } from './wire/chat-stream'
import { fromResponse, toModelError } from './failures/failures'
import { generateObject } from './objects/generate-object'
import type { AddressPolicy, ResolveHost } from './guard-address'
import { createGuardedFetch } from './guarded-fetch'
import { declaredModel, declaredModels, mergeListed, thinksInSilence } from './models-catalogue'
import {
  addUsage,
  type ChatRequest,
  estimateTokens,
  type FinishReason,
  isModelError,
  type ModelConnection,
  ModelError,
  type ModelInfo,
  type ModelPort,
  NO_USAGE,
  type TextEvent,
  type Usage,
} from './port'
import type { Refused } from './learning/adapt-request'
import { embeddingsInOrder, rewriting, transcriptOf } from './wire/normalise-json'
import { DEFAULT_RETRY, delayBefore, pause, type RetryPolicy } from './failures/retry'

export type OpenAiCompatibleOptions = {
  policy: AddressPolicy
  timeouts?: Partial<CallTimeouts>
  retry?: Partial<RetryPolicy>
  /** No window is taken to be larger than this: what an Ollama server runs with, whatever the model could. */
  contextLimit?: number
  resolveHost?: ResolveHost
  now?: () => number
}

const LIST_MS = 15_000
const EMBED_MS = 60_000
const TRANSCRIBE_MS = 300_000
const KEPT_MS = 6 * HOUR
/**
 * Silent thinking takes minutes, and so does loading a model into Ollama; others that say nothing for so long are
 * broken.
 */
const PATIENCE = 4
const TEXTS_PER_CALL = 96
const JSON_BYTES = 32 * 1024 * 1024

/**
 * A ModelPort over any server that speaks OpenAI's protocol: OpenAI, OpenRouter, Ollama, a company gateway.
 * @throws ModelError `refused-address` when the base URL may not be used
 */
export function createOpenAiCompatible(connection: ModelConnection, options: OpenAiCompatibleOptions): ModelPort {
  const { provider, apiKey, baseUrl } = connection
  const now = options.now ?? Date.now
  const timeouts: CallTimeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts }
  const retry: RetryPolicy = { ...DEFAULT_RETRY, ...options.retry }
  const fetch = createGuardedFetch(baseUrl, apiKey, options.policy, options.resolveHost)
  let kept: { models: ModelInfo[]; until: number } | null = null
  /** Parameters that a model does not take, by its name. */
  const refusals = new Map<string, Refused>()

  const fitted = (info: ModelInfo): ModelInfo => {
    const contextTokens = Math.min(info.contextTokens, options.contextLimit ?? Infinity)
    return { ...info, contextTokens, maxOutputTokens: Math.min(info.maxOutputTokens, contextTokens) }
  }
  const describeModel = (id: string): ModelInfo =>
    kept?.models.find((each) => each.id === id) ?? fitted(declaredModel(id, provider))

  const target = (model: string): ChatTarget => {
    const factor = provider === 'ollama' || thinksInSilence(model, provider) ? PATIENCE : 1
    const refused = refusals.get(model) ?? new Set()
    refusals.set(model, refused)
    return { baseUrl, apiKey, fetch, refused, timeouts: { ...timeouts, firstTokenMs: timeouts.firstTokenMs * factor } }
  }
  /** A model that is known refuses a limit beyond its own. */
  const within = (request: ChatRequest): ChatRequest => {
    const info = describeModel(request.model)
    return info.known
      ? { ...request, maxOutputTokens: Math.min(request.maxOutputTokens, info.maxOutputTokens) }
      : request
  }

  /** After a failure: waits and returns, or throws it with what all attempts together cost. */
  async function orThrow(
    error: unknown,
    attempt: number,
    signal: AbortSignal,
    mayRepeat: boolean,
    lost: Usage | null,
    onRest?: (ms: number) => void,
  ): Promise<Usage | null> {
    if (signal.aborted) throw signal.reason
    const failure = toModelError(error, apiKey, now())
    const total = failure.usage && lost ? addUsage(failure.usage, lost) : (failure.usage ?? lost)
    const delay = mayRepeat ? delayBefore(failure, attempt, retry) : null
    failure.usage = total
    if (delay === null) throw failure
    if (failure.retryAfter !== null) onRest?.(delay)
    await pause(delay, signal)
    return total
  }

  async function* streamText(request: ChatRequest): AsyncGenerator<TextEvent> {
    const asked = within(request)
    let lost: Usage | null = null
    for (let attempt = 1; ; attempt++) {
      let isDelivered = false
      try {
        for await (const event of streamOnce(target(request.model), asked)) {
          isDelivered = true
          yield event.type === 'finish' && lost ? { ...event, usage: addUsage(event.usage, lost) } : event
        }
        return
      } catch (error) {
        lost = await orThrow(error, attempt, request.signal, !isDelivered, lost, request.onRest)
      }
    }
  }

  async function repeating<T>(
    signal: AbortSignal,
    once: () => Promise<T>,
    finish: (value: T, lost: Usage | null) => T = (value) => value,
    onRest?: (ms: number) => void,
  ): Promise<T> {
    let lost: Usage | null = null
    for (let attempt = 1; ; attempt++) {
      try {
        return finish(await once(), lost)
      } catch (error) {
        lost = await orThrow(error, attempt, signal, true, lost, onRest)
      }
    }
  }

  const askWhole = (
    request: ChatRequest,
    format: AnswerFormat | undefined,
  ): Promise<{ text: string; reason: FinishReason; usage: Usage }> =>
    repeating(
      request.signal,
      async () => {
        let text = ''
        for await (const event of streamOnce(target(request.model), within(request), format)) {
          if (event.type === 'finish') return { text, reason: event.reason, usage: event.usage }
          text += event.text
        }
        throw new ModelError('cut')
      },
      (whole, lost) => (lost ? { ...whole, usage: addUsage(whole.usage, lost) } : whole),
      request.onRest,
    )

  /** A call that is answered with JSON in one piece. */
  const callJson = <T>(
    cancel: AbortSignal,
    ms: number,
    once: (signal: AbortSignal, jsonFetch: typeof fetch) => PromiseLike<T>,
  ): Promise<T> =>
    repeating(cancel, async () => {
      const call = startCall(cancel, { firstTokenMs: ms, betweenTokensMs: ms, totalMs: ms })
      try {
        return await call.wait(once(call.signal, expecting(fetch, { type: 'application/json', maxBytes: JSON_BYTES })))
      } finally {
        call.close()
      }
    })

  const sdk = (jsonFetch: typeof fetch): ReturnType<typeof createOpenAI> =>
    createOpenAI({ baseURL: baseUrl, apiKey: 'set-by-fetch', fetch: jsonFetch })

  async function embedSome(
    model: string,
    texts: string[],
    cancel: AbortSignal,
  ): Promise<{ vectors: number[][]; usage: Usage }> {
    const answer = await callJson(cancel, EMBED_MS, (abortSignal, jsonFetch) =>
      embedMany({
        model: sdk(rewriting(jsonFetch, embeddingsInOrder)).embedding(model),
        values: texts,
        maxRetries: 0,
        abortSignal,
      }),
    )
    const size = answer.embeddings[0]?.length ?? 0
    const isUsable =
      answer.embeddings.length === texts.length &&
      size > 0 &&
      answer.embeddings.every((vector) => vector.length === size)
    if (!isUsable) throw new ModelError('bad-answer', { detail: 'The vectors do not match the texts.' })
    const counted = answer.usage.tokens
    const inputTokens = counted > 0 ? counted : texts.reduce((sum, text) => sum + estimateTokens(text), 0)
    return { vectors: answer.embeddings, usage: { inputTokens, outputTokens: 0, estimated: !(counted > 0) } }
  }

  async function fetchModels(cancel: AbortSignal): Promise<ModelInfo[]> {
    const listing = await callJson(cancel, LIST_MS, async (signal, jsonFetch) => {
      const response = await jsonFetch(`${baseUrl.replace(/\/+$/, '')}/models`, {
        signal,
        headers: { accept: 'application/json' },
      })
      if (!response.ok) throw await fromResponse(response, apiKey, now())
      return (await response.json()) as { data?: unknown } | null
    })
    if (!Array.isArray(listing?.data)) throw new ModelError('bad-answer', { detail: 'The list of models is not one.' })
    const found = listing.data.flatMap((entry) => mergeListed(entry, provider) ?? [])
    return [...new Map(found.map((info) => [info.id, fitted(info)])).values()].toSorted((a, b) =>
      a.id < b.id ? -1 : 1,
    )
  }

  return {
    streamText,
    describeModel,
    generateObject: (request, schema) =>
      generateObject(askWhole, request, schema, describeModel(request.model).structured),
    async embed({ model, texts, signal }) {
      const vectors: number[][] = []
      let usage = NO_USAGE
      for (let at = 0; at < texts.length; at += TEXTS_PER_CALL) {
        const some = await embedSome(model, texts.slice(at, at + TEXTS_PER_CALL), signal)
        vectors.push(...some.vectors)
        usage = addUsage(usage, some.usage)
      }
      return { vectors, usage }
    },
    async transcribe({ model, audio, mediaType, language, signal }) {
      // Not the SDK's `transcribe`: that one guesses the type of the audio anew, and fails on silence.
      const hint = language ? { providerOptions: { openai: { language } } } : {}
      const answer = await callJson(signal, TRANSCRIBE_MS, (abortSignal, jsonFetch) =>
        sdk(rewriting(jsonFetch, transcriptOf))
          .transcription(model)
          .doGenerate({ audio, mediaType, abortSignal, ...hint }),
      )
      return { text: answer.text, language: answer.language ?? null, seconds: answer.durationInSeconds ?? null }
    },
    async listModels(signal = new AbortController().signal) {
      if (kept && kept.until > now()) return kept.models
      const models = await fetchModels(signal).catch((error: unknown) => {
        // A gateway may well have no such route; what is declared can still be chosen.
        if (isModelError(error) && error.kind === 'refused-request') return declaredModels(provider).map(fitted)
        throw error
      })
      kept = { models, until: now() + KEPT_MS }
      return models
    },
  }
}
