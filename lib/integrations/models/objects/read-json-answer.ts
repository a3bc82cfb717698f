import { insideFences, withoutBetween } from '../../../core/cut-between'

/*
 * JSON as models write it: in a fence, in the middle of prose, after a <think> block, with comments, trailing commas,
 * single quotes, bare keys, raw line breaks in strings, Python's True and None. What is slipped is mended; what is
 * missing is not: an answer that ends too early must never pass for a short one. That is why no library does it: those
 * that we know (jsonrepair, partial-json) close what was left open.
 */

export type JsonCandidate = { value: unknown; repaired: boolean }

class Unreadable extends Error {}

const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' }
const WORDS: Record<string, unknown> = {
  true: true,
  false: false,
  null: null,
  True: true,
  False: false,
  None: null,
  undefined: null,
  NaN: null,
  Infinity: null,
}
/**
 * What a string that begins with one of these ends with. Typographic ones come from models that were taught by books.
 */
const QUOTES: Record<string, string> = { '"': '"', "'": "'", '“': '”', '„': '“', '«': '»' }
const DEEPEST = 200

/** Reads one value at `start`; lenient in form, strict in that everything opened is closed. */
function readLenient(text: string, start: number): { value: unknown; end: number } {
  let at = start
  const fail = (): never => {
    throw new Unreadable()
  }
  const skip = (): void => {
    for (;;) {
      const gap = /^(?:[\s\u200B-\u200D\u2060]+|\/\/[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/)/.exec(text.slice(at, at + 4_000))
      if (!gap) return
      at += gap[0].length
    }
  }
  const readString = (opening: string): string => {
    const quote = QUOTES[opening]!
    let out = ''
    for (at++; ; at++) {
      const char = text[at]
      if (char === undefined) fail()
      if (char === quote) {
        at++
        return out
      }
      if (char !== '\\') {
        out += char
        continue
      }
      const next = text[++at] ?? fail()
      if (next === 'u') {
        const code = /^[0-9a-fA-F]{4}/.exec(text.slice(at + 1, at + 5))?.[0] ?? fail()
        out += String.fromCharCode(Number.parseInt(code, 16))
        at += 4
      } else out += ESCAPES[next] ?? next
    }
  }
  const readWord = (): string => {
    const word = /^[\w$+.-]+/.exec(text.slice(at, at + 400))?.[0] ?? fail()
    at += word.length
    return word
  }
  const isQuote = (char: string | undefined): char is string => char !== undefined && Object.hasOwn(QUOTES, char)
  const readValue = (depth: number): unknown => {
    if (depth > DEEPEST) fail()
    skip()
    const char = text[at]
    if (char === '{' || char === '[') return readGroup(char, depth)
    if (isQuote(char)) return readString(char)
    const word = readWord()
    if (Object.hasOwn(WORDS, word)) return WORDS[word]
    return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(word) ? Number(word) : fail()
  }
  const readGroup = (open: string, depth: number): unknown => {
    const close = open === '{' ? '}' : ']'
    const list: unknown[] = []
    const entries: [string, unknown][] = []
    for (at++; ;) {
      skip()
      if (text[at] === close) break
      if (open === '[') list.push(readValue(depth + 1))
      else {
        const key = isQuote(text[at]) ? readString(text[at]!) : readWord()
        skip()
        if (text[at++] !== ':') fail()
        entries.push([key, readValue(depth + 1)])
      }
      const end = at
      skip()
      const isNewLine = text.slice(end, at).includes('\n')
      if (text[at] === ',') at++
      // A comma that was forgotten at the end of a line.
      else if (text[at] !== close && !isNewLine) fail()
    }
    at++
    return open === '[' ? list : Object.fromEntries(entries)
  }
  const value = readValue(0)
  return { value, end: at }
}

function readAt(text: string, start: number): { value: unknown; end: number } | null {
  try {
    return readLenient(text, start)
  } catch (error) {
    if (error instanceof Unreadable) return null
    throw error
  }
}

/** Behind the bracket that closes the one at `start`, whatever is in between; -1 when none does. */
function closeOf(text: string, start: number): number {
  let depth = 0
  for (const match of text.slice(start).matchAll(/"(?:[^"\\\n]|\\.)*"|[{}[\]]/g)) {
    if (/^[{[]/.test(match[0])) depth++
    else if (/^[}\]]/.test(match[0]) && --depth === 0) return start + match.index + 1
  }
  return -1
}

const MOST_STARTS = 200
/**
 * What a model thinks aloud, in the spellings of DeepSeek and Qwen, Claude, Magistral, Kimi and gpt-oss; also when only
 * its end was sent.
 */
const THOUGHTS = [
  ['<think>', '</think>'],
  ['<thinking>', '</thinking>'],
  ['<reasoning>', '</reasoning>'],
  ['[THINK]', '[/THINK]'],
  ['◁think▷', '◁/think▷'],
  ['<|channel|>analysis<|message|>', '<|end|>'],
] as const
const LATE_ENDS = ['</think>', '</thinking>']

function withoutThoughts(text: string): string {
  const isWhole = THOUGHTS.some(([begin, end]) => text.startsWith(begin) && text.includes(end))
  const late = LATE_ENDS.map((end) => text.lastIndexOf(end) + end.length).filter((_, at) =>
    text.includes(LATE_ENDS[at]!),
  )
  return withoutBetween(isWhole ? text : text.slice(Math.max(0, ...late)), THOUGHTS)
}

/**
 * Values in the order in which they are likely meant: the whole answer, what stands in fences, then whatever begins
 * with { or [.
 */
export function* jsonCandidates(answer: string): Generator<JsonCandidate> {
  const text = answer.replace(/^\uFEFF/, '').trim()
  try {
    yield { value: JSON.parse(text), repaired: false }
  } catch {
    // Not plainly JSON.
  }
  const spoken = withoutThoughts(text)
  for (const inside of insideFences(spoken, 'anywhere')) {
    const start = inside.search(/[{[]/)
    const read = start < 0 ? null : readAt(inside, start)
    if (read) yield { value: read.value, repaired: true }
  }
  let starts = 0
  for (let at = spoken.search(/[{[]/); at >= 0 && starts < MOST_STARTS; starts++) {
    const read = readAt(spoken, at)
    if (read) yield { value: read.value, repaired: true }
    // What lies inside of something that cannot be read is a part of the answer, however well it may look.
    const from = read ? read.end : closeOf(spoken, at)
    const next = from < 0 ? -1 : spoken.slice(from).search(/[{[]/)
    at = next < 0 ? -1 : from + next
  }
}

const DEEPEST_WRAPPER = 3

/**
 * What stands inside of something that is not the answer itself, outermost first: `{"plan": …}`, `{"response": {"data":
 * …}}`, a list of one, the arguments of a call, JSON that was put into a string.
 */
export function* valuesInside(value: unknown, depth = 0): Generator {
  if (depth >= DEEPEST_WRAPPER) return
  let inner: unknown[] = []
  if (typeof value === 'string' && /^\s*[{[]/.test(value)) inner = [readAt(value, value.search(/[{[]/))?.value]
  else if (Array.isArray(value)) inner = value.length === 1 ? value : []
  else if (typeof value === 'object' && value !== null) inner = Object.values(value)
  const groups = inner.filter(
    (one) => (typeof one === 'object' && one !== null) || (typeof one === 'string' && /^\s*\{/.test(one)),
  )
  yield* groups.filter((one) => typeof one === 'object')
  for (const one of groups) yield* valuesInside(one, depth + 1)
}
