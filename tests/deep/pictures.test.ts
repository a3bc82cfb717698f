import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PICTURE_POLICY } from '@/lib/core/security-headers'
import { readPage } from '@/lib/domains/evidence/behaviour/page/read-page'
import { drawPage, stylesOf } from '@/lib/domains/evidence/pictures/draw-page'
import { documentOf } from '@/lib/domains/evidence/pictures/picture'
import { openBrowser } from '../support/browser'
import { HOSTILE_PAGE } from '../support/hostile-page'

/* A picture of a hostile page in a browser: nothing of it runs, and nobody hears that it was looked at. */

let browser: Browser
let ours: Server
let evil: Server
const heard: string[] = []
const served = new Map<string, { body: string; headers: Record<string, string> }>()
const listening = (server: Server): Promise<string> =>
  new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)),
  )
let [home, host] = ['', '']
beforeAll(async () => {
  browser = await openBrowser()
  evil = createServer((request, answer) => {
    heard.push(request.url ?? '')
    answer.setHeader('access-control-allow-origin', '*')
    answer.end('heard')
  })
  evil.on('connection', () => heard.push('connection'))
  ours = createServer((request, answer) => {
    const { body, headers } = served.get(request.url ?? '') ?? { body: '', headers: {} }
    answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body)
  })
  ;[home, host] = await Promise.all([listening(ours), listening(evil)])
})
afterAll(async () => {
  await browser?.close()
  ours?.close()
  evil?.close()
})

const page = () => {
  const [body, head] = HOSTILE_PAGE(host)
  const html = `<html><head>${head}</head><body>${body}</body></html>`
  return { html, read: readPage({ url: new URL('http://localhost:3000/'), status: 200, html, isReply: false }) }
}

type Look = { headers?: Record<string, string>; frame?: string; isClicked?: boolean }

const AS_SERVED: Look = { headers: { 'content-security-policy': PICTURE_POLICY }, frame: 'sandbox=""' }

/** Opens a document as our page frames it, and by its address; answers who heard of it, and where it went. */
async function lookAt(body: string, { headers = {}, frame = '', isClicked = true }: Look): Promise<string[]> {
  heard.length = 0
  served.set('/picture', { body, headers })
  served.set('/page', { body: `<iframe ${frame} src="/picture" width="900" height="700"></iframe>`, headers: {} })
  const context = await browser.newContext()
  const tab = await context.newPage()
  const went: string[] = []
  context.on('page', ({ url }) => went.push(`a window for ${url()}`))
  tab.on('dialog', (dialog) => void dialog.dismiss().then(() => went.push('a dialog')))
  for (const address of ['/page', '/picture']) {
    await tab.goto(`${home}${address}`, { waitUntil: 'load' })
    const shown = address === '/page' ? tab.frameLocator('iframe') : tab
    for (const words of isClicked ? ['Send', 'Go', 'Run'] : [])
      await shown
        .getByText(words, { exact: true })
        .click({ force: true, timeout: 2_000 })
        .catch(() => undefined)
    // Nothing says that nothing comes: this is how long it is waited for.
    await pause(500)
    if (tab.url() !== `${home}${address}`) went.push(`away to ${tab.url()}`)
  }
  await context.close()
  return [...new Set([...went, ...heard])].sort()
}

test('nothing of it runs, leaves or is told to anybody, in its frame and by its address', async () => {
  const { read } = page()
  const html = drawPage(read, new Set())
  const picture = { ask: 'a1', scenario: 0, path: '/', html, styles: [0, 1] }
  const body = documentOf({ styles: stylesOf(read), pictures: [] }, picture)
  expect(body).toContain('I look harmless')
  expect(await lookAt(body, AS_SERVED)).toEqual([])
})

test('each of its walls holds alone: what is left out, and what the policy forbids', async () => {
  const { html, read } = page()
  const picture = { ask: 'a1', scenario: 0, path: '/', html: drawPage(read, new Set()), styles: [0, 1] }
  expect(await lookAt(documentOf({ styles: stylesOf(read), pictures: [] }, picture), {})).toEqual([])
  // No policy forbids to look names up ahead, nor to follow a link that somebody clicks: those are left out.
  const policed = html.replace(/<link rel="(?:preconnect|dns-prefetch)"[^>]*>/g, '')
  expect(await lookAt(policed, { ...AS_SERVED, isClicked: false })).toEqual([])
})

test('the same page as it is, is heard of: the test would notice', async () => {
  // It leaves at once, so which of the rest is asked for before that is chance: it is opened until all is.
  const told = new Set<string>()
  await expect
    .poll(async () => {
      for (const one of await lookAt(page().html, { isClicked: false })) told.add(one)
      return told.has('/fetch') && told.size > 5
    })
    .toBe(true)
})
