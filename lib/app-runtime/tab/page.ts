import './process.ts'
import type { NamedScript } from './app-worker.ts'
import { fillFiles, quietLinks } from './page-files.ts'
import { takePicture } from './page-picture.ts'
import type { Navigation, PageAnswer, PageRequest, PageStart } from './page-link.ts'
import { type Link, messageOf, openLink } from './rpc.ts'
import { type Moves, VirtualHistory, VirtualLocation } from './virtual-location.ts'
import { virtualStorage } from './virtual-storage.ts'
import { completeCrypto } from './web-crypto.ts'
import { packRequest, unpackResponse } from './wire.ts'
import { REFRESH } from './write-document.ts'

/*
 * The first script of every document in the preview. It gives the application what a page of its own address would
 * have: location, history, cookies, storage, and a `fetch` that ends in its own server. All of it is convenience and
 * no boundary: that is the frame's origin and its policy.
 */

type Page = { location: VirtualLocation; history: VirtualHistory }
type Global = typeof globalThis & {
  __devora_page: Page
  __devora_preview?: { app: { start(): unknown } }
  __devora_start?: PageStart
}
const place = globalThis as Global

/**
 * Peers are reached past every policy that a page can have (Chromium has no `webrtc 'block'`). The frame's list of
 * connections forbids them, where a browser knows it; Chromium 153 ends the process of who tries all the same. So there
 * are none in a document, and no document in it that would have its own: one is taken away before it is loaded.
 */
function withoutPeers(): void {
  for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection'])
    Object.defineProperty(window, name, { value: undefined, writable: false, configurable: false })
  const empty = (): void => document.querySelectorAll('iframe[srcdoc]').forEach((one) => one.removeAttribute('srcdoc'))
  new MutationObserver(empty).observe(document, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['srcdoc'],
  })
}

function begin(start: PageStart): void {
  withoutPeers()
  const { port1, port2 } = new MessageChannel()
  parent.postMessage({ type: 'page', key: start.key }, '*', [port2])
  const link: Link = openLink(port1, {
    pop: ({ url, state }: { url: string; state: unknown }) => {
      location.moveTo(url)
      history.arrive(state)
      dispatchEvent(new PopStateEvent('popstate', { state }))
    },
    ping: () => null,
    picture: takePicture,
  })
  port1.start()
  const moves: Moves = {
    step(step) {
      base.href = step.url
      link.tell('step', step)
    },
    go: (distance) => link.tell('go', distance),
    navigate: (to) => link.tell('navigate', { ...to, method: 'GET', headers: [], body: null } satisfies Navigation),
    reload: () => link.tell('reload', null),
  }
  const location = new VirtualLocation(start.url, moves, ({ hash }) => {
    document.getElementById(decodeURIComponent(hash.slice(1)))?.scrollIntoView()
    dispatchEvent(new HashChangeEvent('hashchange'))
  })
  const history = new VirtualHistory(start, location, moves)
  const base = document.querySelector('base') ?? document.createElement('base')
  const jar = openJar(start.cookies, link)
  pretend({ location, history, jar, link, start })
  completeCrypto()
  replace(window, 'fetch', fetchOver(link, location, jar.keep))
  catchNavigation(link, location)
  tellErrors(link, location)
  quietLinks()
  fillFiles(link, location)
  tellScroll(link)
  document.addEventListener('DOMContentLoaded', () => sendOn(location), { once: true })
  void runScripts(link, start)
}

