import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openBrowser, openPage } from '../support/browser'
import { axeViolations, build, enter, untilDelivered } from '../support/studio'

/* The user's own sentence as the report: lit while the run goes, open to what was tried, and struck out in part. */

const SENTENCE = 'A recipe box where members save recipes and rate them, and drag recipes into folders'

describe('what was asked', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  const asked = (page: Page) => page.getByRole('region', { name: 'What you asked' })
  const lit = (page: Page, words: string, state: string) =>
    asked(page).getByRole('button', { name: `${words} (${state})`, exact: true })

  it('is lit by what is proven of it; what is not built says why, is suggested again or struck out', async () => {
    const { page, complaints } = await openPage(browser, { viewport: { width: 1440, height: 900 } })
    await enter(page, inject('appUrl'))
    await build(page, SENTENCE)
    // While the run goes: what it took the sentence to say.
    await asked(page).getByText('drag recipes into folders').waitFor()
    // And as soon as one of its wishes was tried: the stretch is proven while nothing can be opened yet.
    await asked(page).locator('p > span').filter({ hasText: '(proven)' }).first().waitFor()
    await untilDelivered(page)
    await lit(page, 'members save recipes', 'proven').waitFor()
    await lit(page, 'rate them', 'proven').click()
    await asked(page).getByText('People who signed up can rate “Recipes”.').waitFor()
    await asked(page).locator('summary').first().click()
    await asked(page)
      .getByText(/^Ana presses “/)
      .first()
      .waitFor()

    await lit(page, 'drag recipes into folders', 'not built').click()
    await asked(page)
      .getByText(/Nothing can be dragged/)
      .waitFor()
    expect(await axeViolations(page)).toEqual([])
    await asked(page).getByRole('button', { name: 'Build this' }).click()
    await expect
      .poll(() => page.getByPlaceholder('Say what should change').inputValue())
      .toContain('drag recipes into folders')

    await asked(page).getByRole('button', { name: 'Strike out' }).click()
    await lit(page, 'drag recipes into folders', 'struck out').waitFor()
    await page.getByText('2 of 2 asks proven').first().waitFor()
    expect(complaints).toEqual([])
  })

  it('is asked about first where it is vague, and goes on with the answer, on a phone too', async () => {
    const { page, complaints } = await openPage(browser, { viewport: { width: 390, height: 844 } })
    await enter(page, inject('appUrl'))
    await build(page, 'an app for my shop')
    await page.getByRole('heading', { name: '2 questions before I build' }).waitFor()
    expect(await axeViolations(page)).toEqual([])
    const what = page.getByRole('group', { name: 'What should it keep?' })
    await what.getByLabel('In my own words').click()
    await what.getByRole('textbox').fill('It keeps candles: each candle has a name and a price.')
    await page.getByRole('button', { name: 'Build it' }).click()
    await untilDelivered(page)
    await page.getByText('Candles', { exact: false }).first().waitFor({ state: 'attached' })
    expect(complaints).toEqual([])
  })
})
