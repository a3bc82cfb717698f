import { createContext, Script } from 'node:vm'
import { elementsOf, isChecked, isDisabled, radioGroup, typeOf, valueOf } from './field-values.ts'
import { spoken } from './names.ts'
import type { Page } from './page.ts'

/** Why a browser keeps a form back (https://html.spec.whatwg.org/#constraints), in words; null when it sends it. */
export function keptBack(page: Page, form: Element, submitter: Element): string | null {
  if (form.hasAttribute('novalidate') || submitter.hasAttribute('formnovalidate')) return null
  for (const field of elementsOf(page, form)) {
    if (!isHeldTo(field)) continue
    const what = wrongWith(page, field)
    if (what !== null) return `The form is not sent: the field “${spoken(page, field).slice(0, 80)}” ${what}.`
  }
  return null
}

const NEVER_HELD = new Set(['hidden', 'submit', 'button', 'reset', 'image'])

const isHeldTo = (field: Element): boolean =>
  field.localName !== 'button' &&
  !NEVER_HELD.has(typeOf(field)) &&
  !isDisabled(field) &&
  !field.hasAttribute('readonly')

function wrongWith(page: Page, field: Element): string | null {
  const value = valueOf(page, field)
  if (field.hasAttribute('required') && isEmpty(page, field)) return 'is required and empty'
  if (value === '' || /^(?:checkbox|radio|file|select|textarea)$/.test(typeOf(field)))
    return typeOf(field) === 'textarea' ? lengthOf(page, field, value) : null
  return kindOf(field, value) ?? rangeOf(field, value) ?? lengthOf(page, field, value) ?? patternOf(field, value)
}

function isEmpty(page: Page, field: Element): boolean {
  const type = typeOf(field)
  if (type === 'checkbox') return !isChecked(page, field)
  if (type === 'radio') return !radioGroup(page, field).some((one) => isChecked(page, one))
  if (type === 'file') return page.filled.get(field)?.file === undefined
  return valueOf(page, field) === ''
}

const EMAIL =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/

function kindOf(field: Element, value: string): string | null {
  const type = typeOf(field)
  if (type === 'email' && !EMAIL.test(value)) return 'wants an e-mail address'
  return type === 'url' && !URL.canParse(value) ? 'wants an address of the web' : null
}

const NUMBERS = new Set(['number', 'range'])
const TIMES = new Set(['date', 'month', 'week', 'time', 'datetime-local'])

function rangeOf(field: Element, value: string): string | null {
  const [min, max] = [field.getAttribute('min') ?? '', field.getAttribute('max') ?? '']
  if (TIMES.has(typeOf(field))) {
    if (min !== '' && value < min) return `is not before ${min}`
    return max !== '' && value > max ? `is not after ${max}` : null
  }
  if (!NUMBERS.has(typeOf(field))) return null
  if (min !== '' && Number(value) < Number(min)) return `is not below ${min}`
  if (max !== '' && Number(value) > Number(max)) return `is not above ${max}`
  const step = field.getAttribute('step') ?? '1'
  if (step === 'any' || !(Number(step) > 0)) return null
  const base = min === '' ? Number(field.getAttribute('value') ?? 0) || 0 : Number(min)
  const steps = (Number(value) - base) / Number(step)
  return Math.abs(steps - Math.round(steps)) > 1e-6 ? `takes steps of ${step}` : null
}

function lengthOf(page: Page, field: Element, value: string): string | null {
  const least = Number(field.getAttribute('minlength') ?? 0)
  return page.filled.has(field) && value !== '' && value.length < least ? `wants ${least} characters` : null
}

/** The pattern is the application's: one that never comes to an end is stopped. */
const PATTERN = new Script('new RegExp("^(?:" + pattern + ")$", "v").test(value)')
const PATTERN_MS = 50

function patternOf(field: Element, value: string): string | null {
  const pattern = field.getAttribute('pattern')
  if (pattern === null) return null
  try {
    const fits = PATTERN.runInContext(createContext({ pattern, value }), { timeout: PATTERN_MS }) as boolean
    return fits ? null : 'wants another form of text'
  } catch {
    // Browsers ignore a pattern that they cannot read.
    return null
  }
}
