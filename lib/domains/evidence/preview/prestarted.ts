import type { Runtime } from '../../../app-runtime/open-runtime.ts'
import { APPLICATION_MS } from './bounds.ts'
import { appLimits, type AppSandbox, sandboxFor, SHORT_LIVED } from './launch.ts'
import { programFor } from './program.ts'

type Waiting = {
  sandbox: AppSandbox
  started: ReturnType<AppSandbox['launch']>
  isGone: boolean
  /** Its clock begins, and whoever calls off the verification ends it. */
  begin(signal: AbortSignal): void
}

/**
 * The process of the next application, started while its project is still written: what it has to load by then is the
 * same for all of them. It serves one project, like every other, and holds nothing of any until it is taken.
 */
export class Prestarted {
  private readonly runtime: () => Promise<Runtime>
  private waiting: Waiting | null = null
  private isClosed = false

  constructor(runtime: () => Promise<Runtime>) {
    this.runtime = runtime
  }

  /** Has one wait, unless one does. Where it does not start, whoever needs one starts it as ever. */
  prestart(): void {
    if (this.isClosed || (this.waiting !== null && !this.waiting.isGone)) return
    this.waiting = this.start()
  }

  private start(): Waiting {
    const called = new AbortController()
    const taken = Promise.withResolvers<void>()
    const sandbox = sandboxFor(appLimits(APPLICATION_MS, called.signal), { flags: SHORT_LIVED, begun: taken.promise })
    const started = this.runtime().then(programFor).then(sandbox.launch)
    const waiting: Waiting = {
      sandbox,
      started,
      isGone: false,
      begin(signal) {
        if (signal.aborted) called.abort(signal.reason)
        else signal.addEventListener('abort', () => called.abort(signal.reason), { once: true })
        taken.resolve()
      },
    }
    const gone = (): void => void (waiting.isGone = true)
    started.then(({ socket }) => socket.once('close', gone), gone)
    return waiting
  }

  /** The one that waits, as if it had been started just now; null when there is none. */
  take(signal: AbortSignal): AppSandbox | null {
    const { waiting } = this
    this.waiting = null
    if (waiting === null || waiting.isGone) return null
    waiting.begin(signal)
    return { launch: () => waiting.started, end: (patienceMs) => waiting.sandbox.end(patienceMs) }
  }

  async close(): Promise<void> {
    this.isClosed = true
    const { waiting } = this
    this.waiting = null
    await waiting?.started.catch(() => undefined)
    await waiting?.sandbox.end()
  }
}
