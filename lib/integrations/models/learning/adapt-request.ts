import type { GuardedFetch } from '../guarded-fetch'
import { kindOfAnswer } from '../failures/kind-of-answer'
import { type Said, saidIn } from '../failures/said-in'
import type { Capabilities, OptionalParameter } from './capabilities'
import type { Memory } from './memory'
import { type Body, limitIn, readRefusal, type Step } from './read-refusal'

/*
 * Servers differ in what they take. Whatever one refuses by name is left out, renamed or said otherwise, and it is
 * asked again at once: a refusal costs nothing. What the next answer proves is kept. `response_format` is not among
 * them: without it the question itself must change (objects/generate-object.ts).
 */

const RENAMED = { max_tokens: 'max_completion_tokens', max_completion_tokens: 'max_tokens' } as const
/** Refusals of one request that are answered with another attempt. */
const MOST_STEPS = 8

type Part = { type?: string; text?: string }
type Message = { role?: string; content?: unknown }

const partsOf = (content: unknown): Part[] =>
  Array.isArray(content) ? (content as Part[]) : [{ type: 'text', text: String(content ?? '') }]
const joined = (a: unknown, b: unknown): unknown =>
  typeof a === 'string' && typeof b === 'string' ? `${a}\n\n${b}` : [...partsOf(a), ...partsOf(b)]

/** Messages of the same side in a row become one. */
function inTurns(messages: Message[]): Message[] {
  const out: Message[] = []
  for (const message of messages) {
    const last = out.at(-1)
    if (last !== undefined && last.role === message.role)
      out[out.length - 1] = { ...last, content: joined(last.content, message.content) }
    else out.push(message)
  }
  return out
}

const NO_PICTURE: Part = { type: 'text', text: '(A picture stood here that this model cannot see.)' }

function adaptedMessages(messages: Message[], known: Capabilities): Message[] {
  let out = messages
  if (known.instructions === 'system')
    out = out.map((one) => (one.role === 'developer' ? { ...one, role: 'system' } : one))
  if (known.instructions === 'none')
    out = out.map((one) => (one.role === 'developer' || one.role === 'system' ? { ...one, role: 'user' } : one))
  if (known.images === false)
    out = out.map((one) => {
      if (!Array.isArray(one.content)) return one
      const parts = (one.content as Part[]).map((part) => (part.type === 'image_url' ? NO_PICTURE : part))
      return { ...one, content: parts.map((part) => part.text ?? '').join('\n\n') }
    })
  return known.alternates || known.instructions === 'none' ? inTurns(out) : out
}

function withLimit(body: Body, most: number | null): Body {
  const limit = limitIn(body)
  if (limit === null || most === null || limit <= most) return body
  return { ...body, [typeof body['max_tokens'] === 'number' ? 'max_tokens' : 'max_completion_tokens']: most }
}

/** The body in the form that this model takes. Pure. */
export function adapted(body: Body, known: Capabilities, most: number | null = null): Body {
  const out = { ...body }
  for (const name of known.refused) {
    if (!(name in out)) continue
    const value = out[name]
    delete out[name]
    const other = RENAMED[name as keyof typeof RENAMED] as OptionalParameter | undefined
    if (other !== undefined && !known.refused.includes(other)) out[other] = value
  }
  if (!known.streams && out['stream'] === true) {
    out['stream'] = false
    delete out['stream_options']
  }
  if (Array.isArray(out['messages'])) out['messages'] = adaptedMessages(out['messages'] as Message[], known)
  return withLimit(withLimit(out, known.maxOutputTokens), most)
}

/** What the next attempt goes by: what is known, what it would prove, and a limit for this request alone. */
type Trial = { known: Capabilities; change: Partial<Capabilities>; isCertain: boolean; most: number | null }

function changed(trial: Trial, step: Step): Trial {
  if (step.kind === 'limit') return { ...trial, most: step.tokens }
  const more = (before: readonly OptionalParameter[] = []): OptionalParameter[] => [
    ...new Set([...before, ...(step.change.refused ?? [])]),
  ]
  return {
    known: { ...trial.known, ...step.change, refused: more(trial.known.refused) },
    change: { ...trial.change, ...step.change, refused: more(trial.change.refused) },
    isCertain: trial.isCertain && step.kind === 'learn',
    most: trial.most,
  }
}

/** Of a limit one of the two names must stay: it is what bounds the cost of an answer. */
const isWithoutLimit = ({ refused }: Capabilities): boolean =>
  refused.includes('max_tokens') && refused.includes('max_completion_tokens')

/** The window, when the words name it: whoever asks next fits the question into it. */
function windowIn(status: number, said: Said): number | null {
  if (kindOfAnswer(status, `${said.code} ${said.message}`) !== 'context-too-long') return null
  const named =
    /(?:context (?:length|window|size|limit)|model token limit)[^\d>]{0,40}?([\d,]{3,})(?![\d,]* ?\+)|>\s*([\d,]{3,})/i.exec(
      said.message,
    )
  const tokens = Number((named?.[1] ?? named?.[2] ?? '').replaceAll(',', ''))
  return tokens >= 512 ? tokens : null
}

/** A guess that failed is not made again by this process for so long. */
const GUESS_AGAIN_MS = 600_000
const lastGuess = new WeakMap<Memory, number>()
function mayGuess(memory: Memory): boolean {
  if (performance.now() - (lastGuess.get(memory) ?? Number.NEGATIVE_INFINITY) < GUESS_AGAIN_MS) return false
  lastGuess.set(memory, performance.now())
  return true
}

/**
 * `fetch` that asks in the form that the server takes, and finds out what that is.
 * @param onSend told before each attempt, also the first, which body is really sent
 */
export function adapting(fetch: GuardedFetch, memory: Memory, onSend?: (sent: Body) => void): GuardedFetch {
  return async (input, init) => {
    if (typeof init?.body !== 'string') return fetch(input, init)
    const body = JSON.parse(init.body) as Body
    let trial: Trial = { known: await memory.recall(), change: {}, isCertain: true, most: null }
    const seen = new Set<string>()
    for (let steps = 0; ; steps++) {
      const sent = adapted(body, trial.known, trial.most)
      const text = JSON.stringify(sent)
      seen.add(text)
      onSend?.(sent)
      const response = await fetch(input, { ...init, body: text })
      if (response.ok) {
        if (Object.keys(trial.change).length > 0) memory.learn(trial.change, trial)
        return response
      }
      const answer = await response.text()
      const { status, statusText, headers } = response
      const refusal = (): Response => new Response(answer, { status, statusText, headers })
      const said = saidIn(answer)
      const contextTokens = windowIn(status, said)
      if (contextTokens !== null) memory.learn({ contextTokens })
      const step = steps < MOST_STEPS ? readRefusal(status, said, sent) : null
      if (step === null || (step.kind === 'guess' && !mayGuess(memory))) return refusal()
      trial = changed(trial, step)
      // What changes nothing would be refused again.
      if (isWithoutLimit(trial.known) || seen.has(JSON.stringify(adapted(body, trial.known, trial.most))))
        return refusal()
    }
  }
}
