import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp } from '../support/app'
import { blindToRatings } from '../support/bad-team'
import { openBrowser, openPage } from '../support/browser'
import { type ModelServer, startModelServer } from '../support/model-server'
import { build, enter } from '../support/studio'

/* What a control takes back, as its user sees it: in the conversation and beside the status, without a reload. */

const MODEL = 'gpt-5-mini'
let app: App
let browser: Browser
let server: ModelServer

beforeAll(async () => {
  server = await startModelServer((request) => {
    if (request.path.endsWith('/models')) return { models: [{ id: MODEL }] }
    return { ...blindToRatings(request), ignoresLimit: true }
  })
  ;[app, browser] = await Promise.all([
    startApp({ env: { ALLOW_LOCAL_MODELS: 'true', EVIDENCE_CONTROLS: 'true', TRUSTED_PROXIES: '1' } }),
    openBrowser(),
  ])
})
afterAll(async () => {
  await browser?.close()
  await app?.remove()
  await server?.stop()
})

test('the page that said that all is proven says what is not, while it is open', { timeout: 600_000 }, async () => {
  const { page, complaints } = await openPage(browser, { viewport: { width: 1440, height: 900 } })
  await enter(page, app.url)
  const model = { baseUrl: server.url, apiKey: 'sk-controlled-0001', defaultModel: MODEL }
  const headers = { origin: app.url }
  const saved = await page.request.patch(`${app.url}/api/v2/settings`, { data: { model }, headers })
  expect(saved.status(), await saved.text()).toBe(200)
  await page.reload()
  await page.getByRole('button', { name: `Made by ${MODEL}`, exact: false }).waitFor()
  await build(page)
  // Whatever is fetched from here on, the page fetches by itself.
  await page.getByText('All 3 things you asked for are proven by using the application.').waitFor()
  await page.getByText('3 of 3 asks proven').first().waitFor()

  // Controls take as long as they take, on a busy machine minutes.
  await page.getByText('Not proven after all, though I said so at first:').waitFor({ timeout: 280_000 })
  await page.getByText('“rate them” (It also passes without the rows of ratings)').waitFor()
  await page.getByText('2 of the 3 things you asked for are proven by using the application.').waitFor()
  await page.getByText('2 of 3 asks proven').first().waitFor()
  expect(await page.getByText(/is ready:|All 3 things/).count()).toBe(0)
  expect(complaints).toEqual([])
})
