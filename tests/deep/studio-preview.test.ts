import type { Browser, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type App, startApp } from '../support/app'
import { openBrowser, openPage } from '../support/browser'
import { type ModelServer, startModelServer } from '../support/model-server'
import { goodAnswer, stageOf } from '../support/model-team'
import { axeViolations, build, enter, putFile, untilDelivered } from '../support/studio'
import { addRecipe, address, openAddress, people, shown, signUp } from '../support/studio-preview'

/*
 * The preview in the studio, over longer stretches: while models write, through a reset, in two tabs, with more data
 * than are kept.
 */

const MODEL = 'gpt-5-mini'
const WIDE = { viewport: { width: 1440, height: 900 }, middle: null }

/** On the first page alone, whatever its width. */
const HOME = 'a:has-text("Browse recipes")'

let app: App
let browser: Browser
let server: ModelServer
/** The models of the front end write on when it resolves. */
let frontend = Promise.withResolvers<void>()

beforeAll(async () => {
  server = await startModelServer((request) => {
    if (request.path.endsWith('/models')) return { models: [{ id: MODEL }] }
    if (!request.path.endsWith('/chat/completions')) return {}
    const answer = { ...goodAnswer(request), ignoresLimit: true }
    if (stageOf(request) !== 'frontend') return answer
    const text = answer.text?.replace('</footer>', '<p>Written by models</p></footer>') ?? ''
    return { ...answer, text, thinksUntil: frontend.promise }
  })
  ;[app, browser] = await Promise.all([
    startApp({ env: { ALLOW_LOCAL_MODELS: 'true', TRUSTED_PROXIES: '1' } }),
    openBrowser(),
  ])
})
afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
})
afterAll(async () => {
  frontend.resolve()
  await browser?.close()
  await app?.remove()
  await server?.stop()
})

test('a scaffold is used while models write, and turns into the finished version with its place and its data', async () => {
  const { page, complaints } = await openPage(browser, WIDE)
  await enter(page, app.url)
  const model = { baseUrl: server.url, apiKey: 'sk-watched-0001', defaultModel: MODEL }
  const headers = { origin: app.url }
  const saved = await page.request.patch(`${app.url}/api/v2/settings`, { data: { model }, headers })
  expect(saved.status(), await saved.text()).toBe(200)
  await page.reload()
  await page.getByRole('button', { name: `Made by ${MODEL}`, exact: false }).waitFor()
  frontend = Promise.withResolvers()
  await build(page)
  await page.getByRole('tab', { name: 'Code', selected: true }).waitFor()

  // The page turns to the application by itself, and says what it is.
  const note = page.getByRole('status').getByText('This is a first draft', { exact: false })
  await note.waitFor()
  await page.getByRole('tab', { name: 'Preview', selected: true }).waitFor()
  await (await shown(page, HOME)).locator(HOME).first().click()
  await expect.poll(() => address(page).inputValue()).toBe('/recipes')
  await signUp(page, 'ana')
  const recipe = await addRecipe(page, 'Arepas de queso')
  expect(await axeViolations(page)).toEqual([])
  const draft = await shown(page, 'h1:has-text("Arepas de queso")')
  expect(await draft.getByText('Written by models').count()).toBe(0)
  await note.waitFor()
  await page.getByRole('button', { name: 'Stop', exact: true }).waitFor()

  frontend.resolve()
  await shown(page, 'text="Written by models"')
  await note.waitFor({ state: 'detached' })
  await untilDelivered(page)
  const finished = await shown(page, 'h1:has-text("Arepas de queso")')
  await finished.locator('a[href$="/edit"]').first().waitFor()
  expect(await address(page).inputValue()).toBe(recipe)
  await page.getByRole('button', { name: 'Who is using it: ana', exact: true }).waitFor()
  expect(await page.getByText('The database was made anew', { exact: false }).count()).toBe(0)
  expect(complaints).toEqual([])
})

/** A delivered project of the built-in generators, with its preview running. */
async function delivered(prepare?: (page: Page, project: string) => Promise<void>) {
  const { page, complaints } = await openPage(browser, { viewport: WIDE.viewport })
  await enter(page, app.url)
  const project = await build(page)
  await untilDelivered(page)
  await prepare?.(page, project)
  await page.getByRole('tab', { name: 'Preview' }).click()
  await shown(page, 'h1')
  return { page, complaints }
}

