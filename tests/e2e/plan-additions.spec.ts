import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openBrowser, openPage } from '../support/browser'
import { axeViolations, build, enter, untilDelivered } from '../support/studio'

const app = inject('appUrl')
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)

describe('adding to a plan', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  async function untilPlanned(page: Page): Promise<void> {
    await enter(page, app)
    await page.getByRole('switch', { name: 'Plan first' }).click()
    await build(page)
    await page.getByText('Waits for you to confirm the plan').waitFor()
  }

  it(
    'takes an entity with its pages and a page by keyboard, tells what is wrong, and builds a verified app that has them',
    { tags: ['deep'] },
    async () => {
      const { page, complaints } = await openPage(browser, { viewport: { width: 1440, height: 900 } })
      await untilPlanned(page)
      await page.getByRole('button', { name: 'Add an entity' }).focus()
      await page.keyboard.press('Enter')
      const form = page.getByRole('form', { name: 'New entity' })
      const name = form.getByLabel('What one of them is called')
      await page.keyboard.type('Recipe')
      await page.keyboard.press('Enter')
      await form.getByRole('alert').getByText('There is an entity called recipe already.').waitFor()
      await form.locator('[aria-invalid="true"]:focus').waitFor()
      await name.fill('Story')
      expect(await form.getByLabel('Several of them').inputValue()).toBe('Stories')
      await form.getByLabel('Who sees and changes it').selectOption('private')
      await form.getByLabel('Form to change').uncheck()
      expect(await axeViolations(page)).toEqual([])
      await name.press('Enter')
      await page.getByRole('status').getByText('story added, with 3 pages').waitFor()
      await page.getByRole('list', { name: 'Fields of story' }).waitFor()

      await page.getByRole('button', { name: 'Add a page' }).click()
      const pageForm = page.getByRole('form', { name: 'New page' })
      await page.keyboard.type('Opening hours')
      expect(await pageForm.getByLabel('Address').inputValue()).toBe('/opening-hours')
      await pageForm.getByLabel('Address').fill('/recipes')
      await pageForm.getByRole('button', { name: 'Add the page' }).click()
      await pageForm.getByRole('alert').getByText('There is a page at /recipes already.').waitFor()
      await pageForm.getByLabel('Address').fill('/opening-hours')
      expect(await axeViolations(page)).toEqual([])
      await page.keyboard.press('Enter')
      await page.getByRole('status').getByText('The page Opening hours added').waitFor()

      // Closing gives the button its focus back, and what was added is undone and done again.
      await page.getByRole('button', { name: 'Add a page' }).click()
      await page.keyboard.press('Escape')
      await page.locator('button:focus', { hasText: 'Add a page' }).waitFor()
      await page.reload()
      await page.getByRole('list', { name: 'Fields of story' }).waitFor()
      await page.getByRole('button', { name: 'Build this' }).click()
      await untilDelivered(page)
      await page.getByText('Verified').first().waitFor()
      const id = /prj_\w+/.exec(page.url())![0]
      for (const path of ['app/stories/new/page.tsx', 'app/opening-hours/page.tsx'])
        expect((await page.request.get(`${app}/api/v2/projects/${id}/files/${path}`)).status()).toBe(200)
      const spec = JSON.parse(
        (
          (await (await page.request.get(`${app}/api/v2/projects/${id}/files/devora.json`)).json()) as {
            content: string
          }
        ).content,
      ) as { access: { table: string; allow: Record<string, unknown> }[] }
      expect(Object.keys(spec.access.find(({ table }) => table === 'stories')!.allow).toSorted()).toEqual([
        'owner',
        'service',
      ])
      expect(complaints).toEqual([])
    },
  )

  it(
    'fits a phone, and a second tab that has additions of its own gives way when the first one builds',
    { tags: ['deep'] },
    async () => {
      const { page, complaints } = await openPage(browser, {
        viewport: { width: 390, height: 844 },
        colorScheme: 'dark',
      })
      await untilPlanned(page)
      const second = await page.context().newPage()
      await second.goto(page.url())
      for (const tab of [page, second]) await tab.getByRole('button', { name: 'Open the plan' }).click()
      for (const [tab, entity] of [
        [page, 'story'],
        [second, 'photo'],
      ] as const) {
        await tab.getByRole('button', { name: 'Add an entity' }).click()
        await tab.getByRole('form', { name: 'New entity' }).getByLabel('What one of them is called').fill(entity)
        expect(await overflow(tab)).toBeLessThanOrEqual(0)
        expect(await axeViolations(tab)).toEqual([])
        await tab.getByRole('button', { name: 'Add the entity' }).click()
        await tab.getByRole('list', { name: `Fields of ${entity}` }).waitFor()
      }
      await page.getByRole('button', { name: 'Build this' }).click()
      await second.getByRole('button', { name: 'Build this' }).waitFor({ state: 'hidden' })
      await untilDelivered(page)
      const id = /prj_\w+/.exec(page.url())![0]
      expect((await page.request.get(`${app}/api/v2/projects/${id}/files/app/stories/page.tsx`)).status()).toBe(200)
      expect((await page.request.get(`${app}/api/v2/projects/${id}/files/app/photos/page.tsx`)).status()).toBe(404)
      expect(complaints).toEqual([])
    },
  )
})
