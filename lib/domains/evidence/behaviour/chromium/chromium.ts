import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Program } from '../../../../app-runtime/open-app.ts'
import { within } from '../../../../core/time.ts'
import { sandboxProblem } from '../../compile/sandbox.ts'
import { SITE_URL, SUPABASE_URL } from '../../preview-environment.ts'
import { type AppSandbox, sandboxFor } from '../../preview/launch.ts'
import { type AnswerRequest, ChromiumStopped, DriverLink, PageLate } from './driver-link.ts'
import type { What } from './driver-messages.ts'
import type { ChromiumPlace } from './find-chromium.ts'

/** Processes of Chromium share much, which counts for each of them: an empty page is half of this. */
const TOTAL_MB = 1536
/** Reserved more than used: V8 keeps room for heaps that never come. */
const MEMORY_MB = 16_384
/** One that starts on a busy machine. */
const START_MS = 40_000
/** One that does not let go of its pages is ended. */
const LEAVE_MS = 3_000
/** One that has ended is gone so soon, and then it is known why. */
const ENDS_MS = 2_000
/** A page may end its browser; so often another one is started for those that come after it. */
const STARTS = 4

/** Its own sandbox would need what ours forbids; ours stands around it. The rest keeps it quiet and small. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--dns-prefetch-disable',
  '--renderer-process-limit=4',
]

export type ChromiumOptions = {
  /** Where it is; null: this machine has none. @throws what is wrong with the one that was named */
  find: () => Promise<ChromiumPlace | null>
  signal: AbortSignal
  /** So long scenarios are played in it, all together: none is begun after that. */
  budgetMs: number
}

/** Why a scenario is not played in a browser where no machine has one. */
export const NO_BROWSER = 'There is no browser here.'

/** The last scenario may begin when the budget ends. */
const LAST_MS = 60_000

/** Somebody in the browser. */
export type ChromiumSeat = { do(what: What): Promise<unknown> }

type Running = { link: DriverLink; sandbox: AppSandbox; stop: () => void }

/**
 * The browser for all scenarios of a run that need one, in the sandbox: started when the first of them does, and again
 * where one has ended it.
 */
export class Chromium {
  private readonly options: ChromiumOptions
  private running: Promise<Running> | null = null
  private starts = 0
  private people = 0
  private missing: Promise<string | null> | undefined
  /** How long it was used. */
  spentMs = 0

  constructor(options: ChromiumOptions) {
    this.options = options
  }

  /** Why nothing is played in it, as a sentence; null where it can be. */
  async problem(): Promise<string | null> {
    const missing = await (this.missing ??= this.look())
    return missing ?? (this.spentMs > this.options.budgetMs ? 'There was no time left for a browser.' : null)
  }

  /** Plays one scenario in it. */
  async play<T>(work: () => Promise<T>): Promise<T> {
    const began = performance.now()
    try {
      return await work()
    } finally {
      this.spentMs += performance.now() - began
    }
  }

  private async look(): Promise<string | null> {
    try {
      if ((await this.options.find()) === null) return NO_BROWSER
    } catch {
      // Why, whoever runs this server was told when it started.
      return NO_BROWSER
    }
    const problem = await sandboxProblem()
    return problem === null ? null : `A browser needs a sandbox, and none can be made here: ${problem}.`
  }

  /** @throws ChromiumStopped when it does not come up */
  async enter(answer: AnswerRequest): Promise<ChromiumSeat> {
    const { link, sandbox } = await (this.running ??= this.start())
    const person = ++this.people
    link.answer(person, answer)
    return {
      do: (what) =>
        link.do(person, what).catch(async (error: unknown) => {
          const isEnded = error instanceof ChromiumStopped && link.isEnded()
          const end = isEnded ? await sandbox.end(ENDS_MS) : null
          throw end?.stopped === 'memory' ? new ChromiumStopped('Its pages took more memory than they may.') : error
        }),
    }
  }

  private async start(): Promise<Running> {
    const place = await this.options.find()
    if (place === null) throw new ChromiumStopped(NO_BROWSER)
    if (++this.starts > STARTS) throw new ChromiumStopped('The browser ended too often.')
    const { signal, budgetMs } = this.options
    const limits = { wallMs: budgetMs + LAST_MS, memoryMb: MEMORY_MB, totalMb: TOTAL_MB, signal, shown: place.shown }
    const sandbox = sandboxFor(limits, { flags: ['--no-warnings'] })
    const { socket, stop } = await sandbox.launch(await driverProgram())
    const link = new DriverLink(socket)
    link.start({ executable: place.executable, flags: FLAGS, site: SITE_URL, supabase: SUPABASE_URL })
    try {
      await soon(link.ready, START_MS)
    } catch (error) {
      stop()
      throw error instanceof ChromiumStopped ? error : new ChromiumStopped('The browser did not start in time.')
    }
    return { link, sandbox, stop }
  }

  /** Everybody goes; a browser that does not let them is ended. */
  async leave(): Promise<void> {
    const { running } = this
    if (running === null) return
    try {
      const { link } = await running
      await soon(link.do(0, { do: 'leave' }), LEAVE_MS)
      link.forget()
    } catch {
      await this.close()
    }
  }

  async close(): Promise<void> {
    const { running } = this
    this.running = null
    const one = await running?.catch(() => null)
    one?.stop()
    await one?.sandbox.end()
  }
}

/** The driver, as a program for the sandbox. */
async function driverProgram(): Promise<Program> {
  const path = fileURLToPath(new URL('./chromium-driver.ts', import.meta.url))
  // In the bundle, the driver is one file that holds all of its own.
  const own = path.endsWith('.ts')
    ? ['chromium-driver', 'driver-seat', 'page-engine'].map((name) => join(dirname(path), `${name}.ts`))
    : [path]
  const files = await Promise.all(
    own.map(async (one): Promise<[string, string]> => [basename(one), await readFile(one, 'utf8')]),
  )
  return {
    files: new Map([...files, ['package.json', '{"type":"module"}']]),
    scripts: '',
    args: () => [basename(path)],
    env: { NODE_ENV: 'production' },
  }
}

/** @throws PageLate */
const soon = <T>(work: Promise<T>, ms: number): Promise<T> =>
  within(work, ms, () => new PageLate('It did not answer in time.'))
