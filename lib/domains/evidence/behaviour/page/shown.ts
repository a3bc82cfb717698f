import type { Page } from './page.ts'

/** Who sees what of a page: somebody at a wide screen, and whoever has it read to them. */

const NEVER = new Set(
  'script style template noscript head title meta link base datalist param source track rp col colgroup'.split(' '),
)

/** Tailwind's names for how an element is laid out, from one width of the screen on. */
const DISPLAY =
  /^(?:(sm|md|lg|xl|2xl):)?(hidden|invisible|visible|collapse|block|flex|grid|inline|inline-block|inline-flex|inline-grid|table|table-row|table-cell|contents|flow-root|list-item)$/
const WIDTHS = [undefined, 'sm', 'md', 'lg', 'xl', '2xl']

/** Whether classes take an element off a wide screen. */
function isHiddenByClass(classes: string): boolean {
  if (!/hidden|invisible|collapse/.test(classes)) return false
  let display = ''
  let visibility = ''
  const found = classes.split(/\s+/).flatMap((one) => DISPLAY.exec(one) ?? [])
  for (const width of WIDTHS)
    for (let at = 0; at < found.length; at += 3) {
      if (found[at + 1] !== width) continue
      const word = found[at + 2] ?? ''
      if (word === 'invisible' || word === 'visible' || word === 'collapse') visibility = word
      else display = word
    }
  return display === 'hidden' || visibility === 'invisible' || visibility === 'collapse'
}

const HIDING_STYLE = /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))\b/i

function isHiddenItself(element: Element, opened: ReadonlySet<Element>): boolean {
  const name = element.localName
  if (NEVER.has(name)) return true
  if (name === 'input' && element.getAttribute('type')?.toLowerCase() === 'hidden') return true
  if (element.getAttribute('aria-hidden') === 'true') return true
  if (name === 'dialog' && !element.hasAttribute('open') && !opened.has(element)) return true
  if (element.hasAttribute('popover') && !opened.has(element)) return true
  if (element.hasAttribute('hidden') && element.getAttribute('hidden') !== 'until-found') return true
  return HIDING_STYLE.test(element.getAttribute('style') ?? '') || isHiddenByClass(element.getAttribute('class') ?? '')
}

export const isOpen = (details: Element, opened: ReadonlySet<Element>): boolean =>
  details.hasAttribute('open') !== opened.has(details)

/** The part of a page that keeps an element from being seen: itself or one around it; null when it is seen. */
export function hiddenBy(page: Page, element: Element): Element | null {
  for (let one: Element | null = element; one !== null; one = one.parentElement) {
    const known = page.hidden.get(one)
    const isHidden = known ?? (isAway(page, one) || isFolded(page, one))
    if (known === undefined) page.hidden.set(one, isHidden)
    if (isHidden) return one
  }
  return null
}

const isAway = ({ unseen, opened }: Page, element: Element): boolean =>
  unseen === undefined
    ? isHiddenItself(element, opened)
    : unseen.has(element) || NEVER.has(element.localName) || element.getAttribute('aria-hidden') === 'true'

/** In a `details` that is closed, only its summary is seen. */
function isFolded(page: Page, element: Element): boolean {
  const parent = element.parentElement
  if (parent?.localName !== 'details' || isOpen(parent, page.opened)) return false
  return element !== [...parent.children].find(({ localName }) => localName === 'summary')
}

export const isShown = (page: Page, element: Element): boolean => hiddenBy(page, element) === null

/** Opens or closes a part of the page, which shows or hides what is in it. */
export function toggle(page: Page, element: Element): void {
  if (!page.opened.delete(element)) page.opened.add(element)
  page.hidden.clear()
  page.names.clear()
}
