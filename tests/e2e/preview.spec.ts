import type { Browser, Frame, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openBrowser, openPage } from '../support/browser'
import { sendRecipe } from '../support/recipe-form'
import { axeViolations, build, enter, putFile, untilDelivered } from '../support/studio'
import { address, openAddress, people, shown, signUp } from '../support/studio-preview'
import { fetchedBy, ownScripts, SCRIPT_BUDGETS, weightOf } from '../support/wire'

describe('the preview', () => {
  let browser: Browser
  const app = inject('appUrl')
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  it('runs the application in the studio: two people, one database, nothing else reached', async () => {
    const { page, complaints } = await openPage(browser, { viewport: { width: 1440, height: 900 }, middle: null })
    await enter(page, app)
    await build(page)
    // Nobody has chosen anything: the code is watched while it is written, then the application is there by itself.
    await page.getByRole('tab', { name: 'Code', selected: true }).waitFor()
    await untilDelivered(page)
    await shown(page, 'h1')
    // Wide enough for what an application shows on a tablet; the files are with the code.
    expect((await page.locator('iframe').first().boundingBox())!.width).toBeGreaterThanOrEqual(768)
    expect(await page.getByRole('region', { name: 'Files', exact: true }).count()).toBe(0)
    expect(await axeViolations(page)).toEqual([])
    const asked: string[] = []
    page.on('request', (request) => {
      const from = request.frame()
      if (from !== page.mainFrame() && !/^(?:blob|data|about):/.test(request.url())) asked.push(request.url())
    })

    await signUp(page, 'ana')
    await openAddress(page, '/recipes/new')
    const form = await shown(page, 'input[name="title"]')
    await sendRecipe(form, 'Arepas de queso')
    const made = await shown(page, 'h1:has-text("Arepas de queso")')
    await made.locator('a[href$="/edit"]').first().waitFor()
    const recipe = await address(page).inputValue()

    await page.getByRole('button', { name: 'Who is using it' }).click()
    await page.getByRole('menuitem', { name: 'New person' }).click()
    await page.getByRole('button', { name: 'Who is using it: Visitor' }).waitFor()
    await signUp(page, 'ben')
    await page.getByRole('button', { name: 'Who is using it: ben' }).waitFor()
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
    await page.getByRole('menuitemradio', { name: 'ana', exact: true }).click()
    await made.locator('a[href$="/edit"]').first().waitFor()
    await page.getByRole('button', { name: 'Back', exact: true }).click()
    await expect.poll(() => address(page).inputValue()).toBe('/recipes/new')
    expect(asked).toEqual([])
    expect(complaints.filter(isNews)).toEqual([])
  })

  it(
    'shows what each may see, takes edits while it runs, and keeps its data over a reload until a migration is new',
    { tags: ['deep'] },
    async () => {
      const { page, complaints } = await openPage(browser, { viewport: { width: 1440, height: 900 }, middle: null })
      await enter(page, app)
      const project = await build(page)
      await untilDelivered(page)
      await shown(page, 'h1')
      await signUp(page, 'ana')
      await openAddress(page, '/recipes/new')
      await sendRecipe(await shown(page, 'input[name="title"]'), 'Arepas de queso')
      await shown(page, 'h1:has-text("Arepas de queso")')
      await openAddress(page, '/recipes/new')
      await shown(page, 'input[name="title"]')
      await tellsWhatEachMaySee(page)
      await staysInItsFrame(page)
      await takesEdits(page, project)
      await keepsItsData(page, project)
      expect(complaints.filter(isNews)).toEqual([])
    },
  )

  /** Not what these tests bring about themselves. */
  const isNews = (text: string): boolean => !/Permissions policy|the page broke|CLIENT/.test(text)

  const tools = (page: Page) => page.getByRole('button', { name: 'Behind the page' })
  const notes = (page: Page) => page.getByRole('status').filter({ hasText: /sees \d+ of/ })

  async function tellsWhatEachMaySee(page: Page): Promise<void> {
    await tools(page).click()
    await page.getByRole('button', { name: 'recipes', exact: true }).click()
    await notes(page)
      .getByText(/^ana sees \d+ of \d+ rows$/)
      .waitFor()
    await page.getByRole('cell', { name: 'Arepas de queso' }).waitFor()
    expect(await axeViolations(page)).toEqual([])
    await page.getByRole('button', { name: 'Show everything' }).click()
    await page
      .getByRole('status')
      .filter({ hasText: /^\d+ rows$/ })
      .waitFor()
    // Somebody of the seed, whose password nobody knows.
    await people(page).click()
    const member = page.getByRole('menuitem', { name: /^Sign in as/ }).first()
    const name = (await member.innerText()).trim()
    await member.click()
    await page.getByRole('button', { name: `Who is using it: ${name}` }).waitFor()
    await shown(page, 'input[name="title"]')
    await people(page).click()
    await page.getByRole('menuitemradio', { name: 'ana', exact: true }).click()
    await tools(page).click()
  }

  /** Panes come and go with the width of the window; what runs in them goes on. */
  async function staysInItsFrame(page: Page): Promise<void> {
    const form = await shown(page, 'input[name="title"]')
    await form.locator('input[name="title"]').fill('Half written')
    for (const width of [900, 390, 1100, 1440]) {
      await page.setViewportSize({ width, height: 900 })
      if (width < 1024) await page.getByRole('button', { name: 'Preview', exact: true }).click()
      expect(await (await shown(page, 'input[name="title"]')).locator('input[name="title"]').inputValue()).toBe(
        'Half written',
      )
    }
  }

  async function takesEdits(page: Page, project: string): Promise<void> {
    const put = async (path: string, content: string): Promise<void> => {
      await putFile(page, app, project, path, content)
      await page.evaluate(() => window.dispatchEvent(new Event('focus')))
    }
    await put('app/edited/page.tsx', 'export default () => <h1>Edited once</h1>\n')
    await page.getByRole('tab', { name: 'Versions 2' }).waitFor()
    await openAddress(page, '/edited')
    await shown(page, 'h1:has-text("Edited once")')
    const broken = `'use client'
export default function Page() {
  return <button onClick={() => { throw new Error('the page broke') }}>Edited twice</button>
}
`
    await put('app/edited/page.tsx', broken)
    const button = await shown(page, 'button:has-text("Edited twice")')
    expect(await address(page).inputValue()).toBe('/edited')
    await expect
      .poll(async () => {
        await button.locator('button').last().click()
        return page.getByText('app/edited/page.tsx:3').count()
      })
      .toBeGreaterThan(0)
    await page.getByRole('button', { name: /^Show the problem|^Show \d+ problems/ }).click()
    await page.getByRole('button', { name: 'Repair this' }).first().click()
    const prompt = page.getByLabel('What should change?')
    await expect.poll(() => prompt.inputValue()).toMatch(/\/edited fails[^]*the page broke\napp\/edited\/page\.tsx:3/)
    expect(await prompt.evaluate((box) => box === document.activeElement)).toBe(true)
    await page.getByRole('button', { name: 'Open app/edited/page.tsx' }).first().click()
    await page.locator('.cm-activeLine', { hasText: 'the page broke' }).waitFor()
    await page.getByRole('tab', { name: 'Preview' }).click()
  }

  async function keepsItsData(page: Page, project: string): Promise<void> {
    await openAddress(page, '/recipes')
    await shown(page, 'text="Arepas de queso"')
    const weightAfterReload = async () => weightOf(ownScripts(await fetchedBy(page, () => page.reload())))
    expect(await weightAfterReload()).toBeLessThanOrEqual(SCRIPT_BUDGETS.studioWithPreview)
    await page.getByRole('button', { name: 'Who is using it: ana', exact: true }).waitFor()
    await shown(page, 'text="Arepas de queso"')
    expect(await address(page).inputValue()).toBe('/recipes')

    await putFile(page, app, project, 'supabase/migrations/99999999999999_more.sql', 'select 1;\nselect nothing;\n')
    await page.evaluate(() => window.dispatchEvent(new Event('focus')))
    await page.getByText('The database was made anew').waitFor()
    await page.getByRole('alert').getByText('column "nothing" does not exist').waitFor()
    await page.getByRole('button', { name: 'Open supabase/migrations/99999999999999_more.sql' }).waitFor()
    await putFile(page, app, project, 'supabase/migrations/99999999999999_more.sql', 'select 1;\n')
    await page.evaluate(() => window.dispatchEvent(new Event('focus')))
    await page.getByRole('button', { name: 'Who is using it: Visitor' }).waitFor()
    await shown(page, 'h1')

    // Who chose the code finds it again, and starts no preview.
    await page.getByRole('tab', { name: 'Code' }).click()
    // What the click loads would be counted with what the page loads then.
    await page.locator('.cm-content').waitFor()
    expect(await weightAfterReload()).toBeLessThanOrEqual(SCRIPT_BUDGETS.studioWithCode)
    await page.getByRole('tab', { name: 'Code', selected: true }).waitFor()
    await page.locator('.cm-content').waitFor()
    expect(await page.locator('iframe').count()).toBe(0)
  }
})
