import type { PublicFile } from './frame-link.ts'
import type { WireResponse } from './wire.ts'

/*
 * A page of a plain site as its frame can show it: nothing is loaded by address there, so styles and scripts of the
 * site are put into the page itself. Pictures come later, as in an application (`page-files.ts`).
 */

export type SiteFiles = Readonly<Record<string, PublicFile>>

/** Of an address: itself, a folder's first page, or a page whose ending is left out. */
export function siteFile(files: SiteFiles, pathname: string): { path: string; file: PublicFile } | null {
  const path = decoded(pathname)
  const tries = path.endsWith('/') ? [`${path}index.html`] : [path, `${path}.html`, `${path}/index.html`]
  for (const one of tries) {
    const file = Object.hasOwn(files, one) ? files[one] : undefined
    if (file !== undefined) return { path: one, file }
  }
  return null
}

function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return pathname
  }
}

/** @param refuse told of every address elsewhere that the page asks for */
export function siteDocument(html: string, url: string, files: SiteFiles, refuse: (address: string) => void): string {
  // Inert: nothing of it runs or is loaded.
  const page = new DOMParser().parseFromString(html, 'text/html')
  const { origin } = new URL(url)
  const base = new URL(page.querySelector('base[href]')?.getAttribute('href') ?? url, url).href
  const read = (address: string, from = base): { text: string; url: string } | null => {
    if (!URL.canParse(address, from)) return null
    const to = new URL(address, from)
    if (to.origin !== origin) {
      refuse(to.href)
      return null
    }
    const found = siteFile(files, to.pathname)
    return found === null ? null : { text: new TextDecoder().decode(found.file.bytes), url: to.href }
  }
  const asData = (address: string, from: string): string => dataAddress(address, from, origin, files)
  const styles = (css: string, from: string, depth = 0): string =>
    inlineUrls(
      css.replaceAll(IMPORT, (_, address: string, media: string) => {
        const found = depth > 5 ? null : read(address, from)
        if (found === null) return ''
        const text = styles(found.text, found.url, depth + 1)
        return media.trim() === '' ? text : `@media ${media} { ${text} }`
      }),
      (address) => asData(address, from),
    )
  for (const one of page.querySelectorAll('base, meta[http-equiv]')) one.remove()
  for (const style of page.querySelectorAll('style')) style.textContent = styles(style.textContent, base)
  for (const link of page.querySelectorAll('link[rel~="stylesheet" i][href]')) {
    const found = read(link.getAttribute('href') ?? '')
    const style = page.createElement('style')
    if (link.hasAttribute('media')) style.media = link.getAttribute('media') ?? ''
    style.textContent = found === null ? '' : styles(found.text, found.url)
    link.replaceWith(style)
  }
  for (const one of page.querySelectorAll<HTMLElement>('[style*="url("]'))
    one.setAttribute(
      'style',
      inlineUrls(one.getAttribute('style') ?? '', (address) => asData(address, base)),
    )
  inlineScripts(page, read)
  return `<!DOCTYPE html>${page.documentElement.outerHTML}`
}

function inlineScripts(page: Document, read: (address: string) => { text: string; url: string } | null): void {
  for (const script of page.querySelectorAll('script[src]')) {
    const found = read(script.getAttribute('src') ?? '')
    // A module waits for the document by itself, and so does what was to be loaded aside.
    const isLater =
      script.getAttribute('type') !== 'module' && ['defer', 'async'].some((one) => script.hasAttribute(one))
    for (const name of ['src', 'defer', 'async', 'integrity', 'crossorigin']) script.removeAttribute(name)
    const name = found === null ? '' : new URL(found.url).pathname.slice(1)
    const text = found === null ? '' : `${found.text}\n//# sourceURL=${name}`
    // What opens a comment would too; it is not written out here, since the frame's own script stands in a document.
    script.textContent = text.replaceAll(/<\/script/gi, '<\\/script').replaceAll(/<!(?=--)/g, '<\\!')
    if (isLater) page.body.append(script)
  }
}

const IMPORT = /@import\s+(?:url\(\s*)?["']?([^"')\s;]+)["']?\s*\)?([^;]*);/gi
const URLS = /url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]+))\s*\)/gi

const inlineUrls = (css: string, asData: (address: string) => string): string =>
  css.replaceAll(
    URLS,
    (_, one?: string, other?: string, bare?: string) => `url("${asData(one ?? other ?? bare ?? '')}")`,
  )

/** More than anybody puts behind a page. */
const MAX_INLINE = 4 * 1024 * 1024

function dataAddress(address: string, from: string, origin: string, files: SiteFiles): string {
  if (/^(?:data:|blob:|#)/.test(address) || !URL.canParse(address, from)) return address
  const to = new URL(address, from)
  const found = to.origin === origin ? siteFile(files, to.pathname) : null
  if (found === null || found.file.bytes.byteLength > MAX_INLINE) return address.replaceAll('"', '%22')
  const letters = Array.from(new Uint8Array(found.file.bytes), (byte) => String.fromCharCode(byte)).join('')
  return `data:${found.file.type};base64,${btoa(letters)}`
}

/** What a site answers at an address. */
export function answerSite(files: SiteFiles, pathname: string): WireResponse {
  const found = siteFile(files, pathname)
  const missing = found === null ? siteFile(files, '/404.html') : null
  const { file } = found ?? missing ?? { file: null }
  const body = file?.bytes.slice(0) ?? (new TextEncoder().encode(`There is no ${pathname} here.`).buffer as ArrayBuffer)
  return { status: found === null ? 404 : 200, headers: [['content-type', file?.type ?? 'text/plain']], body }
}
