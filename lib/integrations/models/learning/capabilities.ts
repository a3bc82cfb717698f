import type { Words } from '../../../core/told'
/*
 * What was found out about one model of one server, by asking it: kept between calls, runs and processes, so that it is
 * found out once. Only what differs from OpenAI's protocol is in it.
 */

/** Parameters that a server may not take; `max_tokens` and `max_completion_tokens` stand for each other then. */
export const OPTIONAL_PARAMETERS = [
  'temperature',
  'max_tokens',
  'max_completion_tokens',
  'stream_options',
  'reasoning_effort',
  'store',
  'top_p',
] as const
export type OptionalParameter = (typeof OPTIONAL_PARAMETERS)[number]

/** How an answer can be held to a schema, from the best on. */
export const FORMATS = ['json_schema', 'json_object', 'words'] as const
export type Format = (typeof FORMATS)[number]

export type Capabilities = {
  /** Left out, or sent under their other name. */
  refused: OptionalParameter[]
  /** Where instructions stand: as a system message, or with `none` in the first message of the user. */
  instructions: 'developer' | 'system' | 'none'
  /** User and assistant have to take turns strictly. */
  alternates: boolean
  /** False: asked for a whole answer, which comes in one piece. */
  streams: boolean
  /** The best that it takes; null while nothing was refused. */
  format: Format | null
  /** The most it may be asked to write; null: as declared. */
  maxOutputTokens: number | null
  /** Its whole window; null: as declared. */
  contextTokens: number | null
  /** False: pictures are left out. Null: as declared. */
  images: boolean | null
}

export const NOTHING_LEARNT: Capabilities = {
  refused: [],
  instructions: 'developer',
  alternates: false,
  streams: true,
  format: null,
  maxOutputTokens: null,
  contextTokens: null,
  images: null,
}

/** One way in which a call differs from the usual, for whoever is told about it. */
export type Adaptation =
  | { what: 'instructions' | 'alternates' | 'stream' | 'images' }
  | { what: 'parameter'; name: string }
  | { what: 'output-limit' | 'context'; tokens: number }
  | { what: 'format'; format: Exclude<Format, 'json_schema'> }

/** What is adapted on purpose of what was learnt; a parameter under its other name changes nothing for anybody. */
export function adaptationsOf(known: Capabilities): Adaptation[] {
  return [
    ...(known.instructions === 'none' ? [{ what: 'instructions' as const }] : []),
    ...(known.alternates && known.instructions !== 'none' ? [{ what: 'alternates' as const }] : []),
    ...(known.streams ? [] : [{ what: 'stream' as const }]),
    ...(known.refused.includes('temperature') ? [{ what: 'parameter' as const, name: 'temperature' }] : []),
    ...(known.maxOutputTokens === null ? [] : [{ what: 'output-limit' as const, tokens: known.maxOutputTokens }]),
    ...(known.contextTokens === null ? [] : [{ what: 'context' as const, tokens: known.contextTokens }]),
    ...(known.format === null || known.format === 'json_schema'
      ? []
      : [{ what: 'format' as const, format: known.format }]),
    ...(known.images === false ? [{ what: 'images' as const }] : []),
  ]
}

/** What was learnt is looked at anew after so long: servers are updated. */
export const KEPT_DAYS = 14

/** Reads what was stored, also by another version; what cannot be read counts as not learnt. */
export function readCapabilities(stored: unknown): Capabilities {
  const given = (typeof stored === 'object' && stored !== null ? stored : {}) as Partial<Record<string, unknown>>
  const tokens = (value: unknown): number | null =>
    Number.isInteger(value) && Number(value) > 0 ? Number(value) : null
  const refused = Array.isArray(given['refused']) ? (given['refused'] as unknown[]) : []
  return {
    refused: OPTIONAL_PARAMETERS.filter((name) => refused.includes(name)),
    instructions:
      given['instructions'] === 'none' || given['instructions'] === 'system' ? given['instructions'] : 'developer',
    alternates: given['alternates'] === true,
    streams: given['streams'] !== false,
    format: FORMATS.find((format) => format === given['format']) ?? null,
    maxOutputTokens: tokens(given['maxOutputTokens']),
    contextTokens: tokens(given['contextTokens']),
    images: typeof given['images'] === 'boolean' ? given['images'] : null,
  }
}

/** What a test of a server looks at, in the order in which one thing needs the other. */
export const PROBED = [
  'reached',
  'key',
  'model',
  'answers',
  'system',
  'stream',
  'json',
  'images',
  'output',
  'context',
] as const
export type ProbeLine = {
  what: (typeof PROBED)[number]
  /** `other`: it can be done, in another way. `unknown`: an earlier line stood in the way. */
  state: 'yes' | 'other' | 'no' | 'unknown'
  /** Why not, of an ability that is not there. */
  told?: Words
  /** Of a limit. */
  tokens?: number
}
