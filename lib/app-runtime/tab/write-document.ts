import type { PageStart } from './page-link.ts'

/** In a script of a document nothing may end it. */
const inScript = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')
const inAttribute = (text: string): string => inText(text).replaceAll('"', '&quot;')
const inText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

export type DocumentParts = { html: string; start: PageStart; script: string; css: string }

/** What the application answered, with our script before everything of its own, and its styles. */
export function writeDocument({ html, start, script, css }: DocumentParts): string {
  const ours = [
    `<base href="${inAttribute(start.url)}">`,
    `<script>__devora_start = ${inScript(start)}</script><script>${script}</script>`,
    styleElement(css),
  ].join('')
  return atItsHead(withoutRefresh(withoutLinks(html)), ours)
}

/** Styles as a part of a document, which nothing in them may end. */
export const styleElement = (css: string): string => `<style>${css.replaceAll(/<\/style/gi, '<\\/style')}</style>`

/** A document with something before all that stands in its head. */
export function atItsHead(html: string, ours: string): string {
  const head = /<head(?:\s[^>]*)?>/i.exec(html)
  if (head === null) return `<!DOCTYPE html>${ours}${html}`
  const at = head.index + head[0].length
  return html.slice(0, at) + ours + html.slice(at)
}

/** Icons and the like cannot be loaded in the frame; asking for them would only be refused, loudly. */
const withoutLinks = (html: string): string =>
  html.replaceAll(/<link\b[^>]*>/gi, (link) => link.replace(/\bhref="(?!data:)[^"]*"/i, 'href="data:,"'))

/** How `withoutRefresh` calls what the browser shall not do by itself. */
export const REFRESH = 'devora-refresh'

/**
 * A page that sends its reader on (`<meta http-equiv="refresh">`, which Next writes for a redirect that comes late)
 * would be left by the browser for an address that is nowhere; `page.ts` goes there instead.
 */
const withoutRefresh = (html: string): string =>
  html.replaceAll(/<meta\b[^>]*>/gi, (meta) =>
    meta.replace(/\bhttp-equiv\s*=\s*(["']?)refresh\1(?=[\s/>])/i, `name="${REFRESH}"`),
  )

/** A document for an answer that is none: text as text, the rest by its type. */
export const plainDocument = (text: string): string =>
  `<!DOCTYPE html><html><head><style>body{margin:16px;font:13px/1.5 ui-monospace,monospace;white-space:pre-wrap;
overflow-wrap:anywhere;color-scheme:light dark}</style></head><body>${inText(text)}</body></html>`
