import type { Said } from '../failures/said-in'
import { kindOfAnswer } from '../failures/kind-of-answer'
import { type Capabilities, OPTIONAL_PARAMETERS } from './capabilities'

/*
 * What a refusal complains about, and what to do about it. Only what the request really held can be meant; a complaint
 * that is not understood is passed on in the server's own words.
 */

export type Body = Record<string, unknown>
type Message = { role?: unknown; content?: unknown }

/** What to change for the next attempt: for good, for this request only, or as a guess that its success must prove. */
export type Step =
  | { kind: 'learn'; change: Partial<Capabilities> }
  | { kind: 'limit'; tokens: number; contextTokens: number | null }
  | { kind: 'guess'; change: Partial<Capabilities> }

const LIMITS = ['max_tokens', 'max_completion_tokens'] as const
/** An answer of fewer tokens is no use to anybody. */
const LEAST_ANSWER = 256

const messagesOf = (body: Body): Message[] => (Array.isArray(body['messages']) ? (body['messages'] as Message[]) : [])
const hasRole = (body: Body, ...roles: string[]): boolean =>
  messagesOf(body).some(({ role }) => roles.includes(String(role)))
const hasImages = (body: Body): boolean =>
  messagesOf(body).some(
    ({ content }) => Array.isArray(content) && content.some((part: { type?: unknown }) => part?.type === 'image_url'),
  )
export const limitIn = (body: Body): number | null => {
  const given = LIMITS.map((name) => body[name]).find((value) => typeof value === 'number')
  return typeof given === 'number' ? given : null
}

/** 1,024 · 1_024 · 8k; not the digits of a model's name or of a version. */
function numbersIn(said: string): number[] {
  return [...said.matchAll(/(?<![\w.\-/])(\d{1,3}(?:[,_]\d{3})+|\d+)(k)?(?![\w/]|\.\d|-\w)/gi)].map(
    ([, digits, k]) => Number(digits!.replaceAll(/[,_]/g, '')) * (k ? 1_024 : 1),
  )
}

