import { AppFailed, type Person } from '../../../app-runtime/open-app.ts'
import { within } from '../../../core/time.ts'
import { SITE_URL } from '../preview-environment.ts'
import { type FormRequest, resolve as resolveOn } from './page/form-request.ts'
import { PageTooLarge } from './page/measure-markup.ts'
import type { Page } from './page/page.ts'
import { readPage, readText } from './page/read-page.ts'

/** What came of opening an address. */
export type Answer =
  | { is: 'page'; page: Page }
  | { is: 'file'; name: string; type: string; bytes: Uint8Array; status: number }
  /** The application leads to an address of somebody else. */
  | { is: 'away'; url: URL }
  | { is: 'broken'; why: string }
  /** It is beyond what is read here. */
  | { is: 'unread'; why: string }

const HOPS = 10
/** One page; a busy machine is no fault of the project. */
const ANSWER_MS = 10_000
const MAX_FILE_BYTES = 5_000_000

const HEADERS: Readonly<Record<string, string>> = {
  accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  'sec-fetch-dest': 'document',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-site': 'same-origin',
  'upgrade-insecure-requests': '1',
}

/** What somebody tried last, and where it led. */
export type Attempt = { asked: URL; isForm: boolean; answer: Answer | null; keptBack: string | null }

export type BrowserOptions = {
  person: Person
  /** Languages that the person reads. */
  locale: string
  /** Everything of the local Supabase, for what its addresses on a page lead to. */
  supabase: (request: Request) => Promise<Response>
  /** Its address. */
  supabaseUrl: string
}

/** Somebody's browser without JavaScript: one page is open, forms are posted, redirections are followed. */
export class Browser {
  page: Page | null = null
  last: Attempt | null = null
  /** Values that this person has typed or sent. */
  readonly typed = new Set<string>()
  /** Whether a form that asks for something to be done was sent. */
  hasSent = false
  private readonly options: BrowserOptions

  constructor(options: BrowserOptions) {
    this.options = options
  }

  /** Opens an address; what it answers as a page is open from then on. */
  async open(url: URL): Promise<Answer> {
    return this.settle(url, false, await this.request(url, null))
  }

  async send(form: FormRequest): Promise<Answer> {
    this.hasSent ||= form.method === 'POST'
    return this.settle(form.url, form.method === 'POST', await this.request(form.url, form))
  }

  /** Where an address of the page that is open leads; null where there is no such address. */
  resolve(address: string): URL | null {
    return this.page === null ? null : resolveOn(this.page, address)
  }

  /** An address of the application, by its path. */
  at(path: string): URL | null {
    return URL.canParse(path, SITE_URL) ? new URL(path, SITE_URL) : null
  }

  /** A form was not sent: the browser itself keeps it back. */
  keepBack(why: string): void {
    if (this.page !== null) this.last = { asked: this.page.url, isForm: true, answer: null, keptBack: why }
  }

  private settle(asked: URL, isForm: boolean, answer: Answer): Answer {
    this.last = { asked, isForm, answer, keptBack: null }
    if (answer.is === 'page') this.page = answer.page
    return answer
  }

  private async request(from: URL, form: FormRequest | null): Promise<Answer> {
    let [url, body, method] = [from, form?.body ?? null, form?.method ?? 'GET']
    let isReply = method === 'POST'
    for (let hop = 0; hop < HOPS; hop++) {
      const answer = await this.fetch(url, method, body)
      if ('is' in answer) return answer
      const location = answer.headers.get('location')
      const isMoved = answer.status >= 300 && answer.status < 400 && location !== null
      const read = isMoved ? null : await this.read(url, answer, isReply)
      const next = isMoved ? new URL(location, url) : read === null ? null : refreshOf(read)
      if (next === null) return read ?? { is: 'broken', why: `It answers ${answer.status}.` }
      url = next
      if (answer.status !== 307 && answer.status !== 308) [method, body, isReply] = ['GET', null, false]
    }
    return { is: 'broken', why: `It sends whoever opens it on and on, more than ${HOPS} times.` }
  }

  private async fetch(url: URL, method: string, body: FormRequest['body']): Promise<Response | Answer> {
    const { person, supabase, supabaseUrl, locale } = this.options
    if (url.origin === new URL(supabaseUrl).origin) return supabase(new Request(url))
    if (url.origin !== new URL(SITE_URL).origin) return { is: 'away', url }
    const headers = { ...HEADERS, 'accept-language': locale, ...(this.page && { referer: this.page.url.href }) }
    const asked = person.fetch(`${url.pathname}${url.search}`, { method, headers, body, redirect: 'manual' })
    try {
      return await soon(asked)
    } catch (error) {
      if (error instanceof AppFailed) return { is: 'broken', why: error.message.split('\n')[0] ?? '' }
      throw error
    }
  }

  private async read(url: URL, answer: Response, isReply: boolean): Promise<Answer> {
    const type = answer.headers.get('content-type') ?? ''
    const disposition = answer.headers.get('content-disposition') ?? ''
    const bytes = new Uint8Array(await answer.arrayBuffer())
    const isText = /^(?:text\/|application\/(?:json|xml))/.test(type)
    const isPage = /^(?:text\/html|application\/xhtml)/.test(type) || (type === '' && bytes.length === 0)
    if (/^\s*attachment/i.test(disposition) || !(isPage || isText))
      return {
        is: 'file',
        name: nameOf(url, disposition),
        type,
        bytes: bytes.slice(0, MAX_FILE_BYTES),
        status: answer.status,
      }
    const received = { url, status: answer.status, html: new TextDecoder().decode(bytes), isReply }
    try {
      return { is: 'page', page: isPage ? readPage(received) : readText(received) }
    } catch (error) {
      if (error instanceof PageTooLarge)
        return { is: 'unread', why: `The page is too large to be read here: ${error.message}.` }
      throw error
    }
  }
}

/** An answer did not come. */
export class NoAnswer extends Error {}

const soon = <T>(work: Promise<T>): Promise<T> =>
  within(work, ANSWER_MS, () => new NoAnswer('The page did not answer in time.'))

function nameOf(url: URL, disposition: string): string {
  const [, quoted, bare] = /filename="?(?:([^"]*)"|([^;]+))/i.exec(disposition) ?? []
  return (quoted ?? bare ?? url.pathname.split('/').at(-1) ?? '').trim()
}

/** Where a page sends its reader by itself: as HTML says it, or as Next says it once a page is under way. */
function refreshOf(answer: Answer): URL | null {
  if (answer.is !== 'page') return null
  const { document, url } = answer.page
  const meta = [...document.querySelectorAll('meta')].find(
    (one) => one.getAttribute('http-equiv')?.toLowerCase() === 'refresh',
  )
  const [, seconds, address] =
    /^\s*(\d+)\s*[;,]\s*url\s*=\s*['"]?([^'"]+)/i.exec(meta?.getAttribute('content') ?? '') ?? []
  const digest = document
    .querySelector('template[data-dgst^="NEXT_REDIRECT;"]')
    ?.getAttribute('data-dgst')
    ?.split(';')[2]
  const to = address !== undefined && Number(seconds) <= 5 ? address.trim() : digest
  return to !== undefined && URL.canParse(to, url) ? new URL(to, url) : null
}
