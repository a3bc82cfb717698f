import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { build } from 'esbuild'
import type { Browser, Frame, Page } from 'playwright'
import { makeSnapshot } from '@/lib/app-runtime/make-snapshot'
import { buildTab, pgliteFile, readTabScript } from '@/lib/app-runtime/open-tab'
import { EXTENSIONS, PGLITE_FILES } from '@/lib/app-runtime/pglite-files'
import { FRAME_CONNECTIONS, FRAME_POLICY } from '@/lib/app-runtime/tab/frame-policy'
import type { Asked } from '@/lib/app-runtime/tab/frame-link'
import { namedScripts, tabScriptsOf } from '@/lib/app-runtime/tab-parts'
import { environmentFor, publicOf, SITE_URL, SUPABASE_URL } from '@/lib/domains/evidence/preview-environment'
import { publicFilesOf, siteFilesOf, sqlOf } from '@/lib/domains/preview/project-parts'
import { keysOf } from '@/lib/supabase-local/keys'
import { openBrowser } from './browser'
import { shownBelow } from './preview-frame'
import { bundleOf, bytesOf, previewRuntime, type ProjectFiles } from './preview'

/*
 * A preview in a tab without Devora around it: a page that shows one frame and writes down what it tells.
 */

const HOST = `
import { connectFrame } from './lib/app-runtime/tab/host.ts'
const bytes = async (name) => (await fetch('/files/' + name)).arrayBuffer()
globalThis.told = []
globalThis.start = async (name, dump) => {
  const tab = await (await fetch('/files/' + name + '.json')).json()
  if (tab.open.database) {
    for (const one of tab.names) tab.open.database.assets[one] = await bytes(one)
    tab.open.database.snapshot = dump?.snapshot ?? (await bytes('snapshot'))
  }
  for (const file of Object.values(tab.open.app.files))
    file.bytes = Uint8Array.from(atob(file.base64), (letter) => letter.charCodeAt(0)).buffer
  if (dump) Object.assign(tab.open.database, { files: [], objects: dump.objects })
  document.querySelector('iframe')?.remove()
  const frame = document.createElement('iframe')
  frame.sandbox = 'allow-scripts allow-forms'
  frame.style = 'width:1300px;height:700px'
  await new Promise((resolve) => { frame.onload = resolve; frame.src = '/frame#n'; document.body.append(frame) })
  const names = ['stage', 'place', 'printed', 'seen', 'mail', 'leaves', 'changed', 'stuck']
  const listeners = Object.fromEntries(names.map((one) => [one, (value) => told.push([one, value])]))
  globalThis.preview = await connectFrame(frame, 'n', listeners)
  return preview.ask('open', tab.open)
}
globalThis.again = async (name) => {
  const dump = await preview.ask('dump', null)
  const size = dump.snapshot.byteLength
  const opened = await start(name, dump)
  for (const kept of dump.people) await preview.ask('person', { id: kept.id, kept })
  return { size, opened, people: dump.people.map(({ id, url }) => ({ id, url })) }
}
globalThis.swap = async (name) => {
  const { open } = await (await fetch('/files/' + name + '.json')).json()
  return preview.ask('swap', open.app)
}`

export type Told = [name: string, value: Record<string, string>]
export type Tab = {
  page: Page
  ask: <K extends keyof Asked>(name: K, value: Parameters<Asked[K]>[0]) => Promise<Awaited<ReturnType<Asked[K]>>>
  told: () => Promise<Told[]>
  urlOf: () => Promise<string>
}
export const SITE = SITE_URL
const SECRET = 'a secret of at least thirty-two characters'
/** Of the Supabase in the tab. */
export const TAB_KEYS = keysOf(SECRET)

export type PreviewHost = {
  home: string
  /** What the server was asked for, by anybody. */
  hits: string[]
  /** Makes files known under a name. */
  serve: (name: string, files: ProjectFiles) => Promise<Record<string, string>>
  openTab: (name: string) => Promise<Tab & { opened: unknown }>
  closeTabs: () => Promise<void>
  close: () => Promise<void>
}

