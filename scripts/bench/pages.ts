/*
 * npm run bench:pages -- [--files]: the JavaScript that a browser loads before anything is clicked, as it comes over
 * the wire (compressed), for the home page and the studio; with --files each file of it. Exits 1 above a budget.
 */
import { parseArgs } from 'node:util'
import type { Browser, Page } from 'playwright'
import { openBrowser, openPage, type PageOptions } from '../../tests/support/browser.ts'
import { build, enter, untilDelivered } from '../../tests/support/studio.ts'
import { startOwnApp } from './own-app.ts'

const KB = 1000
/** In kB. What is loaded later counts too, as long as nobody has clicked. */
const BUDGETS = { home: 120, studio: 350 }

type Script = { url: string; bytes: number }

/** Every script that the page fetches from now on, with the bytes that came over the wire. */
async function watchScripts(page: Page): Promise<Script[]> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  const urls = new Map<string, string>()
  const scripts: Script[] = []
  session.on('Network.responseReceived', ({ requestId, response }) => {
    if (/javascript/.test(response.mimeType)) urls.set(requestId, response.url)
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const url = urls.get(requestId)
    if (url !== undefined) scripts.push({ url: new URL(url).pathname, bytes: encodedDataLength })
  })
  return scripts
}

const total = (scripts: readonly Script[]): number => scripts.reduce((sum, { bytes }) => sum + bytes, 0) / KB

/** Opens a page with nothing in the cache, until `isThere`, and then until nothing is fetched any more. */
async function measure(page: Page, url: string, isThere: (page: Page) => Promise<unknown>): Promise<Script[]> {
  const scripts = await watchScripts(page)
  await page.goto(url)
  await isThere(page)
  await page.waitForLoadState('networkidle')
  return [...scripts].sort((one, other) => other.bytes - one.bytes)
}

const { values } = parseArgs({ options: { files: { type: 'boolean', default: false } } })
let isOver = false
function print(what: string, scripts: readonly Script[], budget?: number): void {
  const sum = total(scripts)
  const verdict = budget === undefined ? '' : sum <= budget ? `within ${budget} kB` : `ABOVE ${budget} kB`
  if (budget !== undefined && sum > budget) isOver = true
  console.log(`${what.padEnd(34)} ${sum.toFixed(1).padStart(7)} kB in ${scripts.length} files  ${verdict}`)
  if (values.files)
    for (const { url, bytes } of scripts) console.log(`    ${(bytes / KB).toFixed(1).padStart(6)} ${url}`)
}

/** A project of an account of its own, in a browser that remembers what is given. @returns its address */
async function project(page: Page, app: string): Promise<string> {
  await enter(page, app)
  await build(page)
  await untilDelivered(page)
  return page.url()
}

async function measureAll(browser: Browser, app: string): Promise<void> {
  const wide: PageOptions = { viewport: { width: 1440, height: 900 } }
  const visitor = await openPage(browser, wide)
  print('home, as a visitor', await measure(visitor.page, app, (page) => page.locator('h1').waitFor()), BUDGETS.home)
  const { page } = await openPage(browser, wide)
  const address = await project(page, app)
  const editor = (shown: Page) => shown.locator('.cm-content').waitFor()
  print('studio, with code', await measure(page, address, editor), BUDGETS.studio)
  await page.evaluate(() => localStorage.setItem('devora.middle', 'preview'))
  // The buttons of its toolbar can be used once the application can.
  const running = (shown: Page) =>
    shown.getByRole('button', { name: 'Reload the page' }).and(shown.locator(':enabled')).waitFor()
  const all = await measure(page, address, running)
  const isOurs = ({ url }: Script): boolean => url.startsWith('/_next/')
  print('studio, with the preview', all.filter(isOurs), BUDGETS.studio)
  print(
    'and what the preview runs on',
    all.filter((one) => !isOurs(one)),
  )
}

const app = await startOwnApp({ TRUSTED_PROXIES: '1' })
const browser = await openBrowser()
try {
  await measureAll(browser, app.url)
} finally {
  await browser.close()
  await app.stop()
}
process.exit(isOver ? 1 : 0)
