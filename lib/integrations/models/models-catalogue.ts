import type { Capabilities } from './learning/capabilities'
import type { ModelInfo, ModelProvider } from './port'

/*
 * What is declared about well-known models, for servers that only tell ids. OpenRouter tells context and price itself,
 * and what it tells counts. Prices are list prices in USD per 1M tokens (https://openai.com/api/pricing,
 * https://openrouter.ai/models), checked in autumn 2025; a price that fell since then makes a budget end early, never
 * late.
 */

type Row = {
  context: number
  out: number
  /** USD per 1M tokens, input and output. */
  usd: [number, number]
  vision?: boolean
  /** Does not keep to a schema by itself. */
  loose?: boolean
  /** Thinks in silence before its first word. */
  silent?: boolean
}

const OPENAI: Record<string, Row> = {
  'gpt-5.1': { context: 400_000, out: 128_000, usd: [1.25, 10], vision: true, silent: true },
  'gpt-5': { context: 400_000, out: 128_000, usd: [1.25, 10], vision: true, silent: true },
  'gpt-5-mini': { context: 400_000, out: 128_000, usd: [0.25, 2], vision: true, silent: true },
  'gpt-5-nano': { context: 400_000, out: 128_000, usd: [0.05, 0.4], vision: true, silent: true },
  'gpt-4.1': { context: 1_047_576, out: 32_768, usd: [2, 8], vision: true },
  'gpt-4.1-mini': { context: 1_047_576, out: 32_768, usd: [0.4, 1.6], vision: true },
  'gpt-4.1-nano': { context: 1_047_576, out: 32_768, usd: [0.1, 0.4], vision: true },
  'gpt-4o': { context: 128_000, out: 16_384, usd: [2.5, 10], vision: true },
  'gpt-4o-mini': { context: 128_000, out: 16_384, usd: [0.15, 0.6], vision: true },
  o3: { context: 200_000, out: 100_000, usd: [2, 8], vision: true, silent: true },
  'o4-mini': { context: 200_000, out: 100_000, usd: [1.1, 4.4], vision: true, silent: true },
}

const OPENROUTER: Record<string, Row> = {
  'anthropic/claude-opus-4.5': { context: 200_000, out: 64_000, usd: [5, 25], vision: true, loose: true },
  'anthropic/claude-sonnet-4.5': { context: 200_000, out: 64_000, usd: [3, 15], vision: true, loose: true },
  'anthropic/claude-haiku-4.5': { context: 200_000, out: 64_000, usd: [1, 5], vision: true, loose: true },
  'google/gemini-2.5-pro': { context: 1_048_576, out: 65_536, usd: [1.25, 10], vision: true },
  'google/gemini-2.5-flash': { context: 1_048_576, out: 65_535, usd: [0.3, 2.5], vision: true },
  'x-ai/grok-4': { context: 256_000, out: 64_000, usd: [3, 15], vision: true },
  'deepseek/deepseek-chat-v3.1': { context: 128_000, out: 32_768, usd: [0.3, 1.2], loose: true },
  'qwen/qwen3-coder': { context: 262_144, out: 65_536, usd: [0.4, 1.8], loose: true },
  'meta-llama/llama-3.3-70b-instruct': { context: 131_072, out: 16_384, usd: [0.2, 0.6], loose: true },
  'mistralai/mistral-large': { context: 128_000, out: 16_384, usd: [2, 6] },
}

/** Families by the name before the tag (`qwen2.5-coder:7b`). Ollama holds every model to a schema with a grammar. */
const OLLAMA: Record<string, Row> = {
  'gpt-oss': { context: 131_072, out: 32_768, usd: [0, 0] },
  'qwen3-coder': { context: 262_144, out: 32_768, usd: [0, 0] },
  'qwen2.5-coder': { context: 32_768, out: 8_192, usd: [0, 0] },
  qwen3: { context: 40_960, out: 16_384, usd: [0, 0] },
  'llama3.1': { context: 131_072, out: 16_384, usd: [0, 0] },
  'llama3.2': { context: 131_072, out: 16_384, usd: [0, 0] },
  'llama3.3': { context: 131_072, out: 16_384, usd: [0, 0] },
  gemma3: { context: 131_072, out: 8_192, usd: [0, 0], vision: true },
  'deepseek-r1': { context: 131_072, out: 32_768, usd: [0, 0] },
  mistral: { context: 32_768, out: 8_192, usd: [0, 0] },
}

/**
 * They turn texts into vectors: priced here, chosen by nobody, so they are in no list. Output costs nothing, there is
 * none.
 */
const EMBEDDINGS: Record<string, Row> = {
  'text-embedding-3-small': { context: 8_191, out: 1, usd: [0.02, 0] },
  'text-embedding-3-large': { context: 8_191, out: 1, usd: [0.13, 0] },
  'text-embedding-ada-002': { context: 8_191, out: 1, usd: [0.1, 0] },
}

const ROWS: Record<ModelProvider, Record<string, Row>> = {
  openai: OPENAI,
  openrouter: OPENROUTER,
  ollama: OLLAMA,
  compatible: OPENAI,
}

/**
 * Nobody knows: a small window, so that nothing is cut off unseen, and a high price, so that no budget is exceeded
 * unseen.
 */
const UNKNOWN: Row = { context: 32_768, out: 4_096, usd: [15, 75], loose: true }
const UNKNOWN_LOCAL: Row = { context: 8_192, out: 4_096, usd: [0, 0] }

const find = (rows: Record<string, Row>, id: string): Row | undefined =>
  Object.hasOwn(rows, id) ? rows[id] : undefined

