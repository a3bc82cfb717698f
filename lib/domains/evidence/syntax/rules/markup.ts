import { parseSync } from 'oxc-parser'
import postcss, { CssSyntaxError } from 'postcss'
import { finding, type ProjectUnderCheck } from '../../check.ts'
import type { Finding } from '../../contract.ts'
import { type HtmlElement, type HtmlPage, pagesOf } from '../html.ts'

/**
 * A page is well-formed, and so is what stands inside it: scripts, styles, data. Browsers mend the rest by guessing.
 */

/**
 * Faults after which browsers show something else than was written. The specification names more, most of them
 * harmless.
 */
const FAULTS: Record<string, string> = {
  'eof-in-tag': 'The page ends inside a tag.',
  'eof-in-comment': 'The page ends inside a comment.',
  'missing-end-tag-name': 'An end tag has no name.',
  'invalid-first-character-of-tag-name': 'A `<` begins no tag; write `&lt;`.',
  'unexpected-character-in-attribute-name': 'A quote or `<` stands in the name of an attribute.',
  'missing-attribute-value': 'An attribute has `=` and no value.',
  'missing-whitespace-between-attributes': 'There is no space between two attributes.',
  'duplicate-attribute': 'The tag has this attribute twice.',
}
const MOST_PER_PAGE = 20
const SCRIPT_TYPES = new Set(['', 'module', 'text/javascript', 'application/javascript'])

/** @param spoiled files that already have a finding which explains the others */
export function markupFindings(project: ProjectUnderCheck, spoiled: ReadonlySet<string>): Finding[] {
  return pagesOf(project).flatMap((page) => (spoiled.has(page.path) ? [] : findingsOf(page).slice(0, MOST_PER_PAGE)))
}

function findingsOf(page: HtmlPage): Finding[] {
  const found: Array<{ rule: string; offset: number; message: string; hint?: string }> = []
  const seen = new Set<number>()
  for (const element of page.elements) {
    // Browsers open a <b> that was left open again in every block that follows; it is one fault.
    if (seen.has(element.offset)) continue
    seen.add(element.offset)
    if (!element.isClosed) {
      const hint = `Write </${element.tag}> where it ends.`
      found.push({ rule: 'unclosed-tag', offset: element.offset, message: `<${element.tag}> is never closed.`, hint })
    } else if (element.tag === 'script' || element.tag === 'style') {
      const problem = innerProblem(element)
      if (problem !== null)
        found.push({ rule: 'syntax-error', offset: element.textOffset + problem.offset, message: problem.message })
    }
  }
  // An end tag too many is often the shadow of one that is missing.
  if (!found.some(({ rule }) => rule === 'unclosed-tag'))
    for (const offset of page.strayEnds)
      found.push({ rule: 'stray-end-tag', offset, message: 'This end tag closes nothing.' })
  for (const { code, offset } of page.errors) {
    const message = FAULTS[code]
    if (message !== undefined) found.push({ rule: 'syntax-error', offset, message })
  }
  return found.map(({ offset, ...rest }) => finding({ check: 'parse', file: page.path, ...page.at(offset), ...rest }))
}

function innerProblem(element: HtmlElement): { offset: number; message: string } | null {
  const { text } = element
  if (text.trim() === '') return null
  const type = (element.attributes.get('type') ?? '').trim().toLowerCase()
  if (element.tag === 'style') return styleProblem(text)
  if (element.attributes.has('src')) return null
  if (/json$|^importmap$|^speculationrules$/.test(type)) return jsonProblem(text)
  if (!SCRIPT_TYPES.has(type)) return null
  const result = parseSync('inline.js', text, {
    sourceType: type === 'module' ? 'module' : 'script',
    showSemanticErrors: true,
  })
  const error = result.errors.find(({ severity }) => severity === 'Error')
  return error === undefined
    ? null
    : { offset: error.labels[0]?.start ?? 0, message: `The script does not parse: ${error.message}` }
}

function jsonProblem(text: string): { offset: number; message: string } | null {
  try {
    JSON.parse(text)
    return null
  } catch (error) {
    const position = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1]
    return { offset: Number(position ?? 0), message: 'The data in this script is not valid JSON.' }
  }
}

function styleProblem(text: string): { offset: number; message: string } | null {
  try {
    postcss.parse(text)
    return null
  } catch (error) {
    if (!(error instanceof CssSyntaxError)) throw error
    const lines = text.split('\n').slice(0, (error.line ?? 1) - 1)
    return {
      offset: lines.reduce((sum, line) => sum + line.length + 1, 0) + (error.column ?? 1) - 1,
      message: `The styles do not parse: ${error.reason}.`,
    }
  }
}
