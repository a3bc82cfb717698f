import { done, failed, type Tried } from '../page/act-on-field.ts'
import { describePage } from '../page/describe-page.ts'
import { nameOf } from '../page/names.ts'
import type { Page } from '../page/page.ts'
import { partOf } from '../page/parts.ts'
import { elementsSaying, readHay } from '../page/text.ts'
import { type LiveSituation, patiently } from './act-live.ts'

/*
 * Takes what reads `item` and lets go of it on what reads `onto`. It is taken by the handle that its part has, else by
 * its words. It is let go of on those words; where nothing comes of that, in the middle of the part of the page that
 * they stand in (the column that they head, the card that says them), and then in that part's list. Nothing has come
 * of it while the page reads as before and nothing was sent.
 */

export async function drag(at: LiveSituation, item: string, onto: string): Promise<Tried> {
  const { browser } = at
  let isDragged = false
  let before: string | null = null
  for (let place = 0; place < PLACES; place++) {
    let found: { from: Element; to: Element | undefined } | null = null
    const tried = await patiently(at, (page) => {
      const [from, target] = [sayingFirst(page, item), sayingFirst(page, onto)]
      if (from === null) return failed(`“${item}” is not there. ${describePage(page)}`)
      if (target === null) return failed(`“${onto}” is not there. ${describePage(page)}`)
      found = { from: handleOf(page, from), to: placesOf(page, target, from)[place] }
      return done
    })
    if (tried.is !== 'done' || found === null || browser.seen === null) return tried
    const { from, to }: { from: Element; to: Element | undefined } = found
    if (to === undefined) break
    const { page, numberOf } = browser.seen
    before ??= readingOf(page)
    browser.begin(page.url, true)
    const problem = await browser.do({ do: 'drag', from: numberOf(from), to: numberOf(to) })
    isDragged ||= problem === null
    if (readingOf((await browser.look()).page) !== before || browser.sent()) return done
  }
  return isDragged ? done : failed(`“${item}” cannot be taken hold of.`)
}

/** The words, the part that they stand in, the list in it. */
const PLACES = 3

const readingOf = (page: Page): string => readHay(page, page.document.body).joined.text

/** The innermost of what says it first. */
function sayingFirst(page: Page, words: string): Element | null {
  const [first] = elementsSaying(readHay(page, page.document.body), words)
  return first ?? null
}

const HANDLE = '[aria-roledescription],[draggable=true],button,[role=button]'
const CALLED = /\b(?:drag|move|reorder|handle|grip|arrastrar|mover|reordenar)\b/i

/** What one takes hold of: a handle that says so, else the words. */
function handleOf(page: Page, element: Element): Element {
  const part = partOf(page, element)
  if (part === page.document.body) return element
  const handle = [...part.querySelectorAll(HANDLE)].find(
    (one) =>
      one !== element &&
      !one.contains(element) &&
      CALLED.test(`${nameOf(page, one)} ${one.getAttribute('class') ?? ''}`),
  )
  return handle ?? element
}

const LIST = 'ul,ol,[role=list],[role=listbox]'

function placesOf(page: Page, target: Element, item: Element): Element[] {
  const part = partOf(page, target)
  const isPart = part !== page.document.body && !part.contains(item)
  const list = isPart ? part.querySelector(LIST) : null
  return [target, ...(isPart ? [part] : []), ...(list === null ? [] : [list])]
}
