import type { Duplex } from 'node:stream'
import { readLines } from './read-lines.ts'

/** What the application printed; errors of pages come this way. `person`: whose request it answered meanwhile. */
export type Printed = { level: 'log' | 'info' | 'warn' | 'error' | 'debug'; text: string; person: number | null }

/** The application could not be started, or went away: its own message. */
export class AppStopped extends Error {}

/** Its process runs, and what is to answer in it does not start. */
export class AppBroken extends AppStopped {}

/** The application could not answer one request: its own message. */
export class AppFailed extends Error {}

/** Everything that an application fetches; what it may not reach is refused here. */
export type Fetch = (request: Request) => Promise<Response>

type Lines = [string, string][]
type FromApp =
  | { type: 'ready' }
  | { type: 'broken'; message: string }
  | { type: 'response'; id: number; status: number; headers: Lines; body: string | null }
  | { type: 'failed'; id: number; message: string }
  | { type: 'anew'; id: number }
  | { type: 'fetch'; id: number; method: string; url: string; headers: Lines; body: string | null }
  | ({ type: 'printed' } & Printed)

/** One line is one message; a longer one is no message of ours. */
const MAX_LINE = 16 * 1024 * 1024
/** Everything that one application says in its life. */
const MAX_TOTAL = 256 * 1024 * 1024
const MAX_PRINTED = 1_000
const MAX_TEXT = 10_000
const LEVELS = new Set<Printed['level']>(['log', 'info', 'warn', 'error', 'debug'])
/** So many of its fetches are under way at once; meanwhile it is not listened to. */
const MAX_FETCHES = 32
const WITHOUT_BODY = new Set([101, 204, 205, 304])

/** The socket between us and the application. What comes from there is somebody else's: read with care. */
export class Link {
  readonly printed: Printed[] = []
  readonly ready: Promise<void>
  private readonly socket: Duplex
  private readonly fetch: Fetch
  private readonly asked = new Map<number, { resolve: (answer: Response) => void; reject: (error: Error) => void }>()
  private ids = 0
  private fetches = 0
  private started: { resolve: () => void; reject: (error: Error) => void } = {
    resolve: () => undefined,
    reject: () => undefined,
  }

  constructor(socket: Duplex, fetch: Fetch) {
    this.socket = socket
    this.fetch = fetch
    this.ready = new Promise((resolve, reject) => (this.started = { resolve, reject }))
    readLines(socket, {
      onLine: (line) => this.hear(line),
      onTooMuch: () => this.end(new AppStopped('The application says more than anybody reads.')),
      maxLine: MAX_LINE,
      maxTotal: MAX_TOTAL,
    })
    socket.on('error', () => undefined)
    socket.on('close', () => this.end(new AppStopped('The application has stopped.')))
  }

  /** Tells the process which project it is to run; `ready` says how that went. */
  start(project: { env: Readonly<Record<string, string>>; packages: string[]; own: Record<string, string> }): void {
    this.say({ type: 'start', ...project })
  }

  /** @param person whose request it is, by a number */
  async ask(request: Request, headers: Headers, person: number): Promise<Response> {
    const id = ++this.ids
    const body = Buffer.from(await request.arrayBuffer()).toString('base64')
    return new Promise((resolve, reject) => {
      this.asked.set(id, { resolve, reject })
      if (this.socket.destroyed) return this.end(new AppStopped('The application has stopped.'))
      this.say({
        type: 'request',
        id,
        person,
        method: request.method,
        url: request.url,
        headers: [...headers],
        body: body === '' ? null : body,
      })
    })
  }

  /** @throws AppStopped, AppFailed when the code does not load again */
  async startAnew(): Promise<void> {
    const id = ++this.ids
    await new Promise<Response>((resolve, reject) => {
      this.asked.set(id, { resolve, reject })
      if (this.socket.destroyed) return this.end(new AppStopped('The application has stopped.'))
      this.say({ type: 'anew', id })
    })
  }

  private say(message: object): void {
    if (!this.socket.destroyed) this.socket.write(`${JSON.stringify(message)}\n`)
  }

  private end(error: Error): void {
    this.started.reject(error)
    for (const { reject } of this.asked.values()) reject(error)
    this.asked.clear()
  }

  private hear(line: string): void {
    try {
      this.take(JSON.parse(line) as FromApp)
    } catch {
      // Not in our words: whoever waits for it is told when the process ends.
    }
  }

  private take(message: FromApp): void {
    if (message.type === 'ready') this.started.resolve()
    else if (message.type === 'broken') this.started.reject(new AppBroken(String(message.message)))
    else if (message.type === 'fetch') void this.answer(message)
    else if (message.type === 'printed') {
      const level = LEVELS.has(message.level) ? message.level : 'log'
      const person = typeof message.person === 'number' ? message.person : null
      if (this.printed.length < MAX_PRINTED)
        this.printed.push({ level, text: String(message.text).slice(0, MAX_TEXT), person })
    } else {
      const waiting = this.asked.get(message.id)
      this.asked.delete(message.id)
      if (message.type === 'anew') waiting?.resolve(new Response())
      else if (message.type === 'failed') waiting?.reject(new AppFailed(String(message.message).slice(0, MAX_TEXT)))
      else if (waiting !== undefined) settle(message, waiting)
    }
  }

  private async answer(message: Extract<FromApp, { type: 'fetch' }>): Promise<void> {
    const { id, method, url } = message
    if (++this.fetches >= MAX_FETCHES) this.socket.pause()
    try {
      const body = method === 'GET' || method === 'HEAD' ? null : bodyOf({ ...message, status: 200 })
      const answer = await this.fetch(new Request(url, { method, headers: message.headers, body }))
      const bytes = Buffer.from(await answer.arrayBuffer()).toString('base64')
      this.say({
        type: 'fetched',
        id,
        status: answer.status,
        headers: [...answer.headers],
        body: bytes === '' ? null : bytes,
      })
    } catch (error) {
      this.say({
        type: 'fetched',
        id,
        status: 0,
        headers: [],
        body: null,
        error: error instanceof Error ? error.message : 'fetch failed',
      })
    } finally {
      // One that asks and does not read its answers is not asked for more of them.
      if (this.socket.writableNeedDrain) await this.drained()
      if (--this.fetches < MAX_FETCHES) this.socket.resume()
    }
  }

  private drained(): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.socket.off('drain', done).off('close', done)
        resolve()
      }
      this.socket.on('drain', done).on('close', done)
    })
  }
}

/** An answer may say anything, such as a status that there is not. */
function settle(
  message: Extract<FromApp, { type: 'response' }>,
  { resolve, reject }: { resolve: (answer: Response) => void; reject: (error: Error) => void },
): void {
  try {
    resolve(new Response(bodyOf(message), { status: message.status, headers: message.headers }))
  } catch (error) {
    reject(new AppFailed(`The answer is none of HTTP: ${error instanceof Error ? error.message : 'unreadable'}`))
  }
}

const bodyOf = ({ status, body }: { status: number; body: string | null }): Uint8Array<ArrayBuffer> | null =>
  body === null || WITHOUT_BODY.has(status) ? null : new Uint8Array(Buffer.from(body, 'base64'))
