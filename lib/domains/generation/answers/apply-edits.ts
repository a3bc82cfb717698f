import type { EditBlock } from './diff-blocks'

/**
 * Anchored search-and-replace on one file: every block is found exactly once in the file as it was, or nothing is
 * changed. Pure.
 */

export const EDIT_RULES = [
  'edit-not-found',
  'edit-ambiguous',
  'edit-overlapping',
  'edit-without-search',
  'edit-changes-nothing',
] as const
export type EditRule = (typeof EDIT_RULES)[number]
/** `block` counts from 1, as people do. */
export type EditProblem = { rule: EditRule; block: number; message: string }

type Place = { start: number; end: number; text: string }
type Search = { place: Place } | { rule: EditRule; message: string }

const squeeze = (line: string): string => line.trim().replace(/\s+/g, ' ')
const indentOf = (line: string): string => /^[ \t]*/.exec(line)![0]
const quote = (text: string): string => JSON.stringify(text.trim().split('\n', 1)[0]!.slice(0, 80))

/** Without empty lines around it. Taking them off one by one would move the others each time. */
function trimmed(text: string): string[] {
  const lines = text.split('\n')
  const isFull = (line: string): boolean => line.trim() !== ''
  const first = lines.findIndex(isFull)
  return first === -1 ? [] : lines.slice(first, lines.findLastIndex(isFull) + 1)
}

/**
 * Where `wanted` stands as consecutive lines, compared by `key`. By Knuth, Morris and Pratt: a file of lines that are
 * all alike takes no longer than any other.
 */
function linesAt(lines: readonly string[], wanted: readonly string[], key: (line: string) => string): number[] {
  const search = wanted.map(key)
  /** How many of the first lines the lines up to each place end with. */
  const border = [0]
  const next = (matched: number, line: string): number => {
    let count = matched
    while (count > 0 && search[count] !== line) count = border[count - 1]!
    return search[count] === line ? count + 1 : 0
  }
  for (let at = 1; at < search.length; at++) border.push(next(border[at - 1]!, search[at]!))
  const found: number[] = []
  let matched = 0
  for (const [at, line] of lines.entries()) {
    matched = next(matched, key(line))
    if (matched < search.length) continue
    found.push(at + 1 - search.length)
    matched = border[matched - 1]!
  }
  return found
}

/** The replacement, moved to where the lines really stand: models often lose the indentation of what they quote. */
function reindent(replace: readonly string[], was: string, is: string): string[] {
  if (was === is) return [...replace]
  return replace.map((line) => {
    if (line.trim() === '') return line
    // Tabs for spaces and the other way round, too.
    if (line.startsWith(was)) return is + line.slice(was.length)
    if (is.startsWith(was)) return is.slice(was.length) + line
    if (was.startsWith(is) && line.startsWith(was.slice(is.length))) return line.slice(was.length - is.length)
    return line
  })
}

function find(content: string, lines: readonly string[], starts: readonly number[], block: EditBlock): Search {
  const wanted = trimmed(block.search)
  if (wanted.length === 0)
    return { rule: 'edit-without-search', message: 'A block needs lines to search for. Use <file> for a new file.' }
  const replacement = trimmed(block.replace)
  const span = (at: number, text: readonly string[]): Place => {
    const last = at + wanted.length - 1
    // Lines that go away take their line break along.
    const end = text.length === 0 ? (starts[last + 1] ?? content.length) : starts[last]! + lines[last]!.length
    return { start: starts[at]!, end, text: text.join('\n') }
  }
  const several = (count: number): Search => ({
    rule: 'edit-ambiguous',
    message: `${quote(wanted.join('\n'))} stands ${count} times in the file. Quote more lines around it.`,
  })

  const exact = linesAt(lines, wanted, (line) => line.trimEnd())
  if (exact.length > 1) return several(exact.length)
  if (exact.length === 1) return { place: span(exact[0]!, replacement) }

  if (wanted.length === 1) {
    // A part of one line, as it stands.
    const text = wanted[0]!
    const first = content.indexOf(text)
    if (first >= 0 && content.indexOf(text, first + 1) >= 0) return several(content.split(text).length - 1)
    if (first >= 0) return { place: { start: first, end: first + text.length, text: replacement.join('\n') } }
  }
  const loose = linesAt(lines, wanted, squeeze)
  if (loose.length > 1) return several(loose.length)
  if (loose.length === 1) {
    const at = loose[0]!
    return { place: span(at, reindent(replacement, indentOf(wanted[0]!), indentOf(lines[at]!))) }
  }
  return {
    rule: 'edit-not-found',
    message: `${quote(wanted.join('\n'))} does not stand in the file. Quote its lines exactly.`,
  }
}

/**
 * Applies all blocks to `content`, or none. Lines are compared exactly first, then without regard to spacing. Line ends
 * of the file are kept.
 */
export function applyEdits(
  content: string,
  blocks: readonly EditBlock[],
): { content: string } | { problems: EditProblem[] } {
  const isCrlf = content.includes('\r\n')
  const text = content.replace(/\r\n/g, '\n')
  const lines = text.split('\n')
  const starts: number[] = []
  for (let at = 0, offset = 0; at < lines.length; at++) {
    starts.push(offset)
    offset += lines[at]!.length + 1
  }
  const problems: EditProblem[] = []
  const places: (Place & { block: number })[] = []
  blocks.forEach((raw, index) => {
    const found = find(text, lines, starts, {
      search: raw.search.replace(/\r\n/g, '\n'),
      replace: raw.replace.replace(/\r\n/g, '\n'),
    })
    if ('place' in found) places.push({ ...found.place, block: index + 1 })
    else problems.push({ block: index + 1, ...found })
  })
  places.sort((a, b) => a.start - b.start)
  places.forEach((place, index) => {
    const before = places[index - 1]
    if (before !== undefined && place.start < before.end)
      problems.push({
        rule: 'edit-overlapping',
        block: place.block,
        message: `Blocks ${before.block} and ${place.block} change the same lines. Make them one.`,
      })
  })
  if (problems.length > 0) return { problems: problems.sort((a, b) => a.block - b.block) }
  let out = ''
  let from = 0
  for (const place of places) {
    out += text.slice(from, place.start) + place.text
    from = place.end
  }
  out += text.slice(from)
  if (out === text)
    return {
      problems: [{ rule: 'edit-changes-nothing', block: 1, message: 'The file is the same after these blocks.' }],
    }
  return { content: isCrlf ? out.replace(/\n/g, '\r\n') : out }
}
