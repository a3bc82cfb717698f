import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openBrowser, openPage } from '../support/browser'
import { axeViolations, enter } from '../support/studio'

const app = inject('appUrl')
const SENTENCE = 'A kanban board for my team with cards that have a title, a due date and an assignee'

describe('templates', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  it('are found without an account, tried, and begin the prompt', { tags: ['deep'] }, async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(app)
    await page.getByRole('link', { name: /^All \d+ templates$/ }).click()
    await page.getByRole('heading', { name: 'Start from something that runs' }).waitFor()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await axeViolations(page)).toEqual([])
    }
    const all = await page.getByRole('main').getByRole('listitem').count()
    expect(all).toBeGreaterThanOrEqual(40)
    const search = page.getByLabel('Search templates')
    await search.fill('zzz')
    await page.getByRole('status').getByText('Nothing of this kind yet').waitFor()
    await search.fill('CARDS assignee')
    await page.getByRole('status').getByText('1 template').waitFor()
    await page.getByRole('link', { name: 'Try Kanban board' }).click()
    await page.getByRole('heading', { name: 'Kanban board' }).waitFor()
    await page.getByRole('link', { name: 'Use this template' }).click()
    await page.waitForURL(/template=kanban$/)
    expect(await page.getByLabel('What do you want to build?').inputValue()).toBe(SENTENCE)
    expect((await page.goto(`${app}/templates/nothing`))?.status()).toBe(404)
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([])
  })

  it('are what the run begins with', { tags: ['deep'] }, async () => {
    const { page, complaints } = await openPage(browser)
    await enter(page, app)
    await page.goto(`${app}/?template=equipment`)
    const asked = page.waitForRequest((request) => request.url().endsWith('/api/v2/generate'))
    await page.getByRole('button', { name: 'Build it' }).click()
    expect((await asked).postDataJSON()).toMatchObject({ template: 'equipment' })
    await page.waitForURL(/\/projects\/prj_/)
    expect(complaints).toEqual([])
  })
})
