import { setTimeout as sleep } from 'node:timers/promises'
import type { Person } from '../../../../app-runtime/open-app.ts'
import { sessionInCookies, sessionKey } from '../../../../app-runtime/tab/session-cookie.ts'
import { SITE_URL, SUPABASE_URL } from '../../preview-environment.ts'
import type { Attempt } from '../browser.ts'
import { formOf } from '../page/field-values.ts'
import { nameOf, spoken } from '../page/names.ts'
import { answererFor, type Heard } from './answer-request.ts'
import type { Chromium, ChromiumSeat } from './chromium.ts'
import type { ClientParts } from './client-parts.ts'
import { ChromiumStopped } from './driver-link.ts'
import type { What } from './driver-messages.ts'
import { type Look, parseLook, readLook, type SeenPage, tooLarge, type Typed } from './read-look.ts'

type LiveOptions = {
  chromium: Chromium
  person: Person
  /** Language that the person reads. */
  locale: string
  supabase: ((request: Request) => Promise<Response>) | null
  client: ClientParts | null
  /** Changes pages as they are drawn. */
  drawn?: (html: string) => string
}

/** So long a page may be on its way elsewhere when it is looked at. */
const LOOK_MS = 15_000
/** All that came with a page, of which more is not looked through. */
const MAX_RECEIVED = 8_000_000

const isSending = (method: string): boolean => !['GET', 'HEAD', 'OPTIONS'].includes(method)

/** Somebody's page in Chromium, and what is known of it here. */
export class LivePage {
  /** As it was looked at last. */
  seen: SeenPage | null = null
  last: Attempt | null = null
  /** Values that this person has typed or sent. */
  readonly typed = new Set<string>()
  hasSent = false
  /** Of the field that was filled in last. */
  form: number | null = null
  /** The file that came since something was tried. */
  file: { name: string; bytes: Uint8Array } | null = null
  /** What scripts of the page have thrown since something was tried. */
  faults: string[] = []
  /** Where the page has led to, of somebody else. */
  away: URL | null = null
  private readonly seat: ChromiumSeat
  private readonly drawn: (html: string) => string
  private typedAt = new Map<string, Typed>()
  private heard: Heard[] = []
  private received: string[] = []
  private alerts: string[] = []
  private status = 200

  private constructor(seat: ChromiumSeat, drawn: LiveOptions['drawn']) {
    this.seat = seat
    this.drawn = drawn ?? ((html) => html)
  }

  /** @throws ChromiumStopped */
  static async open({ chromium, person, locale, supabase, client, drawn }: LiveOptions): Promise<LivePage> {
    let live: LivePage | null = null
    const onHeard = (heard: Heard): void => live?.hear(heard)
    const seat = await chromium.enter(answererFor({ person, supabase, client, onHeard }))
    live = new LivePage(seat, drawn)
    const cookies = person.cookies.all()
    // Supabase's client keeps who is signed in in cookies or there, as the application has it made.
    const key = sessionKey(SUPABASE_URL)
    const session = sessionInCookies(key, cookies)
    const stored = session === null ? [] : [{ name: key, value: session }]
    await live.do({ do: 'enter', locale, cookies, stored })
    return live
  }

  get page(): SeenPage['page'] | null {
    return this.seen?.page ?? null
  }

  /** @throws ChromiumStopped, PageLate */
  do(what: What): Promise<unknown> {
    return this.seat.do(what)
  }

  private hear(heard: Heard): void {
    this.heard.push(heard)
    this.hasSent ||= isSending(heard.method)
    if (heard.isPage) this.status = heard.status
    this.received.push(heard.text)
    while (this.received.length > 1 && this.received.reduce((sum, { length }) => sum + length, 0) > MAX_RECEIVED)
      this.received.shift()
  }

  /** Whether something was sent since the last attempt began. */
  sent(): boolean {
    return this.heard.some(({ method }) => isSending(method))
  }

