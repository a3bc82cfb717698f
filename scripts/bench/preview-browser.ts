/*
 * npm run bench:preview -- --browser: what a preview costs the browser of whoever looks. From the click on "Preview" to
 * a page that can be used, with nothing cached and again after a reload; pages opened after that; bytes, memory.
 */
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import type { Browser, CDPSession, Page } from 'playwright'
import { openBrowser, openPage } from '../../tests/support/browser.ts'
import { build, enter, untilDelivered } from '../../tests/support/studio.ts'
import { untilUsable, watchWire, weightOf } from '../../tests/support/wire.ts'
import { median } from './built-in-project.ts'
import { startOwnApp } from './own-app.ts'

const LATER = ['/recipes', '/ratings', '/recipes/new', '/sign-in', '/recipes', '/ratings', '/']

/** What the browser's pages have used so far, and hold: without its own process and that of the graphics. */
async function renderers(session: CDPSession): Promise<{ cpuMs: number; mb: number }> {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const own = processInfo.filter(({ type }) => type === 'renderer')
  const kb = own.map(({ id }) => Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))?.[1]))
  const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)
  return { cpuMs: sum(own.map(({ cpuTime }) => cpuTime)) * 1000, mb: sum(kb) / 1024 }
}

type Cost = { wall: number; cpu: number }
async function cost(session: CDPSession, work: () => Promise<unknown>): Promise<Cost> {
  const [began, before] = [performance.now(), await renderers(session)]
  await work()
  return { wall: performance.now() - began, cpu: (await renderers(session)).cpuMs - before.cpuMs }
}
const line = (what: string, { wall, cpu }: Cost): void =>
  console.log(`${what.padEnd(34)} ${cpu.toFixed(0).padStart(6)} ms CPU ${wall.toFixed(0).padStart(6)} ms wall`)

/** Goes to an address, until its document stands there: each has a frame of its own. */
async function open(page: Page, path: string): Promise<void> {
  const before = new Set(page.frames())
  const address = page.getByLabel('Address in the application')
  await address.fill(path)
  await address.press('Enter')
  for (;;) {
    for (const frame of page.frames())
      if (!before.has(frame) && (await frame.$('h1').catch(() => null)) !== null) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

async function measure(browser: Browser, app: string): Promise<void> {
  const { page } = await openPage(browser, { viewport: { width: 1440, height: 900 } })
  const session = await browser.newBrowserCDPSession()
  await enter(page, app)
  await build(page)
  await untilDelivered(page)
  const [before, { fetched }] = [await renderers(session), await watchWire(page)]
  const first = await cost(session, async () => {
    await page.getByRole('tab', { name: 'Preview' }).click()
    await untilUsable(page)
  })
  line('the first time, until usable', first)
  const mb = (isOfPreview: boolean): string =>
    `${(weightOf(fetched.filter(({ path }) => /\/preview(?:\/|$)/.test(path) === isOfPreview)) / 1000).toFixed(2)} MB`
  console.log(`${'over the wire'.padEnd(34)} ${mb(true)} of previews, ${mb(false)} beside it`)
  const later: Cost[] = []
  for (const path of LATER) later.push(await cost(session, () => open(page, path)))
  line(`a page after that, of ${LATER.length}`, {
    wall: median(later.map(({ wall }) => wall)),
    cpu: median(later.map(({ cpu }) => cpu)),
  })
  console.log(`${'memory of the pages'.padEnd(34)} ${((await renderers(session)).mb - before.mb).toFixed(0)} MB more`)
  line(
    'after a reload, until usable',
    await cost(session, async () => {
      await page.reload()
      await untilUsable(page)
    }),
  )
}

/** A Devora of its own, and a browser that looks at one project of it. */
export async function measureInBrowser(): Promise<void> {
  const app = await startOwnApp({ TRUSTED_PROXIES: '1' })
  const browser = await openBrowser()
  try {
    console.log(`${cpus().length} cores, Chromium ${browser.version()}\n`)
    await measure(browser, app.url)
  } finally {
    await browser.close()
    await app.stop()
  }
}
