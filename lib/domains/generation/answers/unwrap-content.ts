import { withoutInvisible } from './spoken'

/** What models put around a file's content although nobody asked for it. Pure. */

const FENCE = /^\s{0,3}(`{3,}|~{3,})\s*([^`]*)$/
/** With what stands behind the opening one, and before the closing one, on the same line. */
const WRAPPERS = [
  [/^\s*<!\[CDATA\[/, /\]\]>\s*$/],
  [/^\s*<(?:content|code|source|contents|diff)>/i, /<\/(?:content|code|source|contents|diff)>\s*$/i],
] as const

/** The backticks (or tildes) that open or close a fence, and what stands behind them; null for any other line. */
export function readFence(line: string): { mark: string; info: string } | null {
  const match = FENCE.exec(line)
  return match === null ? null : { mark: match[1]!, info: match[2]!.trim() }
}

/**
 * Whether `line` closes a fence that `mark` opened (CommonMark: the same character, at least as many, nothing behind).
 */
export const closesFence = (line: string, mark: string): boolean => {
  const fence = readFence(line)
  return fence !== null && fence.info === '' && fence.mark[0] === mark[0] && fence.mark.length >= mark.length
}

const isBlank = (line: string | undefined): boolean => line !== undefined && withoutInvisible(line).trim() === ''

const ENTITIES: Record<string, string> = {
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
  '#x27': "'",
  '#34': '"',
  amp: '&',
}
export const unescaped = (text: string): string =>
  text.replace(/&(lt|gt|quot|apos|#39|#x27|#34|amp);/g, (_, name: string) => ENTITIES[name]!)
/**
 * A model that takes the tags for XML escapes what is in them. Code that escapes by itself has a `<` of its own
 * somewhere.
 */
const isEscaped = (text: string, path: string): boolean =>
  /\.(?:[jt]sx?|html|svg)$/.test(path) && !text.includes('<') && /&lt;\/?[A-Za-z]/.test(text) && text.includes('&gt;')

function trimBlank(lines: string[]): string[] {
  let [from, to] = [0, lines.length]
  while (from < to && isBlank(lines[from])) from++
  while (to > from && isBlank(lines[to - 1])) to--
  return lines.slice(from, to)
}

/**
 * Takes off a fence or an XML-like wrapper that encloses all lines. A Markdown file keeps its fences unless they are
 * its wrapper.
 */
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
    const wrapper = WRAPPERS.find(([open, close]) => open.test(first) && close.test(last))
    if (wrapper === undefined || inner.length < 2) break
    inner = trimBlank([first.replace(wrapper[0], ''), ...inner.slice(1, -1), last.replace(wrapper[1], '')])
  }
  return inner
}

/**
 * A file's text from its lines: without wrappers and byte order mark, one line break at the end; '' when nothing is
 * left.
 */
export function contentOf(lines: string[], path: string): string {
  const inner = unwrapLines(lines, path)
  const text = inner
    .join('\n')
    .replace(/^[\uFEFF\u200B\u2060]+/, '')
    .toWellFormed()
  return inner.length === 0 ? '' : `${isEscaped(text, path) ? unescaped(text) : text}\n`
}

const EXTENSION = /\.(?:tsx?|jsx?|mjs|css|sql|json|md|mdx|html|svg|txt|ya?ml|toml)$/
const looksLikePath = (text: string): boolean =>
  /^[\w@.()[\]/-]+$/.test(text) && EXTENSION.test(text) && !text.includes('//')

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

/** Of a line that names a file; what is longer says something else. */
const LONGEST_HEADING = 500
const SAYS_WHOLE =
  /\b(?:create|add a new file|new file|contents? of|full (?:code|file|version)|complete (?:code|file|version)|crea|crear|cree|erstelle|contenido de)\b/i

/**
 * The path in a heading above a fence (`### 2. app/page.tsx (new)`, `**app/page.tsx**:`, `File: app/page.tsx`), or
 * null.
 */
export function pathInHeading(line: string): string | null {
  if (line.length > LONGEST_HEADING) return null
  const words = line
    .trim()
    .replace(/^(?:#{1,6}\s+|[-*+]\s+|\d+[.)]\s+)+/, '')
    .replace(/[*`]+/g, '')
  const bare = words
    .replace(/^(?:\d+[.)]\s+)?(?:new\s+)?(?:file(?:name)?|path|create|archivo|datei|fichier)\s*:?\s+(?=\S+\.\w+)/i, '')
    .replace(/:\s*$/, '')
    .replace(/\s+[([][\w\s]{1,20}[)\]]$/, '')
    .replace(/:\s*$/, '')
    .trim()
  if (looksLikePath(bare) && (bare.includes('/') || bare === 'proxy.ts')) return bare
  // A sentence, when it says that the whole file follows; after any other one stands an example.
  const named = [...line.matchAll(/`([^`\s]+)`/g)]
    .map(([, path]) => path!)
    .filter((path) => looksLikePath(path) && path.includes('/'))
  return named.length === 1 && /:\s*$/.test(line) && SAYS_WHOLE.test(line) ? named[0]! : null
}

/** A line that is nothing but a path. */
export const isPathLine = (line: string): boolean => looksLikePath(line.trim()) && line.includes('/')
