/** One statement of a script: where it stands and its text, without the semicolon and without comments before it. */
export type StatementSpan = {
  /** UTF-16 index in the script of the first character. */
  start: number
  /** Index behind the last character (at the semicolon). */
  end: number
  /** Deepest nesting of brackets: a parser that recurses must not be given 50,000 of them. */
  depth: number
}

/** Index behind a quoted token that starts at `at`; an unclosed one reaches to the end. */
function skipQuoted(text: string, at: number, quote: string, hasBackslash: boolean): number {
  for (let i = at + 1; i < text.length; i++) {
    if (hasBackslash && text[i] === '\\') i++
    else if (text[i] === quote) {
      if (text[i + 1] !== quote) return i + 1
      i++
    }
  }
  return text.length
}

function skipBlockComment(text: string, at: number): number {
  let level = 0
  for (let i = at; i < text.length; i++) {
    if (text.startsWith('/*', i)) {
      level++
      i++
    } else if (text.startsWith('*/', i)) {
      level--
      i++
      if (level === 0) return i + 1
    }
  }
  return text.length
}

const DOLLAR_TAG = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y
const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y

/** Index behind the comment, string, quoted name or dollar body that starts at `at`; `at` itself when none does. */
function skipToken(text: string, at: number): number {
  const char = text[at]
  if (char === '-' && text[at + 1] === '-') {
    const end = text.indexOf('\n', at)
    return end < 0 ? text.length : end + 1
  }
  if (char === '/' && text[at + 1] === '*') return skipBlockComment(text, at)
  if (char === "'")
    return skipQuoted(text, at, "'", /[eE]/.test(text[at - 1] ?? '') && !/[\w$]/.test(text[at - 2] ?? ' '))
  if (char === '"') return skipQuoted(text, at, '"', false)
  if (char === '$' && !/[\w$]/.test(text[at - 1] ?? ' ')) {
    DOLLAR_TAG.lastIndex = at
    const tag = DOLLAR_TAG.exec(text)?.[0]
    if (tag) {
      const end = text.indexOf(tag, at + tag.length)
      return end < 0 ? text.length : end + tag.length
    }
  }
  return at
}

/**
 * Splits a script at its top-level semicolons, as psql does: strings, dollar quotes, comments, brackets and `begin
 * atomic … end` bodies stay whole. Linear in the size of the script.
 */
export function splitStatements(text: string): StatementSpan[] {
  const spans: StatementSpan[] = []
  let start = -1
  let brackets = 0
  let depth = 0
  // Nesting of BEGIN ATOMIC / CASE … END inside an SQL function body.
  let atomic = 0
  let lastWord = ''
  const close = (end: number): void => {
    if (start >= 0) spans.push({ start, end, depth })
    start = -1
    brackets = 0
    depth = 0
    atomic = 0
    lastWord = ''
  }
  for (let i = 0; i < text.length;) {
    const char = text[i] as string
    const next = skipToken(text, i)
    if (next > i) {
      const isComment = (char === '-' && text[i + 1] === '-') || char === '/'
      if (!isComment && start < 0) start = i
      i = next
      continue
    }
    if (char === ';' && brackets === 0 && atomic === 0) {
      close(i)
      i++
      continue
    }
    if (/\s/.test(char)) {
      i++
      continue
    }
    if (start < 0) start = i
    if (char === '(' || char === '[') depth = Math.max(depth, ++brackets)
    else if ((char === ')' || char === ']') && brackets > 0) brackets--
    WORD.lastIndex = i
    const word = WORD.exec(text)?.[0]
    if (!word) {
      i++
      continue
    }
    const lower = word.toLowerCase()
    if (lower === 'atomic' && lastWord === 'begin') atomic++
    else if (atomic > 0 && lower === 'case') atomic++
    else if (atomic > 0 && lower === 'end') atomic--
    lastWord = lower
    i += word.length
  }
  close(text.length)
  return spans
}

/** 1-based line and column of a UTF-16 index. */
export function placeOf(text: string, index: number): { line: number; column: number } {
  const before = text.slice(0, Math.max(0, Math.min(index, text.length)))
  const newline = before.lastIndexOf('\n')
  return { line: before.split('\n').length, column: index - newline }
}

/** UTF-16 index of Postgres' error position, which counts characters (code points) from 1. */
export function indexOfPosition(text: string, position: number): number {
  let index = 0
  for (let left = position - 1; left > 0 && index < text.length; left--)
    index += (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1
  return index
}
