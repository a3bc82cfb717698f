import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openBrowser, openPage } from '../support/browser'
import { type ModelServer, startModelServer } from '../support/model-server'
import { axeViolations, build, enter, PASSWORD, untilDelivered } from '../support/studio'

const app = inject('appUrl')
const KEY = 'sk-canary-never-shown-9f3a'

const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)

describe('models in the browser', () => {
  let browser: Browser
  let server: ModelServer
  beforeAll(async () => {
    browser = await openBrowser()
    server = await startModelServer(() => ({ models: [{ id: 'acme/large' }, { id: 'gpt-4.1' }] }))
  })
  afterAll(async () => {
    await browser.close()
    await server.stop()
  })

  it(
    'plans first: a field is added, the run goes on, the version is verified and has the field',
    { tags: ['deep'] },
    async () => {
      const { page, complaints } = await openPage(browser, { viewport: { width: 1440, height: 900 } })
      await enter(page, app)
      await page.getByRole('switch', { name: 'Plan first' }).click()
      await build(page)
      const plan = page.getByRole('region', { name: 'Plan', exact: true })
      await plan.getByRole('button', { name: 'Add a field to recipe' }).click()
      const form = plan.getByRole('form', { name: 'New field of recipe' })
      await form.getByLabel('Name of the field').fill('title')
      await form.getByRole('button', { name: 'Add' }).click()
      await form.getByRole('alert').getByText('recipe has a field title already.').waitFor()
      await form.getByLabel('Name of the field').fill('Oven heat')
      await form.getByLabel('Type of the field').selectOption('integer')
      await form.getByRole('button', { name: 'Add' }).click()
      await page.getByRole('status').getByText('Oven heat added to recipe').waitFor()
      const fields = plan.getByRole('list', { name: 'Fields of recipe' })
      expect(await fields.getByText('Oven heat').count()).toBe(1)
      // A stranger may not read ratings: with that the page of ratings asks people to sign in.
      const cell = plan
        .getByRole('grid', { name: 'Access to ratings' })
        .getByRole('button', { name: 'Anybody, not signed in: read the row' })
      expect(await cell.getAttribute('aria-pressed')).toBe('true')
      await cell.focus()
      await page.keyboard.press('Enter')
      expect(await cell.getAttribute('aria-pressed')).toBe('false')
      expect(await axeViolations(page)).toEqual([])

      await page.reload()
      await fields.getByText('Oven heat').waitFor()
      await page.getByRole('button', { name: 'Build this' }).click()
      await untilDelivered(page)
      await page.getByText('Verified').first().waitFor()
      const id = /prj_\w+/.exec(page.url())![0]
      const file = await page.request.get(`${app}/api/v2/projects/${id}/files/devora.json`)
      const spec = JSON.parse(((await file.json()) as { content: string }).content) as {
        entities: { table: string; fields: { column: string; type: string }[] }[]
        access: { table: string; allow: Record<string, string[]> }[]
      }
      const recipes = spec.entities.find(({ table }) => table === 'recipes')
      expect(recipes?.fields.find(({ column }) => column === 'oven_heat')?.type).toBe('integer')
      expect(spec.access.find(({ table }) => table === 'ratings')?.allow['anon'] ?? []).not.toContain('read')
      expect(complaints).toEqual([])
    },
  )

  it('fits a phone while it waits, and stops from there', { tags: ['deep'] }, async () => {
    const { page, complaints } = await openPage(browser, { viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
    await enter(page, app)
    await page.getByRole('switch', { name: 'Plan first' }).click()
    await build(page)
    await page.getByText('Waits for you to confirm the plan').waitFor()
    await page.getByRole('button', { name: 'Open the plan' }).click()
    await page.getByRole('button', { name: 'Build this' }).waitFor()
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    // The pane scrolls, and not the page with it.
    expect(await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight)).toBeLessThanOrEqual(0)
    expect(await axeViolations(page)).toEqual([])
    await page.getByRole('region', { name: 'Plan, not built yet' }).getByRole('button', { name: 'Stop' }).click()
    await page.getByRole('button', { name: 'Build this' }).waitFor({ state: 'hidden' })
    expect(complaints).toEqual([])
  })

  it('keeps a model server and a key, of which only the end is ever shown', { tags: ['deep'] }, async () => {
    const { page, complaints } = await openPage(browser)
    const bodies: string[] = []
    page.on(
      'response',
      (response) =>
        void response.text().then(
          (text) => bodies.push(text),
          () => undefined,
        ),
    )
    await enter(page, app)
    await page.getByRole('button', { name: /^Account of/ }).click()
    await page.getByRole('menuitem', { name: 'Settings' }).click()
    await page.waitForURL(`${app}/settings`)
    const section = page.getByRole('region', { name: 'Model server' })
    await section.getByLabel('Base URL').fill('http://169.254.169.254/v1')
    await section.getByLabel('Key').fill(KEY)
    await section.getByRole('button', { name: 'Save' }).click()
    await section.locator('[aria-invalid="true"]').waitFor()
    expect(await section.getByLabel('Base URL').getAttribute('aria-invalid')).toBe('true')

    await section.getByLabel('Base URL').fill(server.url)
    await section.getByLabel('Default model').fill('builtin')
    await section.getByRole('button', { name: 'Save' }).click()
    await section.getByText('Stored: •••• 9f3a. Type to replace it.').waitFor()
    await section.getByText('The server answers: 2 models.').waitFor()
    await page.reload()
    await section.getByText('Stored: •••• 9f3a. Type to replace it.').waitFor()
    expect(await section.getByLabel('Key').inputValue()).toBe('')
    expect(await page.content()).not.toContain(KEY)
    expect(bodies.join('\n')).not.toContain(KEY)

    await page.goto(`${app}/projects`)
    await page.getByRole('button', { name: /^Made by Built-in generators/ }).click()
    const models = page.getByRole('listbox', { name: 'Models' })
    await models.getByRole('option', { name: /gpt-4\.1.*per 1M tokens/ }).waitFor()
    expect(await models.getByRole('option').first().innerText()).toContain('Built-in generators · free')
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    const chosen = await page.getByRole('button', { name: /^Made by (acme|gpt)/ }).innerText()
    await page.reload()
    await page.getByRole('button', { name: `Made by ${chosen}`, exact: false }).waitFor()
    await page.goto(`${app}/settings`)
    await section.getByLabel('Base URL').fill(server.url.replace('127.0.0.1', 'localhost'))
    await section
      .getByText('The stored key belongs to the old address and will be dropped.', { exact: false })
      .waitFor()
    await section.getByRole('button', { name: 'Save' }).click()
    await section.getByText('Stored encrypted. Nobody can read it again, you neither.').waitFor()
    expect(await axeViolations(page)).toEqual([])
    // The browser itself notes the refused request.
    expect(complaints.filter((text) => !text.includes('422'))).toEqual([])
  })

  it('sets a budget for the month, and tells where a memory was learned', { tags: ['deep'] }, async () => {
    const { page, complaints } = await openPage(browser, { viewport: { width: 390, height: 844 } })
    await enter(page, app)
    const id = await build(page)
    await untilDelivered(page)
    const address = `${app}/api/v2/projects/${id}/files/app/globals.css`
    const { content } = (await (await page.request.get(address)).json()) as { content: string }
    const saved = await page.request.put(address, {
      data: { content: content.replace(/--color-component: [^;]+/, '--color-component: #166534') },
      headers: { origin: app },
    })
    expect(saved.status()).toBeLessThan(300)
    await page.goto(`${app}/settings`)
    const memory = page.getByRole('region', { name: 'Memory' })
    await memory.getByText('Components in #166534').waitFor()
    await memory.getByText('from your edit of app/globals.css in').getByRole('link').waitFor()

    const budget = page.getByRole('region', { name: 'Monthly budget' })
    await budget.getByText(/spent in \w+, no budget set/).waitFor()
    const field = budget.getByLabel('Budget per month, in US$')
    await field.fill('ten')
    await budget.getByRole('button', { name: 'Save' }).click()
    await budget.getByText('An amount like 10 or 2.50', { exact: false }).waitFor()
    await field.fill('2,50')
    await budget.getByRole('button', { name: 'Save' }).click()
    await budget.getByRole('meter', { name: /^Budget of/ }).waitFor()
    expect(await budget.getByRole('meter').getAttribute('aria-valuetext')).toBe('$0.00 of $2.50')
    await page.reload()
    expect(await field.inputValue()).toBe('2.50')
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    expect(await axeViolations(page)).toEqual([])
    await field.fill('0')
    await budget.getByRole('button', { name: 'Save' }).click()
    await budget.getByText('It is spent', { exact: false }).waitFor()
    expect(complaints).toEqual([])
  })

  it('lists memories, credit and sessions, and signs one place out', async () => {
    const { page, complaints } = await openPage(browser, { viewport: { width: 390, height: 844 } })
    const email = await enter(page, app)
    // A program with a token of its own, so without the browser's cookies.
    const enterElsewhere = () =>
      fetch(`${app}/api/v2/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password: PASSWORD }),
      })
    const elsewhere = [await enterElsewhere(), await enterElsewhere()]
    await page.goto(`${app}/settings`)
    const memory = page.getByRole('region', { name: 'Memory' })
    await memory.getByText('Nothing yet.', { exact: false }).waitFor()
    await memory.getByLabel('Something to remember').fill('Always use a dark theme')
    await memory.getByRole('button', { name: 'Remember' }).click()
    await memory.getByRole('button', { name: 'Edit: Always use a dark theme' }).click()
    await memory.getByLabel('What to remember').fill('Always use a light theme')
    await memory.getByRole('button', { name: 'Save' }).click()
    await memory.getByRole('button', { name: 'Forget: Always use a light theme' }).click()
    await memory.getByText('Nothing yet.', { exact: false }).waitFor()
    await page
      .getByRole('region', { name: 'Credit' })
      .getByText(/^\$\d+\.\d{2,4}$/)
      .first()
      .waitFor()
    const places = page.getByRole('region', { name: 'Where you are signed in' })
    expect(elsewhere.map(({ status }) => status)).toEqual([200, 200])
    const other = places.getByRole('button', { name: /^Sign out (?!everywhere)/ })
    await other.first().click()
    await page.getByText('is signed out', { exact: false }).waitFor()
    expect(await other.count()).toBe(1)
    // The notice is there for seconds only, which a double click may take where the machine is busy.
    await Promise.all([
      page.getByText('You stay signed in here', { exact: false }).waitFor(),
      places.getByRole('button', { name: 'Sign out everywhere else' }).dblclick(),
    ])
    await other.waitFor({ state: 'hidden' })
    await page.reload()
    await places.getByText('This place').waitFor()
    expect(await places.getByRole('listitem').count()).toBe(1)
    expect(await places.getByText('This place').count()).toBe(1)
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    expect(await axeViolations(page)).toEqual([])
    expect(complaints).toEqual([])
  })
})
