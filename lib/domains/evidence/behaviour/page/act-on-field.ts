import { holdsWord } from '../words.ts'
import { elementsOf, formOf, isDisabled, radioGroup, typeOf } from './field-values.ts'
import type { Found, Kind } from './find-control.ts'
import { findControl } from './find-control.ts'
import { CALLED, nameOf } from './names.ts'
import type { Filled, Page } from './page.ts'
import { hiddenBy, toggle } from './shown.ts'
import { plainText } from './text.ts'

/**
 * What came of trying something on a page. `isCrash`: the application broke, or nobody came in, which says nothing of
 * what was looked for. `unproven`: it cannot be tried here. `inBrowser`: but it can where client code runs; `control`
 * is what such code has drawn, `seen` what is wrong where it is so in a browser, too.
 */
export type Tried =
  | { is: 'done'; note?: string; doubt?: string }
  | { is: 'failed'; seen: string; isCrash?: true }
  | { is: 'unproven'; why: string; inBrowser?: true; control?: Element; seen?: string }

export const done: Tried = { is: 'done' }
export const failed = (seen: string): Tried => ({ is: 'failed', seen })
export const crashed = (seen: string): Tried => ({ is: 'failed', seen, isCrash: true })
export const unproven = (why: string): Tried => ({ is: 'unproven', why })
/** What only client code decides. */
export const needsBrowser = (why: string, more: { control?: Element; seen?: string } = {}): Tried => ({
  is: 'unproven',
  why,
  inBrowser: true,
  ...more,
})

const WORD: Record<Kind, string> = {
  button: 'button',
  link: 'link',
  field: 'field',
  box: 'box',
  choice: 'choice',
  file: 'field for a file',
}

/** The control that words mean, opened up to; else what is in the way. */
export function reach(
  page: Page,
  words: string,
  kinds: readonly Kind[],
  near?: string,
): { element: Element; kind: Kind } | Tried {
  const found: Found = findControl(page, words, kinds, near)
  const what = `${WORD[kinds[0] ?? 'button']} “${words}”`
  if ('several' in found) return unproven(`There are ${found.several} of the ${what}: which is meant is unclear.`)
  if ('unseen' in found) {
    const by = hiddenBy(page, found.unseen)
    return by?.localName === 'dialog' || by?.hasAttribute('popover') === true || by?.getAttribute('role') === 'dialog'
      ? needsBrowser(`The ${what} is in a part that only a browser opens.`, { seen: `The ${what} is not shown.` })
      : failed(`The ${what} is not shown.`)
  }
  if ('none' in found) return failed(found.isBeside ? `There is no ${what} beside “${near}”.` : `There is no ${what}.`)
  open(page, found.element)
  return found
}

/** Unfolds what a control is folded into. */
function open(page: Page, element: Element): void {
  for (let by = hiddenBy(page, element); by?.parentElement?.localName === 'details'; by = hiddenBy(page, element))
    toggle(page, by.parentElement)
}

/** Puts something into a field, from where on its form is the one that is meant. */
function put(page: Page, field: Element, filled: Filled): Tried {
  page.filled.set(field, { ...page.filled.get(field), ...filled })
  const form = formOf(page, field)
  page.form = form
  const isSent = form !== null && field.hasAttribute('name') && elementsOf(page, form).some(sends)
  return isSent ? done : { is: 'done', doubt: 'A field is sent by no button: what becomes of it needs a browser.' }
}

const sends = (element: Element): boolean =>
  element.localName === 'button'
    ? !/^(?:button|reset)$/i.test(element.getAttribute('type') ?? '')
    : /^(?:submit|image)$/.test(typeOf(element))

const usable = (field: Element, what: string): Tried | null =>
  isDisabled(field)
    ? needsBrowser(`The ${what} is disabled; whether it stays so is only seen in a browser.`, {
        seen: `The ${what} is disabled.`,
      })
    : null

