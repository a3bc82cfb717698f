import { posix } from 'node:path'
import type { AppBundle } from '../../../../app-runtime/build-app.ts'
import { registrySource } from '../../../../app-runtime/builder/registry.ts'
import type { Runtime } from '../../../../app-runtime/open-runtime.ts'
import { atItsHead, styleElement } from '../../../../app-runtime/tab/write-document.ts'
import { namedScripts, REGISTRY_SCRIPT, tabScriptsOf } from '../../../../app-runtime/tab-parts.ts'

/** What an application's pages are in a browser, beside what its server answers. */
export type ClientParts = {
  /** Scripts by name, in the order in which they run. */
  scripts: ReadonlyMap<string, string>
  css: string
  /** What lies at an address as a file of `public`; null where nothing does. */
  file(pathname: string): { bytes: Uint8Array; type: string } | null
}

const OURS = '/__devora/'
/** Told when the page's scripts have run; `chromium-driver.ts` hears it. */
const STARTED = `${OURS}started`

export async function clientPartsOf(
  bundle: AppBundle,
  runtime: Runtime,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<ClientParts> {
  const read = (name: string): Promise<string> =>
    name === REGISTRY_SCRIPT ? Promise.resolve(registrySource()) : runtime.read(name)
  const scripts = await namedScripts(tabScriptsOf(bundle).client, read)
  return {
    scripts: new Map(scripts.map(({ name, code }) => [`${OURS}${name}`, code])),
    css: bundle.css,
    file(pathname) {
      const bytes = files.get(`public${decoded(pathname)}`)
      return bytes === undefined ? null : { bytes, type: typeOfFile(pathname) }
    },
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  htm: 'text/html; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
  webmanifest: 'application/manifest+json',
  xml: 'application/xml',
  css: 'text/css',
  js: 'text/javascript',
  mjs: 'text/javascript',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
}

/** The type of a file by the ending of its name, as hosts of files say it. */
export const typeOfFile = (path: string): string =>
  TYPES[posix.extname(path).slice(1).toLowerCase()] ?? 'application/octet-stream'

/**
 * What bundles ask for: `process`, as a preview has it (`tab/process.ts`), and the address that a document has
 * (`builder/universe.ts`), which is the browser's own here.
 */
const PAGE = `globalThis.process ??= {
  env: {}, versions: {}, version: '', platform: 'browser', argv: [], cwd: () => '/',
  nextTick: (work, ...args) => queueMicrotask(() => work(...args)), emitWarning() {}, on() {}, once() {}, off() {} };
globalThis.__devora_page = {
  get location() { return window.location }, set location(to) { window.location.href = to }, history: window.history }`
/** As a deferred script would start it, and told once the browser has come to rest. */
const START = `addEventListener('DOMContentLoaded', async () => {
  try { await __devora_preview.app.start() } catch (error) { queueMicrotask(() => { throw error }) }
  requestIdleCallback(() => fetch('${STARTED}', { method: 'POST' }).catch(() => {}), { timeout: 1000 })
})`

/** The document that an application answers, with its styles and what makes it go on in the browser. */
export function withClient(html: string, { scripts, css }: ClientParts): string {
  const sources = [...scripts.keys()].map((path) => `<script defer src="${path}"></script>`).join('')
  return atItsHead(html, `${styleElement(css)}<script>${PAGE};${START}</script>${sources}`)
}
