/*
 * Unified diffs, as models write them: their line numbers are wrong more often than not, so a hunk is taken for what it
 * says, the lines that stand there and those that shall. Applied like any other block: where the lines stand exactly
 * once.
 */

/** One change: `search` are whole lines of the file as it is, `replace` what stands there afterwards. */
export type EditBlock = { search: string; replace: string }

const HEADER =
  /^(?:diff --git |index [0-9a-f]|--- |\+\+\+ |new file mode|deleted file mode|similarity index|\*\*\* |\\ No newline)/
const HUNK = /^@@/

/** The file that `+++ b/…` names. */
export const pathInDiff = (line: string): string | null => /^\+\+\+ (?:[ab]\/)?([^\s]+)/.exec(line)?.[1] ?? null

/** `*** Update File: …` of the patch format that Codex and GPT models write. */
export const patchedFile = (line: string): { action: 'update' | 'add' | 'delete'; path: string } | null => {
  const match = /^\*\*\* (Update|Add|Delete) File: (\S+)\s*$/.exec(line)
  return match === null ? null : { action: match[1]!.toLowerCase() as 'update' | 'add' | 'delete', path: match[2]! }
}

/** Whether these lines are a diff and no file: a hunk, and lines that go or come. */
export const isDiff = (lines: readonly string[]): boolean =>
  lines.some((line) => HUNK.test(line)) &&
  lines.every((line) => line.trim() === '' || HUNK.test(line) || HEADER.test(line) || /^[ +-]/.test(line))

/** One block for each hunk; null when a line is neither kept, taken away nor added. */
export function readDiff(lines: readonly string[]): EditBlock[] | null {
  const blocks: EditBlock[] = []
  let search: string[] = []
  let replace: string[] = []
  const end = (): void => {
    if (search.join('') !== replace.join('')) blocks.push({ search: search.join('\n'), replace: replace.join('\n') })
    search = []
    replace = []
  }
  for (const line of lines) {
    if (HUNK.test(line)) end()
    else if (HEADER.test(line)) continue
    else if (line.startsWith('-')) search.push(line.slice(1))
    else if (line.startsWith('+')) replace.push(line.slice(1))
    else if (line.startsWith(' ') || line === '') {
      search.push(line.slice(1))
      replace.push(line.slice(1))
    } else return null
  }
  end()
  return blocks.length > 0 ? blocks : null
}
