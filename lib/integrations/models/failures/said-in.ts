/*
 * What a server says went wrong, found in whatever shape it says it: OpenAI's `{error: {message, code}}`, the plain
 * `{error: "…"}` of Ollama and LM Studio, FastAPI's `detail`, Google's list, gateways that put the provider's answer as
 * text inside their own.
 */

export type Said = {
  message: string
  /** Codes and types, in words, e.g. `invalid_request_error context_length_exceeded`. */
  code: string
  /** The parameter that is complained about, when it is named apart. */
  param: string | null
  /** The HTTP status that the body tells of; null when it tells none. */
  status: number | null
}

type Loose = Record<string, unknown>
const isObject = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isWord = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''

const DEEPEST = 8
/** Where the reason itself may stand, the innermost being the most exact. */
const INSIDE = ['error', 'errors', 'metadata', 'raw', 'data', 'cause', 'body', 'response', 'detail', 'message'] as const
const MESSAGES = ['message', 'msg', 'detail', 'error_msg', 'error_message', 'errorMessage', 'reason', 'title'] as const
const CODES = ['code', 'type', 'status', 'error_code', 'errorCode'] as const

const statusIn = (value: unknown): number | null => (/^[45]\d\d$/.test(String(value ?? '')) ? Number(value) : null)

/** JSON that was put into a string, also behind some words. */
function parsed(text: string): unknown {
  const start = text.search(/[{[]/)
  if (start < 0 || start > 200) return null
  try {
    return JSON.parse(text.slice(start)) as unknown
  } catch {
    return null
  }
}

/** FastAPI's list of places: `[{loc: ['body', 'stream'], msg: '…'}]`. */
function placesIn(list: unknown[]): string {
  return list
    .map((entry) => {
      const { loc, msg } = isObject(entry) ? entry : {}
      return isWord(msg) ? `${Array.isArray(loc) ? `${loc.join('.')}: ` : ''}${msg}` : ''
    })
    .filter(Boolean)
    .join('; ')
}

function collect(value: unknown, into: { messages: string[]; said: Said }, depth = 0): void {
  if (depth > DEEPEST) return
  const { messages, said } = into
  if (typeof value === 'string') {
    const inner = parsed(value)
    if (inner !== null && typeof inner === 'object') {
      const before = value.slice(0, value.search(/[{[]/)).replace(/[\s:–-]+$/, '')
      if (isWord(before)) messages.push(before)
      collect(inner, into, depth + 1)
    } else if (isWord(value)) messages.push(value.trim())
    return
  }
  if (Array.isArray(value)) {
    const places = placesIn(value)
    if (places !== '') messages.push(places)
    else for (const one of value.slice(0, 5)) collect(one, into, depth + 1)
    return
  }
  if (!isObject(value)) return
  for (const name of CODES) {
    said.status ??= statusIn(value[name])
    if (isWord(value[name]) && !said.code.includes(value[name])) said.code = `${said.code} ${value[name]}`.trim()
  }
  said.status ??= statusIn(value['statusCode']) ?? statusIn(value['status_code'])
  said.param ??= isWord(value['param']) ? value['param'] : null
  for (const name of MESSAGES) if (isWord(value[name])) collect(value[name], into, depth + 1)
  for (const name of INSIDE) if (typeof value[name] === 'object') collect(value[name], into, depth + 1)
  for (const name of ['error', 'raw', 'body'] as const) if (isWord(value[name])) collect(value[name], into, depth + 1)
}

/** What gateways write into a field that they always send, when nothing is wrong. */
const NONE = /^(?:null|none|nil|undefined|ok|success\w*|no error|200|0)?$/i
const isNone = ({ message, code, status }: Said): boolean =>
  status === null && NONE.test(message) && code.split(' ').every((word) => NONE.test(word))

/**
 * What an error value says; null when it is none: `""`, `null`, `{}`, `false`, an object without a word in it, or one
 * that says that all is well.
 */
export function readError(value: unknown): Said | null {
  if (value === undefined || value === null || value === false || value === '' || value === 0) return null
  const into = { messages: [] as string[], said: { message: '', code: '', param: null, status: null } as Said }
  collect(value, into)
  const { messages, said } = into
  // What repeats the outer words, or is their beginning, is told once.
  said.message = messages
    .filter(
      (one, at) =>
        !messages.some(
          (other, place) => place !== at && (other.length > one.length || place < at) && other.includes(one),
        ),
    )
    .join(' ')
  return isNone(said) && value !== true ? null : said
}

/** The error inside of a body or a chunk that is otherwise shaped like an answer. */
export const errorIn = (whole: unknown): Said | null => (isObject(whole) ? readError(whole['error']) : null)

/** The words of an HTML page that name it; null for what is no page. */
export function pageTitle(body: string): string | null {
  if (!/^\s*(?:<!doctype html|<html|<head|<body|<h1|<\?xml|<center)/i.test(body)) return null
  return /<(title|h1)[^>]*>([^<]{0,120})/i.exec(body)?.[2]?.trim() ?? ''
}

/** The body of an answer with an error status. */
export function saidIn(body: string): Said {
  const nothing: Said = { message: '', code: '', param: null, status: null }
  if (pageTitle(body) !== null) return nothing
  const plain = body.trim()
  if (!/^[{["]/.test(plain)) return { ...nothing, message: plain }
  try {
    return readError(JSON.parse(plain)) ?? nothing
  } catch {
    // Cut off, or not JSON after all: its first words are the reason.
    const first = /"(?:message|error|detail|msg)"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(plain)?.[1]
    return { ...nothing, message: first ?? (/^[{[]/.test(plain) ? '' : plain) }
  }
}
