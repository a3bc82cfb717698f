import { z } from 'zod'
import { PROBED, type ProbeLine } from './capabilities'
import { estimateTokens, isModelError, type ModelError, type ModelInfo, type ModelPort } from '../port'

/*
 * What a server can do, found out by a few tiny questions; whatever it refuses on the way is learnt by the port that is
 * asked, and kept. Each line is one ability.
 */

/** A picture of one white point. */
const POINT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==',
  'base64',
)
const TINY = 64

/** Which abilities a failure tells about, and which it leaves open. */
function linesOf(error: ModelError): ProbeLine[] {
  const isAway = error.status === null && ['unreachable', 'timeout', 'refused-address', 'cut'].includes(error.kind)
  const failed = isAway
    ? 'reached'
    : (({ unauthorized: 'key', 'no-credit': 'key', 'no-such-model': 'model' } as const)[error.kind as 'unauthorized'] ??
      'answers')
  const at = PROBED.indexOf(failed)
  return PROBED.map((what, place) => ({
    what,
    state: place < at ? ('yes' as const) : place === at ? ('no' as const) : ('unknown' as const),
    ...(place === at && { told: error.told }),
  }))
}

async function attempt<T>(work: Promise<T>): Promise<{ value: T } | { error: ModelError }> {
  try {
    return { value: await work }
  } catch (error) {
    if (isModelError(error)) return { error }
    throw error
  }
}

/** One small question, and what the port was made to do otherwise for it. */
async function ask(port: ModelPort, model: string, signal: AbortSignal, withImage: boolean): Promise<Set<string>> {
  const adapted = new Set<string>()
  const text = 'Answer with the one word: ready'
  const image = { type: 'image' as const, data: new Uint8Array(POINT), mediaType: 'image/png' as const }
  const content = withImage ? [{ type: 'text' as const, text }, image] : text
  const events = port.streamText({
    model,
    instructions: 'You are brief.',
    messages: [{ role: 'user', content }],
    // What a stage of a run asks for at least: a smaller limit of the server shows at once.
    maxOutputTokens: withImage ? TINY : 4_096,
    signal,
    onAdapted: ({ what }) => void adapted.add(what),
    mayRetry: () => Promise.resolve(false),
  })
  let characters = 0
  for await (const event of events) {
    characters += event.type === 'text' ? event.text.length : 0
    // Whoever asks for one word and hears a book has heard enough.
    if (estimateTokens('x') * characters > 2_000) break
  }
  return adapted
}

const tokensLine = (what: 'output' | 'context', tokens: number, isKnown: boolean): ProbeLine => ({
  what,
  state: isKnown ? 'yes' : 'unknown',
  tokens,
})

/**
 * Asks three questions at most, each as often as the port has to adapt it.
 * @returns one line for each of PROBED, in that order
 */
export async function probeModel(port: ModelPort, model: string, signal: AbortSignal): Promise<ProbeLine[]> {
  const first = await attempt(ask(port, model, signal, false))
  if ('error' in first) return linesOf(first.error)
  const [json, image] = await Promise.all([
    attempt(
      port.generateObject(
        {
          model,
          instructions: 'You are brief.',
          messages: [{ role: 'user', content: 'Give the word "ready".' }],
          maxOutputTokens: 512,
          signal,
          mayRetry: () => Promise.resolve(false),
        },
        z.strictObject({ word: z.string() }),
      ),
    ),
    attempt(ask(port, model, signal, true)),
  ])
  const info: ModelInfo = port.describeModel(model)
  const yes = (what: ProbeLine['what']): ProbeLine => ({ what, state: 'yes' })
  const way = (what: ProbeLine['what'], adaptation: string): ProbeLine => ({
    what,
    state: first.value.has(adaptation) ? 'other' : 'yes',
  })
  const isJson = 'value' in json
  const sees = 'value' in image && !image.value.has('images')
  return [
    yes('reached'),
    yes('key'),
    yes('model'),
    yes('answers'),
    way('system', 'instructions'),
    way('stream', 'stream'),
    { what: 'json', state: isJson ? (info.structured ? 'yes' : 'other') : 'no' },
    { what: 'images', state: sees ? 'yes' : 'no' },
    tokensLine('output', info.maxOutputTokens, info.known || first.value.has('output-limit')),
    tokensLine('context', info.contextTokens, info.known),
  ]
}
