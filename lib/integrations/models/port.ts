import type { ZodType } from 'zod'
import { errorText } from '../../core/error-texts'
import type { ErrorKey, Told, Words } from '../../core/told'
import type { Adaptation, ProbeLine } from './learning/capabilities'

export type { Adaptation, ProbeLine }

/*
 * What Devora asks of a language model, whoever serves it. A ModelPort speaks to one connection (one server, one key);
 * which connection a run may use is for its caller to decide. Money is integer micro-USD (1 USD = 1,000,000), prices
 * are micro-USD per 1,000,000 tokens. Browser-safe: no vendor, no Node.
 */

/**
 * Families that differ in what `GET /models` tells and in whether a key is needed; `compatible` is any other gateway.
 */
export const MODEL_PROVIDERS = ['openai', 'openrouter', 'ollama', 'compatible'] as const
export type ModelProvider = (typeof MODEL_PROVIDERS)[number]

/** Integer micro-USD per 1M tokens, so 2.50 USD per 1M tokens is 2_500_000. */
export type ModelPrice = { inputMicrosPerMillion: number; outputMicrosPerMillion: number }

export type ModelInfo = {
  /** What goes into `ChatRequest.model`, e.g. `gpt-5-mini` or `anthropic/claude-sonnet-4.5`. */
  id: string
  name: string
  provider: ModelProvider
  /** Window of instructions, messages and answer together. */
  contextTokens: number
  maxOutputTokens: number
  price: ModelPrice
  /** Takes image parts. */
  vision: boolean
  /** Keeps to a JSON schema by itself; without it `generateObject` asks for a fenced JSON answer. */
  structured: boolean
  /**
   * False when nothing is known about the model: context and price are then the cautious default, to be shown as such.
   */
  known: boolean
}

/**
 * Where requests go. `baseUrl` ends before `/chat/completions`, e.g. `https://openrouter.ai/api/v1`; `apiKey` null for
 * a server without keys.
 */
export type ModelConnection = { baseUrl: string; apiKey: string | null; provider: ModelProvider }

export type TextPart = { type: 'text'; text: string }
export type ImagePart = {
  type: 'image'
  data: Uint8Array
  mediaType: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif'
}
export type ChatMessage =
  | { role: 'user'; content: string | (TextPart | ImagePart)[] }
  | { role: 'assistant'; content: string }

export type ChatRequest = {
  model: string
  /** The system prompt. Untrusted text never goes here. */
  instructions: string
  messages: ChatMessage[]
  /** The answer ends with `length` here, also when the server does not keep to it. */
  maxOutputTokens: number
  temperature?: number
  /** Cancels: the socket is closed and the call rejects with `signal.reason`, which is not a ModelError. */
  signal: AbortSignal
  /** Told when the server asks to be left alone for so many milliseconds; the call goes on by itself afterwards. */
  onRest?: (ms: number) => void
  /** Told, once the model answers, in what way it was asked otherwise than usual. */
  onAdapted?: (adaptation: Adaptation) => void
  /** Asked before a failed attempt is made again; false: it is not. */
  mayRetry?: (failure: ModelError) => Promise<boolean>
}

/**
 * Tokens as the server counted them; `estimated` when it did not say, then from the number of characters and rather too
 * high.
 */
export type Usage = { inputTokens: number; outputTokens: number; estimated: boolean }

export type FinishReason = 'stop' | 'length' | 'content-filter' | 'other'

/**
 * Any number of texts, then exactly one finish. An answer that breaks off throws `ModelError` `cut`, it never finishes.
 */
export type TextEvent = { type: 'text'; text: string } | { type: 'finish'; reason: FinishReason; usage: Usage }

/**
 * `repaired`: the first answer was not the object itself (fences or prose around it, slips of JSON, or asked a second
 * time).
 */
export type ObjectAnswer<T> = { value: T; usage: Usage; repaired: boolean }

export type EmbedRequest = { model: string; texts: string[]; signal: AbortSignal }
/** `vectors[i]` belongs to `texts[i]`; all have the same length. */
export type EmbedAnswer = { vectors: number[][]; usage: Usage }

/** Speech to text. `language` is an ISO-639-1 hint. */
export type TranscribeRequest = {
  model: string
  audio: Uint8Array
  mediaType: string
  language?: string
  signal: AbortSignal
}
/** `seconds` is the length of the audio where the server says it. */
export type TranscribeAnswer = { text: string; language: string | null; seconds: number | null }

/**
 * All methods throw `ModelError`, or `signal.reason` after a cancel. Passing trouble (429, 5xx, a lost connection) was
 * already tried again before an error is thrown, but never after the first text was delivered: its reader may have
 * acted on it.
 */
export type ModelPort = {
  streamText(request: ChatRequest): AsyncIterable<TextEvent>
  /**
   * One object that `schema` accepts; `bad-answer` when also a second answer, given the complaints about the first, is
   * not one.
   */
  generateObject<T>(request: ChatRequest, schema: ZodType<T>): Promise<ObjectAnswer<T>>
  embed(request: EmbedRequest): Promise<EmbedAnswer>
  transcribe(request: TranscribeRequest): Promise<TranscribeAnswer>
  /** What the server offers, completed from the declared catalogue; sorted by id. Kept for 6 hours. */
  listModels(signal?: AbortSignal): Promise<ModelInfo[]>
  /** What is known about one model, listed or not; asks no server. */
  describeModel(id: string): ModelInfo
  /** The same, with what earlier calls of this installation have found out about it. */
  recall(id: string): Promise<ModelInfo>
  /** A few tiny questions; what they teach is kept. One line an ability. */
  probe(model: string, signal: AbortSignal): Promise<ProbeLine[]>
}