const NUMBER = /^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i
/** Fields that take no words: what is typed there is this, or the browser leaves the field empty. */
const FORMS: Readonly<Record<string, { form: RegExp; like: string }>> = {
  number: { form: NUMBER, like: 'a number' },
  range: { form: NUMBER, like: 'a number' },
  date: { form: /^\d{4}-\d{2}-\d{2}$/, like: 'a date such as 2031-05-14' },
  time: { form: /^\d{2}:\d{2}(?::\d{2})?$/, like: 'a time such as 14:30' },
  'datetime-local': { form: /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/, like: 'a date and time such as 2031-05-14T14:30' },
  month: { form: /^\d{4}-\d{2}$/, like: 'a month such as 2031-05' },
  week: { form: /^\d{4}-W\d{2}$/, like: 'a week such as 2031-W20' },
  color: { form: /^#[0-9a-f]{6}$/i, like: 'a colour such as #336699' },
}

/** @param value with its words; @param said as the scenario has it */
export function fill(page: Page, label: string, value: string, said: string, near?: string): Tried {
  const found = reach(page, label, ['field', 'choice', 'box'], near)
  if ('is' in found) return found
  const { element, kind } = found
  if (kind !== 'field' || element.localName === 'select') return chooseIn(page, element, label, value)
  const blocked = usable(element, `field “${label}”`)
  if (blocked !== null) return blocked
  if (element.localName !== 'input' && element.localName !== 'textarea')
    return needsBrowser(`The field “${label}” is drawn by the page itself and needs a browser.`, { control: element })
  if (element.hasAttribute('readonly')) return failed(`The field “${label}” can only be read.`)
  const shape = FORMS[typeOf(element)]
  if (shape !== undefined && value !== '' && !shape.form.test(value))
    return holdsWord(said)
      ? unproven(`The field “${label}” takes ${shape.like}, and no words.`)
      : failed(`The field “${label}” takes ${shape.like}.`)
  const most = Number(element.getAttribute('maxlength') ?? Number.NaN)
  return put(page, element, { value: most >= 0 ? value.slice(0, most) : value })
}

export function choose(page: Page, label: string, option: string, near?: string): Tried {
  const found = reach(page, label, ['choice', 'field'], near)
  return 'is' in found ? found : chooseIn(page, found.element, label, option)
}

/** Of some elements, the one that is called so, the surest first. */
function named(page: Page, elements: readonly Element[], words: string): Element[] {
  const wanted = plainText(words)
  for (const fits of CALLED) {
    const found = elements.filter((one) => fits(optionName(page, one), wanted))
    if (found.length > 0) return found
  }
  return []
}

const optionName = (page: Page, one: Element): string =>
  one.localName === 'option'
    ? plainText(one.getAttribute('label') ?? one.textContent ?? '')
    : nameOf(page, one) || plainText(one.getAttribute('value') ?? '')

function chooseIn(page: Page, choice: Element, label: string, option: string): Tried {
  const blocked = usable(choice, `choice “${label}”`)
  if (blocked !== null) return blocked
  if (choice.localName === 'select') return chooseOption(page, choice, label, option)
  if (choice.localName === 'input' && choice.hasAttribute('list')) return put(page, choice, { value: option })
  const group = typeOf(choice) === 'radio' ? radioGroup(page, choice) : [...choice.querySelectorAll('input')]
  const radios = group.filter((one) => typeOf(one) === 'radio' || typeOf(one) === 'checkbox')
  if (radios.length === 0)
    return needsBrowser(`The choice “${label}” is drawn by the page itself and needs a browser.`, { control: choice })
  const [radio, second] = named(page, radios, option)
  if (radio === undefined) return failed(`“${label}” has no “${option}”.`)
  if (second !== undefined) return unproven(`“${label}” has “${option}” more than once.`)
  return check(page, radio, true)
}

function chooseOption(page: Page, select: Element, label: string, words: string): Tried {
  const options = [...select.querySelectorAll('option')].filter((one) => !one.hasAttribute('disabled'))
  const [option] = named(page, options, words)
  if (option === undefined) return failed(`“${label}” has no “${words}”.`)
  const before = select.hasAttribute('multiple') ? [...(page.filled.get(select)?.options ?? [])] : []
  return put(page, select, { options: new Set([...before, option]) })
}

export function tick(page: Page, label: string, isOn: boolean, near?: string): Tried {
  const found = reach(page, label, ['box'], near)
  if ('is' in found) return found
  const blocked = usable(found.element, `box “${label}”`)
  if (blocked !== null) return blocked
  if (found.element.localName !== 'input')
    return needsBrowser(`The box “${label}” is drawn by the page itself and needs a browser.`, {
      control: found.element,
    })
  return check(page, found.element, isOn)
}

function check(page: Page, box: Element, isOn: boolean): Tried {
  if (typeOf(box) === 'radio')
    for (const other of radioGroup(page, box)) if (other !== box) page.filled.set(other, { isChecked: false })
  return put(page, box, { isChecked: isOn })
}

export function upload(page: Page, label: string, file: File, near?: string): Tried {
  const found = reach(page, label, ['file'], near)
  if ('is' in found) return found
  return usable(found.element, `field “${label}”`) ?? put(page, found.element, { file })
}
