/**
 * Bounds of a page, held before it is parsed: its text comes from the application, and a parser builds in our own
 * process whatever it is given.
 */

const MAX_CHARACTERS = 2_000_000
const MAX_TAGS = 20_000
const MAX_DEPTH = 300
const MAX_ATTRIBUTES = 100_000

/** Elements without an end tag. */
const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '))
/** Their content is text up to their own end tag. */
const RAW = new Set(['script', 'style', 'textarea', 'title'])

/** A page that nobody reads to the end. */
export class PageTooLarge extends Error {}

/** @throws PageTooLarge */
export function measureMarkup(html: string): void {
  if (html.length > MAX_CHARACTERS) throw new PageTooLarge('it has more than two million characters')
  const scan = new Scan(html)
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at)) at = scan.tag(at)
}

class Scan {
  private tags = 0
  private depth = 0
  private attributes = 0
  private readonly html: string

  constructor(html: string) {
    this.html = html
  }

  /** Reads the tag that begins here and answers where to go on. */
  tag(at: number): number {
    const isEnd = this.html[at + 1] === '/'
    const name = /[a-z][^\s/>]*/iy
    name.lastIndex = at + (isEnd ? 2 : 1)
    const found = name.exec(this.html)?.[0].toLowerCase()
    if (found === undefined) return at + 1
    const end = this.endOfTag(name.lastIndex)
    // One that is closed without having been opened may make this count too small; too large it never is by much.
    if (isEnd) this.depth = Math.max(0, this.depth - 1)
    else if (!VOID.has(found)) this.depth++
    if (++this.tags > MAX_TAGS) throw new PageTooLarge(`it has more than ${MAX_TAGS} elements`)
    if (this.depth > MAX_DEPTH) throw new PageTooLarge(`its elements are nested more than ${MAX_DEPTH} deep`)
    if (isEnd || !RAW.has(found)) return end
    const close = new RegExp(`</${found}`, 'gi')
    close.lastIndex = end
    return close.exec(this.html)?.index ?? this.html.length
  }

  /** Behind the `>` that ends a tag; one in quotes does not. */
  private endOfTag(from: number): number {
    let quote = ''
    let wasSpace = false
    for (let at = from; at < this.html.length; at++) {
      const sign = this.html[at] ?? ''
      if (quote !== '') {
        if (sign === quote) quote = ''
        continue
      }
      if (sign === '>') return at + 1
      const isSpace = sign === ' ' || sign === '\n' || sign === '\t' || sign === '\r' || sign === '\f' || sign === '/'
      if (wasSpace && !isSpace && ++this.attributes > MAX_ATTRIBUTES)
        throw new PageTooLarge(`it has more than ${MAX_ATTRIBUTES} attributes`)
      wasSpace = isSpace
      if ((sign === '"' || sign === "'") && this.html[at - 1] === '=') quote = sign
    }
    return this.html.length
  }
}
