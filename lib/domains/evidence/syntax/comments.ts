/**
 * Comments of languages without a parser here. A hand-written scan, because a pattern like `<!--[\s\S]*?-->` looks
 * through the rest of the file for every opening that is never closed: quadratic on hostile input.
 */

export type Comment = { value: string; start: number; end: number }
export type CommentStyle = { open: string; close: string }[]

export const CSS: CommentStyle = [{ open: '/*', close: '*/' }]
export const SQL: CommentStyle = [
  { open: '--', close: '\n' },
  { open: '/*', close: '*/' },
]
export const MARKUP: CommentStyle = [{ open: '<!--', close: '-->' }]
export const HASH: CommentStyle = [{ open: '#', close: '\n' }]
const JSONC: CommentStyle = [
  { open: '//', close: '\n' },
  { open: '/*', close: '*/' },
]

/** Quotes within which an opening does not count; an unclosed one ends at its line. */
const QUOTES: ReadonlyMap<CommentStyle, string> = new Map([
  [CSS, '"\''],
  [SQL, "'"],
  [JSONC, '"'],
])

/** The end of the quoted text that begins at `start`, or `start` when its line ends before it does. */
function quoteEnd(text: string, start: number, isMultiline: boolean): number {
  const quote = text[start]
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\' && !isMultiline) at++
    else if (text[at] === quote) return at
    else if (text[at] === '\n' && !isMultiline) return start
  }
  return start
}

/** Every comment of `text`, in order; one that is never closed runs to the end. Linear in the length of the text. */
export function scanComments(text: string, style: CommentStyle): Comment[] {
  const found: Comment[] = []
  const quotes = QUOTES.get(style) ?? ''
  const starts = new Set(style.map(({ open }) => open[0]))
  let plainUntil = 0
  for (let at = 0; at < text.length; at++) {
    const one = text[at] as string
    if (quotes.includes(one) && at >= plainUntil) {
      const end = quoteEnd(text, at, style === SQL)
      if (end === at) {
        // Never closed: what follows has no quotes, or each further one would be looked through again.
        if (style === SQL) return found
        const line = text.indexOf('\n', at)
        plainUntil = line < 0 ? text.length : line
      }
      at = end
      continue
    }
    if (!starts.has(one)) continue
    const kind = style.find(({ open }) => text.startsWith(open, at))
    if (!kind) continue
    const inner = at + kind.open.length
    const close = text.indexOf(kind.close, inner)
    const end = close < 0 ? text.length : close
    found.push({
      value: text.slice(inner, end),
      start: at,
      end: close < 0 ? end : close + (kind.close === '\n' ? 0 : kind.close.length),
    })
    at = Math.max(at, (found.at(-1) as Comment).end - 1)
  }
  return found
}

/** `text` with its comments turned into spaces: every offset and line stays. */
export function blankComments(text: string, style: CommentStyle): string {
  let out = ''
  let from = 0
  for (const { start, end } of scanComments(text, style)) {
    out += text.slice(from, start) + text.slice(start, end).replace(/[^\n]/g, ' ')
    from = end
  }
  return out + text.slice(from)
}

/** JSON with comments and trailing commas (tsconfig.json) as plain JSON of the same length. */
export function plainJson(text: string): string {
  const blank = blankComments(text, JSONC)
  const out: string[] = []
  let from = 0
  for (let at = 0; at < blank.length; at++) {
    if (blank[at] === '"') {
      const end = quoteEnd(blank, at, false)
      if (end === at) break // not JSON; whoever parses it says so
      at = end
    }
    if (blank[at] === ',') {
      const next = /\S/g
      next.lastIndex = at + 1
      const end = next.exec(blank)?.[0]
      if (end === '}' || end === ']') {
        out.push(blank.slice(from, at), ' ')
        from = at + 1
      }
    }
  }
  return out.join('') + blank.slice(from)
}
