/**
 * The Markdown that models and Devora write, as data: blocks and, inside them, spans. HTML in it stays text, so nothing
 * it says can become markup. Reads an answer that is still being written: a fence that is not closed yet is code all
 * the same. Pure.
 */
export type Block =
  | { kind: 'paragraph' | 'quote'; text: string }
  | { kind: 'heading'; level: number; text: string }
  | { kind: 'code'; language: string; text: string }
  | { kind: 'list'; isOrdered: boolean; start: number; items: Block[][] }
  | { kind: 'table'; head: string[]; rows: string[][] }
  | { kind: 'rule' }

const FENCE = /^ {0,3}(`{3,}|~{3,})\s*([\w+#.-]*)/
const HEADING = /^ {0,3}(#{1,6})\s+(\S.*)$/
const RULE = /^ {0,3}(?:(?:- *){3,}|(?:\* *){3,}|(?:_ *){3,})$/
const ITEM = /^( {0,3})([-*+]|\d{1,9}[.)])(\s+|$)(.*)$/
const TABLE_LINE = /^ {0,3}\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$/
const QUOTE = /^ {0,3}>/
const MOST_DEPTH = 6

export const readMarkdown = (text: string): Block[] => readBlocks(text.replace(/\r\n?/g, '\n').split('\n'), 0)

function readBlocks(lines: readonly string[], depth: number): Block[] {
  const blocks: Block[] = []
  for (let at = 0; at < lines.length;) {
    const line = lines[at]!
    const fence = FENCE.exec(line)
    const heading = HEADING.exec(line)
    const item = depth < MOST_DEPTH ? ITEM.exec(line) : null
    if (line.trim() === '') at++
    else if (fence !== null) {
      let end = at + 1
      while (end < lines.length && !closesFence(lines[end]!, fence[1]!)) end++
      blocks.push({ kind: 'code', language: fence[2]!, text: lines.slice(at + 1, end).join('\n') })
      at = end + 1
    } else if (heading !== null) {
      blocks.push({ kind: 'heading', level: heading[1]!.length, text: headingText(heading[2]!) })
      at++
    } else if (RULE.test(line)) {
      blocks.push({ kind: 'rule' })
      at++
    } else if (item !== null) {
      const [list, next] = readList(lines, at, depth)
      blocks.push(list)
      at = next
    } else if (line.includes('|') && TABLE_LINE.test(lines[at + 1] ?? '')) {
      let end = at + 2
      while (end < lines.length && lines[end]!.includes('|')) end++
      blocks.push({ kind: 'table', head: cellsOf(line), rows: lines.slice(at + 2, end).map(cellsOf) })
      at = end
    } else {
      let end = at + 1
      const kind = QUOTE.test(line) ? 'quote' : 'paragraph'
      const goesOn = (one: string): boolean =>
        one.trim() !== '' && (!begins(one) || (kind === 'quote' && QUOTE.test(one)))
      while (end < lines.length && goesOn(lines[end]!)) end++
      const said = lines.slice(at, end).map((one) => (kind === 'quote' ? one.replace(/^ {0,3}> ?/, '') : one))
      blocks.push({ kind, text: said.join('\n').trim() })
      at = end
    }
  }
  return blocks
}

const closesFence = (line: string, mark: string): boolean =>
  line.trimStart().startsWith(mark) && /^\s*[`~]+\s*$/.test(line)

/** Without the signs that may close a heading; one of nothing else keeps its first. */
const headingText = (said: string): string =>
  said
    .trimEnd()
    .replace(/(?<!#)#+$/, '')
    .trimEnd() || said.charAt(0)

/** Whether a line ends the paragraph before it. */
const begins = (line: string): boolean =>
  FENCE.test(line) || HEADING.test(line) || RULE.test(line) || ITEM.test(line) || QUOTE.test(line)

const cellsOf = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim())

function readList(lines: readonly string[], from: number, depth: number): [Block, number] {
  const first = ITEM.exec(lines[from]!)!
  const isOrdered = /\d/.test(first[2]!)
  const items: Block[][] = []
  let at = from
  while (at < lines.length) {
    const item = ITEM.exec(lines[at]!)
    if (item === null || RULE.test(lines[at]!) || /\d/.test(item[2]!) !== isOrdered) break
    const indent = item[1]!.length + item[2]!.length + Math.min(4, Math.max(1, item[3]!.length))
    const own = [item[4]!]
    for (at++; at < lines.length; at++) {
      const line = lines[at]!
      const isInside = line.startsWith(' '.repeat(Math.min(indent, 2))) && line.trim() !== ''
      const isBlankInside = line.trim() === '' && (lines[at + 1] ?? '').startsWith(' '.repeat(Math.min(indent, 2)))
      const isLazy = line.trim() !== '' && !begins(line) && own.at(-1)!.trim() !== ''
      if (!isInside && !isBlankInside && !isLazy) break
      own.push(line.slice(Math.min(indent, line.length - line.trimStart().length)))
    }
    items.push(readBlocks(own, depth + 1))
    // A blank line between two items belongs to the list.
    if (
      (lines[at] ?? '').trim() === '' &&
      ITEM.test(lines[at + 1] ?? '') &&
      /\d/.test(ITEM.exec(lines[at + 1]!)![2]!) === isOrdered
    )
      at++
  }
  return [{ kind: 'list', isOrdered, start: isOrdered ? parseInt(first[2]!, 10) : 1, items }, at]
}

export type Span =
  | { kind: 'text' | 'code' | 'strong' | 'em'; text: string }
  | { kind: 'link'; text: string; href: string }

/** What stands out in a line, in the order in which it is looked for: code first, for nothing in it means anything. */
const SPAN = new RegExp(
  [
    /(?<!`)(`+)(?!`)([^`]|[^`].*?[^`])\1(?!`)/,
    /\*\*(?=\S)([^*]+?)\*\*/,
    /__(?=\S)([^_]+?)__/,
    /(?<![\w*])\*(?=[^\s*])([^*\n]+?)\*(?!\*)/,
    /(?<!\w)_(?=\S)([^_\n]+?)_(?!\w)/,
    /\[([^[\]\n]+)\]\(([^()\s]+)\)/,
    /(https?:\/\/[^\s<>"'`]*[^\s<>"'`.,;:!?)\]])/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
)

/** Links go to the web or to a mail address; any other address stays text. */
export function readSpans(text: string): Span[] {
  const spans: Span[] = []
  let at = 0
  for (const match of text.matchAll(SPAN)) {
    if (match.index > at) spans.push({ kind: 'text', text: text.slice(at, match.index) })
    const [whole, , code, strong, strongToo, em, emToo, label, address, bare] = match
    if (code !== undefined) spans.push({ kind: 'code', text: code.trim() })
    else if (strong !== undefined || strongToo !== undefined) spans.push({ kind: 'strong', text: strong ?? strongToo! })
    else if (em !== undefined || emToo !== undefined) spans.push({ kind: 'em', text: em ?? emToo! })
    else if (bare !== undefined) spans.push({ kind: 'link', text: bare, href: bare })
    else if (/^(?:https?:\/\/|mailto:)/i.test(address!)) spans.push({ kind: 'link', text: label!, href: address! })
    else spans.push({ kind: 'text', text: whole })
    at = match.index + whole.length
  }
  if (at < text.length) spans.push({ kind: 'text', text: text.slice(at) })
  return spans
}
