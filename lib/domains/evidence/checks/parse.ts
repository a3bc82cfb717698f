import postcss, { CssSyntaxError } from 'postcss'
import { type Check, finding, outcome, type ProjectUnderCheck } from '../check.ts'
import type { Finding } from '../contract.ts'
import { byCodeUnit, isDeclaration, isScript, isTextByName } from '../paths.ts'
import { isPlainSite } from '../plain-site.ts'
import { plainJson } from '../syntax/comments.ts'
import { commentsOf, isPlaceholder } from '../syntax/placeholders.ts'
import { lineIndex } from '../syntax/position.ts'
import { markupFindings } from '../syntax/rules/markup.ts'
import { sourcesOf, type Source } from '../syntax/source.ts'
import { walk } from '../syntax/walk.ts'

/** Every file is what its name says, is complete, and parses. SQL is parsed by `schema`, which runs it. */

type Report = (rule: string, file: string, offset: number, message: string, hint?: string) => void

const lastInk = (text: string): number => Math.max(0, text.trimEnd().length - 1)

/**
 * A parser that ran into the end of the file, or stumbled in its last line while brackets are open, was reading a file
 * that had been cut off.
 */
function ranOut(text: string, offset: number, message: string): boolean {
  const ink = text.trimEnd()
  if (offset >= ink.length || /unterminated|unclosed|end of (?:file|input)|`EOF`/i.test(message)) return true
  const count = (one: string): number => ink.split(one).length
  return offset > ink.lastIndexOf('\n') && (count('{') > count('}') || count('(') > count(')'))
}

