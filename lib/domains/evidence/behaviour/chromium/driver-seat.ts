import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, BrowserContext, Locator, Page, Request } from 'playwright-core'
import type { Fetched, Lines, TellLook, What } from './driver-messages.ts'

/** A page that says nothing for so long is in a loop. */
const ANSWER_MS = 10_000
/** So long a control may be covered, moving or disabled. */
const PRESS_MS = 4_000
/** A page that never rests (a clock, a poll) is looked at as it is. */
const REST_MS = 5_000
/** Between two looks that must be the same. */
const STILL_MS = 80
const MAX_BODY_BYTES = 8 * 1024 * 1024
const MAX_FILE_BYTES = 5_000_000
const MAX_ALERTS = 5
const MAX_FAULTS = 3
const VIEW = { width: 1440, height: 1000 }
const MAX_VIEW_HEIGHT = 6_000
/** Where our own scripts of a page tell that they have run. */
const STARTED = '/__devora/started'
/** With what the other side marks a document whose scripts will tell. */
const STARTS = 'x-devora-starts'

/** What a person's browser stands in. */
export type World = {
  browser: Browser
  site: string
  supabase: string
  /** A request of their pages, answered from outside. */
  ask(request: { method: string; url: string; headers: Lines; body: string }): Promise<Omit<Fetched, 'id'>>
}

/** One person's browser: cookies and storage of their own, one page. */
export class Seat {
  private readonly world: World
  private readonly requests = new Set<Request>()
  private server: Server | null = null
  private context: BrowserContext | null = null
  private page: Page | null = null
  private answering = 0
  private isStarting = false
  private alerts: string[] = []
  private faults: string[] = []
  private file: Promise<TellLook['file']> | null = null
  private away: string | null = null
  private isCrashed = false

  constructor(world: World) {
    this.world = world
  }

  act(what: Exclude<What, { do: 'leave' }>): Promise<unknown> {
    if (what.do === 'enter') return this.enter(what)
    if (what.do === 'visit') return this.visit(what.url)
    if (what.do === 'look') return this.look()
    if (what.do === 'press') return this.press(what.ref)
    if (what.do === 'fill') return this.fill(what.ref, what.value)
    if (what.do === 'check') return this.check(what.ref, what.on)
    if (what.do === 'select') return this.select(what.ref, what.options)
    if (what.do === 'upload') return this.upload(what.ref, what)
    return this.drag(what.from, what.to)
  }

