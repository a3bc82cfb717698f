import { HOUR } from '../../core/time'
import { embed, fetchModels, type JsonCalls, transcribe } from './calls/json'
import type { Repeating } from './calls/repeat'
import { askWhole, streamText, type TextCalls } from './calls/text'
import { DEFAULT_RETRY, type RetryPolicy } from './failures/retry'
import type { AddressPolicy, ResolveHost } from './guard-address'
import { createGuardedFetch } from './guarded-fetch'
import { capabilityKey, type CapabilityStore, createMemory, type Memory } from './learning/memory'
import { probeModel } from './learning/probe'
import { declaredModel, declaredModels, mergeLearnt, thinksInSilence } from './models-catalogue'
import { generateObject } from './objects/generate-object'
import {
  type ChatRequest,
  isModelError,
  type ModelConnection,
  ModelError,
  type ModelInfo,
  type ModelPort,
} from './port'
import { type CallTimeouts, DEFAULT_TIMEOUTS } from './wire/call'
import type { ChatTarget } from './wire/chat-stream'

export type OpenAiCompatibleOptions = {
  policy: AddressPolicy
  timeouts?: Partial<CallTimeouts>
  retry?: Partial<RetryPolicy>
  /** No window is taken to be larger than this: what an Ollama server runs with, whatever the model could. */
  contextLimit?: number
  resolveHost?: ResolveHost
  now?: () => number
  /** Where what was found out about models is kept beyond this process; null: nowhere. */
  store?: CapabilityStore | null
}

const KEPT_MS = 6 * HOUR
/**
 * Silent thinking takes minutes, and so does loading a model into Ollama; others that say nothing for so long are
 * broken.
 */
const PATIENCE = 4

/** A gateway may well have no list; what is declared of its provider can still be chosen, and else one must say it. */
function declaredInstead(error: unknown, connection: ModelConnection): ModelInfo[] {
  if (!isModelError(error) || error.kind !== 'refused-request') throw error
  const declared = declaredModels(connection.provider)
  if (declared.length > 0) return declared
  throw new ModelError('refused-request', {
    ...(error.status !== null && { status: error.status }),
    about: [{ key: 'model.unlisted' }, ...error.about, { key: 'model.typeTheName' }],
  })
}

/** What is remembered of each model of one connection, and what follows from it. */
function createKnowledge(connection: ModelConnection, options: OpenAiCompatibleOptions) {
  const { provider, apiKey, baseUrl } = connection
  const memories = new Map<string, Memory>()
  const memoryOf = (model: string): Memory => {
    const found =
      memories.get(model) ??
      createMemory(capabilityKey({ baseUrl, apiKey, model }), options.store ?? null, options.now ?? Date.now)
    memories.set(model, found)
    return found
  }
  const fitted = (info: ModelInfo): ModelInfo => {
    const contextTokens = Math.min(info.contextTokens, options.contextLimit ?? Infinity)
    return { ...info, contextTokens, maxOutputTokens: Math.min(info.maxOutputTokens, contextTokens) }
  }
  let kept: { models: ModelInfo[]; until: number } | null = null
  return {
    memoryOf,
    kept: () => kept,
    keep(models: ModelInfo[], until: number): ModelInfo[] {
      kept = { models: models.map(fitted), until }
      return kept.models
    },
    describe: (id: string): ModelInfo =>
      mergeLearnt(
        kept?.models.find((each) => each.id === id) ?? fitted(declaredModel(id, provider)),
        memoryOf(id).known(),
      ),
  }
}

/**
 * A ModelPort over any server that speaks OpenAI's protocol: OpenAI, OpenRouter, Ollama, a company gateway.
 * @throws ModelError `refused-address` when the base URL may not be used
 */
export function createOpenAiCompatible(connection: ModelConnection, options: OpenAiCompatibleOptions): ModelPort {
  const { provider, apiKey, baseUrl } = connection
  const now = options.now ?? Date.now
  const timeouts: CallTimeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts }
  const fetch = createGuardedFetch(baseUrl, apiKey, options.policy, options.resolveHost)
  const repeat: Repeating = { apiKey, retry: { ...DEFAULT_RETRY, ...options.retry }, now }
  const knowledge = createKnowledge(connection, options)

  const target = (model: string): ChatTarget => {
    const factor = provider === 'ollama' || thinksInSilence(model, provider) ? PATIENCE : 1
    const patient = { ...timeouts, firstTokenMs: timeouts.firstTokenMs * factor }
    return { baseUrl, apiKey, fetch, memory: knowledge.memoryOf(model), timeouts: patient }
  }
  /** A model that is known refuses a limit beyond its own. */
  const limitOf = ({ model, maxOutputTokens }: ChatRequest): number => {
    const learnt = knowledge.memoryOf(model).known().maxOutputTokens
    const info = knowledge.describe(model)
    return Math.min(maxOutputTokens, learnt ?? Infinity, info.known ? info.maxOutputTokens : Infinity)
  }
  const texts: TextCalls = { with: repeat, target, limitOf }
  const json: JsonCalls = { with: repeat, fetch, baseUrl }

  const port: ModelPort = {
    streamText: (request) => streamText(texts, request),
    describeModel: knowledge.describe,
    async recall(id) {
      await knowledge.memoryOf(id).recall()
      return knowledge.describe(id)
    },
    async generateObject(request, schema) {
      const memory = knowledge.memoryOf(request.model)
      const { format } = await memory.recall()
      const learn = (best: NonNullable<typeof format>): void => memory.learn({ format: best })
      const { structured } = knowledge.describe(request.model)
      return generateObject(askWhole(texts), request, schema, structured || format === 'json_object', {
        best: format,
        learn,
      })
    },
    embed: (request) => embed(json, request),
    transcribe: (request) => transcribe(json, request),
    async listModels(signal = new AbortController().signal) {
      const kept = knowledge.kept()
      if (kept && kept.until > now()) return kept.models
      const models = await fetchModels(json, provider, signal).catch((error: unknown) =>
        declaredInstead(error, connection),
      )
      return knowledge.keep(models, now() + KEPT_MS)
    },
    probe: (model, probing) => probeModel(port, model, probing),
  }
  return port
}
