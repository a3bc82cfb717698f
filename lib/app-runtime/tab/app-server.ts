import { within } from '../../core/time.ts'
import type { Printed, StartApp } from './app-worker.ts'
import type { AppParts } from './frame-link.ts'
import { type Handlers, type Link, openLink } from './rpc.ts'
import type { WireRequest, WireResponse } from './wire.ts'

/** Longer than any page takes; after that its worker is taken for stuck. */
export const TIMEOUT_MS = 20_000
/** A page asks for some dozens at once. */
const MAX_WAITING = 200

/**
 * A worker of these lines, and the link to it. What it cannot even be loaded for ends the link; what nobody catches in
 * it later, as in a timer of the application, is no end of it.
 */
export function openWorker(code: string, handlers: Handlers): { worker: Worker; link: Link } {
  const address = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }))
  const worker = new Worker(address)
  const link = openLink(worker, handlers)
  let isLoaded = false
  const loaded = (): void => {
    isLoaded = true
    URL.revokeObjectURL(address)
  }
  // It has been fetched by the time that it answers.
  worker.addEventListener('message', loaded, { once: true })
  worker.addEventListener('error', ({ message }) => {
    const error = new TypeError(message)
    if (isLoaded) link.refuse(error)
    else link.end(error)
  })
  return { worker, link }
}

export type AppServerOptions = {
  script: string
  supabaseUrl: string
  database: Link
  onPrinted: (printed: Printed) => void
  /** It ran for too long and has been started again. */
  onStuck: () => void
}

/** The application's worker; one that hangs is ended and made anew. */
export class AppServer {
  readonly #options: AppServerOptions
  #app: AppParts | null = null
  #waiting = 0
  #running: { worker: Worker; link: Link; started: Promise<void> } | null = null

  constructor(options: AppServerOptions) {
    this.#options = options
  }

  /** @throws what stands in the way of the application's start */
  async start(app: AppParts): Promise<void> {
    this.#app = app
    this.#running?.worker.terminate()
    this.#running?.link.end(new TypeError('The application has been started again.'))
    const { script, supabaseUrl, database, onPrinted } = this.#options
    const { worker, link } = openWorker(script, { printed: onPrinted })
    const { port1, port2 } = new MessageChannel()
    database.tell('join', { port: port1 }, [port1])
    const scripts = app.server
    const start: StartApp = { scripts, env: app.env, supabaseUrl, database: port2 }
    const started = inTime(link.call<void>('start', start, [port2])).catch((error: unknown) => {
      // Nobody would ever hear of it again.
      worker.terminate()
      if (error instanceof Late) this.#options.onStuck()
      throw error
    })
    this.#running = { worker, link, started }
    await started
  }

  /** @throws TypeError when too many wait: whoever asks without end must not keep the others from being answered */
  async fetch(request: WireRequest): Promise<WireResponse> {
    if (this.#waiting >= MAX_WAITING)
      throw new TypeError(`The application's server has ${MAX_WAITING} requests waiting.`)
    this.#waiting++
    try {
      return await this.#ask(request)
    } finally {
      this.#waiting--
    }
  }

  async #ask(request: WireRequest): Promise<WireResponse> {
    const running = this.#running
    if (running === null) throw new TypeError('The application is not there.')
    await running.started
    try {
      return await inTime(running.link.call<WireResponse>('fetch', request))
    } catch (error) {
      if (error instanceof Late && this.#running === running && this.#app !== null) {
        running.link.end(error)
        this.#options.onStuck()
        void this.start(this.#app).catch(() => undefined)
      }
      throw error
    }
  }
}

/** A worker that said nothing for so long is in a loop. */
class Late extends TypeError {
  constructor() {
    super(`The application's server ran for ${TIMEOUT_MS / 1000} seconds without an answer and was stopped.`)
  }
}

/** @throws Late */
const inTime = <T>(work: Promise<T>): Promise<T> => within(work, TIMEOUT_MS, () => new Late())