  private async enter({ locale, cookies, stored }: Extract<What, { do: 'enter' }>): Promise<void> {
    this.server = createServer((message, response) => void this.answer(message, response))
    // What is not plain HTTP leads to somebody else.
    this.server.on('connect', (_message, stream) => stream.destroy())
    this.server.on('upgrade', (_message, stream) => stream.destroy())
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve))
    const { port } = this.server.address() as AddressInfo
    this.context = await this.world.browser.newContext({
      proxy: { server: `http://127.0.0.1:${port}` },
      locale,
      viewport: VIEW,
      reducedMotion: 'reduce',
      serviceWorkers: 'block',
      acceptDownloads: true,
      ...(stored.length > 0 && {
        storageState: { cookies: [], origins: [{ origin: this.world.site, localStorage: stored }] },
      }),
    })
    await this.context.addCookies(cookies.map((one) => ({ ...one, url: this.world.site })))
    const page = await this.context.newPage()
    page.setDefaultTimeout(ANSWER_MS)
    this.page = page
    this.context.on('page', (other) => void other.close().catch(() => undefined))
    this.watch(page)
  }

  private watch(page: Page): void {
    page.on('request', (request) => {
      if (/^https?:/.test(request.url())) this.requests.add(request)
      const isDocument = request.isNavigationRequest() && request.frame() === page.mainFrame()
      if (isDocument && !this.isOurs(request.url())) this.away = request.url()
      if (isDocument) this.isStarting = false
    })
    page.on('requestfinished', (request) => void this.requests.delete(request))
    page.on('requestfailed', (request) => void this.requests.delete(request))
    page.on('pageerror', (error) => {
      if (this.faults.length < MAX_FAULTS) this.faults.push(String(error.message).slice(0, 500))
    })
    page.on('crash', () => (this.isCrashed = true))
    page.on('dialog', (dialog) => {
      if (dialog.type() !== 'beforeunload' && this.alerts.length < MAX_ALERTS) this.alerts.push(dialog.message())
      dialog.accept(dialog.defaultValue()).catch(() => undefined)
    })
    page.on('download', (download) => {
      const bytes = download.path().then((path) => readFile(path))
      this.file = bytes.then(
        (all) => ({
          name: download.suggestedFilename(),
          bytes: all.subarray(0, MAX_FILE_BYTES).toString('base64'),
        }),
        () => null,
      )
    })
  }

  private async answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = '', method = 'GET', rawHeaders } = message
    response.on('error', () => undefined)
    if (!this.isOurs(url)) return void response.destroy()
    if (new URL(url).pathname === STARTED) {
      this.isStarting = false
      return void response.writeHead(204).end()
    }
    this.answering += 1
    try {
      const body = await bodyOf(message)
      if (body === null) return void response.destroy()
      const headers: Lines = []
      for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers.push([rawHeaders[at]!, rawHeaders[at + 1]!])
      const answer = await this.world.ask({ method, url, headers, body: body.toString('base64') })
      if (answer.status === 0) return void response.destroy()
      if (answer.headers.some(([name]) => name === STARTS)) this.isStarting = true
      const lines = answer.headers.filter(([name]) => name !== STARTS).flat()
      response.writeHead(answer.status, lines)
      response.end(answer.body === null ? undefined : Buffer.from(answer.body, 'base64'))
    } catch {
      response.destroy()
    } finally {
      this.answering -= 1
    }
  }

  private async visit(url: string): Promise<null> {
    await this.here().goto(url, { waitUntil: 'domcontentloaded' }).catch(onlyLate)
    return null
  }

  /** Once nothing is under way and two looks are the same, or it never rests. */
  private async look(): Promise<TellLook> {
    const end = performance.now() + REST_MS
    const page = this.here()
    let before: string | null = null
    for (;;) {
      while (this.isBusy() && performance.now() < end) await sleep(10)
      const now = this.isCrashed || this.file !== null ? null : await this.read(page)
      const isStill = now !== null && now === before && !this.isBusy()
      if (isStill || this.isCrashed || this.file !== null || performance.now() > end) return this.told(page, now)
      before = now
      await sleep(STILL_MS)
    }
  }

  private isBusy = (): boolean => this.requests.size > 0 || this.answering > 0 || this.isStarting

  private async read(page: Page): Promise<string | null> {
    try {
      return await page.locator('devora=look').textContent({ timeout: ANSWER_MS })
    } catch (error) {
      // It went away while it was read.
      return onlyLate(error) ?? null
    }
  }

  private async told(page: Page, seen: string | null): Promise<TellLook> {
    const file = (await this.file) ?? null
    const { alerts, faults, away, isCrashed } = this
    const look: TellLook = { url: page.url(), page: seen, alerts, faults, file, away, isCrashed }
    this.alerts = []
    this.faults = []
    this.file = null
    this.away = null
    return look
  }

  /** What stands in the way of doing it to an element, in a word; null where it was done. */
  private async on(
    ref: number,
    as: 'ref' | 'press' | 'typed',
    work: (control: Locator) => Promise<unknown>,
  ): Promise<string | null> {
    const control = this.here().locator(`devora=${as}=${ref}`)
    return (await control.count()) === 0 ? 'gone' : tried(work(control))
  }

  private async press(ref: number): Promise<string | null> {
    return this.on(ref, 'press', (control) => control.click({ timeout: PRESS_MS }))
  }

  private async fill(ref: number, value: string): Promise<string | null> {
    return this.on(ref, 'typed', (field) => field.fill(value, { timeout: PRESS_MS }))
  }

  private async check(ref: number, on: boolean): Promise<string | null> {
    const box = this.here().locator(`devora=ref=${ref}`)
    const problem = await tried(box.setChecked(on, { timeout: PRESS_MS / 2 }))
    if (problem === null || (await box.isChecked().catch(() => !on)) === on) return null
    // Boxes are drawn by their labels where they are not seen themselves.
    return tried(this.here().locator(`devora=label=${ref}`).click({ timeout: PRESS_MS }))
  }

  private async select(ref: number, options: number[]): Promise<string | null> {
    const wanted = options.map((index) => ({ index }))
    return this.on(ref, 'ref', (field) => field.selectOption(wanted, { timeout: PRESS_MS }))
  }

  private async upload(
    ref: number,
    { name, type, bytes }: { name: string; type: string; bytes: string },
  ): Promise<string | null> {
    const files = { name, mimeType: type, buffer: Buffer.from(bytes, 'base64') }
    return tried(this.here().locator(`devora=typed=${ref}`).setInputFiles(files, { timeout: PRESS_MS }))
  }

  /** With the mouse: taken in the middle of the one, let go of in the middle of the other. */
  private async drag(from: number, to: number): Promise<string | null> {
    const page = this.here()
    const boxes = async (): Promise<[Box, Box] | null> => {
      await page.locator(`devora=ref=${to}`).scrollIntoViewIfNeeded({ timeout: PRESS_MS })
      await page.locator(`devora=ref=${from}`).scrollIntoViewIfNeeded({ timeout: PRESS_MS })
      const [one, other] = [await boxOf(page, from), await boxOf(page, to)]
      return one === null || other === null ? null : [one, other]
    }
    return tried(
      (async () => {
        let found = await boxes()
        if (found !== null && !found.every(isInView)) {
          const [one, other] = found
          const height = Math.ceil(Math.abs(one.y - other.y) + one.height + other.height + VIEW.height)
          await page.setViewportSize({ ...VIEW, height: Math.min(height, MAX_VIEW_HEIGHT) })
          found = await boxes()
        }
        if (found === null) throw new Error('is not shown')
        await dragBetween(page, ...found)
      })(),
    )
  }

  async leave(): Promise<void> {
    await this.context?.close().catch(() => undefined)
    this.server?.closeAllConnections()
    this.server?.close()
  }

  private isOurs(url: string): boolean {
    if (/^(?:about|data|blob):/.test(url)) return true
    return URL.canParse(url) && [this.world.site, this.world.supabase].includes(new URL(url).origin)
  }

  private here(): Page {
    if (this.page === null) throw new Error('Nobody has come in.')
    return this.page
  }
}

