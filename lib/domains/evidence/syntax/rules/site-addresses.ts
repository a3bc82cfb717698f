import { posix } from 'node:path'
import type { ProjectUnderCheck } from '../../check.ts'
import { byCodeUnit } from '../../paths.ts'
import { blankComments, CSS } from '../comments.ts'
import { type HtmlElement, type HtmlPage, pagesOf } from '../html.ts'
import { lineIndex, type Position } from '../position.ts'

/** Every address that a plain site names, in its pages and stylesheets. */
export type SiteAddress = {
  file: string
  at: Position
  /** The attribute or function that names it, for messages: `<img>`, `url()`. */
  by: string
  target: string
  /**
   * `link`: somebody goes there. `form`: sends something there. `load`: the browser fetches it by itself. `note`:
   * neither.
   */
  use: 'link' | 'form' | 'load' | 'note'
  element?: HtmlElement
}

const LOADS: Record<string, readonly string[]> = {
  script: ['src'],
  img: ['src', 'srcset'],
  source: ['src', 'srcset'],
  iframe: ['src'],
  video: ['src', 'poster'],
  audio: ['src'],
  track: ['src'],
  embed: ['src'],
  object: ['data'],
  input: ['src'],
  image: ['href', 'xlink:href'],
  use: ['href', 'xlink:href'],
  link: ['href'],
  a: ['href'],
  area: ['href'],
  form: ['action'],
}
/** Relations of a `<link>` that make no browser fetch anything. */
const NOTED = new Set(['canonical', 'alternate', 'author', 'license', 'me', 'next', 'prev', 'help', 'bookmark'])

const purposeOf = ({ tag, attributes }: HtmlElement): SiteAddress['use'] =>
  tag === 'a' || tag === 'area'
    ? 'link'
    : tag === 'form'
      ? 'form'
      : tag === 'link' &&
          (attributes.get('rel') ?? '')
            .toLowerCase()
            .split(/\s+/)
            .some((one) => NOTED.has(one))
        ? 'note'
        : 'load'

/** `a.jpg 1x, b.jpg 2x` → its addresses; a data address may hold commas. */
const inSet = (value: string): string[] =>
  value.split(/\s*,\s+|(?<=\s[\d.]+[wxh])\s*,/).flatMap((one) => one.trim().split(/\s+/)[0] || [])

const URLS = /(?:url\(\s*(?:"([^"]*)"|'([^']*)'|([^"')\s][^)]*?))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)'))/gi
export function* addressesInStyles(text: string): Generator<{ target: string; offset: number }> {
  for (const match of blankComments(text, CSS).matchAll(URLS))
    yield { target: (match[1] ?? match[2] ?? match[3] ?? match[4] ?? match[5] ?? '').trim(), offset: match.index }
}

export function siteAddresses(project: ProjectUnderCheck): SiteAddress[] {
  const found: SiteAddress[] = []
  for (const page of pagesOf(project)) found.push(...addressesOf(page))
  for (const path of [...project.files.keys()].filter((one) => one.endsWith('.css')).sort(byCodeUnit)) {
    const text = project.text(path)
    if (text === undefined) continue
    const at = lineIndex(text)
    for (const { target, offset } of addressesInStyles(text))
      found.push({ file: path, at: at(offset), by: 'url()', target, use: 'load' })
  }
  return found
}

function addressesOf(page: HtmlPage): SiteAddress[] {
  const found: SiteAddress[] = []
  for (const element of page.elements) {
    for (const name of LOADS[element.tag] ?? []) {
      const value = element.attributes.get(name)
      if (value === undefined) continue
      const place = {
        file: page.path,
        at: page.at(element.offsetOf(name)),
        by: `<${element.tag}>`,
        use: purposeOf(element),
        element,
      }
      for (const target of name === 'srcset' ? inSet(value) : [value.trim()]) found.push({ ...place, target })
    }
    const styles = element.tag === 'style' ? element.text : (element.attributes.get('style') ?? '')
    const start = element.tag === 'style' ? element.textOffset : element.offsetOf('style')
    if (styles.includes('url(') || styles.includes('@import'))
      for (const { target, offset } of addressesInStyles(styles))
        found.push({
          file: page.path,
          at: page.at(start + (element.tag === 'style' ? offset : 0)),
          by: 'url()',
          target,
          use: 'load',
        })
  }
  return found
}

export const isElsewhere = (target: string): boolean => /^(?:[a-z][a-z\d+.-]*:)?\/\//i.test(target)
/** `mailto:`, `tel:`, `data:` and the like: no file behind them. */
export const isNoFile = (target: string): boolean => /^(?!javascript:)[a-z][a-z\d+.-]*:/i.test(target)

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/**
 * The file an address of this site leads to, and the part of it; `path` null when there is none. Like a plain web
 * server, which adds nothing to a name.
 */
export function resolveAddress(
  project: ProjectUnderCheck,
  from: string,
  target: string,
): { path: string | null; anchor: string } {
  const [before = '', ...rest] = target.split('#')
  const anchor = decode(rest.join('#'))
  const bare = decode(before.split('?')[0]!)
  if (bare === '') return { path: from, anchor }
  const joined = bare.startsWith('/') ? posix.normalize(bare.slice(1) || '.') : posix.join(posix.dirname(from), bare)
  const folder = joined.replace(/\/$/, '')
  const tries = folder === '.' || folder === '' ? ['index.html'] : [joined, `${folder}/index.html`]
  if (/"cleanUrls"\s*:\s*true/.test(project.text('vercel.json') ?? '')) tries.push(`${folder}.html`)
  return { path: tries.find((one) => project.files.has(one)) ?? null, anchor }
}
