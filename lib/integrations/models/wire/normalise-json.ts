import type { GuardedFetch } from '../guarded-fetch'
import { ModelError } from '../port'
import { usageOf } from './normalise-stream'

/*
 * Answers in one piece as servers really write them, turned into what the SDK takes, which looks at no `index` and
 * refuses details nobody needs.
 */

type Loose = Record<string, unknown>
const isObject = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `fetch` whose good JSON answers pass through `change`; what is no JSON is left to the SDK. */
export const rewriting =
  (fetch: GuardedFetch, change: (whole: Loose) => unknown): GuardedFetch =>
  async (input, init) => {
    const response = await fetch(input, init)
    if (!response.ok) return response
    const text = await response.text()
    let whole: unknown
    try {
      whole = JSON.parse(text)
    } catch {
      return new Response(text, { headers: response.headers })
    }
    const headers = new Headers(response.headers)
    headers.delete('content-length')
    return new Response(isObject(whole) ? JSON.stringify(change(whole)) : text, { headers })
  }

function numbersIn(embedding: unknown): unknown {
  if (typeof embedding !== 'string') return embedding
  const bytes = Buffer.from(embedding, 'base64')
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, at) => bytes.readFloatLE(at * 4))
}

/**
 * In the order of the texts, whatever the order in which they came: a vector that belongs to another text would be
 * found for it for ever.
 */
export function embeddingsInOrder(whole: Loose): unknown {
  if (!Array.isArray(whole['data'])) return whole
  const data = whole['data'].filter(isObject)
  const places = data.map((one) => one['index'])
  const isTold = places.some((index) => index !== undefined && index !== null)
  if (isTold) {
    const isWhole = data.length === whole['data'].length && new Set(places).size === data.length
    const isPlaced = places.every(
      (index) => Number.isInteger(index) && (index as number) >= 0 && (index as number) < data.length,
    )
    if (!isWhole || !isPlaced) throw new ModelError('bad-answer', { about: 'model.unnamedVectors' })
    data.sort((a, b) => (a['index'] as number) - (b['index'] as number))
  }
  const tokens = usageOf({ completion_tokens: 0, ...(isObject(whole['usage']) ? whole['usage'] : {}) })
  return {
    ...whole,
    data: data.map((one) => ({ ...one, embedding: numbersIn(one['embedding']) })),
    usage: tokens === null ? undefined : { prompt_tokens: tokens.prompt_tokens },
  }
}

/** The words, the language and the length; times of single words are not needed. */
export function transcriptOf(whole: Loose): unknown {
  const seconds = Number(whole['duration'] ?? Number.NaN)
  if (typeof whole['text'] !== 'string') return whole
  const language = typeof whole['language'] === 'string' ? { language: whole['language'] } : {}
  return { text: whole['text'], ...language, ...(Number.isFinite(seconds) && seconds >= 0 && { duration: seconds }) }
}