  /** Something is tried: what comes from now on comes of it. */
  begin(asked: URL, isForm: boolean): void {
    this.last = { asked, isForm, answer: null, keptBack: null }
    this.heard = []
    this.received = []
    this.alerts = []
    this.file = null
    this.faults = []
    this.away = null
    this.status = 200
  }

  /** A whole page is asked for: its fields say what the application has put into them. */
  async visit(url: URL): Promise<void> {
    this.begin(url, false)
    this.typedAt = new Map()
    await this.do({ do: 'visit', url: url.href })
  }

  /** Something was typed there: what it shows says nothing of the application, also when it is drawn anew. */
  type(value: string, field: Element): void {
    if (this.seen === null) return
    const { page } = this.seen
    const typed = this.typedAt.get(page.url.pathname) ?? new Map()
    this.typedAt.set(page.url.pathname, typed.set(nameOf(page, field), value))
  }

  /**
   * The page once it has come to rest.
   * @throws PageTooLarge, ChromiumStopped, PageLate
   */
  async look(): Promise<SeenPage> {
    const end = performance.now() + LOOK_MS
    while (performance.now() < end) {
      const look = parseLook(await this.do({ do: 'look' }))
      if (look.isCrashed) throw new ChromiumStopped('The page ended in the browser.')
      this.alerts.push(...look.alerts)
      this.faults.push(...look.faults)
      if (look.file !== null) this.file = { name: look.file.name, bytes: Buffer.from(look.file.bytes, 'base64') }
      this.leads(look)
      if (look.page !== null && look.page.html === null) throw tooLarge()
      if (look.page?.html != null) return this.read(new URL(look.url), look.page.html, look.page.invalid)
      if (look.file !== null && this.seen !== null) return this.seen
      await sleep(50)
    }
    throw new ChromiumStopped('The page did not come to rest.')
  }

  private leads({ url, away }: Look): void {
    if (away !== null && URL.canParse(away)) this.away ??= new URL(away)
    const isElsewhere = /^https?:/.test(url) && new URL(url).origin !== new URL(SITE_URL).origin
    if (isElsewhere) this.away ??= new URL(url)
  }

  private read(url: URL, html: string, invalid: readonly { ref: number; says: string }[]): SeenPage {
    const { last } = this
    const isReply = last?.isForm === true && this.sent() && url.pathname === last.asked.pathname
    this.seen = readLook({
      url,
      html: this.drawn(html),
      status: this.statusNow(),
      isReply,
      alerts: this.alerts,
      received: this.received.join('\n'),
      typed: this.typedAt.get(url.pathname) ?? new Map(),
    })
    const { page } = this.seen
    if (last !== null) this.last = { ...last, answer: { is: 'page', page }, keptBack: this.keptBack(invalid) }
    page.form = this.elementOf(this.form)
    return this.seen
  }

  /** Of the page, else of what was sent and not taken. */
  private statusNow(): number {
    const refusal = this.heard.find(
      ({ method, status }) => !/^(?:GET|HEAD)$/.test(method) && /^40[13]$/.test(String(status)),
    )
    return this.status < 400 && refusal !== undefined ? refusal.status : this.status
  }

  private keptBack(invalid: readonly { ref: number; says: string }[]): string | null {
    const [first] = invalid
    const field = first === undefined ? null : this.elementOf(first.ref)
    if (first === undefined || field === null || this.seen === null) return null
    const name = spoken(this.seen.page, field).slice(0, 80)
    return `The form is not sent: of the field “${name}” the browser says “${first.says.slice(0, 120)}”`
  }

  /** The element of a number, on the page as it was looked at last. */
  private elementOf(ref: number | null): Element | null {
    if (ref === null || this.seen === null) return null
    const { page, numberOf } = this.seen
    return [...page.document.querySelectorAll('*')].find((one) => numberOf(one) === ref) ?? null
  }

  /** From now on, the form of this field is the one that is meant. */
  mean(field: Element): void {
    if (this.seen === null) return
    const form = formOf(this.seen.page, field)
    this.form = form === null ? null : this.seen.numberOf(form)
  }
}
