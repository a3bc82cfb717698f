import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { messageIn, placesOf, readMaps } from '@/components/preview/error-places'
import type { Table } from '@/lib/app-runtime/tab/frame-link'
import { homeTitled, NOTES_MIGRATION, notesProject } from '../support/notes-project'
import { enter, openPreviewHost, type PreviewHost, shown, SITE, type Tab } from '../support/preview-tab'

/*
 * What a preview tells whoever builds the application: what each person may see, what went wrong and where, what ran
 * without end; and what it keeps when code, migrations or the tab change.
 */

let host: PreviewHost
let maps: Record<string, string>

beforeAll(async () => {
  host = await openPreviewHost()
  maps = await host.serve('notes', notesProject())
  await host.serve('edited', notesProject({ 'app/page.tsx': homeTitled('Edited') }))
  const wrong = `${NOTES_MIGRATION}\ncreate table public.more (\n  id int primary key,\n  of nothing\n);\n`
  await host.serve('refused', notesProject({ 'supabase/migrations/1_notes.sql': wrong }))
})
afterEach(() => host?.closeTabs())
afterAll(() => host?.close())

async function opened(): Promise<Tab> {
  const tab = await host.openTab('notes')
  expect(tab.opened).toEqual({ problem: null })
  return tab
}

async function asAna(tab: Tab): Promise<void> {
  await tab.ask('person', { id: 'ana', kept: null })
  await tab.ask('signIn', { person: 'ana', email: 'ana@example.com' })
  await tab.ask('navigate', { person: 'ana', url: `${SITE}/` })
  await shown(tab, '#who:text("ana@example.com")')
}

test('tables are shown as each person sees them, and what is hidden is counted', async () => {
  const tab = await opened()
  await enter(tab, 'visitor', '/')
  await asAna(tab)
  expect(await tab.ask('members', null)).toMatchObject([
    { email: 'ana@example.com', name: 'Ana' },
    { email: 'ben@example.com', name: 'Ben' },
  ])
  const tables = await tab.ask('tables', null)
  expect(tables.map(({ name }) => name)).toEqual(['notes', 'open_notes', 'note_texts'])
  expect(tables[0]!.columns.map(({ name, type, isKey }) => [name, type, isKey])).toEqual([
    ['id', 'integer', true],
    ['owner', 'uuid', false],
    ['text', 'text', false],
    ['secret', 'text', false],
  ])
  const seen = async (person: string | null, table: Table): Promise<unknown> => {
    const { visible, total, rows, refusal } = await tab.ask('rows', { person, table, offset: 0 })
    return { visible, total, shown: rows.length, refusal }
  }
  const [notes, open] = tables as [Table, Table]
  expect(await seen('visitor', notes)).toEqual({ visible: 0, total: 8, shown: 0, refusal: null })
  expect(await seen('ana', notes)).toEqual({ visible: 3, total: 8, shown: 3, refusal: null })
  expect(await seen(null, notes)).toEqual({ visible: 8, total: 8, shown: 8, refusal: null })
  // A policy that lets everybody in does so here, too.
  expect(await seen('visitor', open)).toEqual({ visible: 1, total: 1, shown: 1, refusal: null })
})

test('an error is told with the line of the file that it came from', async () => {
  const tab = await opened()
  await enter(tab, '1', '/broken')
  const errors = async (): Promise<string[]> =>
    (await tab.told()).flatMap(([name, value]) =>
      name === 'printed' && value['level'] === 'error' ? [value['text'] ?? ''] : [],
    )
  const told = (): Promise<unknown[]> =>
    errors().then((texts) => texts.flatMap((text) => placesOf(text, readMaps({ maps }))))
  await expect.poll(told).toContainEqual(expect.objectContaining({ file: 'app/broken/page.tsx', line: 4 }))
  await tab.ask('navigate', { person: '1', url: `${SITE}/broken-button` })
  await (await shown(tab, 'button')).locator('button').click()
  await expect.poll(told).toContainEqual(expect.objectContaining({ file: 'app/broken-button/page.tsx', line: 6 }))
  expect((await errors()).map(messageIn)).toContain('Error: the button broke')
})

test('an edit keeps data, people and place; a copy opened from a dump has them, too', async () => {
  const tab = await opened()
  await asAna(tab)
  const page = await shown(tab, 'li')
  await page.evaluate(() => scrollTo(0, 700))
  await expect.poll(() => page.evaluate('new Promise((done) => setTimeout(() => done(scrollY), 300))')).toBe(700)
  await tab.page.evaluate(`swap('edited')`)
  const edited = await shown(tab, 'h1:text("Edited")')
  expect(await edited.locator('li').allTextContents()).toEqual(['note 1', 'note 2', 'note 3'])
  await expect.poll(() => edited.evaluate('scrollY')).toBe(700)

  const again = (await tab.page.evaluate(`again('notes')`)) as { size: number; opened: unknown; people: unknown }
  expect(again).toMatchObject({ opened: { problem: null }, people: [{ id: 'ana', url: `${SITE}/` }] })
  expect(again.size).toBeLessThan(12_000_000)
  await tab.ask('navigate', { person: 'ana', url: `${SITE}/` })
  await shown(tab, '#who:text("ana@example.com")')
})

