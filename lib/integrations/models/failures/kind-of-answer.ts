import type { ErrorKey } from '../../../core/told'
import type { ModelErrorKind } from '../port'

/*
 * What a status means, together with the words that come with it. The words decide: gateways answer 400, 403, 413, 422,
 * 429 and 500 for the same thing. Each list holds what servers were seen to say (OpenAI, Azure, Anthropic, Google,
 * Mistral, DeepSeek, Groq, Together, OpenRouter, Bedrock, vLLM, SGLang, TGI, llama.cpp, Ollama, LM Studio, LiteLLM).
 */

const TOO_LONG = new RegExp(
  [
    String.raw`context[ _-]?(length|window|size|limit|exceeded)`,
    String.raw`(maximum|max|available) (context|sequence|input|prompt)`,
    String.raw`max[ _]?(model|seq|sequence|input|context)[ _]?len`,
    String.raw`model token limit|\btoken limit (is |was |has been )?exceeded|max(imum)? (input |prompt )?tokens per request`,
    String.raw`too many (input |prompt |total )?tokens(?! per)`,
    String.raw`(prompt|input|inputs|request|messages?|conversation|text|content)\b.{0,40}\btoo (long|large for (the |this )?(model|context))`,
    String.raw`\btoo (long|many tokens) for (the |this )?(model|context)`,
    String.raw`(input|prompt|requested|total|number of|token).{0,40}\btokens?\b.{0,60}(exceeds?|larger|greater|more|longer) `,
    String.raw`exceed\w*.{0,60}\b(token limit|tokens? (limit|allowed)|number of (input )?tokens|context|input length|max(imum)? (input|prompt|sequence|model) ?(length|tokens)?)`,
    String.raw`input (token(s| count)|length|size).{0,40}exceed`,
    String.raw`inputs\W{0,3}(tokens? \+|must have (less|fewer))|input contains \d+ tokens|range of input length`,
    String.raw`(prompt|input) exceeds|exceeds? max(imum)? length`,
    String.raw`(reduce|shorten|decrease) (the |your )?(length|size|number|input|prompt|messages)`,
    String.raw`string_above_max_length|request_too_large|prompt_too_long|context_exceeded|exceed_context_size`,
    String.raw`request too large for`,
    String.raw`kv cache.{0,40}(full|too small|space)|not enough (context|kv)`,
    String.raw`(上下文|输入).{0,20}(超|过长)`,
    String.raw`(longueur|longitud|tamaño|comprimento|länge|fenêtre|ventana|janela).{0,20}(contexte?o?|kontext\w*)\b`,
  ].join('|'),
  'i',
)
/** Says `tokens` and `limit` too, but is about asking too often; the next minute takes the same request. */
const PER_TIME =
  /(tokens|requests|input tokens|quota).{0,20}per[ _-]?(second|minute|min|hour|day)|rate[ _]limit|\b(TPM|RPM|TPD|RPD)\b/i
/** Names the window only to explain how long an answer may be. */
const ABOUT_THE_ANSWER =
  /max[ _](completion_|new_|output_)?tokens\W{0,3}\s?(must|cannot|should|has to|\d+ (is|exceeds))(?!.*\b(inputs?|prompt|messages|context)\b)/is
/** One request alone goes over what a minute allows: no waiting helps. */
const ALONE_TOO_LARGE = /request too large|requested tokens? exceed|must be reduced|single request/i

const NO_CREDIT = new RegExp(
  [
    String.raw`insufficient[ _](quota|credits?|funds|balance)|not enough (credits?|balance|funds)`,
    String.raw`(credit|balance|prepaid).{0,30}(too low|exhausted|depleted|used up|negative|insufficient|run out|expired)`,
    String.raw`(out of|no|run out of|used all|exceeded).{0,20} credits?\b`,
    String.raw`exceeded your current quota|billing_hard_limit|hard limit|spend(ing)? limit|budget (has been )?exceeded|exceeded budget`,
    String.raw`key limit exceeded|limit (of|on|for) (this|the|your) key`,
    String.raw`(add|purchase|buy|top ?up|recharge).{0,20}(credits?|balance|funds)|payment required|billing (is )?not (active|enabled)`,
    String.raw`free (tier|quota|allowance).{0,40}(exhausted|used up|exceeded|expired)`,
    String.raw`arrearage|余额不足|欠费`,
  ].join('|'),
  'i',
)

