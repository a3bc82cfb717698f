import { parseHTML } from 'linkedom'
import { placeLateParts } from './late-parts.ts'
import { measureMarkup } from './measure-markup.ts'
import type { Page } from './page.ts'

export type Received = { url: URL; status: number; html: string; isReply: boolean }

/**
 * A page as it stands in a browser before any script has run, but with the parts in place that the server sent late.
 * @throws PageTooLarge
 */
export function readPage({ url, status, html, isReply }: Received): Page {
  measureMarkup(html)
  const { document } = parseHTML(asDocument(html)) as unknown as { document: Document }
  lowerNames(document)
  readTextareas(document)
  placeLateParts(document)
  placeLateEnds(document)
  labelFields(document)
  return {
    url,
    status,
    document,
    html,
    isReply,
    doubts: doubtsOf(document),
    filled: new Map(),
    opened: new Set(),
    hidden: new Map(),
    names: new Map(),
    form: null,
  }
}

/** A text that is none of HTML is read as it is. */
export const readText = (received: Received): Page =>
  readPage({ ...received, html: `<html><body><pre>${escaped(received.html)}</pre></body></html>` })

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** The parser makes no `html` and `body` of its own, which pages may leave out. */
const asDocument = (html: string): string =>
  /<body[\s>]/i.test(html)
    ? html
    : `<html><body>${html.replace(/<!doctype[^>]{0,200}>|<\/?(?:html|head|body)\b[^>]{0,2000}>/gi, '')}</body></html>`

/** The parser leaves names of attributes as they are written, and React writes `encType` and `maxLength`. */
function lowerNames(document: Document): void {
  for (const element of document.querySelectorAll('*'))
    for (const { name, value } of Array.from(element.attributes)) {
      if (!/[A-Z]/.test(name)) continue
      element.removeAttribute(name)
      element.setAttribute(name.toLowerCase(), value)
    }
}

/** The parser leaves signs in these as they are written (`&amp;`). */
function readTextareas(document: Document): void {
  for (const field of document.querySelectorAll('textarea')) {
    const line = document.createElement('p')
    line.innerHTML = (field.textContent ?? '').replaceAll('<', '&lt;')
    field.textContent = line.textContent
  }
}

/** React's word to the browser that a part came to nothing after the page was under way, and why. */
const LATE_END = /\$RX\("[^"]*","(NEXT_[^"]*)"/

/** A page that turns out to be missing, or elsewhere, once its frame was sent: as if that had been said at once. */
function placeLateEnds(document: Document): void {
  for (const script of document.querySelectorAll('script')) {
    const [, digest] = LATE_END.exec(script.textContent ?? '') ?? []
    if (digest === undefined) continue
    const end = document.createElement('template')
    end.setAttribute('data-dgst', digest)
    document.body.append(end)
  }
}

const LABELLED = 'button,input,meter,output,progress,select,textarea'

/** `labels` of every field (https://html.spec.whatwg.org/#dom-lfe-labels), which the accessible names are made of. */
function labelFields(document: Document): void {
  const byId = new Map<string, Element>()
  for (const one of document.querySelectorAll('[id]')) if (!byId.has(one.id)) byId.set(one.id, one)
  const labels = new Map<Element, Element[]>()
  for (const label of document.querySelectorAll('label')) {
    const id = label.getAttribute('for')
    const field = id === null ? label.querySelector(LABELLED) : byId.get(id)
    if (field !== null && field !== undefined) labels.set(field, [...(labels.get(field) ?? []), label])
  }
  for (const field of document.querySelectorAll(LABELLED))
    Object.defineProperty(field, 'labels', { value: labels.get(field) ?? [] })
}

const isLeftOver = (script: string): boolean => script.includes('$RX("') && !LATE_END.test(script)

/** Where the server left a part to the browser (`<!--$!-->`), or could not finish it. */
function doubtsOf(document: Document): string[] {
  const left = [...document.querySelectorAll('template[data-dgst]')].some(
    (one) => !(one.getAttribute('data-dgst') ?? '').startsWith('NEXT_'),
  )
  const scripts = [...document.querySelectorAll('script')].some((one) => isLeftOver(one.textContent ?? ''))
  return left || scripts ? ['A part of the page is only drawn in a browser.'] : []
}