/** Where the page sends its reader by itself, after so many seconds (HTML, 4.2.5.3, `refresh`). */
function sendOn(location: VirtualLocation): void {
  const from = location.href
  for (const meta of document.querySelectorAll(`meta[name="${REFRESH}"]`)) {
    const [, seconds = '', address] = /^\s*([\d.]+)\s*(?:[;,]\s*(?:url\s*=\s*)?["']?([^"']*))?/i.exec(
      meta.getAttribute('content') ?? '',
    ) ?? ['', '']
    if (seconds === '') continue
    const url = new URL(address === undefined || address === '' ? location.href : address, location.href)
    setTimeout(
      () => {
        // The application may have gone there before, without a new document.
        if (url.origin === location.origin && location.href === from) location.replace(url)
      },
      Number(seconds) * 1_000,
    )
  }
}

function tellScroll(link: Link): void {
  let isTold = true
  addEventListener('scroll', () => {
    if (!isTold) return
    isTold = false
    setTimeout(() => {
      isTold = true
      link.tell('scroll', [scrollX, scrollY] satisfies PageStart['scroll'])
    }, 200)
  })
}

type Jar = { get: () => string; set: (line: string) => void; keep: (cookies: string) => void }

function openJar(start: string, link: Link): Jar {
  let cookies = start
  return {
    get: () => cookies,
    set(line) {
      cookies = withCookie(cookies, line)
      link.tell('cookie', line)
    },
    keep: (value) => (cookies = value),
  }
}

const replace = (target: object, name: string, value: unknown): void => {
  Object.defineProperty(target, name, { value, configurable: true, writable: true })
}

type Stage = { location: VirtualLocation; history: VirtualHistory; jar: Jar; link: Link; start: PageStart }

/** What scripts look at to know where they are. */
function pretend({ location, history, jar, link, start }: Stage): void {
  const page = { history } as Page
  // `window.location = '/there'` is an assignment to this.
  Object.defineProperty(page, 'location', {
    get: () => location,
    set(to: string) {
      location.assign(to)
    },
  })
  place.__devora_page = page
  const storageOf = (kind: 'local' | 'session'): Storage =>
    virtualStorage(start.storage[kind], (entries) => link.tell('storage', { kind, entries }))
  replace(window, 'history', history)
  replace(window, 'localStorage', storageOf('local'))
  replace(window, 'sessionStorage', storageOf('session'))
  Object.defineProperty(document, 'cookie', { get: jar.get, set: jar.set, configurable: true })
  Object.defineProperty(document, 'URL', { get: () => location.href })
  Object.defineProperty(document, 'referrer', { get: () => '' })
}

function withCookie(cookies: string, line: string): string {
  const [pair = ''] = line.split(';')
  const [name = '', ...value] = pair.split('=')
  const others = cookies.split('; ').filter((one) => one !== '' && !one.startsWith(`${name.trim()}=`))
  const isGone = /;\s*max-age=(?:0|-\d+)\s*(?:;|$)/i.test(line) || /;\s*expires=[^;]*1970/i.test(line)
  return isGone ? others.join('; ') : [...others, `${name.trim()}=${value.join('=').trim()}`].join('; ')
}

function fetchOver(link: Link, location: VirtualLocation, keepCookies: (cookies: string) => void): typeof fetch {
  return async (input, init) => {
    const address = input instanceof Request ? input : new URL(input, location.href)
    const request = new Request(address, init)
    const asked: PageRequest = { ...(await packRequest(request)), redirect: request.redirect }
    if (request.signal.aborted) throw request.signal.reason
    const aborted = new Promise<never>((_, reject) =>
      request.signal.addEventListener('abort', () => reject(request.signal.reason as Error)),
    )
    const answer = await Promise.race([link.call<PageAnswer>('fetch', asked), aborted])
    keepCookies(answer.cookies)
    const response = unpackResponse(answer)
    Object.defineProperty(response, 'url', { value: answer.url })
    Object.defineProperty(response, 'redirected', { value: answer.isRedirected })
    return response
  }
}

/** Links and forms that the application's own scripts did not take. On `window`: after React, which listens below. */
function catchNavigation(link: Link, location: VirtualLocation): void {
  window.addEventListener('click', (event) => {
    const anchor = event.composedPath().find((one) => one instanceof HTMLAnchorElement)
    if (event.defaultPrevented || event.button !== 0 || anchor === undefined || anchor.href === '') return
    event.preventDefault()
    const url = new URL(anchor.getAttribute('href') ?? '', location.href)
    if (url.origin === location.origin) location.assign(url)
    else link.tell('leaves', url.href)
  })
  window.addEventListener('submit', (event) => {
    if (event.defaultPrevented || !(event.target instanceof HTMLFormElement)) return
    event.preventDefault()
    void submit(link, location, event.target, event.submitter)
  })
}

async function submit(
  link: Link,
  location: VirtualLocation,
  form: HTMLFormElement,
  submitter: HTMLElement | null,
): Promise<void> {
  const said = (name: string): string | null => submitter?.getAttribute(`form${name}`) ?? form.getAttribute(name)
  const url = new URL(said('action') ?? location.href, location.href)
  if (url.origin !== location.origin) return link.tell('leaves', url.href)
  const data = new FormData(form, submitter)
  const fields = new URLSearchParams([...data].map(([name, value]) => [name, typeof value === 'string' ? value : '']))
  if ((said('method') ?? 'get').toLowerCase() !== 'post') {
    url.search = fields.toString()
    return link.tell('navigate', { method: 'GET', url: url.href, headers: [], body: null, isReplacing: false })
  }
  const body = new Response(said('enctype') === 'multipart/form-data' ? data : fields)
  const headers: Navigation['headers'] = [['content-type', body.headers.get('content-type') ?? '']]
  const bytes = await body.arrayBuffer()
  link.tell('navigate', { method: 'POST', url: url.href, headers, body: bytes, isReplacing: false }, [bytes])
}

function tellErrors(link: Link, location: VirtualLocation): void {
  const tell = (error: unknown): void =>
    link.tell('printed', {
      level: 'error',
      text: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })
  window.addEventListener('error', ({ error, message }) => tell(error ?? message))
  window.addEventListener('unhandledrejection', ({ reason }) => tell(reason))
  document.addEventListener('securitypolicyviolation', ({ blockedURI, effectiveDirective }) => {
    // What is the application's own comes another way (`page-files.ts`).
    if (/^https?:/.test(blockedURI) && new URL(blockedURI).origin !== location.origin)
      tell(`A preview loads nothing from other hosts: ${blockedURI.slice(0, 200)} (${effectiveDirective})`)
  })
  const prints: Console = console
  const { error, warn } = prints
  const also =
    (level: 'error' | 'warn', print: typeof error): typeof error =>
    (...values) => {
      print(...values)
      const text = values.map((value) => (value instanceof Error ? (value.stack ?? value.message) : String(value)))
      link.tell('printed', { level, text: text.join(' ').slice(0, 10_000) })
    }
  prints.error = also('error', error)
  prints.warn = also('warn', warn)
}

/** The application starts once the document is there, as a deferred script would. */
async function runScripts(link: Link, { scroll }: PageStart): Promise<void> {
  try {
    const parsed = new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }))
    const scripts = await link.call<NamedScript[]>('scripts', null)
    if (document.readyState === 'loading') await parsed
    for (const script of scripts) await run(script)
    if (scripts.length > 0) await place.__devora_preview?.app.start()
    if (scroll[0] !== 0 || scroll[1] !== 0) scrollTo({ left: scroll[0], top: scroll[1], behavior: 'instant' })
    link.tell('started', document.title)
  } catch (error) {
    link.tell('printed', { level: 'error', text: messageOf(error) })
  }
}

async function run({ name, code }: NamedScript): Promise<void> {
  const address = URL.createObjectURL(new Blob([code, `\n//# sourceURL=${name}`], { type: 'text/javascript' }))
  const script = document.createElement('script')
  await new Promise<void>((resolve, reject) => {
    script.addEventListener('load', () => resolve())
    script.addEventListener('error', () => reject(new Error(`${name} cannot be run`)))
    script.src = address
    document.head.append(script)
  })
  script.remove()
  URL.revokeObjectURL(address)
}

if (place.__devora_start !== undefined) begin(place.__devora_start)
