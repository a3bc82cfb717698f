import { FILE_HEADERS_ONLY, formatPatch, type StructuredPatch, structuredPatch } from 'diff'

/** Text against text, in bounded time. */

export type Patch = { patch: string; added: number; removed: number }

const CONTEXT = 3
/**
 * The exact algorithm is O(N·D): beyond this many differing lines or milliseconds a coarser, equally correct answer is
 * given.
 */
const MAX_EDITS = 4_000
const MAX_MS = 250

/**
 * `diff -u` of two texts; null is a file that does not exist. Two very different texts give one hunk that replaces
 * everything between their common beginning and end, which is as valid a patch as the shortest one.
 */
export function unifiedDiff(path: string, before: string | null, after: string | null): Patch {
  const oldName = before === null ? '/dev/null' : `a/${path}`
  const newName = after === null ? '/dev/null' : `b/${path}`
  const from = before ?? ''
  const to = after ?? ''
  const exact = structuredPatch(oldName, newName, from, to, undefined, undefined, {
    context: CONTEXT,
    maxEditLength: MAX_EDITS,
    timeout: MAX_MS,
  })
  const patch = exact ?? {
    oldFileName: oldName,
    newFileName: newName,
    oldHeader: undefined,
    newHeader: undefined,
    hunks: [coarseHunk(from, to)],
  }
  const lines = patch.hunks.flatMap((hunk) => hunk.lines)
  return {
    patch: formatPatch(patch, FILE_HEADERS_ONLY),
    added: lines.reduce((sum, line) => sum + (line.startsWith('+') ? 1 : 0), 0),
    removed: lines.reduce((sum, line) => sum + (line.startsWith('-') ? 1 : 0), 0),
  }
}

/** Lines with their line ends, so that a missing last one is a difference. */
const linesOf = (text: string): string[] => (text === '' ? [] : text.split(/(?<=\n)/))

function coarseHunk(from: string, to: string): StructuredPatch['hunks'][number] {
  const old = linesOf(from)
  const now = linesOf(to)
  const shorter = Math.min(old.length, now.length)
  let head = 0
  while (head < shorter && old[head] === now[head]) head++
  let tail = 0
  while (tail < shorter - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++
  const start = Math.max(0, head - CONTEXT)
  const trailing = Math.min(tail, CONTEXT)
  const lines = [
    ...mark(' ', old.slice(start, head)),
    ...mark('-', old.slice(head, old.length - tail)),
    ...mark('+', now.slice(head, now.length - tail)),
    ...mark(' ', old.slice(old.length - tail, old.length - tail + trailing)),
  ]
  return {
    oldStart: start + 1,
    oldLines: old.length - tail + trailing - start,
    newStart: start + 1,
    newLines: now.length - tail + trailing - start,
    lines,
  }
}

const mark = (sign: string, lines: string[]): string[] =>
  lines.flatMap((line) =>
    line.endsWith('\n') ? [sign + line.slice(0, -1)] : [sign + line, '\\ No newline at end of file'],
  )
