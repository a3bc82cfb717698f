import type { Browser, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { openBrowser, openPage } from '../support/browser'
import type { Answer, ModelRequest } from '../support/model-script'
import { type ModelServer, startModelServer } from '../support/model-server'
import { goodAnswer, stageOf, type TeamStage } from '../support/model-team'
import { axeViolations, build, enter, RECIPES, untilDelivered } from '../support/studio'

const app = inject('appUrl')
const MODEL = 'gpt-5-mini'

/** What one maker's model does differently from the good team; each test's own, by the key it comes with. */
type Behaviour = Partial<Record<TeamStage, (request: ModelRequest) => Answer | Promise<Answer>>>
/** Something that stands still until the test lets it go on. */
function gate(): { opened: Promise<void>; open: () => void } {
  let open: () => void = () => undefined
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { opened, open }
}

describe('a run by models, watched', () => {
  let browser: Browser
  let server: ModelServer
  let behaviour: Behaviour = {}
  const asked = (stage: TeamStage): number =>
    server.requests.filter((one) => one.path.endsWith('/chat/completions') && stageOf(one) === stage).length
  beforeAll(async () => {
    browser = await openBrowser()
    server = await startModelServer((request) => {
      if (request.path.endsWith('/models')) return { models: [{ id: MODEL }, { id: 'gpt-4.1' }] }
      if (!request.path.endsWith('/chat/completions')) return {}
      return behaviour[stageOf(request)]?.(request) ?? { ...goodAnswer(request), ignoresLimit: true }
    })
  })
  afterEach(() => {
    behaviour = {}
  })
  afterAll(async () => {
    await browser.close()
    await server.stop()
  })

  /** Somebody whose runs are written by the stand-in server. */
  async function enterWithModel(page: Page): Promise<void> {
    await enter(page, app)
    const model = { baseUrl: server.url, apiKey: 'sk-watched-0001', defaultModel: MODEL }
    const saved = await page.request.patch(`${app}/api/v2/settings`, { data: { model }, headers: { origin: app } })
    expect(saved.status(), await saved.text()).toBe(200)
    await page.reload()
    await page.getByRole('button', { name: `Made by ${MODEL}`, exact: false }).waitFor()
  }
  const lineOf = (page: Page, stage: string) =>
    page.getByRole('region', { name: 'Run' }).getByRole('listitem').filter({ hasText: stage }).first()

  it(
    'shows tokens, money, maker and file while a model writes, in every tab; stops; and goes on from a stage without paying twice',
    { tags: ['deep'] },
    async () => {
      // The front end's model falls silent in the middle of a file, so that there is time to look.
      behaviour = { frontend: (request) => ({ ...goodAnswer(request), fault: { kind: 'stall', afterTokens: 900 } }) }
      const { page, complaints } = await openPage(browser, { viewport: { width: 1440, height: 900 } })
      await enterWithModel(page)
      await build(page)
      const run = page.getByRole('region', { name: 'Run' })
      const isWatched = async (tab: Page): Promise<void> => {
        const card = tab.getByRole('region', { name: 'Run' })
        await lineOf(tab, 'Back end').getByText('done').waitFor({ state: 'attached' })
        await lineOf(tab, 'Front end')
          .getByText(/~\d[\d.]*k?\s*tokens written/)
          .waitFor()
        await lineOf(tab, 'Front end').getByText(MODEL, { exact: true }).waitFor()
        await card.getByText(/^Writing /).waitFor()
        await card.getByText(/^~[\d.]+k tokens · ~\$0\.\d+ of \$2\.00$/).waitFor()
      }
      await isWatched(page)
      await run.getByText('Cost', { exact: true }).click()
      const bill = run.getByRole('table', { name: 'Tokens and money by stage' })
      expect(await bill.getByRole('row', { name: /Front end/ }).innerText()).toMatch(/~[\d.]+k\s+\$0\.\d+/)
      expect(await bill.getByRole('row', { name: /Database/ }).innerText()).not.toContain('~')
      const other = await page.context().newPage()
      await other.goto(page.url())
      await isWatched(other)
      await other.close()
      await page.reload()
      await isWatched(page)

      await page.getByRole('button', { name: 'Stop', exact: true }).dblclick()
      await run.getByText('You stopped this run.', { exact: false }).waitFor()
      expect(await page.getByRole('alert').filter({ hasText: /\w/ }).count()).toBe(0)

      behaviour = {}
      const before = { architect: asked('architect'), backend: asked('backend'), database: asked('database') }
      await run.getByRole('button', { name: 'Run again from a stage' }).click()
      await page.getByRole('menuitem', { name: 'Front end Keeps the plan, back end, and database' }).click()
      await untilDelivered(page)
      expect({ architect: asked('architect'), backend: asked('backend'), database: asked('database') }).toEqual(before)
      await run.getByText('Cost', { exact: true }).click()
      expect(await bill.getByRole('row', { name: /Back end/ }).innerText()).toContain('kept')
      expect(await bill.getByRole('row', { name: /Front end/ }).innerText()).toMatch(/\$0\.\d+/)
      await page.getByRole('region', { name: 'Code', exact: true }).getByText(`by ${MODEL}`).waitFor()
      expect(await axeViolations(page)).toEqual([])
      expect(complaints).toEqual([])
    },
  )

  it('says why a model was left out and what was done about it', { tags: ['deep'] }, async () => {
    // A key that is refused once is refused for all that comes after: the server is not asked again.
    behaviour = { frontend: () => ({ fault: { kind: 'status', status: 401 } }) }
    const { page, complaints } = await openPage(browser, { viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
    await enterWithModel(page)
    const before = asked('reviewer')
    await build(page)
    const run = page.getByRole('region', { name: 'Run' })
    const notes = run.getByRole('list', { name: 'Without the model' })
    await notes.getByText('The model server did not accept the key.', { exact: false }).waitFor()
    await notes.getByText(/The built-in generators (made|wrote) .*front end/).waitFor()
    expect(await page.content()).not.toContain('sk-watched-0001')
    await lineOf(page, 'Front end').getByText('built-in').waitFor()
    await page.getByRole('link', { name: 'Download' }).waitFor()
    await page.reload()
    await notes.getByText('The model server did not accept the key.', { exact: false }).waitFor()
    expect(asked('reviewer')).toBe(before)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
    expect(await axeViolations(page)).toEqual([])
    expect(complaints).toEqual([])
  })

  it('shows what a review finds as it comes', { tags: ['deep'] }, async () => {
    const reviewing = gate()
    const finding = {
      file: 'app/page.tsx',
      rule: 'missing-feature',
      severity: 'warning',
      quote: 'export default',
      message: 'Nobody is told how to rate.',
    }
    behaviour = {
      reviewer: async () => {
        await reviewing.opened
        return { object: { verdict: 'iterate', findings: [finding] } }
      },
    }
    const { page, complaints } = await openPage(browser, { viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
    await enterWithModel(page)
    await build(page)
    const run = page.getByRole('region', { name: 'Run' })
    await run.getByText('Model review').waitFor()
    expect(await run.getByText('Nobody is told how to rate.').count()).toBe(0)
    reviewing.open()
    await run.getByRole('list', { name: 'Findings' }).getByText('Nobody is told how to rate.').waitFor()
    await page.getByRole('link', { name: 'Download' }).waitFor()
    await page.reload()
    await run.getByRole('list', { name: 'Findings' }).getByText('Nobody is told how to rate.').waitFor()
    expect(await axeViolations(page)).toEqual([])
    expect(complaints).toEqual([])
  })

  it('says that a server asks to wait, and for how long yet', { tags: ['deep'] }, async () => {
    behaviour = { backend: () => ({ fault: { kind: 'status', status: 429, headers: { 'retry-after': '50' } } }) }
    const { page, complaints } = await openPage(browser, { viewport: { width: 390, height: 844 } })
    await enterWithModel(page)
    await build(page)
    const line = lineOf(page, 'Back end')
    await line.getByText(/^server asks to wait, \d+ s$/).waitFor()
    // It counts, and a page that comes later knows it too.
    const told = await line.getByText(/^server asks to wait/).innerText()
    await line.getByText(told, { exact: true }).waitFor({ state: 'detached' })
    await page.reload()
    await line.getByText(/^server asks to wait, \d+ s$/).waitFor()
    expect(await axeViolations(page)).toEqual([])
    await page.getByRole('button', { name: 'Stop', exact: true }).click()
    await page.getByRole('region', { name: 'Run' }).getByText('You stopped this run.', { exact: false }).waitFor()
    expect(await line.getByText(/server asks to wait/).count()).toBe(0)
    expect(complaints).toEqual([])
  })

  it('finds a waiting plan again, and lets one of two tabs confirm it', { tags: ['deep'] }, async () => {
    const { page, complaints } = await openPage(browser)
    await enter(page, app)
    // Without any model the picker says what writes instead, and where a model would come from.
    await page.getByRole('button', { name: /^Made by Built-in generators/ }).press('Enter')
    await page.getByRole('option', { name: /Built-in generators · free/ }).waitFor()
    expect(await page.getByRole('link', { name: /^No model yet/ }).getAttribute('href')).toBe('/settings#model')
    await page.keyboard.press('Escape')
    await page.getByRole('switch', { name: 'Plan first' }).click()
    await page.getByLabel('What do you want to build?').fill(RECIPES)
    await page.getByRole('button', { name: 'Build it' }).dblclick()
    await page.waitForURL(/\/projects\/prj_/)
    const plan = (tab: Page) => tab.getByRole('region', { name: 'Plan, not built yet' })
    await plan(page).waitFor()
    const address = page.url()
    await page.goto(`${app}/projects`)
    const card = page.getByRole('article').filter({ hasText: 'Recipe box' })
    await card.getByText('Plan', { exact: true }).waitFor()
    await card.getByRole('link', { name: 'Recipe box' }).click()
    await plan(page).waitFor()
    // One tab hears of everything, another has lost its stream: it does not know that the plan went out.
    const [listening, deaf] = [await page.context().newPage(), await page.context().newPage()]
    await deaf.route('**/api/v2/runs/*/events', (route) => route.abort())
    for (const tab of [listening, deaf]) {
      await tab.goto(address)
      await plan(tab).getByRole('button', { name: 'Build this' }).waitFor()
    }
    await plan(page).getByRole('button', { name: 'Build this' }).dblclick()
    await plan(listening).waitFor({ state: 'hidden' })
    await plan(deaf).getByRole('button', { name: 'Build this' }).click()
    await plan(deaf).waitFor({ state: 'hidden' })
    for (const tab of [page, listening]) await untilDelivered(tab)
    const runs = await page.request.get(`${app}/api/v2/runs?limit=5`)
    expect(((await runs.json()) as { items: unknown[] }).items).toHaveLength(1)
    expect(complaints).toEqual([])
  })
})
