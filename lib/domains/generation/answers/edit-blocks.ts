import { type EditBlock, isDiff, readDiff } from './diff-blocks'
import { unwrapLines } from './unwrap-content'

const SEARCH = /^\s*(?:<{5,9}|-{5,9}(?=\s*SEARCH))\s*(?:SEARCH|ORIGINAL|HEAD)?\s*$/i
const MIDDLE = /^\s*={5,9}\s*$/
const REPLACE = /^\s*(?:>{5,9}|\+{5,9}(?=\s*REPLACE))\s*(?:REPLACE|UPDATED)?\s*\w*\s*$/i

export const beginsBlock = (line: string): boolean => SEARCH.test(line)
export const endsBlock = (line: string): boolean => REPLACE.test(line)
/**
 * Whether these lines are blocks and no file; nothing else has such lines, unless somebody forgot to resolve a
 * conflict.
 */
export const holdsBlocks = (lines: readonly string[]): boolean => lines.some(beginsBlock) && lines.some(endsBlock)

const AS_MARKS: readonly [tag: RegExp, mark: string | null][] = [
  [/^\s*<(?:search|old|find|original|old_str)>\s*$/i, '<<<<<<< SEARCH'],
  [/^\s*<\/(?:search|old|find|original|old_str)>\s*$/i, null],
  [/^\s*<(?:replace|new|updated|new_str)>\s*$/i, '======='],
  [/^\s*<\/(?:replace|new|updated|new_str)>\s*$/i, '>>>>>>> REPLACE'],
]
/** `<search>…</search><replace>…</replace>` in the marks of the protocol. */
const marked = (lines: readonly string[]): readonly string[] =>
  lines.some(beginsBlock)
    ? lines
    : lines.flatMap((line) => {
        const known = AS_MARKS.find(([tag]) => tag.test(line))
        return known === undefined ? [line] : (known[1] ?? [])
      })

/** Reads the blocks of an `<edit>`; text between blocks is ignored, a block that is not complete spoils all of them. */
export function readEditBlocks(given: readonly string[]): { blocks: EditBlock[] } | { problem: string } {
  const diff = !given.some(beginsBlock) && isDiff(given) ? readDiff(given) : null
  if (diff !== null) return { blocks: diff }
  const lines = marked(given)
  const blocks: EditBlock[] = []
  let part: 'outside' | 'search' | 'replace' = 'outside'
  let [search, replace]: [string[], string[]] = [[], []]
  for (const line of lines) {
    if (part === 'outside') {
      if (SEARCH.test(line)) [part, search, replace] = ['search', [], []]
      else if (REPLACE.test(line)) return { problem: 'A block ends that never began.' }
    } else if (part === 'search') {
      if (MIDDLE.test(line)) part = 'replace'
      else if (SEARCH.test(line) || REPLACE.test(line))
        return { problem: 'A block has no ======= between search and replacement.' }
      else search.push(line)
    } else if (REPLACE.test(line)) {
      blocks.push({ search: unfenced(search).join('\n'), replace: unfenced(replace).join('\n') })
      part = 'outside'
    } else if (SEARCH.test(line)) return { problem: 'A block begins inside another one.' }
    else replace.push(line)
  }
  if (part !== 'outside') return { problem: 'The last block is not closed by >>>>>>> REPLACE.' }
  if (blocks.length === 0)
    return {
      problem:
        'An edit needs at least one block <<<<<<< SEARCH … ======= … >>>>>>> REPLACE. Use <file> for a whole file.',
    }
  return { blocks }
}

/** A fence around one side of a block is the model's; blank lines at its rim are kept only where there is no fence. */
function unfenced(lines: string[]): string[] {
  const isFenced = /^\s*`{3,}/.test(lines[0] ?? '') && /^\s*`{3,}\s*$/.test(lines.at(-1) ?? '') && lines.length > 1
  return isFenced ? unwrapLines(lines, '') : lines
}
