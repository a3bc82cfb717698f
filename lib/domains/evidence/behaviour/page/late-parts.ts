/**
 * What React streams late stands at the end of a page, hidden, with a call that moves it to its place
 * (react-dom/src/server/fizz-instruction-set). Here the moves are made without running anything.
 */

/** `$RS("S:1","P:1")` a segment to its place, `$RC("B:0","S:0")` and `$RR(…)` the content of a boundary. */
const CALL = /\$R([CRSX])\("([\w:-]{1,80})"(?:,"([\w:-]{1,80})")?/g

export function placeLateParts(document: Document): void {
  for (const script of document.querySelectorAll('script'))
    for (const [, kind, first = '', second = ''] of (script.textContent ?? '').matchAll(CALL))
      if (kind === 'S') placeSegment(document, first, second)
      else if (kind === 'C' || kind === 'R') completeBoundary(document, first, second)
}

function placeSegment(document: Document, segmentId: string, placeId: string): void {
  const segment = document.getElementById(segmentId)
  const place = document.getElementById(placeId)
  if (segment === null || place === null || place.contains(segment)) return
  for (const child of Array.from(segment.childNodes)) place.before(child)
  segment.remove()
  place.remove()
}

/** The comments that begin a boundary inside of another. */
const BEGINS = /^(?:\$[?!~]?|&)$/
const ENDS = /^(?:\/\$|\/&)$/
const COMMENT = 8

function completeBoundary(document: Document, boundaryId: string, contentId: string): void {
  const template = document.getElementById(boundaryId)
  const content = document.getElementById(contentId)
  if (template === null || content === null || template.contains(content)) return
  let depth = 0
  let next = template.nextSibling
  while (next !== null) {
    const text = next.nodeType === COMMENT ? (next.nodeValue ?? '') : ''
    if (ENDS.test(text) && depth-- === 0) break
    if (BEGINS.test(text)) depth++
    const gone = next
    next = next.nextSibling
    // The content itself may stand behind a boundary that never ends.
    if (gone !== content && !gone.contains(content)) gone.remove()
  }
  for (const child of Array.from(content.childNodes)) template.before(child)
  content.remove()
  template.remove()
}
