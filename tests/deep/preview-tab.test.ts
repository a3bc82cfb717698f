import { afterAll, beforeAll, expect, test } from 'vitest'
import { planApp } from '@/lib/domains/generation/builtin/architect/plan-app'
import { applicationOf } from '../support/generated-project'
import { enter, openPreviewHost, type PreviewHost, shown, SITE, type Tab } from '../support/preview-tab'
import { sendRecipe } from '../support/recipe-form'

/*
 * The preview in a tab, without Devora around it: an application as it is generated runs in a frame of no origin, in a
 * real browser, on a database of its own.
 */

const files = applicationOf(
  planApp({ prompt: 'A recipe box where members save recipes with ingredients and rate them' }),
)
files.set(
  'app/hostile/page.tsx',
  `'use client'
import { useEffect, useState } from 'react'
const tries: Record<string, () => unknown> = {
  parent: () => parent.document.title, top: () => top!.location.href, opener: () => opener.document,
  worker: () => navigator.serviceWorker.register('/x.js'), indexed: () => indexedDB.open('x'),
  request: () => { const sent = new XMLHttpRequest(); sent.open('GET', HOME, false); sent.send() },
  host: () => fetch(HOME + '/api'),
  image: () => new Promise((_, no) => {
    const i = new Image()
    i.onerror = no
    i.src = HOME + '/i'
  }),
}
const HOME = 'DEVORA'
export default function Hostile() {
  const [seen, setSeen] = useState<string[]>([])
  const say = (what: string) => setSeen((all) => [...all, what])
  useEffect(() => { void (async () => {
    parent.postMessage({ type: 'connect', nonce: 'n' }, '*'); top!.postMessage({ type: 'answer' }, '*')
    for (const [name, work] of Object.entries(tries))
      try { await work(); say(name + ' reached') } catch { say(name + ' refused') }
  })() }, [])
  return <ul>{seen.map((one) => <li key={one}>{one}</li>)}</ul>
}`,
)

/** As Next sends people on once a page is under way. */
files.set(
  'app/moved/page.tsx',
  `export default () => <><meta httpEquiv="refresh" content="1;url=/moved/here" /><p>Away</p></>`,
)
files.set('app/moved/here/page.tsx', `export default () => <p>They have arrived</p>`)

let host: PreviewHost

beforeAll(async () => {
  host = await openPreviewHost()
  files.set('app/hostile/page.tsx', files.get('app/hostile/page.tsx')!.replace('DEVORA', host.home))
  await host.serve('recipes', files)
})
afterAll(() => host?.close())

async function signUp(tab: Tab, name: string): Promise<void> {
  await enter(tab, name, '/sign-up')
  const page = await shown(tab, `input[name="email"]`)
  await page.locator('input[name="name"]').fill(name)
  await page.locator('input[name="email"]').fill(`${name}@example.org`)
  await page.locator('input[name="password"]').fill('correct horse battery')
  await page.locator('form:has(input[name="password"]) button').last().click()
  await shown(tab, 'text="Sign out"')
}

test('two people use a generated application in one tab, and it reaches nothing else', async () => {
  const tab = await host.openTab('recipes')
  expect(tab.opened).toEqual({ problem: null })
  await signUp(tab, 'ana')
  await tab.ask('navigate', { person: 'ana', url: SITE + '/recipes/new' })
  const form = await shown(tab, 'input[name="title"]')
  await sendRecipe(form, 'Arepas de queso')
  const made = await shown(tab, 'h1:has-text("Arepas de queso")')
  await made.locator('a[href$="/edit"]').first().waitFor()
  const address = await tab.urlOf()

  await signUp(tab, 'ben')
  await tab.ask('navigate', { person: 'ben', url: address })
  const seen = await shown(tab, 'h1:has-text("Arepas de queso")')
  expect(await seen.locator('a[href$="/edit"]').count()).toBe(0)
  const id = new URL(address).pathname.split('/').pop()
  const refused = await seen.evaluate(
    async (recipe) => (await fetch(`/api/recipes/${recipe}`, { method: 'DELETE' })).status,
    id,
  )
  expect(refused).toBeGreaterThanOrEqual(400)
  await tab.ask('reload', 'ben')
  await shown(tab, 'h1:has-text("Arepas de queso")')

  const before = host.hits.length
  await tab.ask('navigate', { person: 'ben', url: SITE + '/hostile' })
  const hostile = await shown(tab, 'li:nth-child(8)')
  expect(await hostile.locator('li', { hasText: 'reached' }).allTextContents()).toEqual([])
  expect(host.hits.slice(before)).toEqual([])
  expect(
    await tab.page.evaluate(`told.filter(([name, value]) => name === 'printed' && value.from === 'server')`),
  ).toEqual([])
})

test('a page that sends its reader on is not left for an address that is nowhere', async () => {
  const tab = await host.openTab('recipes')
  await enter(tab, 'ana', '/moved')
  await shown(tab, 'text="They have arrived"')
  expect(await tab.urlOf()).toBe(`${SITE}/moved/here`)
  await tab.ask('ping', null)
})
