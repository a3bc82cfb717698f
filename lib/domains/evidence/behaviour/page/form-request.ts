import { elementsOf, isChecked, isChosen, isDisabled, optionValue, typeOf, valueOf } from './field-values.ts'
import type { Page } from './page.ts'

/** What a browser without JavaScript sends for a form (https://html.spec.whatwg.org/#form-submission-algorithm). */
export type FormRequest = { url: URL; method: 'GET' | 'POST'; body: FormData | URLSearchParams | null }

/** Null for a form that only client code sends. */
export function formRequest(page: Page, form: Element, submitter: Element): FormRequest | null {
  const said = (name: string): string | null => submitter.getAttribute(`form${name}`) ?? form.getAttribute(name)
  const action = said('action')?.trim() ?? ''
  if (/^javascript:/i.test(action)) return null
  const url = resolve(page, action)
  if (url === null) return null
  const entries = entriesOf(page, form, submitter)
  if (said('method')?.toLowerCase() !== 'post') {
    url.search = new URLSearchParams(entries.map(([name, value]) => [name, textOf(value)])).toString()
    return { url, method: 'GET', body: null }
  }
  if (said('enctype')?.toLowerCase() !== 'multipart/form-data')
    return { url, method: 'POST', body: new URLSearchParams(entries.map(([name, value]) => [name, textOf(value)])) }
  const body = new FormData()
  for (const [name, value] of entries) body.append(name, value)
  return { url, method: 'POST', body }
}

const textOf = (value: string | File): string => (typeof value === 'string' ? value : value.name)

/** An address on a page, as it is meant there; null for none. */
export function resolve(page: Page, address: string): URL | null {
  const base = page.document.querySelector('base[href]')?.getAttribute('href')
  const from = base !== null && base !== undefined && URL.canParse(base, page.url) ? new URL(base, page.url) : page.url
  if (!URL.canParse(address, from)) return null
  const url = new URL(address === '' ? page.url : address, from)
  url.hash = ''
  return url
}

type Entry = [name: string, value: string | File]

function entriesOf(page: Page, form: Element, submitter: Element): Entry[] {
  const entries: Entry[] = []
  for (const one of elementsOf(page, form)) {
    if (isDisabled(one) || one.closest('datalist') !== null) continue
    const name = one.getAttribute('name') ?? ''
    const type = typeOf(one)
    if (type === 'image' && one === submitter) {
      const prefix = name === '' ? '' : `${name}.`
      entries.push([`${prefix}x`, '0'], [`${prefix}y`, '0'])
    }
    if (name !== '') entries.push(...valuesOf(page, one, submitter).map((value): Entry => [name, value]))
  }
  return entries
}

function valuesOf(page: Page, one: Element, submitter: Element): (string | File)[] {
  const type = typeOf(one)
  if (one.localName === 'button' || /^(?:submit|button|reset|image)$/.test(type))
    return one === submitter && type !== 'image' ? [one.getAttribute('value') ?? ''] : []
  if (type === 'checkbox' || type === 'radio') return isChecked(page, one) ? [one.getAttribute('value') ?? 'on'] : []
  if (type === 'file') return [page.filled.get(one)?.file ?? new File([], '', { type: 'application/octet-stream' })]
  if (type === 'select')
    return [...one.querySelectorAll('option')]
      .filter((option) => isChosen(page, one, option) && !option.hasAttribute('disabled'))
      .map(optionValue)
  return [valueOf(page, one).replace(/\r\n?|\n/g, '\r\n')]
}
