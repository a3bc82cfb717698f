import type { CDPSession, Page } from 'playwright'

/*
 * What pages fetch, and how much of it is JavaScript before anybody has clicked: measured by `npm run bench:pages`,
 * held by the browser tests.
 */

const KB = 1000
/**
 * Most kB of JavaScript, as it comes over the wire, that a page loads by itself; what it loads later counts too, as
 * long as nobody has clicked. React and Next's own router are 118 of them; of a
 * studio that shows code the editor and its language are 140.
 */
export const SCRIPT_BUDGETS = { home: 190, studioWithPreview: 300, studioWithCode: 480 }

export type Fetched = { path: string; isScript: boolean; bytes: number }

/** Everything that the page fetches from now on, with its bytes over the wire. */
export async function watchWire(page: Page): Promise<{ fetched: Fetched[]; session: CDPSession }> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  const answers = new Map<string, { url: string; mimeType: string }>()
  const fetched: Fetched[] = []
  session.on('Network.responseReceived', ({ requestId, response }) => void answers.set(requestId, response))
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength: bytes }) => {
    const answer = answers.get(requestId)
    if (answer === undefined || !URL.canParse(answer.url)) return
    fetched.push({ path: new URL(answer.url).pathname, isScript: /javascript/.test(answer.mimeType), bytes })
  })
  return { fetched, session }
}

/** A page to which nothing has come for so long has all that it loads by itself. */
const STILL_MS = 1_500

/** What `load` makes the page fetch, with nothing in the cache, until nothing more comes; the heaviest first. */
export async function fetchedBy(page: Page, load: () => Promise<unknown>): Promise<Fetched[]> {
  const { fetched, session } = await watchWire(page)
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  await load()
  // Not until the network is idle: streams of events stay open for as long as the page does.
  for (let known = -1; known !== fetched.length; await page.waitForTimeout(STILL_MS)) known = fetched.length
  await session.detach()
  return fetched.toSorted((one, other) => other.bytes - one.bytes)
}

/** In kB. */
export const weightOf = (fetched: readonly Fetched[]): number => fetched.reduce((sum, { bytes }) => sum + bytes, 0) / KB

/** Scripts of Devora's own pages, and not of what runs in a preview. */
export const ownScripts = (fetched: readonly Fetched[]): Fetched[] =>
  fetched.filter(({ path, isScript }) => isScript && path.startsWith('/_next/'))

/** Until the application in the preview can be used: the buttons of its toolbar can then, too. */
export const untilUsable = (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'Reload the page' }).and(page.locator(':enabled')).waitFor()
