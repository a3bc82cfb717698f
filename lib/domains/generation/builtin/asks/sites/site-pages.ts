import escapePattern from 'escape-string-regexp'
import type { Scenario, Step } from '../../../../spec/scenario'
import type { AppSpec } from '../../../../spec/contract'
import type { SiteBrief } from '../../site/brief'
import { sitePageFile } from '../../site/plan-site'
import { readSite } from '../../site/read-site'
import { writeSite } from '../../site/write-site'

/**
 * A plain site as the built-in generator writes it from its plan: what its prompts say, and what stands on its pages.
 * Both follow from the plan alone, so what a scenario would see is known before it is played.
 */
export type SiteView = {
  spec: AppSpec
  /** What the prompts say about it, in the project's language. */
  brief: SiteBrief
  /** What is read on each page, by its address; in the order of the plan. */
  pages: ReadonlyMap<string, string>
}

/** Plans are read for each of their prompts; none is written more than once. */
const VIEWS = new WeakMap<AppSpec, SiteView>()

/** The site that a plan comes to. */
export function viewOf(spec: AppSpec): SiteView {
  const known = VIEWS.get(spec)
  if (known !== undefined) return known
  const brief = readSite(spec.prompt)
  const files = new Map(writeSite(spec, brief).map(({ path, content }) => [path, content]))
  const pages = new Map(spec.pages.map(({ path }) => [path, textOf(files.get(sitePageFile(path)) ?? '')]))
  const view: SiteView = { spec, brief: { ...brief, locale: spec.locale }, pages }
  VIEWS.set(spec, view)
  return view
}

const SIGNS: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' }

const UNSEEN =
  /<svg[\s\S]*?<\/svg>|<\/summary>[\s\S]*?<\/details>|<span[^>]*aria-hidden="true">[^<]*<\/span>|<button[^>]*\shidden>[^<]*<\/button>/g

/** What somebody reads on a page of ours: nothing of its head, of drawings, of closed answers, or of numbers for show. */
const textOf = (html: string): string =>
  comparable(
    html
      .slice(Math.max(0, html.indexOf('<body')))
      .replace(UNSEEN, ' ')
      .replace(/<[^>]*>/g, ' ')
      .replace(/&(?:amp|lt|gt|quot);/g, (sign) => SIGNS[sign]!),
  )

/** As texts are compared when a scenario is played: without case, runs of spaces and the kind of quotation marks. */
const comparable = (text: string): string =>
  text.normalize('NFC').toLowerCase().replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/\s+/g, ' ').trim()

/** Whether a page says some words, as whole words. */
export function says(view: SiteView, path: string, words: string): boolean {
  const wanted = comparable(words)
  const text = view.pages.get(path) ?? ''
  if (wanted === '' || !text.includes(wanted)) return false
  return new RegExp(`(?<![\\p{L}\\p{N}]|\\p{N}[.,])${escapePattern(wanted)}(?![\\p{L}\\p{N}]|[.,]\\p{N})`, 'u').test(
    text,
  )
}

/** The first page that says some words. */
export const pageSaying = (view: SiteView, words: string): string | undefined =>
  [...view.pages.keys()].find((path) => says(view, path, words))

/** Words as the pages have them after what later prompts put in their place. */
export const worded = ({ brief }: SiteView, text: string): string =>
  brief.wordings.reduce((now, { from, to }) => now.replaceAll(from, () => to), text)

/** Whether a scenario passes on these pages; it visits them, follows links in their navigation, sees, or does not. */
export function passes(view: SiteView, { steps }: Scenario): boolean {
  let path = '/'
  const isRight = (step: Step): boolean => {
    if (step.do === 'visit') path = step.path
    if (step.do === 'follow') path = linked(view, step.link) ?? ''
    if (step.do === 'see') return says(view, path, step.text)
    if (step.do === 'not_see') return view.pages.has(path) && !says(view, path, step.text)
    if (step.do === 'see_colour' && view.spec.theme[step.of].toLowerCase() !== step.colour.toLowerCase()) return false
    return view.pages.has(path)
  }
  return steps.every(isRight)
}

const linked = ({ spec }: SiteView, title: string): string | undefined =>
  spec.pages.find((page) => page.title === title)?.path