/** A key as a person stored it: theirs, and for the server it was entered for, and for no other. */
export type StoredKey = { ownerId: string; baseUrl: string; apiKey: string }

/** All models that an installation can use; what use cases are given. */
export type Models = {
  /** The operator's own servers as one; null when none is configured. */
  readonly server: ModelPort | null
  /** Model for whoever chose none; null when it is not declared, or nothing is configured. */
  readonly defaultModel: string | null
  /** Model for embeddings on the operator's servers; null: what is usual for the server. */
  readonly embeddingModel: string | null
  /**
   * A person's own server. The same connection gives the same port, so that its list of models is fetched once.
   * @throws ModelError `refused-address`; `unauthorized` when the key belongs to somebody else or to another server
   */
  forPerson(use: { ownerId: string; baseUrl: string }, key: StoredKey | null): ModelPort
  /**
   * Judges a base URL that a person types, name and addresses, and gives it in the form in which it is to be stored.
   * @throws ModelError `refused-address` or `unreachable`
   */
  checkBaseUrl(baseUrl: string): Promise<string>
}

/** What `usage` costs in micro-USD, rounded up once, so that many small calls are never free. */
export function costOf(usage: Pick<Usage, 'inputTokens' | 'outputTokens'>, price: ModelPrice): number {
  const exact =
    BigInt(usage.inputTokens) * BigInt(price.inputMicrosPerMillion) +
    BigInt(usage.outputTokens) * BigInt(price.outputMicrosPerMillion)
  return Number((exact + 999_999n) / 1_000_000n)
}

/** The sum of two calls; estimated when one of them is. */
export const addUsage = (a: Usage, b: Usage): Usage => ({
  inputTokens: a.inputTokens + b.inputTokens,
  outputTokens: a.outputTokens + b.outputTokens,
  estimated: a.estimated || b.estimated,
})

export const NO_USAGE: Usage = { inputTokens: 0, outputTokens: 0, estimated: false }

/** Every way in which a call can fail, with what a person is told; may be asked again later or not. */
const FAILURES = {
  unauthorized: { retryable: false, key: 'model.unauthorized' },
  'no-credit': { retryable: false, key: 'model.noCredit' },
  'rate-limited': { retryable: true, key: 'model.rateLimited' },
  overloaded: { retryable: true, key: 'model.overloaded' },
  timeout: { retryable: true, key: 'model.timeout' },
  cut: { retryable: true, key: 'model.cut' },
  'refused-address': { retryable: false, key: 'model.refusedAddress' },
  'refused-request': { retryable: false, key: 'model.refusedRequest' },
  'bad-answer': { retryable: false, key: 'model.badAnswer' },
  'no-such-model': { retryable: false, key: 'model.noSuchModel' },
  'context-too-long': { retryable: false, key: 'model.contextTooLong' },
  unreachable: { retryable: true, key: 'model.unreachable' },
} as const satisfies Record<string, { retryable: boolean; key: ErrorKey }>

export type ModelErrorKind = keyof typeof FAILURES

export type ModelErrorDetails = {
  /** What exactly happened; safe to show: free of keys, request and prompt. */
  about?: ErrorKey | Words
  /** Seconds after which the server may be asked again, when it said so. */
  retryAfter?: number
  /** HTTP status, when there was an answer. */
  status?: number
  /** What the failed attempts cost as far as one can tell: a broken-off answer is paid for. */
  usage?: Usage
}

/**
 * Why a call failed. Never holds the SDK's error as `cause`: that one carries request and response with it. `retryable`
 * says whether the same request may succeed later; what could be tried again at once already was.
 */
export class ModelError extends Error {
  readonly kind: ModelErrorKind
  /** What exactly happened, without the sentence of the kind; empty when nothing more is known. */
  readonly about: readonly Told[]
  /** All of it, for any language; `message` is the English one, for logs. */
  readonly told: readonly Told[]
  readonly retryable: boolean
  readonly retryAfter: number | null
  readonly status: number | null
  /** Filled in by the port, which knows all attempts of the call. */
  usage: Usage | null
  constructor(kind: ModelErrorKind, details: ModelErrorDetails = {}) {
    const about = typeof details.about === 'string' ? [{ key: details.about }] : [details.about ?? []].flat()
    const told = [{ key: FAILURES[kind].key }, ...about]
    super(errorText('en', told))
    this.name = 'ModelError'
    this.kind = kind
    this.about = about
    this.told = told
    this.retryable = FAILURES[kind].retryable
    this.retryAfter = details.retryAfter ?? null
    this.status = details.status ?? null
    this.usage = details.usage ?? null
  }
}

/** Also true for one that was stored with a run and read again, which is no instance of the class any more. */
export const isModelError = (error: unknown): error is ModelError =>
  error instanceof Error &&
  error.name === 'ModelError' &&
  Object.hasOwn(FAILURES, (error as { kind?: string }).kind ?? '')

/** What an image is counted as where no server has counted; most count less. */
export const IMAGE_TOKENS = 1_500

/**
 * A cautious guess for text that no server has counted: a third of its UTF-8 bytes, for English a third more than there
 * are.
 */
export const estimateTokens = (text: string): number => Math.ceil(new TextEncoder().encode(text).length / 3)
