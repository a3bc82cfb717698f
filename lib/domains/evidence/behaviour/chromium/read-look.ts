import { z } from 'zod'
import { valueOf } from '../page/field-values.ts'
import { nameOf } from '../page/names.ts'
import type { Page } from '../page/page.ts'
import { PageTooLarge } from '../page/measure-markup.ts'
import { readPage } from '../page/read-page.ts'
import { ChromiumStopped } from './driver-link.ts'

/** What the browser says of the page that somebody has open, as the same page that is read without a browser. */

const PageLook = z.object({
  html: z.string().nullable(),
  invalid: z.array(z.object({ ref: z.number(), says: z.string() })),
})

const Look = z.object({
  url: z.string().refine((url) => URL.canParse(url)),
  page: z
    .string()
    .nullable()
    .transform((text) => (text === null ? null : PageLook.parse(JSON.parse(text)))),
  alerts: z.array(z.string()),
  faults: z.array(z.string()),
  file: z.object({ name: z.string(), bytes: z.string() }).nullable(),
  away: z.string().nullable(),
  isCrashed: z.boolean(),
})
export type Look = z.infer<typeof Look>

/** What the driver answers to a look. @throws ChromiumStopped where it is not in our words */
export function parseLook(value: unknown): Look {
  try {
    return Look.parse(value)
  } catch {
    throw new ChromiumStopped('The browser says what nobody understands.')
  }
}

type SeenOptions = {
  url: URL
  html: string
  status: number
  isReply: boolean
  /** What alerts of the browser have said. */
  alerts: readonly string[]
  /** All that came with it, whoever sees it. */
  received: string
  /** What was typed at this very address. */
  typed: Typed
}

/** Values that somebody has typed, by the names of their fields. */
export type Typed = Map<string, string>

/** A page, and its elements by their numbers in the browser. */
export type SeenPage = { page: Page; numberOf(element: Element): number }

const NUMBER = 'data-devora'

/**
 * The page as a browser has drawn it, for the same code that reads pages without one.
 * @throws PageTooLarge
 */
export function readLook({ url, html, status, isReply, alerts, received, typed }: SeenOptions): SeenPage {
  const page = readPage({ url, status, html, isReply })
  const read: Page = { ...page, html: `${html}\n${received}` }
  const numbers = new Map<Element, number>()
  const unseen = new Set<Element>()
  for (const element of page.document.querySelectorAll(`[${NUMBER}]`)) {
    const [, number = '', isUnseen, isTyped] = /^(\d{1,9})(h?)(t?)$/.exec(element.getAttribute(NUMBER) ?? '') ?? []
    element.removeAttribute(NUMBER)
    if (number === '') continue
    numbers.set(element, Number(number))
    if (isUnseen === 'h') unseen.add(element)
    if (isTyped === 't') read.filled.set(element, {})
  }
  for (const text of alerts) {
    const alert = page.document.createElement('p')
    alert.setAttribute('role', 'alert')
    alert.textContent = text
    page.document.body.append(alert)
  }
  const numberOf = (element: Element): number => numbers.get(element) ?? 0
  read.unseen = unseen
  for (const field of page.document.querySelectorAll('input,textarea')) {
    const value = valueOf(read, field)
    if ([...typed.values()].includes(value) && typed.get(nameOf(read, field)) === value) read.filled.set(field, {})
  }
  return { page: read, numberOf }
}

/** A page that is beyond what is read. */
export const tooLarge = (): PageTooLarge => new PageTooLarge('it has more than anybody reads')
