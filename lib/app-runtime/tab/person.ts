import { CookieJar } from '../server/cookie-jar.ts'
import type { NamedScript, Printed } from './app-worker.ts'
import type { AppParts, KeptPerson, Seen, Told } from './frame-link.ts'
import type { Navigation, PageAnswer, PageRequest, PageStart, Step } from './page-link.ts'
import { type Link, messageOf, openLink } from './rpc.ts'
import { Login } from './login.ts'
import { type Session } from './session-cookie.ts'
import { headerOf, type Lines, type WireRequest, type WireResponse } from './wire.ts'
import { siteDocument } from './site-document.ts'
import { plainDocument, writeDocument } from './write-document.ts'

export type World = {
  siteUrl: string
  supabaseUrl: string
  pageScript: string
  /** A plain site: its files are pages, and not what lies beside them. */
  isSite: boolean
  app(): AppParts
  server(request: WireRequest): Promise<WireResponse>
  database(request: WireRequest): Promise<WireResponse>
  tell<K extends keyof Told>(name: K, value: Told[K]): void
}

type Entry = { url: string; state: unknown; document: number }
type Reached = { answer: WireResponse; url: string; isRedirected: boolean }
type Scroll = PageStart['scroll']
type Visit = { moves: 'push' | 'replace' | 'none'; index?: number; state?: unknown; scroll?: Scroll }

const MAX_REDIRECTS = 20
const MAX_ENTRIES = 100
const REDIRECTS = new Set([301, 302, 303, 307, 308])
/** A page cannot set these; the browser does. */
const OURS = new Set(['cookie', 'host', 'origin', 'referer', 'user-agent'])

/** Somebody with a browser of their own: cookies, storage, a history, and the document that they look at. */
export class Person {
  readonly id: string
  readonly #world: World
  readonly #room: HTMLElement
  readonly #jar: CookieJar
  readonly #storage: PageStart['storage']
  readonly #login: Login
  readonly #entries: Entry[] = []
  #index = -1
  #documents = 0
  #turn = 0
  #isLoading = false
  #pending: { to: Navigation; visit: Visit } | null = null
  #told = ''
  #page: Link | null = null
  #scroll: Scroll = [0, 0]

  constructor(id: string, world: World, room: HTMLElement, kept: KeptPerson | null) {
    this.id = id
    this.#world = world
    this.#room = room
    this.#jar = new CookieJar(Date.now, kept?.cookies)
    this.#storage = { local: kept?.local ?? [], session: [] }
    this.#login = new Login(world.supabaseUrl, this.#jar, this.#storage)
  }