type Box = { x: number; y: number; width: number; height: number }

const boxOf = (page: Page, ref: number): Promise<Box | null> =>
  page.locator(`devora=ref=${ref}`).boundingBox({ timeout: PRESS_MS })

const isInView = ({ y, height }: Box): boolean => y + height / 2 >= 0 && y + height / 2 <= VIEW.height

async function dragBetween(page: Page, one: Box, other: Box): Promise<void> {
  const [x, y] = [one.x + one.width / 2, one.y + one.height / 2]
  const [toX, toY] = [other.x + other.width / 2, other.y + other.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  // Some take hold only of what is held for a moment, or has moved a little.
  await sleep(300)
  await page.mouse.move(x + 8, y + 8, { steps: 3 })
  await page.mouse.move(toX, toY, { steps: 12 })
  // What opens where something hovers has a moment to do so.
  await sleep(100)
  await page.mouse.move(toX + 1, toY + 1)
  await page.mouse.up()
}

/** A page that did not answer at all is another thing than one on which something cannot be done. */
const onlyLate = (error: unknown): undefined => {
  if (error instanceof Error && error.name === 'TimeoutError') throw new Error(LATE)
  return undefined
}
const LATE = 'late'

/** What stands in the way of doing something, in a word; null where it was done. @throws late */
async function tried(work: Promise<unknown>): Promise<string | null> {
  try {
    await work
    return null
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    if (/intercepts pointer events/.test(text)) return 'covered'
    if (/not enabled|is disabled/.test(text)) return 'disabled'
    if (/not visible|outside of the viewport|not shown/.test(text)) return 'unseen'
    if (/not stable/.test(text)) return 'moving'
    onlyLate(error)
    return 'gone'
  }
}

/** Null for one that is too long. */
async function bodyOf(message: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of message) {
    size += (part as Buffer).length
    if (size > MAX_BODY_BYTES) return null
    parts.push(part as Buffer)
  }
  return Buffer.concat(parts)
}
