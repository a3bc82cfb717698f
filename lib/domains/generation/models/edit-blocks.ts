import { unwrapLines } from './unwrap-content'

/** One change: `search` are whole lines of the file as it is, `replace` what stands there afterwards. */
export type EditBlock = { search: string; replace: string }

const SEARCH = /^\s*<{5,9}\s*(?:SEARCH|ORIGINAL|HEAD)?\s*$/i
const MIDDLE = /^\s*={5,9}\s*$/
const REPLACE = /^\s*>{5,9}\s*(?:REPLACE|UPDATED)?\s*\w*\s*$/i

/** Reads the blocks of an `<edit>`; text between blocks is ignored, a block that is not complete spoils all of them. */
export function readEditBlocks(lines: readonly string[]): { blocks: EditBlock[] } | { problem: string } {
  const blocks: EditBlock[] = []
  let part: 'outside' | 'search' | 'replace' = 'outside'
  let [search, replace]: [string[], string[]] = [[], []]
  for (const line of lines) {
    if (part === 'outside') {
      if (SEARCH.test(line)) [part, search, replace] = ['search', [], []]
      else if (REPLACE.test(line)) return { problem: 'A block ends that never began.' }
    } else if (part === 'search') {
      if (MIDDLE.test(line)) part = 'replace'
      else if (SEARCH.test(line) || REPLACE.test(line)) return { problem: 'A block has no ======= between search and replacement.' }
      else search.push(line)
    } else if (REPLACE.test(line)) {
      blocks.push({ search: unfenced(search).join('\n'), replace: unfenced(replace).join('\n') })
      part = 'outside'
    } else if (SEARCH.test(line)) return { problem: 'A block begins inside another one.' }
    else replace.push(line)
  }
  if (part !== 'outside') return { problem: 'The last block is not closed by >>>>>>> REPLACE.' }
  if (blocks.length === 0) return { problem: 'An edit needs at least one block <<<<<<< SEARCH … ======= … >>>>>>> REPLACE. Use <file> for a whole file.' } // prettier-ignore
  return { blocks }
}

/** A fence around one side of a block is the model's; blank lines at its rim are kept only where there is no fence. */
function unfenced(lines: string[]): string[] {
  const isFenced = /^\s*`{3,}/.test(lines[0] ?? '') && /^\s*`{3,}\s*$/.test(lines.at(-1) ?? '') && lines.length > 1
  return isFenced ? unwrapLines(lines, '') : lines
}
