/*
 * npm run bench:pages -- [--files]: the JavaScript that a browser loads before anything is clicked, as it comes over
 * the wire (compressed), for the home page and the studio; with --files each file of it. Exits 1 above a budget.
 */
import { parseArgs } from 'node:util'
import type { Browser, Page } from 'playwright'
import { openBrowser, openPage, type PageOptions } from '../../tests/support/browser.ts'
import { build, enter, untilDelivered } from '../../tests/support/studio.ts'
import { type Fetched, fetchedBy, ownScripts, SCRIPT_BUDGETS, untilUsable, weightOf } from '../../tests/support/wire.ts'
import { startOwnApp } from './own-app.ts'

const measure = (page: Page, url: string, isThere: (page: Page) => Promise<unknown>): Promise<Fetched[]> =>
  fetchedBy(page, async () => {
    await page.goto(url)
    await isThere(page)
  })

const { values } = parseArgs({ options: { files: { type: 'boolean', default: false } } })
let isOver = false
function print(what: string, fetched: readonly Fetched[], budget?: number): void {
  const sum = weightOf(fetched)
  const verdict = budget === undefined ? '' : sum <= budget ? `within ${budget} kB` : `ABOVE ${budget} kB`
  if (budget !== undefined && sum > budget) isOver = true
  console.log(`${what.padEnd(34)} ${sum.toFixed(1).padStart(7)} kB in ${fetched.length} files  ${verdict}`)
  if (values.files) for (const one of fetched) console.log(`    ${weightOf([one]).toFixed(1).padStart(6)} ${one.path}`)
}

/** A project of an account of its own, in a browser that remembers what is given. @returns its address */
async function project(page: Page, app: string): Promise<string> {
  await enter(page, app)
  await build(page)
  await untilDelivered(page)
  return page.url()
}

async function measureAll(browser: Browser, app: string): Promise<void> {
  const { home, studioWithCode, studioWithPreview } = SCRIPT_BUDGETS
  const wide: PageOptions = { viewport: { width: 1440, height: 900 } }
  const visitor = await openPage(browser, wide)
  const seen = await measure(visitor.page, app, (page) => page.locator('h1').waitFor())
  print('home, as a visitor', ownScripts(seen), home)
  const { page } = await openPage(browser, wide)
  const address = await project(page, app)
  const editor = (shown: Page) => shown.locator('.cm-content').waitFor()
  print('studio, with code', ownScripts(await measure(page, address, editor)), studioWithCode)
  await page.evaluate(() => localStorage.setItem('devora.middle', 'preview'))
  const all = await measure(page, address, untilUsable)
  print('studio, with the preview', ownScripts(all), studioWithPreview)
  const rest = all.filter(({ path, isScript }) => isScript && !path.startsWith('/_next/'))
  print('and what the preview runs on', rest)
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
