/** What models put around a file's content although nobody asked for it. Pure. */

const FENCE = /^\s{0,3}(`{3,}|~{3,})\s*([^`]*)$/
const WRAPPERS = [
  [/^<!\[CDATA\[$/, /^\]\]>$/],
  [/^<(content|code|source|contents)>$/i, /^<\/(content|code|source|contents)>$/i],
] as const

/** The backticks (or tildes) that open or close a fence, and what stands behind them; null for any other line. */
export function readFence(line: string): { mark: string; info: string } | null {
  const match = FENCE.exec(line)
  return match === null ? null : { mark: match[1]!, info: match[2]!.trim() }
}

/** Whether `line` closes a fence that `mark` opened (CommonMark: the same character, at least as many, nothing behind). */
export const closesFence = (line: string, mark: string): boolean => {
  const fence = readFence(line)
  return fence !== null && fence.info === '' && fence.mark[0] === mark[0] && fence.mark.length >= mark.length
}

const isBlank = (line: string | undefined): boolean => line !== undefined && line.trim() === ''

function trimBlank(lines: string[]): string[] {
  let [from, to] = [0, lines.length]
  while (from < to && isBlank(lines[from])) from++
  while (to > from && isBlank(lines[to - 1])) to--
  return lines.slice(from, to)
}

/** Takes off a fence or an XML-like wrapper that encloses all lines. A Markdown file keeps its fences unless they are its wrapper. */
export function unwrapLines(lines: string[], path: string): string[] {
  let inner = trimBlank(lines)
  for (let layer = 0; layer < 3; layer++) {
    const [first = '', last = ''] = [inner[0], inner.at(-1)]
    const fence = readFence(first)
    const isMarkdown = /\.mdx?$/.test(path)
    if (fence !== null && (!isMarkdown || /^(?:md|mdx|markdown)$/i.test(fence.info))) {
      // Without its closing line the fence was forgotten, not cut: the end of the file was seen before this is called.
      inner = trimBlank(inner.slice(1, inner.length > 1 && closesFence(last, fence.mark) ? -1 : undefined))
      continue
    }
    const wrapper = WRAPPERS.find(([open, close]) => open.test(first.trim()) && close.test(last.trim()))
    if (wrapper === undefined || inner.length < 2) break
    inner = trimBlank(inner.slice(1, -1))
  }
  return inner
}

/** A file's text from its lines: without wrappers and byte order mark, one line break at the end; '' when nothing is left. */
export function contentOf(lines: string[], path: string): string {
  const inner = unwrapLines(lines, path)
  return inner.length === 0 ? '' : `${inner.join('\n').replace(/^\uFEFF/, '').toWellFormed()}\n` // prettier-ignore
}

const EXTENSION = /\.(?:tsx?|jsx?|mjs|css|sql|json|md|mdx|html|svg|txt|ya?ml|toml)$/
const looksLikePath = (text: string): boolean => /^[\w@.()[\]/-]+$/.test(text) && EXTENSION.test(text) && !text.includes('//')

/** The path in a fence's info (`tsx path="a/b.tsx"`, `tsx:a/b.tsx`, `a/b.tsx`), or null. */
export function pathInInfo(info: string): string | null {
  const named = /(?:path|file|filename|title|name)\s*[=:]\s*["']?([^"'\s]+)["']?/i.exec(info)
  if (named !== null && looksLikePath(named[1]!)) return named[1]!
  const bare = info.replace(/^\w+:/, '').split(/\s+/).at(-1) ?? ''
  return looksLikePath(bare) && /[./]/.test(bare) ? bare : null
}

/** The path in a comment that is a whole line (`// app/page.tsx`, `-- supabase/seed.sql`), or null. */
export function pathInComment(line: string): string | null {
  const match = /^\s*(?:\/\/|--|#|\/\*+|<!--)\s*(?:file(?:name)?:?\s+|path:?\s+)?(\S+?)\s*(?:\*\/|-->)?\s*$/i.exec(line)
  return match !== null && looksLikePath(match[1]!) && match[1]!.includes('/') ? match[1]! : null
}

/** The path in a heading above a fence (`### app/page.tsx`, `**app/page.tsx**:`, `File: app/page.tsx`), or null. */
export function pathInHeading(line: string): string | null {
  const words = line.trim().replace(/^(?:#{1,6}\s+|[-*]\s+|\d+[.)]\s+)/, '').replace(/[*`]+/g, '') // prettier-ignore
  const bare = words
    .replace(/^(?:new\s+)?(?:file(?:name)?|path)\s*:\s*/i, '')
    .replace(/:\s*$/, '')
    .trim()
  return looksLikePath(bare) && (bare.includes('/') || bare === 'proxy.ts') ? bare : null
}