  keep(): KeptPerson {
    const url = this.#entries[this.#index]?.url ?? this.#world.siteUrl
    return { id: this.id, url, cookies: this.#jar.entries(), local: this.#storage.local }
  }

  signIn(session: Session): void {
    this.#login.enter(session)
    this.#tellPlace()
  }

  /** The token with which their requests reach the database; null: they are a visitor. */
  token(): string | null {
    return this.#login.token()
  }

  /** Answers while the document that they look at does; one that is still to come is not asked. */
  async ping(): Promise<void> {
    if (!this.#isLoading) await this.#page?.call('ping', null).catch(() => undefined)
  }

  /** What they look at, as an image; null while there is nothing to be seen. */
  async picture(): Promise<ArrayBuffer | null> {
    return this.#isLoading || this.#page === null ? null : this.#page.call<ArrayBuffer | null>('picture', null)
  }

  show(isShown: boolean): void {
    this.#room.hidden = !isShown
    if (!isShown) return
    this.#told = ''
    this.#tellPlace()
  }

  navigate(to: Navigation): Promise<void> {
    const at = this.#entries[this.#index]
    const isSame = to.method === 'GET' && at?.url === to.url
    return this.#visit(to, { moves: to.isReplacing || isSame ? 'replace' : 'push' })
  }

  /** One that is on its way to another page gets there. */
  reload(): Promise<void> {
    if (this.#pending?.to.method === 'GET') return this.#visit(this.#pending.to, this.#pending.visit)
    const at = this.#entries[this.#index]
    const visit: Visit = { moves: 'none', state: at?.state, scroll: this.#scroll }
    return at === undefined ? Promise.resolve() : this.#visit(get(at.url), visit)
  }

  async go(distance: number): Promise<void> {
    const index = this.#index + distance
    const to = this.#entries[index]
    const from = this.#entries[this.#index]
    if (to === undefined || from === undefined) return
    if (to.document === from.document) {
      this.#index = index
      this.#page?.tell('pop', { url: to.url, state: to.state })
      this.#tellPlace()
    } else await this.#visit(get(to.url), { moves: 'none', index, state: to.state })
  }

  /** A whole document; the last one asked for wins. */
  async #visit(to: Navigation, visit: Visit): Promise<void> {
    const turn = ++this.#turn
    this.#isLoading = true
    this.#pending = { to, visit }
    this.#tellPlace()
    const headers: Lines = [['accept', 'text/html,*/*;q=0.8'], ['sec-fetch-dest', 'document'], ...to.headers]
    const reached = await this.#reach({ ...to, headers, redirect: 'follow' }).catch((error: unknown) => {
      this.#world.tell('printed', { level: 'error', text: messageOf(error), from: 'server', person: this.id })
      return failed(to.url, messageOf(error))
    })
    if (turn !== this.#turn) return
    this.#pending = null
    const hash = reached.isRedirected ? '' : new URL(to.url).hash
    const url = reached.url.includes('#') ? reached.url : reached.url + hash
    this.#documents += 1
    const entry = { url, state: visit.state ?? null, document: this.#documents }
    if (visit.moves === 'push') this.#push(entry)
    else {
      this.#index = visit.index ?? Math.max(0, this.#index)
      this.#entries[this.#index] = entry
    }
    this.#write(reached.answer, entry, visit.scroll ?? [0, 0])
    this.#tellPlace()
  }

  #push(entry: Entry): void {
    this.#entries.splice(this.#index + 1, Infinity, entry)
    if (this.#entries.length > MAX_ENTRIES) this.#entries.shift()
    this.#index = this.#entries.length - 1
  }

  /** Follows redirections, keeps cookies. @throws TypeError as `fetch` does */
  async #reach(asked: PageRequest): Promise<Reached> {
    let { method, url, headers, body } = asked
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const answer = await this.#ask({ method, url, headers, body })
      const location = headerOf(answer.headers, 'location')
      const isDone = !REDIRECTS.has(answer.status) || location === null || asked.redirect !== 'follow'
      if (isDone) return { answer, url, isRedirected: hop > 0 }
      url = new URL(location, url).href
      if (answer.status === 303 || (answer.status < 303 && method === 'POST')) {
        method = 'GET'
        body = null
        headers = headers.filter(([name]) => !/^content-|^next-action$|^x-rsc-action$/i.test(name))
      }
    }
    throw new TypeError('There are too many redirections.')
  }

  async #ask({ method, url, headers, body }: WireRequest): Promise<WireResponse> {
    const { siteUrl, supabaseUrl, server, database } = this.#world
    const to = new URL(url)
    const began = performance.now()
    const see = (answer: WireResponse): WireResponse => {
      const ms = Math.round(performance.now() - began)
      this.#world.tell('seen', { person: this.id, method, url, status: answer.status, ms } satisfies Seen)
      return answer
    }
    if (to.origin === new URL(supabaseUrl).origin) return see(await database({ method, url, headers, body }))
    if (to.origin !== siteUrl)
      throw new TypeError(`A preview reaches no other host, and this one asked for ${to.host}.`)
    const file = method === 'GET' && !this.#world.isSite ? this.#fileOf(to) : undefined
    if (file !== undefined)
      return see({ status: 200, headers: [['content-type', file.type]], body: file.bytes.slice(0) })
    const sent: Lines = [...headers.filter(([name]) => !OURS.has(name.toLowerCase())), ['host', to.host]]
    const cookies = this.#jar.header(to.pathname)
    if (cookies !== '') sent.push(['cookie', cookies])
    if (method !== 'GET' && method !== 'HEAD') sent.push(['origin', siteUrl])
    sent.push(['referer', this.#entries[this.#index]?.url ?? siteUrl], ['user-agent', navigator.userAgent])
    const answer = await server({ method, url: to.href.replace(/#.*$/, ''), headers: sent, body })
    this.#jar.keep(new Headers(answer.headers), to.pathname)
    return see(answer)
  }

  #fileOf({ pathname }: URL): AppParts['files'][string] | undefined {
    const { files } = this.#world.app()
    return Object.hasOwn(files, pathname) ? files[pathname] : undefined
  }

  /** A fresh frame for every document: what an earlier one left in its window is gone with it. */
  #write(answer: WireResponse, entry: Entry, scroll: Scroll): void {
    const type = headerOf(answer.headers, 'content-type') ?? ''
    const text = new TextDecoder().decode(answer.body ?? new ArrayBuffer())
    const page = type.includes('text/html') ? text : plainDocument(text === '' ? String(answer.status) : text)
    const html = this.#world.isSite ? this.#siteDocument(page, entry.url) : page
    const key = crypto.getRandomValues(new Uint32Array(4)).join('-')
    const start: PageStart = {
      key,
      url: entry.url,
      state: entry.state,
      length: this.#entries.length,
      cookies: this.#jar.header(new URL(entry.url).pathname),
      storage: this.#storage,
      scroll,
    }
    this.#scroll = scroll
    const frame = document.createElement('iframe')
    frame.title = 'Preview'
    frame.srcdoc = writeDocument({ html, start, script: this.#world.pageScript, css: this.#world.app().css })
    const old = [...this.#room.children]
    const connect = (event: MessageEvent): void => {
      const [port] = event.ports
      if (event.source !== frame.contentWindow || (event.data as { key?: unknown }).key !== key) return
      if (port === undefined) return
      removeEventListener('message', connect)
      this.#page?.end(new TypeError('The document is gone.'))
      this.#page = openLink(port, this.#handlers(entry.document, type.includes('text/html')))
      port.start()
    }
    addEventListener('message', connect)
    frame.addEventListener('load', () => old.forEach((one) => one.remove()), { once: true })
    this.#room.append(frame)
  }

  /** With what it asks of other hosts told, since it will be missed. */
  #siteDocument(html: string, url: string): string {
    const refuse = (address: string): void => {
      const text = `A preview loads nothing from other hosts: ${address.slice(0, 200)}`
      this.#world.tell('printed', { level: 'error', text, from: 'page', person: this.id })
    }
    return siteDocument(html, url, this.#world.app().files, refuse)
  }

  /** What a document may ask. One that is gone says nothing any more. */
  #handlers(document: number, isPage: boolean): Record<string, (value: never) => unknown> {
    const isHere = (): boolean => document === this.#documents
    const here =
      <T>(work: (value: T) => unknown) =>
      (value: T): unknown =>
        isHere() ? work(value) : undefined
    const world = this.#world
    return {
      scripts: (): NamedScript[] => (isPage ? world.app().client : []),
      fetch: async (request: PageRequest): Promise<PageAnswer> => {
        const { answer, url, isRedirected } = await this.#reach(request)
        this.#tellPlace()
        const cookies = this.#jar.header(new URL(this.#entries[this.#index]?.url ?? world.siteUrl).pathname)
        return { ...answer, headers: withoutCookies(answer.headers), url, isRedirected, cookies }
      },
      file: (url: string) => this.#ask({ ...get(url) }),
      step: here(({ kind, url, state }: Step) => {
        const entry = { url, state, document }
        if (kind === 'push') this.#push(entry)
        else this.#entries[this.#index] = entry
        this.#tellPlace()
      }),
      go: here((distance: number) => this.go(Number(distance))),
      navigate: here((to: Navigation) => this.navigate(to)),
      reload: here(() => this.reload()),
      cookie: here((line: string) => this.#jar.keep(new Headers([['set-cookie', `${line}; path=/`]]), '/')),
      storage: here(({ kind, entries }: { kind: 'local' | 'session'; entries: [string, string][] }) => {
        if (kind === 'local' || kind === 'session') this.#storage[kind] = entries
        this.#tellPlace()
      }),
      scroll: here((to: Scroll) => (this.#scroll = to)),
      leaves: here((url: string) => world.tell('leaves', String(url))),
      printed: (printed: Printed) => world.tell('printed', { ...printed, from: 'page', person: this.id }),
      started: here(() => {
        this.#isLoading = false
        this.#tellPlace()
        world.tell('stage', 'interactive')
      }),
    }
  }

  #tellPlace(): void {
    const place: Told['place'] = {
      person: this.id,
      url: this.#pending?.to.url ?? this.#entries[this.#index]?.url ?? this.#world.siteUrl,
      canGoBack: this.#index > 0,
      canGoForward: this.#index < this.#entries.length - 1,
      isLoading: this.#isLoading,
      account: this.#login.account(),
    }
    const text = JSON.stringify(place)
    if (text !== this.#told) this.#world.tell('place', place)
    this.#told = text
  }
}

const get = (url: string): Navigation => ({ method: 'GET', url, headers: [], body: null, isReplacing: false })

const withoutCookies = (headers: Lines): Lines => headers.filter(([name]) => name.toLowerCase() !== 'set-cookie')

const failed = (url: string, message: string): Reached => ({
  answer: {
    status: 502,
    headers: [['content-type', 'text/plain']],
    body: new TextEncoder().encode(message).buffer as ArrayBuffer,
  },
  url,
  isRedirected: false,
})
