import type { Browser, Frame, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openBrowser, openPage } from '../support/browser'
import { axeViolations, build, enter, untilDelivered } from '../support/studio'

describe('the preview', () => {
  let browser: Browser
  const app = inject('appUrl')
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  /** The document of whoever is shown, once it has what is looked for. */
  async function shown(page: Page, has: string): Promise<Frame> {
    let found: Frame | undefined
    const look = async (): Promise<boolean> => {
      for (const frame of page.frames())
        if (
          frame.parentFrame()?.url().includes('/preview/') === true &&
          (await frame
            .locator(has)
            .first()
            .isVisible()
            .catch(() => false))
        )
          found = frame
      return found !== undefined
    }
    await expect.poll(look, { timeout: 120_000 }).toBe(true)
    return found!
  }

  const address = (page: Page) => page.getByLabel('Address in the application')
  async function openAddress(page: Page, path: string): Promise<void> {
    await address(page).fill(path)
    await address(page).press('Enter')
  }

  async function signUp(page: Page, name: string): Promise<void> {
    await openAddress(page, '/sign-up')
    const form = await shown(page, 'input[name="password"]')
    await form.locator('input[name="name"]').fill(name)
    await form.locator('input[name="email"]').fill(`${name}@example.com`)
    await form.locator('input[name="password"]').fill('correct horse battery')
    await form.locator('form:has(input[name="password"]) button').last().click()
    await expect.poll(() => address(page).inputValue(), { timeout: 60_000 }).not.toBe('/sign-up')
  }

  it('runs the application in the studio: two people, one database, nothing else reached', async () => {
    const { page, complaints } = await openPage(browser, { viewport: { width: 1440, height: 900 } })
    await enter(page, app)
    await build(page)
    await untilDelivered(page)
    await page.getByRole('tab', { name: 'Preview' }).click()
    await shown(page, 'h1')
    expect(await axeViolations(page)).toEqual([])
    const asked: string[] = []
    page.on('request', (request) => {
      const from = request.frame()
      if (from !== page.mainFrame() && !/^(?:blob|data|about):/.test(request.url())) asked.push(request.url())
    })

    await signUp(page, 'ana')
    await openAddress(page, '/recipes/new')
    const form = await shown(page, 'input[name="title"]')
    await form.locator('input[name="title"]').fill('Arepas de queso')
    for (const box of await form.locator('form:has(input[name="title"]) [required]').all()) {
      const [tag, type, value] = await box.evaluate((one: HTMLInputElement) => [one.tagName, one.type, one.value])
      if (value !== '') continue
      if (tag === 'SELECT') await box.selectOption({ index: 1 })
      else await box.fill(type === 'number' ? '4' : type === 'date' ? '2030-01-01' : 'Corn flour, water, cheese')
    }
    await form.locator('form:has(input[name="title"]) button[type="submit"]').last().click()
    const made = await shown(page, 'h1:has-text("Arepas de queso")')
    await made.locator('a[href$="/edit"]').first().waitFor()
    const recipe = await address(page).inputValue()

    await page.getByRole('button', { name: 'Who is using it' }).click()
    await page.getByRole('menuitem', { name: 'New person' }).click()
    await page.getByRole('button', { name: 'Who is using it' }).getByText('Person 2').waitFor()
    await signUp(page, 'ben')
    await openAddress(page, recipe)
    const seen = await shown(page, 'h1:has-text("Arepas de queso")')
    expect(await seen.locator('a[href$="/edit"]').count()).toBe(0)
    const id = recipe.split('/').pop()
    const remove = (frame: Frame): Promise<number> =>
      frame.evaluate(async (one) => (await fetch(`/api/recipes/${one}`, { method: 'DELETE' })).status, id)
    expect(await remove(seen)).toBeGreaterThanOrEqual(400)

    // What is inside reaches nothing outside.
    const reached = await seen.evaluate(async (home) => {
      const tries: (() => unknown)[] = [
        () => parent.document.title,
        () => top!.document.cookie,
        () => fetch(`${home}/api/v2/projects`),
        () => indexedDB.open('x'),
      ]
      const outcomes: boolean[] = []
      for (const work of tries)
        outcomes.push(
          await Promise.resolve()
            .then(work)
            .then(
              () => true,
              () => false,
            ),
        )
      return outcomes
    }, app)
    expect(reached).toEqual([false, false, false, false])

    await page.getByRole('button', { name: 'Reload the page' }).click()
    await shown(page, 'h1:has-text("Arepas de queso")')
    await page.getByRole('button', { name: 'Who is using it' }).click()
    await page.getByRole('menuitemradio', { name: 'Visitor' }).click()
    await made.locator('a[href$="/edit"]').first().waitFor()
    await page.getByRole('button', { name: 'Back', exact: true }).click()
    await expect.poll(() => address(page).inputValue()).toBe('/recipes/new')
    expect(asked).toEqual([])
    expect(complaints.filter((text) => !text.includes('Permissions policy'))).toEqual([])
  })
})
