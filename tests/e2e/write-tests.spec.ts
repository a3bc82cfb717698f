import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openBrowser, openPage } from '../support/browser'
import { axeViolations, build, enter, shownRun, untilDelivered } from '../support/studio'

describe('the switch “Write tests”', () => {
  let browser: Browser
  const app = inject('appUrl')
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  it('adds the stage to the run and the tests to the files', { tags: ['deep'] }, async () => {
    const { page, complaints } = await openPage(browser, { viewport: { width: 1440, height: 900 } })
    await enter(page, app)
    await page.getByRole('switch', { name: 'Write tests' }).click()
    await build(page)
    await untilDelivered(page)
    const { stages } = await shownRun(page)
    expect(stages.filter((line) => /^Tests\b/.test(line))).toHaveLength(1)
    expect(await page.getByRole('region', { name: 'Run' }).getByText('8/8').count()).toBe(1)
    expect(await page.getByRole('treeitem', { name: 'vitest.config.ts' }).count()).toBe(1)
    expect(await page.getByRole('treeitem', { name: 'validation' }).count()).toBeGreaterThan(0)
    // The project keeps its tests: the switch says so and cannot be turned off.
    await page.getByRole('button', { name: 'Details' }).click()
    await page.getByText('This project has tests. Every change keeps them up to date.').waitFor()
    const kept = page.getByRole('switch', { name: 'Write tests' })
    expect([await kept.isChecked(), await kept.isDisabled()]).toEqual([true, true])
    expect(await axeViolations(page)).toEqual([])
    expect(complaints).toEqual([])
  })

  it('is found among the details where there is little room, and not for a site', { tags: ['deep'] }, async () => {
    const { page, complaints } = await openPage(browser, { viewport: { width: 390, height: 844 } })
    await enter(page, app)
    expect(await page.getByRole('switch', { name: 'Write tests' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Details' }).click()
    await page.getByRole('switch', { name: 'Write tests' }).waitFor()
    expect(await axeViolations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByLabel('What to make').selectOption('site')
    await page.getByRole('button', { name: 'Details' }).click()
    await page.getByLabel('Budget of this run').waitFor()
    expect(await page.getByRole('switch', { name: 'Write tests' }).count()).toBe(0)
    expect(complaints).toEqual([])
  })
})