const NOT_TAKEN =
  /unsupported|not supported|does ?n[o']t support|unrecogni[sz]ed|unknown|unexpected|extra|not permitted|not allowed|forbidden|invalid (argument|parameter|field)|instead|deprecated|no longer|not available|only the default|cannot be (set|used)/i
const IN_ROLE = new RegExp(
  [
    String.raw`only user and assistant roles|only .{0,20}user.{0,20}assistant.{0,20}roles?|roles? must alternate|must alternate between|first message.{0,40}\buser\b`,
    String.raw`\b(be|only|roles?:?|supported:?|valid:?) ['"\`]?user['"\`]?(,| or| and) ['"\`]?(assistant|model)\b`,
    String.raw`\b(system|developer)(\b.{0,12})?(role|message|prompt|instruction)s?\b.{0,80}(not|n't|un\w|invalid|disabled|forbidden|refused|beginning)`,
    String.raw`(not|n't|unsupported|invalid|unknown|unexpected|no)\b.{0,60}\b(system|developer)\b.{0,12}(role|message|prompt|instruction)`,
    String.raw`(role|variant).{0,40}\b(system|developer)\b|\b(system|developer)\b.{0,30}\brole`,
    String.raw`(unknown|invalid|unsupported|unexpected|incorrect|bad) (message )?role|role.{0,30}(not supported|is invalid|must be one of)`,
    String.raw`messages\W{0,2}\d+\W{0,2}\.role`,
  ].join('|'),
  'i',
)
const TEMPLATE = /jinja|chat[ _]template|templateerror|template error|rendering prompt/i
const NO_STREAM =
  /(\bstream(ing|ed)?\b|server-sent|\bsse\b).{0,80}(not|n't|un\w|verified|disable|remove|false|forbidden|refused|off)|(not|not_?implemented\w*|unimplemented|n't|unsupported|cannot|must be verified to|remove|disable|without|non)\W.{0,50}\bstream/i
const ONLY_STREAM =
  /only.{0,20}stream|stream.{0,30}(must be|required|only|enable)|enable.{0,20}stream|non-?stream.{0,30}not/i
/** Names the value that it takes, in words that else would ask for the other one: `stream must be false`. */
const STREAM_OFF = /\bstream\b.{0,60}\b(false|off|disabled)\b(?!.{0,20}\b(not|n't|un\w+)\b)/i
const NO_IMAGES =
  /(image|vision|picture|multi-?modal|visual).{0,60}(not|n't|un\w|no\b|only text|invalid)|(not|n't|unsupported|no\b|unknown|cannot).{0,60}(image|vision|multi-?modal)|expected `?text`?|content.{0,30}must be a string/i
const OUTPUT_LIMIT =
  /max_?(completion_|new_|output_)?tokens|max(imum)? ?(output|completion|new|generation|response)? ?tokens|maxoutputtokens|(output|completion) (tokens?|length|limit)|num_predict|max(imum)? (output|completion)/i
const TOO_MUCH =
  /too (large|big|high|many|long)|at most|maximum|exceed|must be|greater|larger|range|limit|cannot be|should be|less than|lower than|invalid|up to|between|cap\b|[<>≤]/i

/** Of "8192 tokens, 2000 in the messages and 8000 in the completion": what is left for an answer. */
function roomIn(said: string): { contextTokens: number; room: number } | null {
  const number = (pattern: RegExp): number | null => {
    const found = pattern
      .exec(said)
      ?.slice(1)
      .find((group) => group !== undefined)
    return found === undefined ? null : Number(found.replaceAll(/[,_]/g, ''))
  }
  const contextTokens = number(
    /(?:context (?:length|window|size|limit)|max_model_len|max_total_tokens)[^\d>]{0,40}?([\d,]+)(?![\d,]* ?\+)|>\s*([\d,]+)|must be <= ([\d,]+)/i,
  )
  const input = number(
    /(?<![\d,])([\d,]+)(?: tokens)? (?:in the messages|in the prompt|of text input|of input|input tokens|prompt tokens|in your prompt|`?inputs`? tokens)|limit: ([\d,]+) \+|(?:request has|prompt contains at least|prompt contains|input has|messages resulted in|input contains) ([\d,]+)|(?<![\d,])([\d,]+) `?inputs`?/i,
  )
  return contextTokens === null || input === null ? null : { contextTokens, room: contextTokens - input }
}

/** The limit that the words name: the largest number below the one that was asked for; without any, half. */
function smallerLimit(said: string, sent: number): number | null {
  const numbers = numbersIn(said)
  const named = numbers.filter((value) => value >= 16 && value < sent)
  if (named.length > 0) return Math.max(...named)
  const half = Math.min(8_192, Math.floor(sent / 2))
  return numbers.length === 0 && half >= LEAST_ANSWER ? half : null
}

/** The parameter that is complained about, as far as it was sent. The one named first is meant; the other is advice. */
function parameterIn(said: Said, sent: Body): (typeof OPTIONAL_PARAMETERS)[number] | null {
  const named = OPTIONAL_PARAMETERS.filter((name) => name in sent)
    .map((name) => ({ name, at: said.message.search(new RegExp(String.raw`(?<!\w)${name}(?!\w)`, 'i')) }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => a.at - b.at)
  return named[0]?.name ?? OPTIONAL_PARAMETERS.find((name) => name in sent && name === said.param) ?? null
}

const isWordless = ({ message }: Said): boolean =>
  /^(?:internal server error|bad request|unprocessable (?:entity|content)|error|unknown error)?\W*$/i.test(
    message.trim(),
  )

function stepForRole(said: string, sent: Body): Step | null {
  if (!hasRole(sent, 'system', 'developer')) {
    return /alternate/i.test(said) ? { kind: 'learn', change: { alternates: true } } : null
  }
  // "developer" is only a newer name of it, unless the words are about instructions altogether.
  const isName =
    hasRole(sent, 'developer') && /developer/i.test(said) && !/developer instruction|user and assistant/i.test(said)
  return { kind: 'learn', change: isName ? { instructions: 'system' } : { instructions: 'none', alternates: true } }
}

function stepForLimit(said: Said, sent: Body, isContext: boolean): Step | null {
  const limit = limitIn(sent)
  if (limit === null) return null
  const text = said.message
  const room = roomIn(text)
  if (room !== null) {
    const tokens = Math.floor(room.room * 0.98)
    return tokens >= LEAST_ANSWER && tokens < limit
      ? { kind: 'limit', tokens, contextTokens: room.contextTokens }
      : null
  }
  if (isContext || !OUTPUT_LIMIT.test(`${text} ${said.param ?? ''}`) || !TOO_MUCH.test(text)) return null
  const tokens = smallerLimit(text, limit)
  return tokens === null ? null : { kind: 'learn', change: { maxOutputTokens: tokens } }
}

/**
 * @param sent the body as it was really sent
 * @returns null when nothing can be done about it
 */
export function readRefusal(status: number, said: Said, sent: Body): Step | null {
  const text = `${said.code} ${said.message}`
  if (status === 402) {
    const affordable = /afford (?:only )?([\d,]+)/i.exec(text)?.[1]
    const tokens = affordable === undefined ? 0 : Number(affordable.replaceAll(',', ''))
    return tokens >= LEAST_ANSWER ? { kind: 'limit', tokens, contextTokens: null } : null
  }
  const kind = kindOfAnswer(status, text)
  if (kind === 'context-too-long') return stepForLimit(said, sent, true)
  if (kind !== 'refused-request' && kind !== 'overloaded' && kind !== 'no-such-model') return null
  if (kind === 'overloaded' && status !== 500 && status !== 503) return null
  if (isWordless(said)) return status === 400 || status === 422 || status === 500 ? guessFor(sent) : null
  const isNoStream = NO_STREAM.test(text) && (!ONLY_STREAM.test(text) || STREAM_OFF.test(text))
  if (sent['stream'] === true && !/stream_options/.test(text) && isNoStream)
    return { kind: 'learn', change: { streams: false } }
  if (sent['stream'] !== true && ONLY_STREAM.test(text)) return { kind: 'learn', change: { streams: true } }
  if (IN_ROLE.test(text)) return stepForRole(text, sent)
  if (hasImages(sent) && NO_IMAGES.test(text)) return { kind: 'learn', change: { images: false } }
  const name = parameterIn(said, sent)
  const isLimit = name === 'max_tokens' || name === 'max_completion_tokens'
  if (name !== null && (!isLimit || isNotTaken(said, name))) return { kind: 'learn', change: { refused: [name] } }
  const limited = stepForLimit(said, sent, false)
  if (limited !== null) return limited
  return TEMPLATE.test(text) ? guessFor(sent) : null
}

/** Said of a parameter that is not taken at all, in contrast to one whose value is too large. */
const isNotTaken = (said: Said, name: string): boolean =>
  NOT_TAKEN.test(said.message) &&
  (numbersIn(said.message).length === 0 ||
    /unsupported_parameter|unknown_parameter|extra_forbidden/i.test(said.code) ||
    new RegExp(
      String.raw`(unsupported|unknown|unrecogni[sz]ed|extra)\W.{0,40}${name}|${name}\W.{0,20}(not supported|not permitted|instead)`,
      'i',
    ).test(said.message))

/** A server that breaks down without a word: the plainest request there is may tell whether it was the form. */
function guessFor(sent: Body): Step | null {
  const refused = (['temperature', 'stream_options'] as const).filter((name) => name in sent)
  if (!hasRole(sent, 'system', 'developer') && refused.length === 0) return null
  return { kind: 'guess', change: { instructions: 'none', alternates: true, refused: [...refused] } }
}