const NO_MODEL = new RegExp(
  [
    String.raw`model_?not_?found|modelnotfound|deploymentnotfound|model_not_supported|model_decommissioned|unknown_model`,
    String.raw`(not a valid|unknown|invalid|unsupported|no such|nonexistent) model\b(?!.{0,20}(input|parameter|output|token|length))`,
    String.raw`(model|deployment)\b.{0,120}(does ?n[o']t exist|not (be )?found|not exist|not available|is(n't| not) (supported|loaded|available)\b(?! (for|with|by) )|try pulling|deprecated|decommissioned|retired|sunset|no longer (available|supported|offered)|end of life)`,
    String.raw`(no|not have|without|denied|don't have|need) access to (the |this )?(model|deployment)`,
    String.raw`no (endpoints|allowed providers|healthy deployments?|models? loaded|model) ?(are |is |was )?(found|available|loaded|for)`,
    String.raw`(plan|tier|subscription|account)\b.{0,30}(not|n't) (include|cover|allow|support)\w* (the |this )?model`,
    String.raw`team not allowed to access model|key not allowed to access model|invalid model (name|identifier|id)`,
    String.raw`model identifier is invalid|模型不存在`,
  ].join('|'),
  'i',
)

/** What is about the content, the place or the contract: no other key helps. */
const NOT_ABOUT_THE_KEY =
  /moderation|flagged|content[ _](policy|filter|management)|safety|violat|(country|region|territory|location).{0,40}(support|allow|available|restrict|block)|unsupported_country|not (available|supported) in your|geo|terms|agreement|cloudflare|firewall|network settings|blocked|(data|privacy) policy|guardrail/i
const KEY = new RegExp(
  [
    String.raw`(api|access|subscription|virtual|secret|bearer|auth\w*)[ _-]?(key|token)s?\b`,
    String.raw`\b(key|token|credentials?)\b.{0,60}(invalid|incorrect|wrong|expired|revoked|disabled|suspended|missing|required|not (allowed|valid|found|recogni[sz]ed|authori[sz]ed|accepted))`,
    String.raw`(invalid|incorrect|wrong|expired|revoked|disabled|missing|no|bad)\b.{0,20}\b(key|token|credentials?|auth)\b`,
    String.raw`authenticat|unauthori[sz]ed|not authori[sz]ed|not logged in|invalid_?auth|user not found`,
  ].join('|'),
  'i',
)
/** In a 400 or a 500 the word alone says little: it must be the key that is wrong. */
const WRONG_KEY =
  /(invalid|incorrect|wrong|expired|missing)[ _](api|auth\w*|access)[ _-]?(key|token)|api key (is )?(not valid|invalid|expired|missing|required)|api_key_invalid|invalid_api_key/i