test('a migration that is refused says its line', async () => {
  const { opened: said } = await host.openTab('refused')
  const line = NOTES_MIGRATION.split('\n').length + 3
  expect(said).toMatchObject({ problem: { file: 'supabase/migrations/1_notes.sql', line } })
})

test('a plain site is a preview, too: pages, styles, scripts and pictures of its own, and nothing from elsewhere', async () => {
  const site = {
    'index.html': `<!doctype html><html lang="en"><head><title>Shop</title><link rel="stylesheet" href="css/site.css">
<link rel="stylesheet" href="https://fonts.example.com/a.css"><script src="js/site.js" defer></script></head>
<body><h1>Shop</h1><p id="said"></p><a href="about.html?a=1#team">About</a><img src="img/dot.svg" alt="A dot">
<script>document.body.dataset.place = location.pathname</script></body></html>`,
    'about.html': '<!doctype html><title>About</title><h1>About</h1><script type="module" src="js/main.js"></script>',
    'css/site.css': '@import "more.css"; h1 { background: url(../img/dot.svg) }',
    'css/more.css': 'h1 { color: rgb(1, 2, 3) }',
    'js/site.js': `document.querySelector('#said').textContent = 'Hello from ' + window.location.host`,
    'js/main.js': `import { text } from './text.js'\ndocument.querySelector('h1').textContent = text + location.hash`,
    'js/text.js': `export const text = 'We are'`,
    'img/dot.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="4" cx="4" cy="4"/></svg>',
  }
  await host.serve('site', new Map(Object.entries(site)))
  const tab = await host.openTab('site')
  const before = host.hits.length
  await enter(tab, '1', '/')
  const home = await shown(tab, '#said:text("Hello from localhost:3000")')
  expect(await home.evaluate(`document.body.dataset.place`)).toBe('/')
  expect(await home.evaluate(`getComputedStyle(document.querySelector('h1')).color`)).toBe('rgb(1, 2, 3)')
  expect(await home.evaluate(`getComputedStyle(document.querySelector('h1')).backgroundImage`)).toContain('data:image')
  await expect.poll(() => home.evaluate(`document.querySelector('img').naturalWidth`)).toBe(9)
  await home.locator('a').click()
  await shown(tab, 'h1:text("We are#team")')
  expect(await tab.urlOf()).toBe(`${SITE}/about.html?a=1#team`)
  const printed = (await tab.told()).flatMap(([name, value]) => (name === 'printed' ? [value['text']] : []))
  expect(printed).toEqual(['A preview loads nothing from other hosts: https://fonts.example.com/a.css'])
  expect(host.hits.slice(before)).toEqual([])
})

describe('what runs without end is stopped and told, and the page around it goes on', () => {
  const stuck = async (tab: Tab): Promise<unknown[]> =>
    (await tab.told()).flatMap(([name, value]) => (name === 'stuck' ? [value['what']] : []))

  test('server code', async () => {
    const tab = await opened()
    await enter(tab, '1', '/server-loop')
    await expect.poll(() => stuck(tab), { timeout: 60_000 }).toEqual(['server'])
    await tab.ask('navigate', { person: '1', url: `${SITE}/` })
    await shown(tab, 'h1:text("Notes")')
  })

  test('a statement', async () => {
    const tab = await opened()
    await enter(tab, '1', '/')
    void tab.ask('navigate', { person: '1', url: `${SITE}/sql-loop` }).catch(() => undefined)
    await expect.poll(() => stuck(tab), { timeout: 90_000 }).toContain('database')
  })

  test('a page', async () => {
    const tab = await opened()
    await enter(tab, '1', '/')
    const frame = await shown(tab, 'h1:text("Notes")')
    const ping = `Promise.race([preview.ask('ping', null).then(() => 'answers'),
      new Promise((done) => setTimeout(() => done('silent'), 2000))])`
    await frame.evaluate('setTimeout(() => { for (;;); }, 200)')
    await expect.poll(() => tab.page.evaluate(ping), { timeout: 30_000 }).toBe('silent')
    // The page around it is not the same process, and goes on.
    const began = performance.now()
    await tab.page.evaluate('1 + 1')
    expect(performance.now() - began).toBeLessThan(2_000)
    // The browser ends its process some seconds after the frame is gone (`OUT_MS`).
    await tab.page.evaluate(`document.querySelector('iframe').remove()
      new Promise((done) => setTimeout(done, 12_000))`)
    const restarted = await tab.page.evaluate(`start('notes')`)
    expect(restarted).toEqual({ problem: null })
    await enter(tab, '1', '/')
    await shown(tab, 'h1:text("Notes")')
  })
})
