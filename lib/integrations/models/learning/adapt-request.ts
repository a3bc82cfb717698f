import { shortened } from '../wire/call'
import type { GuardedFetch } from '../guarded-fetch'

/*
 * Servers differ in the parameters that they take: newer OpenAI models want max_completion_tokens and no temperature,
 * others know only max_tokens, strict gateways refuse stream_options. Whatever a server refuses by name is left out or
 * renamed, and it is asked again at once: a refusal costs nothing. `response_format` is not among them: without it the
 * question itself must change.
 */

const RENAMED = { max_tokens: 'max_completion_tokens', max_completion_tokens: 'max_tokens' } as const
const ADAPTABLE = ['temperature', 'max_tokens', 'max_completion_tokens', 'stream_options'] as const
export type Adaptable = (typeof ADAPTABLE)[number]

/** What one model of one server was found not to take; kept between calls, so that it is found out once. */
export type Refused = Set<Adaptable>

const REFUSALS = new Set([400, 422, 501])
/** Said of a parameter that is not taken, in contrast to one whose value is too large. */
const NOT_TAKEN =
  /unsupported|not supported|unrecogni[sz]ed|unknown|unexpected|extra|not permitted|not allowed|invalid (argument|parameter|field)|instead/i

function adapted(body: Record<string, unknown>, refused: Refused): Record<string, unknown> {
  const out = { ...body }
  for (const name of refused) {
    if (!(name in out)) continue
    const value = out[name]
    delete out[name]
    const other = RENAMED[name as keyof typeof RENAMED]
    if (other !== undefined && !refused.has(other)) out[other] = value
  }
  return out
}

/**
 * The parameter that the answer complains about, as far as it was sent. The one that is named first is meant; the other
 * is the advice.
 */
function refusedIn(said: string, sent: Record<string, unknown>): Adaptable | null {
  const named = ADAPTABLE.filter((name) => name in sent)
    .map((name) => ({ name, at: said.search(new RegExp(`(?<!\\w)${name}(?!\\w)`)) }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => a.at - b.at)
  return named[0]?.name ?? null
}

/** @param refused grows by what this server refuses */
export function adapting(fetch: GuardedFetch, refused: Refused): GuardedFetch {
  return async (input, init) => {
    if (typeof init?.body !== 'string') return fetch(input, init)
    const body = JSON.parse(init.body) as Record<string, unknown>
    for (let tries = 0; ; tries++) {
      const sent = adapted(body, refused)
      const response = await fetch(input, { ...init, body: JSON.stringify(sent) })
      if (!REFUSALS.has(response.status) || tries >= ADAPTABLE.length) return response
      const said = await (await shortened(response)).text()
      const name = refusedIn(said, sent)
      // The limit is never left out altogether: it is what bounds the cost of an answer.
      const isLimit = name !== null && name in RENAMED
      const isFinal = isLimit && (!NOT_TAKEN.test(said) || refused.has(RENAMED[name as keyof typeof RENAMED]))
      if (name === null || refused.has(name) || isFinal)
        return new Response(said, {
          status: response.status,
          statusText: response.statusText,
          headers: response.headers,
        })
      refused.add(name)
    }
  }
}
