import type { Page } from './page.ts'
import { elementsSaying, readHay } from './text.ts'

/** Parts of a page that belong together: an item of a list, a row, a card, a section. */

const ITEMS = 'li,tr,article,[role=listitem],[role=row],[role=article]'
const SECTIONS = 'section,fieldset,dialog,details,[role=region],[role=dialog]'
const CARD = /(?:^|[\s_-])card(?:$|\s)/i
/** Where they stand beside others like them and have a heading, they are items as well. */
const BLOCKS = new Set(['div', 'a', 'dl', 'form', 'figure', 'section'])

const kindOf = (element: Element): string =>
  [element.localName, element.getAttribute('class') ?? '', element.getAttribute('role') ?? ''].join('\n')

/** How many children of each kind an element has. */
const kinds = new WeakMap<Element, Map<string, number>>()

/** Whether others like it stand beside it, each about something of its own. */
function hasTwin(element: Element): boolean {
  const parent = element.parentElement
  if (parent === null) return false
  let counted = kinds.get(parent)
  if (counted === undefined) {
    counted = new Map()
    for (const child of parent.children) counted.set(kindOf(child), (counted.get(kindOf(child)) ?? 0) + 1)
    kinds.set(parent, counted)
  }
  return (counted.get(kindOf(element)) ?? 0) > 1
}

const isItem = (element: Element): boolean =>
  element.matches(ITEMS) ||
  CARD.test(element.getAttribute('class') ?? '') ||
  (BLOCKS.has(element.localName) && hasTwin(element) && element.querySelector('h1,h2,h3,h4,h5,h6') !== null)

/** The smallest part around an element; the page's body where it stands in none. */
export function partOf(page: Page, element: Element): Element {
  for (let one: Element | null = element; one !== null; one = one.parentElement)
    if (isItem(one) || one.matches(SECTIONS)) return one
  return page.document.body
}

/** Of some elements, those that hold none of the others. */
function innermost(elements: readonly Element[]): Element[] {
  const around = new Set<Element>()
  for (const element of elements)
    for (let one = element.parentElement; one !== null && !around.has(one); one = one.parentElement) around.add(one)
  return [...new Set(elements)].filter((one) => !around.has(one))
}

/** The smallest parts of the page that say the words, each once, top to bottom. */
export const partsSaying = (page: Page, words: string): Element[] =>
  innermost(elementsSaying(readHay(page, page.document.body), words).map((element) => partOf(page, element)))

/** Whether an item is all that is around it up to the next item: what stands there is about the same thing. */
function isAlone(item: Element): boolean {
  if (hasTwin(item)) return false
  let around = item.parentElement
  while (around !== null && !isItem(around)) around = around.parentElement
  if (around === null) return false
  return ![...around.querySelectorAll('*')].some(
    (one) => one !== item && !item.contains(one) && !one.contains(item) && isItem(one),
  )
}

/**
 * What is found beside some words: in the smallest part around them that has any of it. It never leaves an item, unless
 * for an item around it that holds nothing else: what is beyond speaks of something else.
 * @param find answers what of it is in an element
 */
export function beside<T>(page: Page, words: string, find: (within: Element) => readonly T[]): T[] {
  const found = new Set<T>()
  const places = innermost(elementsSaying(readHay(page, page.document.body), words))
  for (const place of places.slice(0, MAX_PLACES))
    for (let one: Element | null = place; one !== null; one = one.parentElement) {
      const here = find(one)
      for (const each of here) found.add(each)
      if (here.length > 0 || (isItem(one) && !isAlone(one))) break
    }
  return [...found]
}

/** Whoever looks for something beside words that stand there more often, looks no further. */
const MAX_PLACES = 100
