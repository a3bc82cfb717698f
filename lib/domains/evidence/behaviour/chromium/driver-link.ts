import type { Duplex } from 'node:stream'
import { z } from 'zod'
import { readLines } from '../../../../app-runtime/server/read-lines.ts'
import { within } from '../../../../core/time.ts'
import type { Lines, StartDriver, ToDriver, What } from './driver-messages.ts'

/** The browser is gone, or does not come up: its own words. */
export class ChromiumStopped extends Error {}

const LATE = 'The page did not answer in time.'
/** A page did not answer, as one does not that is in a loop. */
export class PageLate extends Error {}

/** A request of a page. */
export type PageRequest = { method: string; url: string; headers: Lines; body: Uint8Array<ArrayBuffer> }
/** What it is answered; null: it is refused, as where there is no such host. */
export type PageAnswer = { status: number; headers: Lines; body: Uint8Array } | null
export type AnswerRequest = (request: PageRequest) => Promise<PageAnswer>

const Base64 = z.string().transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
const FromDriver = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('broken'), message: z.string() }),
  z.object({ type: z.literal('done'), id: z.number(), value: z.unknown() }),
  z.object({ type: z.literal('failed'), id: z.number(), message: z.string() }),
  z.object({
    type: z.literal('fetch'),
    id: z.number(),
    person: z.number(),
    method: z.string(),
    url: z.string(),
    headers: z.array(z.tuple([z.string(), z.string()])),
    body: Base64,
  }),
])
type FromDriver = z.infer<typeof FromDriver>

const MAX_LINE = 16 * 1024 * 1024
/** Of all scenarios of a run together. */
const MAX_TOTAL = 1024 * 1024 * 1024
const MAX_FETCHES = 32
const MAX_WORDS = 200
/** Nothing that somebody does takes longer where anybody answers. */
const MAX_MS = 30_000

/**
 * The socket between us and the driver of a browser. Client code that got out of its page would speak here: what comes
 * is read like an application's words, and can do no more than ask as a page does, or say what a page says.
 */
export class DriverLink {
  readonly ready: Promise<void>
  private readonly socket: Duplex
  private readonly doing = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  private readonly answers = new Map<number, AnswerRequest>()
  private readonly started = Promise.withResolvers<void>()
  private ids = 0
  private fetches = 0

  constructor(socket: Duplex) {
    this.socket = socket
    this.ready = this.started.promise
    this.ready.catch(() => undefined)
    const end = (why: string): void => this.end(new ChromiumStopped(why))
    readLines(socket, {
      onLine: (line) => this.hear(line),
      onTooMuch: () => end('The browser says more than anybody reads.'),
      maxLine: MAX_LINE,
      maxTotal: MAX_TOTAL,
    })
    socket.on('error', () => undefined)
    socket.on('close', () => end('The browser ended.'))
  }

  start(options: StartDriver): void {
    this.say({ type: 'start', ...options })
  }

  /** Requests of this person's pages are answered so from now on. */
  answer(person: number, answer: AnswerRequest): void {
    this.answers.set(person, answer)
  }

  forget(): void {
    this.answers.clear()
  }

  /** @throws ChromiumStopped, PageLate */
  async do(person: number, what: What): Promise<unknown> {
    const id = ++this.ids
    const done = Promise.withResolvers<unknown>()
    this.doing.set(id, done)
    if (this.socket.destroyed) this.end(new ChromiumStopped('The browser ended.'))
    else this.say({ type: 'do', id, person, what })
    return within(done.promise, MAX_MS, () => new PageLate(LATE))
  }

  isEnded = (): boolean => this.socket.destroyed

  private say(message: ToDriver): void {
    if (!this.socket.destroyed) this.socket.write(`${JSON.stringify(message)}\n`)
  }

  private end(error: Error): void {
    this.started.reject(error)
    for (const { reject } of this.doing.values()) reject(error)
    this.doing.clear()
  }

  private hear(line: string): void {
    let message: FromDriver
    try {
      message = FromDriver.parse(JSON.parse(line))
    } catch {
      // Not in our words.
      return
    }
    if (message.type === 'ready') this.started.resolve()
    else if (message.type === 'broken') this.end(new ChromiumStopped(inWords(message.message)))
    else if (message.type === 'fetch') void this.fetch(message)
    else {
      const doing = this.doing.get(message.id)
      this.doing.delete(message.id)
      if (message.type === 'done') doing?.resolve(message.value)
      else doing?.reject(errorOf(message.message))
    }
  }

  private async fetch({ id, person, ...request }: Extract<FromDriver, { type: 'fetch' }>): Promise<void> {
    if (++this.fetches >= MAX_FETCHES) this.socket.pause()
    try {
      const answer = (await this.answers.get(person)?.(request)) ?? null
      const body = answer === null || answer.body.length === 0 ? null : Buffer.from(answer.body).toString('base64')
      this.say({ type: 'fetched', id, status: answer?.status ?? 0, headers: answer?.headers ?? [], body })
    } catch {
      this.say({ type: 'fetched', id, status: 0, headers: [], body: null })
    } finally {
      if (--this.fetches < MAX_FETCHES) this.socket.resume()
    }
  }
}

/** The first line of what a browser says, without the places that it names. */
const inWords = (text: string): string =>
  (text.split('\n')[0] ?? '').replace(/(?:\/[\w.@-]+){2,}/g, '…').slice(0, MAX_WORDS)

const errorOf = (message: string): Error =>
  message === 'late' ? new PageLate(LATE) : new ChromiumStopped(inWords(message))
