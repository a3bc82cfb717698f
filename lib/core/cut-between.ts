import escapePattern from 'escape-string-regexp'

/** Where something begins and what ends it, both to the letter; capitals or not. */
export type Marks = readonly [begin: string, end: string]

const literal = (texts: readonly string[]): RegExp =>
  new RegExp(texts.map((text) => escapePattern(text)).join('|'), 'gi')

/** Stretches between marks, first to last, none inside of another; what is never closed is none. */
function* between(text: string, marks: readonly Marks[]): Generator<{ from: number; to: number; inside: string }> {
  const begin = literal(marks.map(([one]) => one))
  // An end that is nowhere behind one beginning is behind no later one either: it is looked for once.
  const isNowhere = new Set<string>()
  for (let match = begin.exec(text); match !== null; match = begin.exec(text)) {
    const said = match[0].toLowerCase()
    const [, end] = marks.find(([one]) => one.toLowerCase() === said)!
    if (isNowhere.has(end)) continue
    const close = literal([end])
    close.lastIndex = begin.lastIndex
    const closed = close.exec(text)
    if (closed === null) {
      isNowhere.add(end)
      continue
    }
    yield { from: match.index, to: close.lastIndex, inside: text.slice(begin.lastIndex, closed.index) }
    begin.lastIndex = close.lastIndex
  }
}

/**
 * What stands between each pair of marks. Takes time in proportion to the text, where a pattern such as
 * `<a>[\s\S]*?</a>` takes it by the square of it when nothing is closed.
 */
export const insides = (text: string, marks: readonly Marks[]): string[] =>
  [...between(text, marks)].map(({ inside }) => inside)

/** The text without the stretches between marks, and without the marks. */
export function withoutBetween(text: string, marks: readonly Marks[]): string {
  let out = ''
  let from = 0
  for (const cut of between(text, marks)) {
    out += text.slice(from, cut.from)
    from = cut.to
  }
  return out + text.slice(from)
}

/**
 * What stands in Markdown fences, without their first line; a fence that is not closed is none.
 * @param closed whether the closing fence must begin its line, or may stand behind the last word
 */
export function insideFences(text: string, closed: 'on its own line' | 'anywhere'): string[] {
  const open = /```[\w-]*[ \t]*\r?\n/g
  const close = closed === 'anywhere' ? /```/g : /(?<=\n)[ \t]*```/g
  const found: string[] = []
  while (open.exec(text) !== null) {
    close.lastIndex = open.lastIndex
    const end = close.exec(text)
    if (end === null) break
    found.push(text.slice(open.lastIndex, end.index).replace(/\r?\n$/, ''))
    open.lastIndex = close.lastIndex
  }
  return found
}