/** When the browser kept data last, in milliseconds since 1970; 0: never. */
const keptAt = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const asked = indexedDB.open('devora-previews')
        asked.onsuccess = () => {
          const { result } = asked
          const close = (time: number): void => (result.close(), resolve(time))
          if (!result.objectStoreNames.contains('kept')) return close(0)
          const all = result.transaction('kept').objectStore('kept').getAll()
          all.onsuccess = () => close(Math.max(0, ...all.result.filter((one) => typeof one === 'number')))
        }
      }),
  )
/** Until what has been written so far is kept. */
async function untilKept(page: Page): Promise<void> {
  const now = Date.now()
  await expect.poll(() => keptAt(page), { timeout: 60_000 }).toBeGreaterThan(now)
}

test('a reset begins anew with the seed, for good', async () => {
  const { page, complaints } = await delivered()
  await signUp(page, 'ana')
  const recipe = await addRecipe(page, 'Arepas de queso')
  await untilKept(page)
  await people(page).click()
  await page.getByRole('menuitem', { name: 'Reset the data' }).click()
  for (const again of ['at once', 'after a reload']) {
    await page.getByRole('button', { name: 'Who is using it: Visitor' }).waitFor()
    await shown(page, HOME)
    await expect.poll(() => address(page).inputValue(), { message: again }).toBe('/')
    await openAddress(page, recipe)
    await expect.poll(async () => (await shown(page, 'h1')).locator('h1').innerText()).not.toContain('Arepas')
    await openAddress(page, '/recipes')
    // The frame is another one for a moment, while the page before goes.
    const listed = async (): Promise<string> =>
      (await shown(page, 'main a[href^="/recipes/"]')).locator('main').innerText()
    await expect.poll(() => listed().catch(() => '')).not.toBe('')
    expect(await listed()).not.toContain('Arepas de queso')
    await openAddress(page, '/')
    if (again === 'at once') await page.reload()
  }
  expect(complaints).toEqual([])
})

test('two tabs run side by side and say so; what changes last is kept', async () => {
  const { page, complaints } = await delivered()
  const other = await page.context().newPage()
  await other.goto(page.url())
  await shown(other, 'h1')
  const notice = 'This preview is open in another tab, too.'
  for (const tab of [page, other]) await tab.getByText(notice, { exact: false }).waitFor()
  await signUp(page, 'ana')
  await addRecipe(page, 'Of the first tab')
  await untilKept(page)
  await signUp(other, 'ben')
  const recipe = await addRecipe(other, 'Of the second tab')
  await untilKept(other)
  // Each has data of its own.
  await openAddress(other, '/recipes')
  const list = await shown(other, 'text="Of the second tab"')
  expect(await list.getByText('Of the first tab').count()).toBe(0)
  await openAddress(other, recipe)
  await page.close()
  await other.reload()
  await other.getByRole('button', { name: 'Who is using it: ben', exact: true }).waitFor()
  await shown(other, 'h1:has-text("Of the second tab")')
  expect(await other.getByText(notice, { exact: false }).count()).toBe(0)
  expect(complaints).toEqual([])
})

/** Hashes do not compress: 36 MB of them stay 36 MB. */
const BIG = `create table public.big (bytes bytea);
insert into public.big
select (select string_agg(sha256((part || ' ' || one)::bytea), ''::bytea) from generate_series(1, 100000) one)
from generate_series(1, 12) part;
alter table public.big enable row level security;
`

test('data that have grown too big to keep are told, and last as long as the page', async () => {
  const { page, complaints } = await delivered(async (shownPage, project) => {
    await putFile(shownPage, app.url, project, 'supabase/migrations/99999999999999_big.sql', BIG)
    await shownPage.evaluate(() => window.dispatchEvent(new Event('focus')))
    await shownPage.getByRole('tab', { name: 'Versions 2' }).waitFor()
  })
  await signUp(page, 'ana')
  await addRecipe(page, 'Arepas de queso')
  const notice = page.getByText('The data has grown beyond the 32 MB that are kept in this browser.', { exact: false })
  await notice.waitFor()
  await shown(page, 'h1:has-text("Arepas de queso")')
  await page.getByRole('button', { name: 'Dismiss' }).first().click()
  await page.reload()
  // It is as the seed has it, and nobody is signed in.
  await page.getByRole('button', { name: 'Who is using it: Visitor' }).waitFor()
  await shown(page, HOME)
  expect(complaints).toEqual([])
})
