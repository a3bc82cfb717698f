import { computeAccessibleName } from 'dom-accessibility-api'
import { plainText } from './text.ts'
import type { Page } from './page.ts'
import { isShown } from './shown.ts'

/** What the parts of a page are called by who reads them (https://www.w3.org/TR/accname-1.2/). */

const SHOWN_INLINE = new Set(
  'a abbr b bdi cite code data em i img kbd label mark small span strong sub sup time u'.split(' '),
)

/** The accessible name of an element, as it is compared. */
export function nameOf(page: Page, element: Element): string {
  const known = page.names.get(element)
  if (known !== undefined) return known
  const name = plainText(spoken(page, element, false))
  page.names.set(element, name)
  return name
}

/** What something would be called if it were seen. */
export const nameOfUnseen = (page: Page, element: Element): string => plainText(spoken(page, element, true))

/** The accessible name of an element, as it is written. */
export const spoken = (page: Page, element: Element, isUnseen = false): string =>
  computeAccessibleName(element, {
    getComputedStyle: styleIn(page),
    computedStyleSupportsPseudoElements: false,
    hidden: isUnseen,
  })

/** Whether it stands in one line with what is around it, without a space: names lose the spaces at its ends. */
const isWithinWord = (element: Element): boolean =>
  SHOWN_INLINE.has(element.localName) && !/^\s|\s$/.test(element.textContent ?? '')

/** As much of a computed style as a name is made of. */
const styleIn = (page: Page): typeof getComputedStyle =>
  ((element: Element) => ({
    getPropertyValue(property: string): string {
      if (property === 'display') return !isShown(page, element) ? 'none' : isWithinWord(element) ? 'inline' : 'block'
      return property === 'visibility' ? 'visible' : ''
    },
  })) as unknown as typeof getComputedStyle

/** Signs that a label has beside its words: "Title *", "Title (required):", "→ Next". */
const bare = (name: string): string =>
  name
    .replace(/\((?:required|optional|obligatorio|obligatoria|opcional)\)/g, '')
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}%)]+$/gu, '')
    .replace(/\s+/g, ' ')
    .trim()

const isBoundary = (sign: string | undefined): boolean => sign === undefined || !/[\p{L}\p{N}]/u.test(sign)

/** Ways in which a name answers to some words, the surest first; of each, only where no surer one answers. */
export const CALLED: readonly ((name: string, words: string) => boolean)[] = [
  (name, words) => name === words,
  (name, words) => bare(words) !== '' && bare(name) === bare(words),
  (name, words) => name.startsWith(words) && isBoundary(name[words.length]),
  (name, words) => {
    const at = name.indexOf(words)
    return at > 0 && isBoundary(name[at - 1]) && isBoundary(name[at + words.length])
  },
]