function rowOf(id: string, provider: ModelProvider): Row | undefined {
  const rows = ROWS[provider]
  if (provider === 'ollama') return find(rows, id.split(':')[0]!.split('/').at(-1)!)
  // gpt-4o-2024-08-06 is gpt-4o; openai/gpt-4o is what OpenRouter and gateways call it; :free and :nitro are ways of
  // serving it.
  const plain = id.replace(/:[\w-]+$/, '').replace(/-\d{4}-?\d{2}-?\d{2}$/, '')
  return (
    find(rows, plain) ??
    find(OPENAI, plain.replace(/^openai\//, '')) ??
    find(EMBEDDINGS, plain.replace(/^openai\//, '')) ??
    (provider === 'compatible' ? find(OPENROUTER, plain) : undefined)
  )
}

const micros = (usd: number): number => Math.round(usd * 1_000_000)

function toInfo(id: string, provider: ModelProvider, row: Row, known: boolean): ModelInfo {
  return {
    id,
    name: id,
    provider,
    contextTokens: row.context,
    maxOutputTokens: row.out,
    price: { inputMicrosPerMillion: micros(row.usd[0]), outputMicrosPerMillion: micros(row.usd[1]) },
    vision: row.vision ?? false,
    structured: !row.loose,
    known,
  }
}

/** What is declared about a model, or the cautious default with `known: false`. */
export function declaredModel(id: string, provider: ModelProvider): ModelInfo {
  const row = rowOf(id, provider)
  return toInfo(id, provider, row ?? (provider === 'ollama' ? UNKNOWN_LOCAL : UNKNOWN), row !== undefined)
}

/** For a server that does not list its models: those of its provider that are declared here. */
export const declaredModels = (provider: ModelProvider): ModelInfo[] =>
  provider === 'openai' || provider === 'openrouter'
    ? Object.keys(ROWS[provider]).map((id) => declaredModel(id, provider))
    : []

/** Silence before the first word belongs to these models; they get four times the time. */
export const thinksInSilence = (id: string, provider: ModelProvider): boolean => rowOf(id, provider)?.silent ?? false

type Listed = {
  id?: unknown
  name?: unknown
  context_length?: unknown
  max_model_len?: unknown
  pricing?: { prompt?: unknown; completion?: unknown }
  architecture?: { input_modalities?: unknown; output_modalities?: unknown }
  top_provider?: { max_completion_tokens?: unknown; context_length?: unknown } | null
  supported_parameters?: unknown
}

/** OpenAI lists everything it serves; only what writes text can be chosen for a run. */
const NO_CHAT =
  /embed|whisper|tts|dall-e|image|moderation|realtime|transcribe|audio|sora|babbage|davinci|search-api|instruct$|rerank/

const positive = (...values: unknown[]): number | null => {
  const found = values.map(Number).find((value) => Number.isFinite(value) && value > 0)
  return found === undefined ? null : Math.floor(found)
}

/** OpenRouter's USD per token, as text, in micro-USD per 1M tokens; null when it is missing or -1 ("depends"). */
function perMillion(usdPerToken: unknown): number | null {
  const usd = typeof usdPerToken === 'string' || typeof usdPerToken === 'number' ? Number(usdPerToken) : Number.NaN
  // Rounded to what a float of that size can hold, or 0.0000003 would cost a micro-dollar too much.
  return usd >= 0 ? Math.ceil(Number((usd * 1e12).toPrecision(12))) : null
}

/** One entry of `GET /models` over what is declared; null when it is no model that chats. */
export function mergeListed(entry: unknown, provider: ModelProvider): ModelInfo | null {
  const given = (typeof entry === 'object' && entry !== null ? entry : {}) as Listed & { model?: unknown }
  // Ollama's and Cohere's own lists name it so.
  const listed: Listed = { ...given, id: given.id ?? given.model ?? given.name }
  if (typeof listed.id !== 'string' || listed.id === '' || listed.id.length > 200) return null
  const outputs = listed.architecture?.output_modalities
  if (Array.isArray(outputs) ? !outputs.includes('text') : NO_CHAT.test(listed.id)) return null
  const base = declaredModel(listed.id, provider)
  const input = perMillion(listed.pricing?.prompt)
  const output = perMillion(listed.pricing?.completion)
  const contextTokens = positive(listed.top_provider?.context_length, listed.context_length, listed.max_model_len)
  const inputs = listed.architecture?.input_modalities
  const parameters = listed.supported_parameters
  const context = contextTokens ?? base.contextTokens
  return {
    ...base,
    name: typeof listed.name === 'string' && listed.name !== '' ? listed.name.slice(0, 200) : base.name,
    contextTokens: context,
    maxOutputTokens: Math.min(positive(listed.top_provider?.max_completion_tokens) ?? base.maxOutputTokens, context),
    price:
      input !== null && output !== null ? { inputMicrosPerMillion: input, outputMicrosPerMillion: output } : base.price,
    vision: Array.isArray(inputs) ? inputs.includes('image') : base.vision,
    structured: Array.isArray(parameters) ? parameters.includes('structured_outputs') : base.structured,
    known: base.known || (input !== null && output !== null && contextTokens !== null),
  }
}

/** What was found out by asking, over what is declared or listed: the smaller number, and what it really takes. */
export function mergeLearnt(info: ModelInfo, known: Capabilities): ModelInfo {
  const { contextTokens: window, maxOutputTokens: most, images, format } = known
  if (window === null && most === null && images === null && format === null) return info
  const contextTokens = Math.min(info.contextTokens, window ?? Infinity)
  return {
    ...info,
    contextTokens,
    maxOutputTokens: Math.min(info.maxOutputTokens, most ?? Infinity, contextTokens),
    vision: images ?? info.vision,
    structured: format === null ? info.structured : format !== 'words',
  }
}
