import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { build } from 'esbuild'
import type { Browser, Frame, Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EXTENSIONS, makeSnapshot, PGLITE_FILES } from '@/lib/app-runtime/make-snapshot'
import { buildTab, pgliteFile } from '@/lib/app-runtime/open-tab'
import { FRAME_POLICY } from '@/lib/app-runtime/tab/frame-policy'
import { namedScripts, readTabScript, tabScriptsOf } from '@/lib/app-runtime/tab-parts'
import { planApp } from '@/lib/domains/generation/builtin/architect/plan-app'
import { keysOf } from '@/lib/supabase-local/keys'
import { openBrowser } from '../support/browser'
import { applicationOf } from '../support/generated-project'
import { bundleOf, previewRuntime, SUPABASE_ENV } from '../support/preview'

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

const HOST = `
import { connectFrame } from './lib/app-runtime/tab/host.ts'
const bytes = async (name) => (await fetch('/files/' + name)).arrayBuffer()
globalThis.told = []
globalThis.start = async () => {
  const tab = await (await fetch('/files/tab.json')).json()
  for (const name of tab.names) tab.open.database.assets[name] = await bytes(name)
  tab.open.database.snapshot = await bytes('snapshot')
  const frame = document.querySelector('iframe')
  await new Promise((resolve) => { frame.onload = resolve; frame.src = '/frame#n' })
  const names = ['stage', 'place', 'printed', 'seen', 'mail', 'leaves']
  const listeners = Object.fromEntries(names.map((name) => [name, (value) => told.push([name, value])]))
  globalThis.preview = await connectFrame(frame, 'n', listeners)
  return preview.ask('open', tab.open)
}`

let server: Server
let browser: Browser
let home: string
const hits: string[] = []

const served = new Map<string, { type: string; body: string | Uint8Array; policy: string }>()

beforeAll(async () => {
  server = createServer(({ url = '' }, response) => {
    hits.push(url)
    const file = served.get(url.replace(/#.*$/, ''))
    if (file === undefined) return response.writeHead(404).end()
    response.writeHead(200, { 'content-type': file.type, 'content-security-policy': file.policy }).end(file.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  files.set('app/hostile/page.tsx', files.get('app/hostile/page.tsx')!.replace('DEVORA', home))
  await serveAll()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  server?.close()
})

async function serveAll(): Promise<void> {
  const secret = 'a secret of at least thirty-two characters'
  const env = { ...SUPABASE_ENV, NEXT_PUBLIC_SUPABASE_ANON_KEY: keysOf(secret).anonKey }
  const [bundle, runtime, scripts] = [await bundleOf(files, env), await previewRuntime(), await buildTab()]
  const { server: serverScripts, client } = tabScriptsOf(bundle)
  const read = (name: string): Promise<string> => readTabScript(runtime, name)
  const sql = [...files.keys()].filter((path) => path.endsWith('.sql')).sort()
  const [siteUrl, url] = ['http://localhost:3000', SUPABASE_ENV.NEXT_PUBLIC_SUPABASE_URL]
  const database = { files: sql.map((path) => ({ path, sql: files.get(path) })), secret, url, siteUrl, assets: {} }
  const app = {
    server: await namedScripts(serverScripts, read),
    client: await namedScripts(client, read),
    css: bundle.css,
    files: {},
    env,
  }
  const open = { scripts, app, database: { ...database, extensions: EXTENSIONS }, siteUrl, supabaseUrl: url }
  const { outputFiles } = await build({
    stdin: { contents: HOST, resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    write: false,
  })
  const put = (path: string, type: string, body: string | Uint8Array, policy = "frame-src 'self'"): void =>
    void served.set(path, { type, body, policy })
  put('/files/tab.json', 'application/json', JSON.stringify({ open, names: PGLITE_FILES }))
  for (const name of PGLITE_FILES) put(`/files/${name}`, 'application/octet-stream', await readFile(pgliteFile(name)))
  put('/files/snapshot', 'application/octet-stream', await makeSnapshot())
  put('/frame', 'text/html', scripts.html, FRAME_POLICY)
  put('/host.js', 'text/javascript', outputFiles[0]!.text)
  const frame = '<iframe sandbox="allow-scripts allow-forms" style="width:1300px;height:700px"></iframe>'
  put('/', 'text/html', `<!doctype html>${frame}<script src="/host.js"></script>`)
}

type Tab = { page: Page; ask: (name: string, value: unknown) => Promise<unknown>; urlOf: () => Promise<string> }

async function openTab(): Promise<Tab> {
  const page = await browser.newPage({ viewport: { width: 1400, height: 800 } })
  page.setDefaultTimeout(60_000)
  await page.goto(home)
  const opened = await page.evaluate('start()')
  expect(opened).toEqual({ problem: null })
  return {
    page,
    ask: (name, value) =>
      page.evaluate(
        ([what, given]) =>
          (globalThis as unknown as { preview: { ask(name: unknown, value: unknown): unknown } }).preview.ask(
            what,
            given,
          ),
        [name, value],
      ),
    urlOf: () => page.evaluate(`told.findLast(([name]) => name === 'place')[1].url`),
  }
}

/** The document that somebody sees: the last frame in the frame. */
async function shown({ page }: Tab, has: string): Promise<Frame> {
  const preview = page.frames().find((frame) => frame.url().includes('/frame'))
  let found: Frame | undefined
  await expect
    .poll(
      async () => {
        for (const frame of preview?.childFrames() ?? [])
          if (
            await frame
              .locator(has)
              .first()
              .isVisible()
              .catch(() => false)
          )
            found = frame
        return found !== undefined
      },
      { timeout: 30_000 },
    )
    .toBe(true)
  return found!
}

async function signUp(tab: Tab, name: string): Promise<void> {
  await tab.ask('person', name)
  await tab.ask('navigate', { person: name, url: 'http://localhost:3000/sign-up' })
  const page = await shown(tab, `input[name="email"]`)
  await page.locator('input[name="name"]').fill(name)
  await page.locator('input[name="email"]').fill(`${name}@example.com`)
  await page.locator('input[name="password"]').fill('correct horse battery')
  await page.locator('form:has(input[name="password"]) button').last().click()
  await shown(tab, 'text="Sign out"')
}

test('two people use a generated application in one tab, and it reaches nothing else', async () => {
  const tab = await openTab()
  await signUp(tab, 'ana')
  await tab.ask('navigate', { person: 'ana', url: 'http://localhost:3000/recipes/new' })
  const form = await shown(tab, 'input[name="title"]')
  await form.locator('input[name="title"]').fill('Arepas de queso')
  for (const box of await form.locator('form:has(input[name="title"]) [required]').all()) {
    const [tag, type, value] = await box.evaluate((one: HTMLInputElement) => [one.tagName, one.type, one.value])
    if (value !== '') continue
    if (tag === 'SELECT') await box.selectOption({ index: 1 })
    else await box.fill(type === 'number' ? '4' : type === 'date' ? '2030-01-01' : 'Corn flour, water, cheese')
  }
  await form.locator('form:has(input[name="title"]) button[type="submit"]').last().click()
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

  const before = hits.length
  await tab.ask('navigate', { person: 'ben', url: 'http://localhost:3000/hostile' })
  const hostile = await shown(tab, 'li:nth-child(8)')
  expect(await hostile.locator('li', { hasText: 'reached' }).allTextContents()).toEqual([])
  expect(hits.slice(before)).toEqual([])
  expect(
    await tab.page.evaluate(`told.filter(([name, value]) => name === 'printed' && value.from === 'server')`),
  ).toEqual([])
})
