import type { Page } from './page.ts'

/** What stands in the fields of a page: as it came, or as somebody filled them in. */

export const typeOf = (field: Element): string => {
  if (field.localName !== 'input') return field.localName
  return (field.getAttribute('type') ?? 'text').toLowerCase()
}

/** The value that a field would send; of a select, that of its first chosen option. */
export function valueOf(page: Page, field: Element): string {
  const filled = page.filled.get(field)
  if (filled?.value !== undefined) return filled.value
  if (field.localName === 'textarea') return (field.textContent ?? '').replace(/^\r?\n/, '')
  if (field.localName === 'select') {
    const chosen = [...field.querySelectorAll('option')].find((option) => isChosen(page, field, option))
    return chosen === undefined ? '' : optionValue(chosen)
  }
  return field.getAttribute('value') ?? ''
}

export const optionValue = (option: Element): string =>
  option.getAttribute('value') ?? (option.textContent ?? '').replace(/\s+/g, ' ').trim()

/** Whether an option is the one that is chosen: by somebody, by the page, or because it is the first. */
export function isChosen(page: Page, select: Element, option: Element): boolean {
  const filled = page.filled.get(select)?.options
  if (filled !== undefined) return filled.has(option)
  if (option.hasAttribute('selected')) return true
  if (select.hasAttribute('multiple') || Number(select.getAttribute('size') ?? 1) > 1) return false
  const options = [...select.querySelectorAll('option')]
  if (options.some((one) => one.hasAttribute('selected'))) return false
  return option === options.find((one) => !one.hasAttribute('disabled'))
}

export const isChecked = (page: Page, box: Element): boolean =>
  page.filled.get(box)?.isChecked ?? box.hasAttribute('checked')

/** The form that a field or button belongs to. */
export function formOf(page: Page, element: Element): Element | null {
  const id = element.getAttribute('form')
  if (id === null) return element.closest('form')
  const named = page.document.getElementById(id)
  return named?.localName === 'form' ? named : null
}

/** All fields and buttons of a form, in the order of the page. */
export const elementsOf = (page: Page, form: Element): Element[] =>
  [...page.document.querySelectorAll('input,select,textarea,button')].filter((one) => formOf(page, one) === form)

/** Whether nothing can be done with it (https://html.spec.whatwg.org/#concept-fe-disabled). */
export function isDisabled(element: Element): boolean {
  if (element.hasAttribute('disabled')) return true
  const fieldset = element.closest('fieldset[disabled]')
  if (fieldset === null) return false
  const legend = [...fieldset.children].find(({ localName }) => localName === 'legend')
  return legend === undefined || !legend.contains(element)
}

/** The buttons of one choice: those of the same name in the same form. */
export function radioGroup(page: Page, radio: Element): Element[] {
  const [name, form] = [radio.getAttribute('name'), formOf(page, radio)]
  return [...page.document.querySelectorAll('input')].filter(
    (one) => typeOf(one) === 'radio' && one.getAttribute('name') === name && formOf(page, one) === form,
  )
}
