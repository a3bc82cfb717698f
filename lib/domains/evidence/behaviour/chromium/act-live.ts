import { setTimeout as sleep } from 'node:timers/promises'
import { crashed, done, failed, reach, type Tried, unproven } from '../page/act-on-field.ts'
import { describePage } from '../page/describe-page.ts'
import { isDisabled } from '../page/field-values.ts'
import type { Kind } from '../page/find-control.ts'
import { resolve } from '../page/form-request.ts'
import type { Page } from '../page/page.ts'
import type { Scene } from '../read-steps.ts'
import type { LivePage } from './live-page.ts'

/** What steps in Chromium are made of: looking until something is there, pressing it, waiting for what comes of it. */

export type LiveSituation = Scene & { browser: LivePage }

/** So long what is not there may still come. */
const PATIENCE_MS = 4_000
const LOOK_EVERY_MS = 150

/** `isAfresh`: only a look from now on counts, as for what must not be there. */
type Patience = { ms?: number; isAfresh?: boolean }

/** Tries it on the page as it was looked at last, and again while it does not go well: a page goes on by itself. */
export async function patiently(
  at: LiveSituation,
  work: (page: Page) => Tried,
  { ms = PATIENCE_MS, isAfresh = false }: Patience = {},
): Promise<Tried> {
  const end = performance.now() + ms
  for (let isFirst = true; ; isFirst = false) {
    const { page } = isFirst && !isAfresh && at.browser.seen !== null ? at.browser.seen : await at.browser.look()
    const tried = work(page)
    if (tried.is === 'done' || (tried.is === 'unproven' && tried.control !== undefined)) return tried
    if (performance.now() > end && !isFirst) return tried
    if (isFirst) continue
    await sleep(LOOK_EVERY_MS, undefined, { signal: at.signal })
  }
}

export const leadsAway = ({ host }: URL): Tried => unproven(`It leads to another site, ${host}.`)

/** What came of opening a page, or of something that may have led to one. */
export async function cameTo({ browser }: LiveSituation): Promise<Tried> {
  const { page } = await browser.look()
  if (browser.away !== null) return leadsAway(browser.away)
  if (page.url.protocol === 'chrome-error:') return crashed('It does not answer.')
  if (page.status < 500) return done
  return crashed(`It answers ${page.status}. ${describePage(page)}`.trim())
}

/** What keeps somebody from doing it, in words; null where it was done. */
const IN_THE_WAY: Readonly<Record<string, string>> = {
  covered: 'something lies over it',
  disabled: 'it is disabled',
  unseen: 'it is not seen',
  moving: 'it does not stay where it is',
  gone: 'it is gone',
}

const usedNot = (what: string, said: unknown): string =>
  `${what} cannot be used: ${IN_THE_WAY[String(said)] ?? IN_THE_WAY['gone']}.`

export const inTheWay = (what: string, said: unknown): Tried => failed(usedNot(what, said))

/** @param words on a control of one of these kinds, `by` words beside it */
export async function press(
  at: LiveSituation,
  words: string,
  kinds: readonly Kind[],
  by: string | undefined,
): Promise<Tried> {
  const what = `${kinds[0] === 'link' ? 'The link' : 'The button'} “${words}”`
  const first = await pressOnce(at, what, (page) => reach(page, words, kinds, by))
  // A page that drew itself anew meanwhile has another one in its place.
  const isGone = first.is === 'failed' && first.seen === usedNot(what, 'gone')
  return isGone ? pressOnce(at, what, (page) => reach(page, words, kinds, by)) : first
}

async function pressOnce(
  at: LiveSituation,
  what: string,
  find: (page: Page) => ReturnType<typeof reach>,
): Promise<Tried> {
  let found: Element | null = null
  const tried = await patiently(at, (page) => {
    const one = find(page)
    if ('is' in one) return one
    if (isDisabled(one.element)) return failed(`${what} is disabled.`)
    found = one.element
    return done
  })
  if (tried.is !== 'done' || found === null) return tried
  return pressElement(at, found, what)
}

/** Presses what was found on the page as it was looked at last, and waits for what comes of it. */
export async function pressElement(at: LiveSituation, element: Element, what: string): Promise<Tried> {
  const { browser } = at
  if (browser.seen === null) return failed('No page is open.')
  await unfold(at)
  const { page, numberOf } = browser.seen
  const href = element.getAttribute('href')
  browser.begin((href === null ? null : resolve(page, href)) ?? page.url, href === null)
  const problem = await browser.do({ do: 'press', ref: numberOf(element) })
  if (problem !== null) {
    await browser.look()
    return inTheWay(what, problem)
  }
  const came = await cameTo(at)
  const note = browser.last?.keptBack ?? null
  return came.is === 'done' && note !== null ? { ...came, note } : came
}

/** What was found may be folded into a part of the page, which is opened first. */
export async function unfold({ browser }: LiveSituation): Promise<void> {
  for (const details of browser.page?.opened ?? []) {
    const summary = [...details.children].find(({ localName }) => localName === 'summary')
    const ref = summary === undefined ? 0 : (browser.seen?.numberOf(summary) ?? 0)
    if (ref > 0) await browser.do({ do: 'press', ref })
  }
}
