import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openBrowser, openPage } from '../support/browser'
import { eachRow } from '../support/each-row'
import { axeViolations, build, enter, newEmail, PASSWORD, untilDelivered } from '../support/studio'
import { fetchedBy, ownScripts, SCRIPT_BUDGETS, weightOf } from '../support/wire'

const app = inject('appUrl')
const WIDTHS: [string, { width: number; height: number }, ('light' | 'dark')[]][] = [
  ['a desktop', { width: 1440, height: 900 }, ['light']],
  ['a desktop in the dark', { width: 1440, height: 900 }, ['dark']],
  ['a phone', { width: 390, height: 844 }, ['light']],
]

/** How far the page is wider than the window; a phone would scroll sideways. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)

describe('every page', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  eachRow(WIDTHS)('is accessible and fits the window of %s', async (_, viewport, schemes) => {
    const { page, complaints } = await openPage(browser, { viewport, reducedMotion: 'reduce' })
    const check = async (): Promise<void> => {
      for (const colorScheme of schemes) {
        await page.emulateMedia({ colorScheme })
        expect(await axeViolations(page), `${page.url()} ${colorScheme}`).toEqual([])
      }
      expect(await overflow(page), page.url()).toBeLessThanOrEqual(0)
    }
    const atHome = await fetchedBy(page, () => page.goto(app))
    expect(weightOf(ownScripts(atHome))).toBeLessThanOrEqual(SCRIPT_BUDGETS.home)
    for (const path of ['/', '/sign-in', '/sign-up', '/docs/api']) {
      await page.goto(app + path, { waitUntil: 'networkidle' })
      await check()
    }
    await enter(page, app)
    await check()
    const id = await build(page)
    await untilDelivered(page)
    await check()
    if (viewport.width < 1_024) {
      for (const pane of ['Files', 'Code', 'Report', 'Chat']) {
        await page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name: pane }).click()
        await check()
      }
    }
    await page.goto(`${app}/projects`)
    await page.getByRole('link', { name: /recipe/i }).waitFor()
    await check()
    expect(id).toMatch(/^prj_/)
    expect(complaints).toEqual([])
  })

  it('sends what was compressed for it to whoever takes it, and the same to everybody else', async () => {
    const [, script = ''] = /src="(\/_next\/static\/[^"?]+\.js)/.exec(await (await fetch(app)).text()) ?? []
    const ask = async (accepted: string) => {
      const answer = await fetch(app + script, { headers: { 'accept-encoding': accepted } })
      const [encoding, type, vary, kept, tag] = [
        'content-encoding',
        'content-type',
        'vary',
        'cache-control',
        'etag',
      ].map((name) => answer.headers.get(name))
      return { encoding, facts: [answer.status, type, vary, kept], tag, text: await answer.text() }
    }
    const [small, usual, plain] = [await ask('br'), await ask('gzip'), await ask('identity')]
    expect([small.encoding, usual.encoding, plain.encoding]).toEqual(['br', 'gzip', null])
    expect(small.facts).toEqual(plain.facts)
    expect(small.tag).not.toBe(plain.tag)
    expect([small.text === plain.text, usual.text === plain.text]).toEqual([true, true])
    expect(plain.facts).toEqual([
      200,
      expect.stringMatching(/javascript/),
      'Accept-Encoding',
      expect.stringMatching(/immutable/),
    ])
  })

  it('that does not exist says so, like one that is somebody else’s', async () => {
    const { page } = await openPage(browser)
    await enter(page, app)
    for (const path of ['/nothing', '/projects/prj_00000000000000000000000000']) {
      const answer = await page.goto(app + path)
      expect(answer?.status()).toBe(404)
      expect(await page.getByRole('heading').innerText()).toBe('There is nothing here')
      expect(await axeViolations(page)).toEqual([])
    }
  })

  it('names the fields that are wrong when one signs up', async () => {
    const { page } = await openPage(browser)
    await page.goto(`${app}/sign-up`)
    await page.getByLabel('E-mail').fill('nobody')
    await page.getByLabel('Password').fill('short')
    await page.getByRole('button', { name: 'Create an account' }).click()
    await page.getByText('Write an address like ana@example.com.').waitFor()
    expect(await page.getByLabel('E-mail').getAttribute('aria-invalid')).toBe('true')
    expect(await page.getByLabel('Password').getAttribute('aria-invalid')).toBe('true')
    expect(await axeViolations(page)).toEqual([])
  })

  it('never forwards to another site after signing in', { tags: ['deep'] }, async () => {
    const { page, complaints } = await openPage(browser)
    const email = newEmail()
    await page.goto(`${app}/sign-up?next=${encodeURIComponent('//example.com/steal')}`)
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Create an account' }).click()
    await page.waitForURL(`${app}/projects`)
    expect(complaints).toEqual([])
  })

  it('of projects renames, finds, deletes and brings back', async () => {
    const { page, complaints } = await openPage(browser)
    await enter(page, app)
    await page.getByRole('heading', { name: 'Your first project' }).waitFor()
    await build(page)
    await untilDelivered(page)
    await page.goto(`${app}/projects`)
    await page.getByRole('button', { name: /^More for/ }).click()
    await page.getByRole('menuitem', { name: 'Rename' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Cocina de Ana')
    await page.getByRole('button', { name: 'Rename' }).click()
    await page.getByRole('link', { name: 'Cocina de Ana' }).waitFor()
    await page.getByLabel('Search your projects').fill('zzz')
    await page.getByText('No project has “zzz” in its name or prompt.').waitFor()
    await page.getByLabel('Search your projects').fill('COCINA')
    await page.getByRole('button', { name: 'More for Cocina de Ana' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByText('“Cocina de Ana” is deleted').waitFor()
    expect(await page.getByRole('link', { name: 'Cocina de Ana' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('link', { name: 'Cocina de Ana' }).waitFor()
    await page.reload()
    await page.getByRole('link', { name: 'Cocina de Ana' }).waitFor()
    await page.getByRole('button', { name: 'More for Cocina de Ana' }).click()
    await page.getByRole('menuitem', { name: 'Duplicate' }).click()
    await page.getByText('is a copy of its own').waitFor()
    await page.getByLabel('Search your projects').fill('')
    expect(await page.getByRole('article').count()).toBe(2)
    await page.getByLabel('State').selectOption({ label: 'Failed' })
    await page.getByText('No project is in this state.').waitFor()
    expect(complaints).toEqual([])
  })

  it('speaks the language of the browser, of the choice in its footer, and of the settings', async () => {
    const { page, complaints } = await openPage(browser, { locale: 'es-CO' })
    const language = () => page.evaluate(() => document.documentElement.lang)
    await page.goto(app)
    await page.getByRole('heading', { name: 'Describe una aplicación.' }).waitFor()
    await page.getByLabel('Idioma').selectOption('en')
    await page.getByRole('heading', { name: 'Describe an app.' }).waitFor()
    expect(await language()).toBe('en')
    await enter(page, app)
    await page.goto(`${app}/settings`)
    await page.getByLabel('Language', { exact: true }).selectOption('es')
    await page.getByRole('heading', { name: 'Ajustes' }).waitFor()
    expect(await axeViolations(page)).toEqual([])
    await page.context().clearCookies({ name: 'devora_locale' })
    await page.goto(`${app}/projects`)
    await page.getByRole('heading', { name: 'Tu primer proyecto' }).waitFor()
    expect(await language()).toBe('es')
    expect(complaints).toEqual([])
  })

  it('says where the account is when the address has one, and shows what is typed', { tags: ['deep'] }, async () => {
    const { page } = await openPage(browser)
    const email = await enter(page, app)
    await page.context().clearCookies()
    await page.goto(`${app}/sign-up?next=%2Fsettings`)
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Show what is typed' }).click()
    expect(await page.getByLabel('Password').getAttribute('type')).toBe('text')
    await page.getByRole('button', { name: 'Create an account' }).click()
    await page.getByRole('link', { name: 'Sign in instead' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(new URL(page.url()).search).toBe('?next=%2Fsettings')
  })

  it('changes its theme without a flash and remembers it', async () => {
    const { page, complaints } = await openPage(browser, { colorScheme: 'light' })
    await page.goto(app)
    await page.getByRole('button', { name: 'Theme' }).click()
    await page.getByRole('menuitemradio', { name: 'Dark' }).click()
    await page.reload({ waitUntil: 'commit' })
    await page.waitForSelector('body')
    expect(await page.evaluate(() => document.documentElement.classList.contains('dark'))).toBe(true)
    expect(complaints).toEqual([])
  })
})
