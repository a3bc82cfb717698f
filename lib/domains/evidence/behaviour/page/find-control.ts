import { elementsOf, formOf, typeOf, valueOf } from './field-values.ts'
import { CALLED, nameOf, nameOfUnseen } from './names.ts'
import type { Page } from './page.ts'
import { beside } from './parts.ts'
import { hiddenBy } from './shown.ts'
import { plainText } from './text.ts'

/** Finds what somebody means by the words on it: a button, a link, a field. */

export type Kind = 'button' | 'link' | 'field' | 'box' | 'choice' | 'file'

const SELECTORS: Record<Kind, string> = {
  button: 'button,input[type=submit],input[type=button],input[type=reset],input[type=image],summary,[role=button]',
  link: 'a[href],area[href],[role=link]',
  field: 'input,textarea,select,[contenteditable],[role=textbox],[role=combobox],[role=searchbox],[role=spinbutton]',
  box: 'input[type=checkbox],input[type=radio],[role=checkbox],[role=switch],[role=radio]',
  choice: 'select,fieldset,[role=radiogroup],[role=group],[role=listbox],[role=combobox],[role=tablist],input[list]',
  file: 'input[type=file]',
}
const NO_FIELD = /^(?:hidden|submit|button|reset|image|checkbox|radio|file)$/

/** What was found; `several` when the words mean more than one, `unseen` when they are only on what nobody sees. */
export type Found =
  | { element: Element; kind: Kind }
  | { several: number }
  | { unseen: Element }
  | { none: true; isBeside: boolean }

/**
 * @param kinds in this order; a later one counts only where there is none of an earlier one
 * @param near words that stand in the same part of the page
 */
export function findControl(page: Page, words: string, kinds: readonly Kind[], near?: string): Found {
  let unseen: Element | null = null
  for (const kind of kinds) {
    const all = [...page.document.querySelectorAll(SELECTORS[kind])].filter(
      (one) => kind !== 'field' || !NO_FIELD.test(typeOf(one)),
    )
    const shown = new Set(all.filter((one) => isReachable(page, one)))
    const found = choose(page, called(page, [...shown], words, nameOf, near))
    if (found !== null) return 'several' in found ? found : { ...found, kind }
    const hidden = all.filter((one) => !shown.has(one)).slice(0, MAX_UNSEEN)
    unseen ??= called(page, hidden, words, nameOfUnseen)[0] ?? null
  }
  if (unseen !== null) return { unseen }
  const anywhere = near === undefined ? [] : kinds.filter((kind) => !('none' in findControl(page, words, [kind])))
  return { none: true, isBeside: anywhere.length > 0 }
}

/** Seen, or folded into a part that whoever looks for it opens. */
export function isReachable(page: Page, element: Element): boolean {
  const by = hiddenBy(page, element)
  if (by === null) return element.closest('[inert]') === null
  return by.parentElement?.localName === 'details' && isReachable(page, by.parentElement)
}

/** So many parts that nobody sees are asked for their names. */
const MAX_UNSEEN = 200

type NameOf = typeof nameOf

function called(page: Page, elements: readonly Element[], words: string, name: NameOf, near?: string): Element[] {
  const wanted = plainText(words)
  for (const fits of CALLED) {
    const named = elements.filter((one) => fits(name(page, one), wanted))
    if (named.length === 0) continue
    if (near === undefined) return named
    const here = beside(page, near, (within) => named.filter((one) => within.contains(one)))
    if (here.length > 0) return here
  }
  return []
}

/** Of several of the same name, the one that whoever uses the page means; null when there is none at all. */
function choose(page: Page, found: readonly Element[]): { element: Element } | { several: number } | null {
  if (found.length === 0) return null
  let left = [...found]
  const narrow = (isMeant: (one: Element) => boolean): void => {
    const meant = left.filter(isMeant)
    if (meant.length > 0) left = meant
  }
  narrow((one) => hiddenBy(page, one) === null)
  narrow((one) => one.closest('dialog,[role=dialog]') !== null)
  if (page.form !== null) narrow((one) => formOf(page, one) === page.form)
  narrow((one) => one.localName !== 'summary')
  narrow((one) => one.closest('main') !== null)
  const [first] = left
  if (first === undefined) return null
  return left.every((one) => doesTheSame(page, one, first)) ? { element: first } : { several: left.length }
}

/** Two links to one address, or two buttons that send the same: it makes no difference which is meant. */
function doesTheSame(page: Page, one: Element, other: Element): boolean {
  if (one === other) return true
  const href = one.getAttribute('href')
  if (href !== null) return href === other.getAttribute('href')
  const [form, second] = [formOf(page, one), formOf(page, other)]
  if (form === null || second === null) return false
  if (typeOf(one) === 'radio') return false
  return form !== second && sent(page, form) === sent(page, second)
}

const sent = (page: Page, form: Element): string =>
  JSON.stringify([
    form.getAttribute('action'),
    form.getAttribute('method'),
    elementsOf(page, form).map((one) => [one.getAttribute('name'), valueOf(page, one)]),
  ])
