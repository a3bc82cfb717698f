import { errorIn, readError, type Said } from '../failures/said-in'
import { ModelError } from '../port'

/*
 * Reads along with an event stream on its way to the SDK. Three things can only be seen here: that a model is thinking
 * (the SDK holds back everything before the first text, and drops `reasoning` deltas), that a comment such as
 * OpenRouter's ": OPENROUTER PROCESSING" is no sign of life of the model, and an error that a gateway packs into an
 * ordinary chunk.
 */

export type StreamWatch = {
  observe(bytes: Uint8Array): void
  /** The last `finish_reason`; "error", which the SDK takes for an ordinary end, is none. */
  finishReason(): string | null
  /**
   * An error in the middle of the stream, as OpenRouter sends it (https://openrouter.ai/docs/api-reference/streaming).
   */
  error(): Said | null
  /** Characters of thinking that were seen; they are paid for like text. */
  thoughtCharacters(): number
}

type Delta = Record<string, unknown> | null | undefined
type Chunk = {
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
  let error: Said | null = null
  let isErrorEvent = false
  let thoughts = 0

  const read = (line: string): void => {
    if (line.startsWith('event:')) isErrorEvent = line.slice(6).trim() === 'error'
    // llama.cpp's older servers write an error under a field of its own.
    const isErrorLine = line.startsWith('error:')
    if (!line.startsWith('data:') && !isErrorLine) return
    let chunk: Chunk
    try {
      chunk = JSON.parse(line.slice(isErrorLine ? 6 : 5)) as Chunk
    } catch {
      return // [DONE], or damaged: the SDK reports that one
    }
    error ??= errorIn(chunk) ?? (isErrorLine || isErrorEvent ? readError(chunk) : null)
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
      if (rest.length > LONGEST_LINE) throw new ModelError('bad-answer', { about: 'model.endlessLine' })
      lines.forEach(read)
    },
    finishReason: () => finishReason,
    error: () => error,
    thoughtCharacters: () => thoughts,
  }
}