const PROSE =
  /^\s*(?:here(?:'s| is| are)|sure[,!.]|certainly|of course|below (?:is|are)|i(?:'ve| have|'ll| will)|this (?:file|code|component)|the following|aqu[ií] (?:est[aá]|tienes)|claro[,!]|por supuesto|a continuaci[oó]n|voici|hier ist)\b[^;{}()=<>]*[.:!]?\s*$/i

/**
 * What a chat leaves around code: fences, prose, merge and diff markers. Answers true when the file as a whole is
 * spoiled.
 */
function chatFindings(path: string, text: string, report: Report): boolean {
  if (/\.mdx?$/.test(path)) return false
  let spoiled = false
  const first = text.search(/\S/)
  if (first >= 0 && /^`{3,}|^~{3,}/.test(text.slice(first, first + 4))) {
    report('markdown-fence', path, first, 'The file starts with a Markdown code fence.', 'Write the code only.')
    spoiled = true
  } else if (/\n`{3,}$/.test(text.trimEnd()) && (text.match(/^`{3,}/gm)?.length ?? 0) === 1) {
    report(
      'markdown-fence',
      path,
      text.lastIndexOf('```'),
      'The file ends with a Markdown code fence.',
      'Write the code only.',
    )
    spoiled = true
  }
  const marker = /^(?:<{7}|>{7})(?: .*)?$/m.exec(text)
  if (marker) {
    report('merge-marker', path, marker.index, 'The file holds an unresolved merge conflict.')
    spoiled = true
  }
  if (/^(?:diff --git |--- a\/|@@ -\d+,?\d* \+\d+)/.test(text.slice(Math.max(0, first)))) {
    report('diff-content', path, Math.max(0, first), 'The file holds a patch instead of its content.')
    spoiled = true
  }
  const line = text.slice(Math.max(0, first)).split('\n', 1)[0]?.slice(0, 300) ?? ''
  if (!/\.(?:txt|html|csv|env.*|svg|xml)$|(^|\/)\.[\w.]+$/.test(path) && PROSE.test(line)) {
    report(
      'prose-in-file',
      path,
      Math.max(0, first),
      'The file starts with a sentence for a reader instead of code.',
      'Write the code only.',
    )
    spoiled = true
  }
  return spoiled
}

function jsonFinding(path: string, text: string, report: Report): void {
  // tsconfig and jsconfig are JSON with comments.
  const plain = /(^|\/)[tj]sconfig[\w.-]*\.json$/.test(path) ? plainJson(text) : text
  try {
    JSON.parse(plain)
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    const position = /at position (\d+)/.exec(message)?.[1]
    const offset = position === undefined ? lastInk(text) : Number(position)
    const cut = position === undefined || offset >= text.trimEnd().length
    report(
      cut ? 'truncated-file' : 'syntax-error',
      path,
      cut ? lastInk(text) : offset,
      cut
        ? 'The JSON ends before it is complete.'
        : `Not valid JSON: ${message.replace(/ at position[\s\S]*$/, '').replace(/, (?:\.\.\.)?"[\s\S]*$/, '')}.`,
    )
  }
}

function cssFinding(path: string, text: string, report: Report): void {
  try {
    postcss.parse(text)
  } catch (error) {
    if (!(error instanceof CssSyntaxError)) throw error
    const cut = error.reason.startsWith('Unclosed')
    const lines = text.split('\n')
    const offset =
      lines.slice(0, (error.line ?? 1) - 1).reduce((sum, line) => sum + line.length + 1, 0) + (error.column ?? 1) - 1
    report(
      cut ? 'truncated-file' : 'syntax-error',
      path,
      cut ? lastInk(text) : offset,
      cut ? 'The stylesheet ends before it is complete.' : `Not valid CSS: ${error.reason}.`,
    )
  }
}

/** A whole page that stops in the middle still parses in a browser; its closing tag is what is missing. */
function htmlFinding(path: string, text: string, report: Report): void {
  if (/<html[\s>]/i.test(text) && !/<\/html\s*>/i.test(text))
    report('truncated-file', path, lastInk(text), 'The document ends before `</html>`.')
}

function placeholderFindings(source: Source, report: Report): void {
  const lazy = (offset: number, value: string): void => {
    const shown = value.replace(/\s+/g, ' ').trim().slice(0, 60)
    report('lazy-placeholder', source.path, offset, `"${shown}" stands where code should be.`, 'Write the whole file.')
  }
  for (const comment of source.comments) if (isPlaceholder(comment.value)) lazy(comment.start, comment.value)
  walk(source.program, (node) => {
    if (node.type === 'JSXText' && /^\s*(?:\.{3}|…)/.test(node.value) && isPlaceholder(node.value))
      lazy(node.start + node.value.search(/\S/), node.value)
    if (node.type === 'ThrowStatement' && node.argument.type === 'NewExpression') {
      const message = node.argument.arguments[0]
      if (
        message?.type === 'Literal' &&
        typeof message.value === 'string' &&
        /^(?:not (?:yet )?implemented|to ?do)\b/i.test(message.value)
      )
        lazy(node.start, message.value)
    }
  })
}

export const parse: Check = {
  name: 'parse',
  async run(project) {
    const findings: Finding[] = [...project.specFindings]
    const indexes = new Map<string, ReturnType<typeof lineIndex>>()
    const report: Report = (rule, file, offset, message, hint) => {
      let index = indexes.get(file)
      if (!index) indexes.set(file, (index = lineIndex(project.text(file) ?? '')))
      findings.push(
        finding({ check: 'parse', rule, file, ...index(offset), message, ...(hint !== undefined && { hint }) }),
      )
    }
    const spoiled = new Set<string>()
    for (const path of [...project.files.keys()].filter(isTextByName).sort(byCodeUnit))
      checkText(project, path, report, spoiled)
    if (isPlainSite(project)) findings.push(...markupFindings(project, new Set(findings.map(({ file }) => file ?? ''))))
    const { scripts, errors } = sourcesOf(project)
    for (const [path, all] of Map.groupBy(errors, (one) => one.path)) {
      if (spoiled.has(path)) continue
      const text = project.text(path) ?? ''
      // The first error of a file explains the others, except that a cut-off end explains them all.
      const cut = all.find(({ message, offset }) => ranOut(text, offset, message))
      if (cut) report('truncated-file', path, lastInk(text), `The file ends before it is complete: ${cut.message}`)
      else report('syntax-error', path, all[0]?.offset ?? 0, all[0]?.message ?? '')
    }
    for (const source of scripts.values()) if (!spoiled.has(source.path)) placeholderFindings(source, report)
    return outcome(findings)
  },
}

/** One text file, apart from scripts' syntax; a file reported in `spoiled` gets no further finding. */
function checkText(project: ProjectUnderCheck, path: string, report: Report, spoiled: Set<string>): void {
  const bytes = project.files.get(path)
  if (bytes === undefined) return
  const text = project.text(path)
  if (text === undefined) {
    spoiled.add(path)
    const binary = bytes.includes(0)
    report(
      binary ? 'binary-content' : 'invalid-utf8',
      path,
      0,
      binary ? 'The file has a source name but binary content.' : 'The file is not valid UTF-8.',
    )
    return
  }
  if (isScript(path) && !isDeclaration(path) && text.trim() === '') report('empty-file', path, 0, 'The file is empty.')
  if (chatFindings(path, text, report)) {
    spoiled.add(path)
    return
  }
  if (path.endsWith('.json')) jsonFinding(path, text, report)
  else if (path.endsWith('.css')) cssFinding(path, text, report)
  else if (path.endsWith('.html')) htmlFinding(path, text, report)
  for (const { value, start } of commentsOf(path, text))
    if (isPlaceholder(value))
      report(
        'lazy-placeholder',
        path,
        start,
        `"${value.replace(/\s+/g, ' ').trim().slice(0, 60)}" stands where code should be.`,
        'Write the whole file.',
      )
}
