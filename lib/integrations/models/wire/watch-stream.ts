import { ModelError } from '../port'

/*
 * Reads along with an event stream on its way to the SDK. Three things can only be seen here: that a model is thinking
 * (the SDK holds back everything before the first text, and drops `reasoning` deltas), that a comment such as
 * OpenRouter's ": OPENROUTER PROCESSING" is no sign of life of the model, and an error that a gateway packs into an
 * ordinary chunk.
 */

export type StreamError = { code: string | number | null; message: string }

export type StreamWatch = {
  observe(bytes: Uint8Array): void
  /** The last `finish_reason`; "error", which the SDK takes for an ordinary end, is none. */
  finishReason(): string | null
  /**
   * An error in the middle of the stream, as OpenRouter sends it (https://openrouter.ai/docs/api-reference/streaming).
   */
  error(): StreamError | null
  /** Characters of thinking that were seen; they are paid for like text. */
  thoughtCharacters(): number
}

type Delta = Record<string, unknown> | null | undefined
type Chunk = {
  error?: { code?: string | number; message?: string }
  choices?: { delta?: Delta; finish_reason?: string | null }[]
}

/** Deltas of models that think aloud, in the spellings of OpenRouter, DeepSeek and vLLM. */
const THOUGHTS = ['reasoning', 'reasoning_content'] as const

/** No token needs a line of this length; a server that never ends one would have us collect it for ever. */
const LONGEST_LINE = 1_048_576

const isFilled = (value: unknown): boolean =>
  typeof value === 'string' || Array.isArray(value) ? value.length > 0 : false
const isToken = (delta: Delta): boolean =>
  ['content', 'refusal', 'tool_calls', ...THOUGHTS].some((name) => isFilled(delta?.[name]))

/** @param onToken called for each chunk in which the model itself said something */
export function watchStream(onToken: () => void): StreamWatch {
  const decoder = new TextDecoder()
  let rest = ''
  let finishReason: string | null = null
  let error: StreamError | null = null
  let thoughts = 0

  const read = (line: string): void => {
    if (!line.startsWith('data:')) return
    let chunk: Chunk
    try {
      chunk = JSON.parse(line.slice(5)) as Chunk
    } catch {
      return // [DONE], or damaged: the SDK reports that one
    }
    if (chunk?.error) error = { code: chunk.error.code ?? null, message: String(chunk.error.message ?? '') }
    for (const choice of chunk?.choices ?? []) {
      if (isToken(choice.delta)) onToken()
      for (const name of THOUGHTS) thoughts += typeof choice.delta?.[name] === 'string' ? choice.delta[name].length : 0
      finishReason = choice.finish_reason ?? finishReason
    }
  }

  return {
    observe(bytes) {
      const lines = (rest + decoder.decode(bytes, { stream: true })).split(/\r\n|\n|\r/)
      rest = lines.pop() ?? ''
      if (rest.length > LONGEST_LINE) throw new ModelError('bad-answer', { detail: 'It sent a line without an end.' })
      lines.forEach(read)
    },
    finishReason: () => finishReason,
    error: () => error,
    thoughtCharacters: () => thoughts,
  }
}
