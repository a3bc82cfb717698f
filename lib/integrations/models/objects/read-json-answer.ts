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

/** Between two values: white space, also such as no eye sees, and comments. */
const GAP = /^(?:[\s\u200B-\u200D\u2060]+|\/\/[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/)/
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/

const isQuote = (char: string | undefined): char is string => char !== undefined && Object.hasOwn(QUOTES, char)

function fail(): never {
  throw new Unreadable()
}

/** Reads values from `at` on; lenient in form, strict in that everything opened is closed. Throws Unreadable. */
class LenientReader {
  private readonly text: string
  /** Behind what was read. */
  at: number

  constructor(text: string, at: number) {
    this.text = text
    this.at = at
  }

  readValue(depth = 0): unknown {
    if (depth > DEEPEST) fail()
    this.skip()
    const char = this.text[this.at]
    if (char === '{') return this.readObject(depth)
    if (char === '[') return this.readList(depth)
    if (isQuote(char)) return this.readString(char)
    const word = this.readWord()
    if (Object.hasOwn(WORDS, word)) return WORDS[word]
    return NUMBER.test(word) ? Number(word) : fail()
  }

  private skip(): void {
    for (;;) {
      const gap = GAP.exec(this.text.slice(this.at, this.at + 4_000))
      if (!gap) return
      this.at += gap[0].length
    }
  }

  private readString(opening: string): string {
    const { text } = this
    const quote = QUOTES[opening]!
    let out = ''
    for (this.at++; ; this.at++) {
      const char = text[this.at]
      if (char === undefined) fail()
      if (char === quote) {
        this.at++
        return out
      }
      if (char !== '\\') {
        out += char
        continue
      }
      const next = text[++this.at] ?? fail()
      if (next === 'u') {
        const code = /^[0-9a-fA-F]{4}/.exec(text.slice(this.at + 1, this.at + 5))?.[0] ?? fail()
        out += String.fromCharCode(Number.parseInt(code, 16))
        this.at += 4
      } else out += ESCAPES[next] ?? next
    }
  }

  private readWord(): string {
    const word = /^[\w$+.-]+/.exec(this.text.slice(this.at, this.at + 400))?.[0] ?? fail()
    this.at += word.length
    return word
  }

  private readList(depth: number): unknown[] {
    const list: unknown[] = []
    this.readItems(']', () => list.push(this.readValue(depth + 1)))
    return list
  }

  private readObject(depth: number): unknown {
    const entries: [string, unknown][] = []
    this.readItems('}', () => {
      const opening = this.text[this.at]
      const key = isQuote(opening) ? this.readString(opening) : this.readWord()
      this.skip()
      if (this.text[this.at++] !== ':') fail()
      entries.push([key, this.readValue(depth + 1)])
    })
    return Object.fromEntries(entries)
  }

  /** From an opening bracket to behind its closing one. */
  private readItems(close: string, readItem: () => void): void {
    for (this.at++; ;) {
      this.skip()
      if (this.text[this.at] === close) break
      readItem()
      const end = this.at
      this.skip()
      const isNewLine = this.text.slice(end, this.at).includes('\n')
      if (this.text[this.at] === ',') this.at++
      // A comma that was forgotten at the end of a line.
      else if (this.text[this.at] !== close && !isNewLine) fail()
    }
    this.at++
  }
}

function readAt(text: string, start: number): { value: unknown; end: number } | null {
  try {
    const reader = new LenientReader(text, start)
    return { value: reader.readValue(), end: reader.at }
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
