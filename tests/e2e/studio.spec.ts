import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openBrowser, openPage } from '../support/browser'
import { axeViolations, build, enter, untilDelivered } from '../support/studio'

const WIDE = { viewport: { width: 1440, height: 900 } }

describe('the studio', () => {
  let browser: Browser
  const app = inject('appUrl')
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  const code = (page: Page) => page.getByRole('region', { name: 'Code', exact: true })
  const put = async (page: Page, id: string, path: string, content: string): Promise<void> => {
    const address = `${app}/api/v2/projects/${id}/files/${path}`
    const answer = await page.request.put(address, { data: { content }, headers: { origin: app } })
    expect(answer.status()).toBe(200)
  }
  const open = async (page: Page, path: string): Promise<void> => {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Go to file' }).fill(path)
    await page.keyboard.press('Enter')
    await code(page).getByRole('heading', { name: path, exact: true }).waitFor()
  }

  it(
    'draws a finished run on the server, and shows one version everywhere until another is chosen',
    { tags: ['deep'] },
    async () => {
      const { page, complaints } = await openPage(browser, WIDE)
      await enter(page, app)
      const id = await build(page)
      await untilDelivered(page)
      await put(page, id, 'README.md', '# The second text\n')

      // No script and no stream is needed for what is known already.
      const storageState = await page.context().storageState()
      const { page: drawn } = await openPage(browser, { ...WIDE, javaScriptEnabled: false, storageState })
      await drawn.goto(`${app}/projects/${id}`)
      await drawn.getByRole('region', { name: 'Run' }).getByText('7/7').waitFor()
      expect(await drawn.getByText('Waiting for a worker').count()).toBe(0)

      await page.goto(`${app}/projects/${id}`)
      await open(page, 'README.md')
      await code(page).getByText('# The second text').waitFor()
      // The content of the older one is slow: nothing of the newer one may stand under its name meanwhile.
      let release: () => void = () => undefined
      const held = new Promise<void>((resolve) => (release = resolve))
      await page.route('**/files/README.md?version=1', async (route) => {
        await held
        await route.continue()
      })
      await page.getByRole('tab', { name: /Versions/ }).click()
      await page.getByRole('button', { name: 'Show version v1', exact: true }).last().click()
      await page.getByText('You are looking at version 1.').waitFor()
      await code(page).getByText('Opening the file').waitFor({ state: 'attached' })
      expect(await code(page).getByText('# The second text').count()).toBe(0)
      release()
      await code(page).locator('.cm-content').waitFor()
      expect(await code(page).locator('.cm-content').getAttribute('aria-readonly')).toBe('true')
      expect(page.url()).toContain('version=1')
      await page.getByRole('tab', { name: 'Report' }).click()
      await page.getByText(/\d+ of \d+ checks passed/).waitFor()

      // A run that ends meanwhile takes nobody away from what they look at; going back does.
      await put(page, id, 'README.md', '# The third text\n')
      await page.evaluate(() => window.dispatchEvent(new Event('focus')))
      await page.getByRole('tab', { name: 'Versions 3' }).waitFor()
      await page.getByText('You are looking at version 1.').waitFor()
      await page.goBack()
      await code(page).getByText('# The third text').waitFor()
      expect(await page.getByText('You are looking at version').count()).toBe(0)
      expect(complaints).toEqual([])
    },
  )

  it('edits a file, saves it as a version, and overwrites nobody unasked', async () => {
    const { page, complaints } = await openPage(browser, WIDE)
    await enter(page, app)
    const id = await build(page)
    await untilDelivered(page)
    await open(page, 'README.md')
    const text = code(page).locator('.cm-content')
    const write = async (line: string): Promise<void> => {
      await text.click()
      await page.keyboard.press('Control+Home')
      await page.keyboard.type(`${line}\n`)
      await code(page).getByText('Not saved').waitFor()
    }
    await write('Mine.')
    // Another file and back: the edit is still there, and the tree marks it.
    await open(page, 'package.json')
    await page.getByRole('treeitem', { name: 'README.md not saved' }).waitFor()
    await open(page, 'README.md')
    await text.getByText('Mine.').waitFor()
    await page.keyboard.press('Control+s')
    await code(page).getByText('Not saved').waitFor({ state: 'detached' })
    await page.getByRole('tab', { name: 'Versions 2' }).waitFor()
    const file = async (): Promise<string> =>
      ((await (await page.request.get(`${app}/api/v2/projects/${id}/files/README.md`)).json()) as { content: string })
        .content
    expect(await file()).toMatch(/^Mine\.\n/)

    await write('Mine again.')
    await put(page, id, 'README.md', '# Theirs\n')
    await page.keyboard.press('Control+s')
    const conflict = code(page).getByRole('alert').filter({ hasText: 'This file has changed since you began' })
    await conflict.waitFor()
    expect(await file()).toBe('# Theirs\n')
    expect(await axeViolations(page)).toEqual([])
    await conflict.getByRole('button', { name: 'Save mine over it' }).click()
    await conflict.waitFor({ state: 'detached' })
    await page.getByRole('tab', { name: 'Versions 4' }).waitFor()
    expect(await file()).toMatch(/^Mine again\.\nMine\.\n/)
    // The browser itself notes the refused save.
    expect(complaints.filter((one) => !one.includes('409'))).toEqual([])
  })

  it(
    'finds text in all files, remembers widths, jumps from a check to the report, renames and deletes',
    { tags: ['deep'] },
    async () => {
      const { page, complaints } = await openPage(browser, WIDE)
      await enter(page, app)
      await build(page)
      await untilDelivered(page)
      await page.getByRole('button', { name: 'Search in all files' }).click()
      await page.getByRole('searchbox', { name: 'Search in all files' }).fill('create table')
      await page
        .getByRole('status')
        .getByText(/^\d+ lines? in \d+ files?$/)
        .waitFor()
      await page.getByRole('list', { name: 'Places' }).getByRole('button').first().click()
      await code(page)
        .locator('.cm-activeLine')
        .getByText(/create/i)
        .first()
        .waitFor()

      const files = page.getByRole('region', { name: 'Files', exact: true })
      const before = (await files.boundingBox())!.width
      await page.getByRole('separator').first().focus()
      for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowLeft')
      const chat = page.getByRole('region', { name: 'Chat', exact: true })
      const narrow = (await chat.boundingBox())!.width
      expect(narrow).toBeLessThan(330)
      expect((await files.boundingBox())!.width + narrow).toBeGreaterThan(before)
      await page.reload()
      await expect.poll(async () => Math.round((await chat.boundingBox())!.width)).toBe(Math.round(narrow))

      await page.getByRole('tab', { name: /Versions/ }).click()
      await page
        .getByRole('region', { name: 'Run' })
        .getByRole('button', { name: /^Access/ })
        .click()
      await page.getByRole('heading', { name: 'Access matrix' }).waitFor()
      await page.getByRole('button', { name: 'Somebody else tried to delete it: refused' }).first().waitFor()

      await page.getByRole('button', { name: /^More for/ }).click()
      await page.getByRole('menuitem', { name: 'Rename' }).click()
      await page.getByLabel('Name', { exact: true }).fill('Grandmother’s recipes')
      await page.getByRole('button', { name: 'Rename', exact: true }).click()
      await page.getByRole('heading', { level: 1, name: 'Grandmother’s recipes' }).waitFor()
      await page.getByRole('button', { name: /^More for/ }).click()
      await page.getByRole('menuitem', { name: 'Delete' }).click()
      await page.waitForURL(`${app}/projects`)
      await page.getByRole('button', { name: 'Undo' }).click()
      await page.getByRole('heading', { level: 1, name: 'Grandmother’s recipes' }).waitFor()
      expect(complaints).toEqual([])
    },
  )
})
