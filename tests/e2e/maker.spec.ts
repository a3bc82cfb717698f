import { readFile } from 'node:fs/promises'
import { unzipSync } from 'fflate'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openBrowser, openPage } from '../support/browser'
import { axeViolations, build, enter, PASSWORD, RECIPES, shownRun, signUp, untilDelivered } from '../support/studio'

const STAGES = ['Context', 'Architect', 'Front end', 'Back end', 'Database', 'Review', 'Deliver']

describe('from a sentence to a project', () => {
  let browser: Browser
  const app = inject('appUrl')
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  it('keeps the prompt through sign-up, shows every stage, the files and the report, and gives the zip', async () => {
    const { page, complaints } = await openPage(browser, { viewport: { width: 1440, height: 900 } })
    await page.goto(app)
    await page.getByLabel('What do you want to build?').fill(RECIPES)
    await page.keyboard.press('Control+Enter')
    await page.getByText('Your prompt is kept.').waitFor()
    await signUp(page)
    await page.waitForURL(/\/projects\/prj_/)
    await untilDelivered(page)

    const { stages, files } = await shownRun(page)
    for (const stage of STAGES) expect(stages.some((line) => line.startsWith(stage))).toBe(true)
    expect(await page.getByRole('region', { name: 'Run' }).getByText('7/7').count()).toBe(1)
    expect(files).toBeGreaterThan(20)
    expect(await page.getByRole('treeitem', { name: 'recipes' }).count()).toBeGreaterThan(0)
    expect(await page.getByRole('region', { name: 'Code' }).getByRole('heading').innerText()).toBe('app/page.tsx')
    await page.getByRole('region', { name: 'Code' }).getByText('export default').first().waitFor()
    expect(await page.getByRole('region', { name: 'Messages' }).getByText(RECIPES).count()).toBe(1)

    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download' }).click()
    const zip = unzipSync(await readFile(await (await download).path()))
    const names = Object.keys(zip).filter((name) => !name.endsWith('/'))
    // Beside the files of the version, the zip carries its evidence, and a Supabase for a laptop.
    expect(names).toContain('docs/devora-report.md')
    expect(names.some((name) => name.startsWith('supabase/tests/access_'))).toBe(true)
    const added = /^(?:docs\/devora-report\.md|supabase\/tests\/access_.*|scripts\/local-supabase\.mjs)$/
    expect(names.filter((name) => !added.test(name)).length).toBe(files)
    expect(names).toContain('scripts/local-supabase.mjs')
    expect(names.some((name) => name.endsWith('devora.json'))).toBe(true)
    expect(complaints).toEqual([])
  })

  it('shows the same run after a reload in the middle, and in a second tab', { tags: ['deep'] }, async () => {
    const { page, complaints } = await openPage(browser)
    await enter(page, app)
    await build(page, 'A CRM with companies, contacts and deals')
    await page.reload()
    const second = await page.context().newPage()
    await second.goto(page.url())
    await Promise.all([untilDelivered(page), untilDelivered(second)])
    const before = await shownRun(page)
    expect(await shownRun(second)).toEqual(before)
    await page.reload()
    await untilDelivered(page)
    expect(await shownRun(page)).toEqual(before)
    expect(complaints).toEqual([])
  })

  it('goes on by itself after the network was gone', { tags: ['deep'] }, async () => {
    const { page, complaints } = await openPage(browser)
    await enter(page, app)
    await build(page)
    await page.context().setOffline(true)
    await page.waitForTimeout(400)
    await page.context().setOffline(false)
    await untilDelivered(page)
    expect((await shownRun(page)).files).toBeGreaterThan(20)
    // The browser itself notes each request it could not send.
    expect(complaints.filter((text) => !text.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([])
  })

  it('checks a version that was edited by hand, and takes its word for nothing', { tags: ['deep'] }, async () => {
    const { page, complaints } = await openPage(browser, { viewport: { width: 1440, height: 900 } })
    await enter(page, app)
    const id = await build(page)
    await untilDelivered(page)
    const edited = await page.evaluate(async (address) => {
      const body = JSON.stringify({ content: "import { nothing } from 'left-padd'\nexport default nothing\n" })
      return (await fetch(address, { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body })).status
    }, `${app}/api/v2/projects/${id}/files/components/broken.tsx`)
    expect(edited).toBe(200)
    await page.reload()
    await page.getByText('No check has run on version 2').waitFor()
    await page.getByRole('button', { name: 'Check this version' }).click()
    await page.getByRole('menuitem', { name: 'All checks', exact: true }).click()
    // The finding is there as soon as its check has failed; the version is judged when all have ended.
    await page.getByText('Incomplete').first().waitFor()
    const jump = page
      .getByRole('region', { name: 'Report' })
      .getByRole('button', { name: /^components\/broken\.tsx:1/ })
      .first()
    await jump.waitFor()
    await jump.click()
    await page.getByRole('region', { name: 'Code' }).getByText('left-padd').waitFor()
    expect(await axeViolations(page)).toEqual([])
    await page.getByRole('button', { name: 'Use anyway' }).click()
    await page.getByLabel('Reason').fill('The file is not used anywhere.')
    expect(await axeViolations(page)).toEqual([])
    await page.getByRole('button', { name: 'Use it anyway' }).click()
    await page.getByText('Used anyway: “The file is not used anywhere.”').waitFor()
    expect(complaints).toEqual([])
  })

  it('changes a project with a further prompt, compares and restores versions', async () => {
    const { page, complaints } = await openPage(browser, { viewport: { width: 1440, height: 900 } })
    await enter(page, app)
    await build(page)
    await untilDelivered(page)
    await page.getByLabel('What should change?').fill('Use navy for the components and add a page about us')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByRole('tab', { name: /Versions/ }).click()
    await page.getByRole('button', { name: 'Show version v2' }).first().waitFor()
    await page.getByRole('button', { name: 'What version 2 changed' }).click()
    await page.getByText(/files? since version 1/).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Restore version 1' }).click()
    await page.getByRole('button', { name: 'Restore', exact: true }).click()
    await page.getByText('Version 1 is back, as version 3').waitFor()
    expect(await page.getByRole('button', { name: 'Show version v3' }).count()).toBe(1)
    expect(complaints).toEqual([])
  })

  it('can be used with the keyboard: the file tree', { tags: ['deep'] }, async () => {
    const { page, complaints } = await openPage(browser, { viewport: { width: 1440, height: 900 } })
    await enter(page, app)
    await build(page)
    await untilDelivered(page)
    const tree = page.getByRole('tree', { name: 'Files' })
    await tree.getByRole('treeitem').first().focus()
    const count = await tree.getByRole('treeitem').count()
    await page.keyboard.press('ArrowLeft')
    expect(await tree.getByRole('treeitem').first().getAttribute('aria-expanded')).toBe('false')
    expect(await tree.getByRole('treeitem').count()).toBeLessThan(count)
    await page.keyboard.press('End')
    const last = tree.getByRole('treeitem').last()
    await page.keyboard.press('Enter')
    expect(await last.getAttribute('aria-selected')).toBe('true')
    await expect
      .poll(() => page.getByRole('region', { name: 'Code' }).getByRole('heading').innerText())
      .toBe(await last.innerText())
    expect(complaints).toEqual([])
  })

  it('shows the statement that proves a cell of the access matrix', { tags: ['deep'] }, async () => {
    const { page, complaints } = await openPage(browser, { viewport: { width: 1440, height: 900 } })
    await enter(page, app)
    await build(page)
    await untilDelivered(page)
    const cell = page.getByRole('grid').first().getByRole('button').first()
    await cell.focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: /^\S.* tried to .*: (allowed|refused)$/ }).waitFor()
    expect(await axeViolations(page)).toEqual([])
    expect(complaints).toEqual([])
  })

  it('signs out, refuses a wrong password, and comes back to where one wanted to go', { tags: ['deep'] }, async () => {
    const { page, complaints } = await openPage(browser)
    const email = await enter(page, app)
    const id = await build(page)
    await untilDelivered(page)
    await page.getByRole('button', { name: /^Account of/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('link', { name: 'Sign in' }).waitFor()

    await page.goto(`${app}/projects/${id}`)
    await page.waitForURL(/\/sign-in\?next=/)
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Password').fill('not this one')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').getByText('Address or password is wrong.').waitFor()
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL(`${app}/projects/${id}`)
    // The browser itself notes the refused request.
    expect(complaints.filter((text) => !text.includes('401'))).toEqual([])
  })
})