/** Trouble with the model or its template that the same request meets again. */
const BROKEN_FOR_GOOD =
  /jinja|chat[ _]template|templateerror|requires more (system )?memory|out of memory|unable to load model|failed to load model|model.{0,40}(too large to|cannot) be loaded|does ?n[o']t support|not supported|unsupported|invalid_request_error/i

/** The server is there, but nothing answers at this path. */
const WRONG_PATH =
  /unexpected endpoint|page not found|unknown (request )?(url|path|endpoint|route)|invalid url|no route|cannot (post|get) \/|route .{0,80}not found|resource not found|endpoint not found|^\s*not found\.?\s*$/i

const isTooLong = (said: string): boolean => TOO_LONG.test(said) && !ABOUT_THE_ANSWER.test(said)

/** What a status, together with the code and message of the error body, means. */
export function kindOfAnswer(status: number, said: string): ModelErrorKind {
  if (status === 402) return 'no-credit'
  const isAboutTime = PER_TIME.test(said) && !ALONE_TOO_LARGE.test(said)
  // Google's words for an empty account and for a full minute are the same; only the latter says when to come back.
  if (status === 429 && isAboutTime) return 'rate-limited'
  if ([400, 401, 403, 429].includes(status) && NO_CREDIT.test(said))
    return /retry(delay| in)/i.test(said) ? 'rate-limited' : 'no-credit'
  if (isTooLong(said) && !isAboutTime && status !== 401 && status !== 404 && status >= 400) return 'context-too-long'
  if (status === 401) return NO_MODEL.test(said) && !KEY.test(said) ? 'no-such-model' : 'unauthorized'
  if (status === 403) return kindOfForbidden(said)
  if (status === 429) return 'rate-limited'
  if (status === 408 || status === 425 || status === 409 || status === 498) return 'overloaded'
  if (status === 410) return 'no-such-model'
  if (status >= 500 && status !== 501 && status !== 505) return kindOfBreakdown(said)
  if (status < 400) return 'bad-answer'
  if (WRONG_KEY.test(said)) return 'unauthorized'
  return NO_MODEL.test(said) ? 'no-such-model' : 'refused-request'
}

function kindOfForbidden(said: string): ModelErrorKind {
  // The model is there, and the account's own settings leave out whoever would run it.
  if (/(data|privacy) policy/i.test(said)) return 'refused-request'
  if (NO_MODEL.test(said)) return 'no-such-model'
  return KEY.test(said) && !NOT_ABOUT_THE_KEY.test(said) ? 'unauthorized' : 'refused-request'
}

function kindOfBreakdown(said: string): ModelErrorKind {
  if (NO_MODEL.test(said)) return 'no-such-model'
  if (WRONG_KEY.test(said)) return 'unauthorized'
  return BROKEN_FOR_GOOD.test(said) ? 'refused-request' : 'overloaded'
}

/** The status that an error is worth which came without one, inside of a good answer. */
export function statusOfError({
  code,
  message,
  status,
}: {
  code: string
  message: string
  status: number | null
}): number {
  if (status !== null) return status
  const all = `${code} ${message}`
  if (WRONG_PATH.test(message)) return 404
  if (NO_CREDIT.test(all)) return 402
  if (/rate_?limit|too_?many_?requests|quota|resource_?exhausted|throttl/i.test(code) || PER_TIME.test(message))
    return 429
  if (WRONG_KEY.test(all) || /authentication|unauthenticated/i.test(code)) return 401
  if (/permission|forbidden/i.test(code)) return 403
  if (NO_MODEL.test(all)) return 404
  if (isTooLong(all) || /invalid|context|unsupported|bad_?request|not_?supported/i.test(code)) return 400
  return BROKEN_FOR_GOOD.test(message) ? 400 : 502
}

/** What to do, where the words of the server alone would not tell; null when they do. */
export function adviceFor(status: number, said: string): ErrorKey | null {
  if (status === 404 || status === 405 || WRONG_PATH.test(said)) return NO_MODEL.test(said) ? null : 'model.wrongPath'
  if (status === 403 && said.trim() === '') return 'model.noReason'
  return status === 413 && said.trim() === '' ? 'model.tooLarge' : null
}

/**
 * Seconds until the server may be asked again, as its words tell them ("try again in 7m12.5s", `"retryDelay":"34s"`);
 * an hour where a day's share is used up; null when they tell nothing.
 */
export function restInWords(said: string): number | null {
  const told =
    /(?:retry|try again|wait|available again|reset\w*)\D{0,30}?((?:\d+(?:\.\d+)?\s*(?:ms|milliseconds?|hours?|h|minutes?|min|m|seconds?|sec|s)(?![a-z])\s*)+)/i.exec(
      said,
    )?.[1]
  if (told !== undefined) {
    let seconds = 0
    for (const [, amount, unit = ''] of told.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/gi))
      seconds +=
        Number(amount) * (/^ms|^milli/i.test(unit) ? 0.001 : /^h/i.test(unit) ? 3_600 : /^m/i.test(unit) ? 60 : 1)
    return seconds
  }
  return /per[ _-]?day|daily|\b(TPD|RPD)\b|free-models-per-day|PerDay/i.test(said) ? 3_600 : null
}
