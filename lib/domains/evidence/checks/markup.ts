import { type Check, finding, outcome } from '../check.ts'
import type { Finding } from '../contract.ts'
import { isAppScript } from '../paths.ts'
import { decidesMode, isPlainSite } from '../plain-site.ts'
import { appModel } from '../syntax/app-model.ts'
import { type HtmlElement, type HtmlPage, pagesOf } from '../syntax/html.ts'
import { fieldFindings } from '../syntax/rules/fields.ts'

/**
 * The part of `lint` that reads markup: what a screen reader and a search engine need of every page of a plain site,
 * and the names of an application's fields, for which a linter that sees one element at a time cannot look. WCAG 2.1 in
 * brackets.
 */

const NAMED_BY_ID = ['aria-labelledby', 'aria-describedby', 'aria-controls'] as const
const LABELLED = new Set(['input', 'select', 'textarea'])
/** Inputs that say by themselves what they are, or that nobody sees. */
const NO_LABEL = new Set(['hidden', 'submit', 'reset', 'button', 'image'])

type Say = (rule: string, element: HtmlElement, message: string) => void

export const markup: Check = {
  name: 'lint',
  dependsOn: (path) => decidesMode(path) || /\.html?$/.test(path) || isAppScript(path),
  run: async (project) =>
    outcome(isPlainSite(project) ? pagesOf(project).flatMap(pageFindings) : fieldFindings(appModel(project))),
}

function pageFindings(page: HtmlPage): Finding[] {
  const found: Finding[] = []
  const say: Say = (rule, element, message) =>
    void found.push(finding({ check: 'lint', rule, file: page.path, ...page.at(element.offset), message }))
  const { elements } = page
  documentFindings(elements, say)
  const byId = Map.groupBy(
    elements.filter(({ attributes }) => attributes.has('id')),
    ({ attributes }) => attributes.get('id')!,
  )
  for (const [id, [, second]] of byId)
    if (second !== undefined) say('duplicate-id', second, `The id "${id}" stands twice on this page.`)
  const labelled = new Set(
    elements.flatMap(({ tag, attributes }) => (tag === 'label' ? (attributes.get('for') ?? []) : [])),
  )
  for (const element of elements) {
    const { tag, attributes } = element
    if (tag === 'img' && !attributes.has('alt'))
      say(
        'missing-alt',
        element,
        'The image says nothing to people who cannot see it: write alt, empty for decoration (1.1.1).',
      )
    if (tag === 'label' && attributes.has('for') && !byId.has(attributes.get('for')!))
      say('dead-label', element, `The label names "${attributes.get('for')}", which is not on this page (1.3.1).`)
    if (LABELLED.has(tag) && !isLabelled(element, labelled))
      say('missing-label', element, `The <${tag}> has no label (1.3.1, 4.1.2).`)
    if ((tag === 'button' || (tag === 'a' && attributes.has('href'))) && nameOf(element, elements) === '')
      say('missing-name', element, `The <${tag}> has no text that says what it does (4.1.2).`)
    if (tag === 'iframe' && !hasText(attributes.get('title')))
      say('missing-name', element, 'The <iframe> has no title (4.1.2).')
    for (const name of NAMED_BY_ID)
      for (const id of (attributes.get(name) ?? '').split(/\s+/).filter(Boolean))
        if (!byId.has(id)) say('dead-reference', element, `${name} names "${id}", which is not on this page.`)
  }
  return found
}

/** What a whole document needs; a fragment that a script puts into a page does not. */
function documentFindings(elements: readonly HtmlElement[], say: Say): void {
  const html = elements.find(({ tag }) => tag === 'html')
  if (html === undefined) return
  if (!hasText(html.attributes.get('lang')))
    say('missing-lang', html, 'The page does not say its language: <html lang="en"> (3.1.1).')
  const title = elements.find(({ tag, isSvg }) => tag === 'title' && !isSvg)
  if (!hasText(title?.text)) say('missing-title', title ?? html, 'The page has no title (2.4.2).')
}

const hasText = (text: string | undefined): boolean => (text ?? '').trim() !== ''
const hasAriaName = ({ attributes }: HtmlElement): boolean =>
  ['aria-label', 'aria-labelledby', 'title'].some((name) => hasText(attributes.get(name)))

function isLabelled(element: HtmlElement, labelled: ReadonlySet<string>): boolean {
  const { attributes } = element
  if (NO_LABEL.has((attributes.get('type') ?? '').toLowerCase()) || hasAriaName(element)) return true
  if (labelled.has(attributes.get('id') ?? '')) return true
  for (let at = element.parent; at !== null; at = at.parent) if (at.tag === 'label') return true
  return false
}

/** Enough of https://www.w3.org/TR/accname to know whether there is any name at all. */
function nameOf(element: HtmlElement, elements: readonly HtmlElement[]): string {
  if (hasAriaName(element)) return 'named'
  const isInside = (one: HtmlElement): boolean => {
    for (let at: HtmlElement | null = one; at !== null; at = at.parent) if (at === element) return true
    return false
  }
  const from = elements.indexOf(element)
  let said = ''
  // Elements stand in document order: what is inside follows at once.
  for (let index = from; index < elements.length && isInside(elements[index]!); index++) {
    const one = elements[index]!
    said +=
      one.text +
      (one.tag === 'img' ? (one.attributes.get('alt') ?? '') : '') +
      (one !== element && hasAriaName(one) ? 'named' : '')
  }
  return said.trim()
}
