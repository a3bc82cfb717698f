import type { Browser, BrowserContext, Frame, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openBrowser, openPage } from '../support/browser'
import { axeViolations, enter } from '../support/studio'

/** One page, which says so: enough to be built, run and pictured. */
const FILES = {
  'package.json': '{ "name": "herbs", "private": true }',
  'app/layout.tsx': `export default function Layout({ children }: { children: React.ReactNode }) {
  return <html lang="en"><body>{children}</body></html>
}`,
  'app/page.tsx': `export default function Page() {
  return <main style={{ background: '#d8f0e0', padding: 40 }}><h1>A window full of herbs</h1></main>
}`,
}

describe('a project that is shared', () => {
  let browser: Browser
  const app = inject('appUrl')
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  const makeProject = (page: Page): Promise<string> =>
    page.evaluate(async (files) => {
      const body = JSON.stringify({
        name: 'Herbs',
        files: Object.entries(files).map(([path, content]) => ({ path, content })),
      })
      const headers = { 'Content-Type': 'application/json' }
      const answer = await fetch('/api/v2/projects', { method: 'POST', headers, body })
      return ((await answer.json()) as { id: string }).id
    }, FILES)

  /** Until the application runs in a frame of the page. */
  async function untilRunning(page: Page): Promise<void> {
    const has = (frame: Frame): Promise<boolean> =>
      frame
        .getByRole('heading', { name: 'A window full of herbs' })
        .isVisible()
        .catch(() => false)
    const look = async (): Promise<boolean> => (await Promise.all(page.frames().map(has))).includes(true)
    await expect.poll(look, { timeout: 180_000 }).toBe(true)
  }

  const openMenu = async (page: Page, item: string): Promise<void> => {
    await page.getByRole('button', { name: 'More for Herbs' }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }

  it('is seen and run by somebody without an account, until the link is withdrawn', { tags: ['deep'] }, async () => {
    const { page, complaints } = await openPage(browser, { permissions: ['clipboard-read', 'clipboard-write'] })
    await enter(page, app)
    await page.goto(`${app}/projects/${await makeProject(page)}`)
    const pictured = page.waitForResponse((answer) => answer.request().method() === 'PUT')
    await page.getByRole('tab', { name: 'Preview' }).click()
    await untilRunning(page)
    expect([(await pictured).status(), (await pictured).url()]).toEqual([200, expect.stringContaining('/thumbnail?')])

    await openMenu(page, 'Share…')
    const dialog = page.getByRole('dialog', { name: 'Share' })
    await dialog.getByLabel('Ends').selectOption('7')
    await dialog.getByRole('button', { name: 'Create link' }).click()
    await dialog.getByText('Not opened yet').waitFor()
    await page.getByText('Link copied').waitFor()
    const link = await page.evaluate(() => navigator.clipboard.readText())
    expect(link).toMatch(/\/s\/[\w-]{43}$/)
    expect(await axeViolations(page)).toEqual([])

    const visitor = await openPage(browser)
    await visit(visitor.page, link)

    await dialog.getByRole('button', { name: 'Withdraw link' }).click()
    await page.getByText('The link leads nowhere from now on').waitFor()
    const gone = await visitor.page.goto(link)
    expect(gone?.status()).toBe(404)
    await visitor.page.getByRole('heading', { name: 'This link leads nowhere' }).waitFor()
    expect((await visitor.page.goto(`${link}/preview`))?.status()).toBe(404)
    expect(await cookiesOf(visitor.page.context())).toEqual([])

    await page.goto(`${app}/projects`)
    const picture = page.getByRole('article').locator('img')
    await expect.poll(() => picture.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(800)
    expect(complaints).toEqual([])
  })

  const cookiesOf = async (context: BrowserContext): Promise<string[]> =>
    (await context.cookies()).map(({ name }) => name).filter((name) => name.includes('session'))

  async function visit(page: Page, link: string): Promise<void> {
    const answer = await page.goto(link)
    expect(answer?.headers()).toMatchObject({
      'referrer-policy': 'no-referrer',
      'x-robots-tag': expect.stringContaining('noindex') as string,
    })
    expect(await page.title()).toContain('Herbs')
    await untilRunning(page)
    await page.getByRole('tab', { name: 'Code' }).click()
    await page.getByRole('treeitem', { name: 'page.tsx' }).click()
    await page.getByText('Shared with you to read.').waitFor()
    await page.locator('.cm-content', { hasText: 'A window full of herbs' }).waitFor()
    expect(await page.locator('.cm-content').getAttribute('contenteditable')).toBe('false')
    await page.getByRole('button', { name: 'Search in all files' }).click()
    await page.getByRole('searchbox', { name: 'Search in all files' }).fill('full of')
    await page.getByRole('button', { name: /app\/page\.tsx/ }).waitFor()
    expect(await page.getByRole('tab', { name: 'Conversation' }).count()).toBe(0)
    expect(await axeViolations(page)).toEqual([])
    await page.goto(`${link}/preview`)
    await untilRunning(page)
  }
})
