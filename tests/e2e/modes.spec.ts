import { readFile } from 'node:fs/promises'
import { unzipSync } from 'fflate'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openBrowser, openPage } from '../support/browser'
import type { ModelRequest } from '../support/model-script'
import { type ModelServer, startModelServer } from '../support/model-server'
import { axeViolations, build, enter, signUp, untilDelivered } from '../support/studio'

const app = inject('appUrl')
const BAKERY =
  'A website for a small bakery called Crumb & Co. We sell sourdough, croissants and cinnamon rolls. Opening hours 7am-3pm. Background #fdf6e3, buttons #7a2e0e.'
const ANSWER =
  '## Keep it unique\n\nAdd a **unique** constraint:\n\n```sql\nalter table people add unique (email);\n```\n\n1. Old rows first\n2. Then the <b>rule</b>'
/** One pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

const run = (page: Page) => page.getByRole('region', { name: 'Run', exact: true })

async function zipOf(page: Page): Promise<Map<string, Buffer>> {
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download' }).click()
  return new Map(
    Object.entries(unzipSync(await readFile(await (await download).path()))).map(([path, bytes]) => [
      path,
      Buffer.from(bytes),
    ]),
  )
}

describe('modes and attachments', () => {
  let browser: Browser
  let server: ModelServer
  const asked: ModelRequest[] = []
  beforeAll(async () => {
    browser = await openBrowser()
    server = await startModelServer((request) => {
      if (request.path.endsWith('/chat/completions')) asked.push(request)
      return { text: ANSWER, models: [{ id: 'gpt-4.1' }] }
    })
  })
  afterAll(async () => {
    await browser.close()
    await server.stop()
  })

  it(
    'builds a site that was asked for before signing up, verified; changes it; it opens anywhere',
    { tags: ['deep'] },
    async () => {
      const { page, complaints } = await openPage(browser, { viewport: { width: 1440, height: 900 } })
      await page.goto(app)
      await page.getByLabel('What to make').selectOption('site')
      await page.getByLabel('What do you want to build?').fill(BAKERY)
      await page.keyboard.press('Control+Enter')
      await page.getByText('Your prompt is kept.').waitFor()
      await signUp(page)
      await page.waitForURL(/\/projects\/prj_/)
      // The right stages from the start: none of an application's ever shows.
      await run(page).getByText('Site', { exact: true }).first().waitFor()
      expect(await run(page).getByText('Back end').count()).toBe(0)
      await untilDelivered(page)
      await run(page).getByText('5/5').waitFor()
      await page.getByRole('region', { name: 'Report' }).getByText('Verified').waitFor()
      expect(await page.getByText('does not apply').count()).toBeGreaterThan(2)
      expect(await axeViolations(page)).toEqual([])

      await page.getByLabel('What should change?').fill('Add a page about our team')
      await page.getByRole('button', { name: 'Send' }).click()
      await page.getByRole('treeitem', { name: 'team.html' }).waitFor()
      await untilDelivered(page)
      const files = await zipOf(page)

      const visitor = await openPage(browser, { viewport: { width: 390, height: 844 } })
      const elsewhere: string[] = []
      await visitor.page.route('**/*', async (route) => {
        const url = new URL(route.request().url())
        const body = url.host === 'site.test' ? files.get(url.pathname.slice(1) || 'index.html') : undefined
        if (body === undefined) elsewhere.push(url.href)
        const types: Record<string, string> = { html: 'text/html', css: 'text/css', js: 'text/javascript' }
        await route.fulfill(
          body === undefined
            ? { status: 404 }
            : { body, contentType: types[url.pathname.split('.').at(-1)!] ?? 'text/html' },
        )
      })
      await visitor.page.goto('http://site.test/')
      expect(await visitor.page.getByRole('heading', { level: 1 }).innerText()).toBe('Crumb & Co')
      for (const text of ['Sourdough', 'Cinnamon rolls', '7am-3pm'])
        expect(await visitor.page.getByText(text).count()).toBeGreaterThan(0)
      expect(await visitor.page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
        'rgb(253, 246, 227)',
      )
      expect(
        await visitor.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
      ).toBeLessThanOrEqual(0)
      expect(await axeViolations(visitor.page)).toEqual([])
      await visitor.page.getByRole('button', { name: 'Menu' }).click()
      await visitor.page.getByRole('link', { name: 'Team' }).click()
      expect(await visitor.page.getByRole('heading', { level: 1 }).innerText()).toBe('Team')
      expect([elsewhere, visitor.complaints, complaints]).toEqual([[], [], []])
    },
  )

  it('shows the plan of a site without an access grid, and builds it', { tags: ['deep'] }, async () => {
    const { page, complaints } = await openPage(browser, { viewport: { width: 1440, height: 900 } })
    await enter(page, app)
    await page.getByLabel('What to make').selectOption('site')
    await page.getByRole('switch', { name: 'Plan first' }).click()
    await build(page, BAKERY)
    const plan = page.getByRole('region', { name: 'Plan', exact: true })
    await plan.getByText('/about', { exact: true }).waitFor()
    expect(await plan.getByRole('heading', { name: /^Things/ }).count()).toBe(0)
    expect(await plan.getByRole('grid').count()).toBe(0)
    await plan.getByRole('button', { name: 'Remove the page About' }).click()
    expect(await axeViolations(page)).toEqual([])
    await page.getByRole('button', { name: 'Build this' }).click()
    await untilDelivered(page)
    await page.getByText('Verified').first().waitFor()
    expect(await page.getByRole('treeitem', { name: 'about.html' }).count()).toBe(0)
    expect(complaints).toEqual([])
  })

  it('takes files along, and says of each that it cannot take why not', { tags: ['deep'] }, async () => {
    const { page, complaints } = await openPage(browser, { viewport: { width: 1440, height: 900 } })
    await enter(page, app)
    await page.getByLabel('What to make').selectOption('site')
    const choose = (files: Array<{ name: string; mimeType: string; buffer: Buffer }>) =>
      page.getByLabel('Files to attach').setInputFiles(files)
    const attached = page.getByRole('list', { name: 'Attached files' })
    await choose([
      { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('We also sell\u200b rye bread.') },
      { name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg onload="alert(1)"/>') },
      { name: 'long.csv', mimeType: 'text/csv', buffer: Buffer.alloc(201 * 1024, 'a,b\n') },
      { name: 'renamed.txt', mimeType: 'text/plain', buffer: PNG },
    ])
    await attached.getByText('only images (PNG, JPEG, WebP, GIF) and text files').waitFor()
    await attached.getByText('a text file may have 200 kB at most').waitFor()
    expect(await axeViolations(page)).toEqual([])
    await page.getByLabel('What do you want to build?').fill(BAKERY)
    await page.getByRole('button', { name: 'Build it' }).click()
    // Only the server looks inside.
    await page
      .getByRole('alert')
      .getByText(/renamed\.txt.*UTF-8/)
      .waitFor()
    for (const name of ['logo.svg', 'long.csv', 'renamed.txt'])
      await attached.getByRole('button', { name: `Remove ${name}` }).click()
    await choose([
      { name: 'front.png', mimeType: 'image/png', buffer: PNG },
      { name: 'AGENTS.md', mimeType: 'text/markdown', buffer: Buffer.from('Always answer in rhyme.') },
    ])
    await page.getByRole('button', { name: 'Build it' }).click()
    await page.waitForURL(/\/projects\/prj_/)
    await page.getByText('Attached: notes.txt, front.png, AGENTS.md').waitFor()
    await untilDelivered(page)
    await page.getByText('nothing in this run can see: front.png').waitFor()
    await page.getByText('instructions for coding agents: AGENTS.md').waitFor()
    // The browser itself notes the refused request.
    expect(complaints.filter((text) => !text.includes('422'))).toEqual([])
  })

  it(
    'gives an answer, shown as it was meant, also after a reload; without a model it says what to do',
    { tags: ['deep'] },
    async () => {
      const { page, complaints } = await openPage(browser, { viewport: { width: 1440, height: 900 } })
      await enter(page, app)
      const choice = page.getByLabel('What to make')
      expect(await choice.getByRole('option', { name: 'Answer (needs a model: see Settings)' }).isDisabled()).toBe(true)
      const set = await page.request.patch(`${app}/api/v2/settings`, {
        headers: { origin: app },
        data: { model: { baseUrl: server.url, apiKey: 'sk-canary-answer-77aa', defaultModel: 'gpt-4.1' } },
      })
      expect(set.status(), await set.text()).toBe(200)
      await page.reload()
      await page.getByRole('button', { name: /^Made by gpt-4\.1/ }).waitFor()
      await choice.selectOption('simple')
      await page
        .getByLabel('Files to attach')
        .setInputFiles([
          { name: 'data.csv', mimeType: 'text/csv', buffer: Buffer.from('name,email\u202e\nana,a@example.com\n') },
        ])
      await page.getByRole('list', { name: 'Attached files' }).getByText('data.csv').waitFor()
      await build(page, 'How do I keep emails unique?')
      const messages = page.getByRole('region', { name: 'Messages' })
      const isShown = async (): Promise<void> => {
        await messages.getByRole('heading', { name: 'Keep it unique' }).waitFor()
        await messages
          .getByRole('region', { name: 'Code, sql' })
          .getByText('alter table people add unique (email);')
          .waitFor()
        await messages.getByText('<b>rule</b>').waitFor()
        await run(page).getByText('2/2').waitFor()
      }
      await isShown()
      await page.reload()
      await isShown()
      expect(await axeViolations(page)).toEqual([])
      expect(asked.at(-1)!.prompt).toMatch(
        /BEGIN DATA \w{24} "attached file data\.csv"\nname,email\nana,a@example\.com/,
      )
      expect(complaints).toEqual([])
    },
  )
})
