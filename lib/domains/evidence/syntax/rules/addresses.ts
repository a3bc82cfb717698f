import escapePattern from 'escape-string-regexp'
import type { AppModel } from '../app-model.ts'
import { hasHole, HOLE, ID_HOLE } from '../static-value.ts'

/** Which addresses an application answers, and whether a text (with holes) can be one of them. */

export type Addresses = {
  /** False as soon as something that cannot be read (rewrites, a base path) may answer any address. */
  certain: boolean
  pages: readonly string[]
  handlers: readonly string[]
  files: ReadonlySet<string>
}

const METADATA: Record<string, string> = {
  'favicon.ico': '/favicon.ico',
  'sitemap.ts': '/sitemap.xml',
  'sitemap.xml': '/sitemap.xml',
  'robots.ts': '/robots.txt',
  'robots.txt': '/robots.txt',
  'manifest.ts': '/manifest.webmanifest',
  'manifest.json': '/manifest.json',
  'manifest.webmanifest': '/manifest.webmanifest',
}

const CONFIG = /^next\.config\.[cm]?[jt]s$/

export function addressesOf(model: AppModel): Addresses {
  const files = new Set<string>()
  for (const path of model.project.files.keys()) {
    if (path.startsWith('public/')) files.add(`/${path.slice('public/'.length)}`)
    const top = /^(?:src\/)?app\/([^/]+)$/.exec(path)?.[1]
    if (top !== undefined && METADATA[top]) files.add(METADATA[top])
    if (top !== undefined && /^(?:icon|apple-icon|opengraph-image|twitter-image)\d*\.\w+$/.test(top))
      files.add(`/${top.replace(/\.tsx?$/, '')}`).add(`/${top}`)
  }
  const config = [...model.project.files.keys()].find((path) => CONFIG.test(path))
  const text = config === undefined ? '' : (model.project.text(config) ?? '')
  // A redirect or rewrite with a literal source answers that address; anything else may answer all.
  const sources = [...text.matchAll(/\bsource\s*:\s*(['"`])(\/[^'"`]*)\1/g)].map((match) => match[2] as string)
  const routed = /\b(?:rewrites|redirects)\b/.test(text)
  const certain =
    !/\b(?:basePath|i18n)\b/.test(text) &&
    (!routed ||
      (sources.length > 0 && !sources.some((one) => /:path\*|\(\.\*\)/.test(one) && one.split('/').length <= 2)))
  const extra = sources.map((one) => one.replace(/:(\w+)\*/g, '[[...$1]]').replace(/:(\w+)(?:\([^)]*\))?/g, '[$1]'))
  return {
    certain,
    pages: [...model.routes.pages.map(({ route }) => route), ...extra],
    handlers: model.routes.handlers.map(({ route }) => route),
    files,
  }
}

/**
 * The path of an address: without query and hash, without a trailing slash; undefined when it does not start at our
 * root.
 */
export function pathOf(address: string): string | undefined {
  if (!address.startsWith('/') || address.startsWith('//')) return undefined
  const path = address.replace(/[?#].*$/s, '')
  return path.length > 1 ? path.replace(/\/+$/, '') || '/' : '/'
}

/** Whether `segment` of an address, holes and all, can be the fixed word `word`. */
function mayBe(segment: string, word: string): boolean {
  if (!hasHole(segment)) return safeDecode(segment) === word
  if (segment === ID_HOLE) return false // an id is never the word "new"
  const pattern = [...segment].map((one) => (one === HOLE || one === ID_HOLE ? '.*' : escapePattern(one))).join('')
  return new RegExp(`^${pattern}$`, 's').test(word)
}

const safeDecode = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Whether an address path can lead to `route` (`/notes/[id]`, `/docs/[...path]`). */
export function mayMatch(path: string, route: string): boolean {
  const have = path.split('/').filter(Boolean)
  const want = route.split('/').filter(Boolean)
  for (let index = 0; ; index++) {
    const part = want[index]
    const segment = have[index]
    // `/notes${query}/…` never; `/notes/${''}` maybe
    if (part === undefined) return segment === undefined || (index === have.length - 1 && segment === HOLE && index > 0)
    if (part.startsWith('[[...')) return true
    if (part.startsWith('[...')) return segment !== undefined
    if (segment === undefined) return false
    if (part.startsWith('[')) continue
    if (!mayBe(segment, part)) return false
  }
}

/** `/a/[x]` with its dynamic names taken off, to compare routes that were named apart: `/a/[]`. */
export const shapeOf = (route: string): string =>
  route
    .replace(/\[\[?(\.\.\.)?[^\]]+\]\]?/g, (_, rest: string | undefined) => (rest ? '[...]' : '[]'))
    .replace(/\/:(\w+)/g, '/[]') || '/'