export async function openPreviewHost(): Promise<PreviewHost> {
  const served = new Map<
    string,
    { type: string; body: string | Uint8Array; policy: string; headers?: Record<string, string> }
  >()
  const hits: string[] = []
  const server: Server = createServer(({ url = '' }, response) => {
    hits.push(url)
    const file = served.get(url.replace(/#.*$/, ''))
    if (file === undefined) return response.writeHead(404).end()
    response
      .writeHead(200, { 'content-type': file.type, 'content-security-policy': file.policy, ...file.headers })
      .end(file.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const put = (path: string, type: string, body: string | Uint8Array, policy = "frame-src 'self'"): void =>
    void served.set(path, { type, body, policy })
  const [browser, scripts, snapshot, host] = await Promise.all([
    openBrowser(true),
    buildTab(),
    makeSnapshot(),
    hostScript(),
  ])
  for (const name of PGLITE_FILES) put(`/files/${name}`, 'application/octet-stream', await readFile(pgliteFile(name)))
  put('/files/snapshot', 'application/octet-stream', snapshot)
  const headers = { 'connection-allowlist': FRAME_CONNECTIONS }
  served.set('/frame', { type: 'text/html', body: scripts.html, policy: FRAME_POLICY, headers })
  put('/host.js', 'text/javascript', host)
  put('/', 'text/html', `<!doctype html><body><script src="/host.js"></script>`)
  return {
    home,
    hits,
    async serve(name, files) {
      const { open, maps } = await tabOf(files, scripts)
      put(`/files/${name}.json`, 'application/json', JSON.stringify({ open, names: PGLITE_FILES }))
      return maps
    },
    openTab: (name) => openTab(browser, home, name),
    async closeTabs() {
      for (const context of browser.contexts()) await context.close()
    },
    async close() {
      await browser.close()
      server.close()
    },
  }
}

async function hostScript(): Promise<string> {
  const stdin = { contents: HOST, resolveDir: process.cwd(), loader: 'ts' } as const
  const { outputFiles } = await build({ stdin, bundle: true, write: false })
  return outputFiles[0]!.text
}

async function tabOf(files: ProjectFiles, scripts: Awaited<ReturnType<typeof buildTab>>) {
  const env = environmentFor(TAB_KEYS)
  const [bundle, runtime] = [await bundleOf(files, publicOf(env)), await previewRuntime()]
  const parts = tabScriptsOf(bundle)
  const bytes = bytesOf(files)
  const at = { siteUrl: SITE, supabaseUrl: SUPABASE_URL }
  if (parts.site !== null) {
    const app = { server: [], client: [], css: '', files: byPath(siteFilesOf(bytes, parts.site)), env: {} }
    return { open: { scripts, app, database: null, ...at }, maps: {} }
  }
  const read = (name: string): Promise<string> => readTabScript(runtime, name)
  const data = { files: sqlOf(bytes), objects: [], assets: {} }
  const database = { ...data, secret: SECRET, url: SUPABASE_URL, siteUrl: SITE, extensions: EXTENSIONS }
  const [server, client] = [await namedScripts(parts.server, read), await namedScripts(parts.client, read)]
  const app = { server, client, css: bundle.css, files: byPath(publicFilesOf(bytes)), env }
  const all = [...parts.server, ...parts.client]
  const maps = Object.fromEntries(all.flatMap(({ name, map }) => (map === null ? [] : [[`${name}.js`, map]])))
  return { open: { scripts, app, database, ...at }, maps }
}

const byPath = <T extends { path: string }>(files: readonly T[]): Record<string, Omit<T, 'path'>> =>
  Object.fromEntries(files.map(({ path, ...file }) => [path, file]))

async function openTab(browser: Browser, home: string, name: string): Promise<Tab & { opened: unknown }> {
  const page = await browser.newPage({ viewport: { width: 1400, height: 800 } })
  page.setDefaultTimeout(60_000)
  await page.goto(home)
  const opened = await page.evaluate(`start(${JSON.stringify(name)})`)
  type Host = { preview: { ask(name: unknown, value: unknown): never } }
  return {
    page,
    opened,
    ask: (asked, value) =>
      page.evaluate(([what, given]) => (globalThis as unknown as Host).preview.ask(what, given), [asked, value] as [
        unknown,
        unknown,
      ]),
    told: () => page.evaluate('told'),
    urlOf: () => page.evaluate(`told.findLast(([name]) => name === 'place')[1].url`),
  }
}

/** The document that somebody sees, once it has what is looked for. */
export const shown = ({ page }: Tab, has: string): Promise<Frame> => shownBelow(page, '/frame', has)

export async function enter(tab: Tab, id: string, path: string): Promise<void> {
  await tab.ask('person', { id, kept: null })
  await tab.ask('navigate', { person: id, url: SITE + path })
}
