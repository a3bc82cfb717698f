import { randomBytes } from 'node:crypto'
import type { AppBundle, Problem } from '../../../app-runtime/build-app.ts'
import { openApp, type Person, type RunningApp } from '../../../app-runtime/open-app.ts'
import type { Runtime } from '../../../app-runtime/open-runtime.ts'
import type { Database } from '../../../supabase-local/database.ts'
import { keysOf } from '../../../supabase-local/keys.ts'
import { type LocalSupabase, openSupabase } from '../../../supabase-local/open.ts'
import { openPostgres } from '../../../supabase-local/postgres.ts'
import type { SharedSchema } from '../../../supabase-local/rest/schema/schema-source.ts'
import type { LoginRole } from '../../../supabase-local/schema/roles.ts'
import { type ClientParts, clientPartsOf } from '../behaviour/chromium/client-parts.ts'
import type { ProjectUnderCheck } from '../check.ts'
import { environmentFor, publicOf, SUPABASE_URL } from '../preview-environment.ts'
import { buildDatabase } from '../scratch/build-database.ts'
import type { ScratchCluster } from '../scratch/cluster.ts'
import type { ScratchDatabase } from '../scratch/database.ts'
import type { SandboxEnd } from '../compile/sandbox.ts'
import { bundleProject } from './bundle.ts'
import { appLimits, type AppSandbox, sandboxFor, SHORT_LIVED } from './launch.ts'
import type { Prestarted } from './prestarted.ts'
import { programFor } from './program.ts'

/**
 * The project as a running application, for all checks of one verification that use it: bundled once, its migrations
 * applied once, in one process. Each use has it on a database of its own.
 */

/** What there is to use. */
export type Prepared =
  | { is: 'ready'; bundle: AppBundle; base: ScratchDatabase }
  /** The migrations do not apply. */
  | { is: 'no-database' }
  | { is: 'no-bundle'; problems: readonly Problem[] }

type Fetch = (request: Request) => Promise<Response>

/** The application over one database. */
export type AppStage = {
  app: RunningApp
  supabase: LocalSupabase
  database: Database
  /** What the application, and its pages in a browser, reach their Supabase by. */
  fetch: Fetch
  newPerson(): Person
  /** What its pages are in a browser. */
  client(): Promise<ClientParts>
  /** The style sheets of its pages, which are one. */
  stylesOf(): readonly string[]
  /** Ends what goes on in the database and takes it away, unless nobody has written to it. */
  close(): Promise<void>
}

export type StageOptions = {
  /** Stands between the application and its Supabase. */
  between?: (request: Request, next: Fetch) => Promise<Response>
  /** Run as the owner of all definitions before anybody comes. */
  prepare?: string
  /** Another build of the same project, started with what `outside` gives; absent: the application's own. */
  app?: RunningApp
}

export type SharedOptions = {
  project: ProjectUnderCheck
  scratch: () => Promise<ScratchCluster>
  runtime: () => Promise<Runtime>
  signal: AbortSignal
  /** More than one use, or one that wants several databases: the first one is kept as it is, to be copied. */
  isCopied: boolean
  /** Wall clock for bundling. */
  bundleMs: number
  /** Wall clock of a process, which is started again when it has ended. */
  processMs: number
  /** Where the first process may wait already, with the same wall clock. */
  prestarted?: Prestarted
}

/** What `prepare` says cannot be done. */
export class NotAltered extends Error {}

/** Per role; the database takes sixteen. */
const CONNECTIONS = 3
const MAX_ANSWER_BYTES = 32 * 1024 * 1024
/** So long an application may take to load its own code again. */
const ANEW_MS = 3_000
/** What one process says in its life is bounded; so often it is used. */
const USES = 40

export class SharedApplication {
  private readonly options: SharedOptions
  private readonly secret = randomBytes(32).toString('hex')
  /** Every database is a copy of the same one. */
  private readonly schema: SharedSchema = {}
  private turn: Promise<unknown> = Promise.resolve()
  private preparing: Promise<Prepared> | null = null
  private running: { app: RunningApp; sandbox: AppSandbox; uses: number } | null = null
  private fetch: Fetch = () => Promise.reject(new TypeError('fetch failed'))
  /** A copy that is made while another one is used. */
  private next: Promise<ScratchDatabase> | null = null
  /** One that nobody has written to. */
  private clean: OpenDatabase | null = null
  private readonly leaving = new Set<Promise<unknown>>()
  private base: ScratchDatabase | null = null
  /** A process that did not come up. */
  private ended: AppSandbox | null = null
  private current: ScratchDatabase | null = null
  private client: Promise<ClientParts> | null = null

  constructor(options: SharedOptions) {
    this.options = options
  }

  /** Does `work` while nobody else has the application. */
  use<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work)
    this.turn = mine.catch(() => undefined)
    return mine
  }

  /** @throws BundleStopped, and what the cluster throws */
  prepare(): Promise<Prepared> {
    return (this.preparing ??= this.make())
  }

  private async make(): Promise<Prepared> {
    const { project, signal, scratch, runtime, bundleMs } = this.options
    const env = publicOf(environmentFor(keysOf(this.secret)))
    const bundling = runtime().then(({ folder }) =>
      bundleProject(project.files, { folder, env, signal, wallMs: bundleMs }),
    )
    bundling.catch(() => undefined)
    this.options.prestarted?.prestart()
    const { database: base } = await buildDatabase(project, await scratch(), { signal })
    if (base === null) return { is: 'no-database' }
    this.base = base
    await base.endMigrator({ lock: true })
    if (this.options.isCopied) this.copyAhead(base)
    const { bundle, problems } = await bundling
    return bundle === null ? { is: 'no-bundle', problems } : { is: 'ready', bundle, base }
  }

  private copyAhead(base: ScratchDatabase): void {
    this.next = base.copy()
    this.next.catch(() => undefined)
  }

  /** What another build of the project is started with, to stand on the same stages. */
  outside(): { fetch: Fetch; env: Readonly<Record<string, string>> } {
    return { fetch: (request) => this.fetch(request), env: environmentFor(keysOf(this.secret)) }
  }

  /** The application over a database that nobody has written to. @throws AppStopped when it does not start */
  async stage(options: StageOptions = {}): Promise<AppStage> {
    const prepared = await this.prepare()
    if (prepared.is !== 'ready') throw new Error(`There is nothing to run: ${prepared.is}.`)
    const open = await this.openDatabase(prepared.base, options)
    this.fetch = open.fetch
    this.current = open.scratch
    try {
      const app = options.app ?? (await this.start(prepared.bundle))
      const client = (): Promise<ClientParts> => this.clientParts(prepared.bundle)
      const stylesOf = (): readonly string[] => [prepared.bundle.css]
      return { ...open, app, client, stylesOf, newPerson: () => app.newPerson(), close: () => this.leave(open) }
    } catch (error) {
      await this.leave(open)
      throw error
    }
  }

  private clientParts(bundle: AppBundle): Promise<ClientParts> {
    const { runtime, project } = this.options
    return (this.client ??= runtime().then((one) => clientPartsOf(bundle, one, project.files)))
  }

  private async openDatabase(base: ScratchDatabase, { between, prepare }: StageOptions): Promise<OpenDatabase> {
    const isPlain = between === undefined && prepare === undefined
    const { clean } = this
    this.clean = null
    if (clean !== null && isPlain) return clean
    if (clean !== null) void this.leaves(clean.end())
    const open = (scratch: ScratchDatabase): OpenDatabase => openOn(scratch, this.secret, this.schema, between)
    if (!this.options.isCopied) return open(base)
    const scratch = await (this.next ?? base.copy())
    this.copyAhead(base)
    const problem = prepare === undefined ? null : await scratch.alter(prepare)
    if (problem !== null) {
      await scratch.drop()
      throw new NotAltered(problem.message)
    }
    return open(scratch)
  }

  private async start(bundle: AppBundle): Promise<RunningApp> {
    const { running } = this
    if (running !== null && running.uses++ < USES) {
      if (await within(ANEW_MS, running.app.startAnew())) return running.app
    }
    await this.stop()
    const { processMs, signal, prestarted } = this.options
    const waiting = prestarted?.take(signal) ?? null
    if (waiting !== null) {
      const app = await this.open(bundle, waiting).catch(() => null)
      if (app !== null) return app
      // Whether that is the project's fault, a process of its own tells.
      await waiting.end()
    }
    return this.open(bundle, sandboxFor(appLimits(processMs, signal), { flags: SHORT_LIVED }))
  }

  private async open(bundle: AppBundle, sandbox: AppSandbox): Promise<RunningApp> {
    try {
      const program = await programFor(await this.options.runtime())
      const app = await openApp({ bundle, program, launch: sandbox.launch, ...this.outside() })
      this.running = { app, sandbox, uses: 0 }
      return app
    } catch (error) {
      this.ended = sandbox
      throw error
    }
  }

  /** Which bound has ended the process, if it has ended or does so by itself within this time. */
  async endedBy(patienceMs: number): Promise<SandboxEnd['stopped']> {
    const sandbox = this.running?.sandbox ?? this.ended
    return (await sandbox?.end(patienceMs))?.stopped ?? null
  }

  /** Ends the process and what it waits for; the next use starts another one. */
  async stop(): Promise<void> {
    const { running } = this
    this.running = null
    if (running === null) return
    running.app.close()
    await this.leaves(running.sandbox.end())
  }

  /** What ends by itself, and is waited for before all is closed. */
  private async leaves(work: Promise<unknown>): Promise<void> {
    const gone = work.then(
      () => undefined,
      () => undefined,
    )
    this.leaving.add(gone)
    await gone
    this.leaving.delete(gone)
  }

  /** Ends statements that go on in the database that is in use. */
  abandon(): void {
    this.current?.drop().catch(() => undefined)
    void this.stop()
  }

  private leave(open: OpenDatabase): Promise<void> {
    this.fetch = () => Promise.reject(new TypeError('fetch failed'))
    this.current = null
    if (open.isClean()) this.clean = open
    else void this.leaves(open.end())
    return Promise.resolve()
  }

  async close(): Promise<void> {
    await this.stop()
    if (this.clean !== null) void this.leaves(this.clean.end())
    await this.ended?.end()
    await this.next?.catch(() => undefined)
    await Promise.allSettled(this.leaving)
    await this.base?.drop()
  }
}

/** Whether it went well in time; a process that hangs in a page answers nothing. */
const within = (ms: number, work: Promise<void>): Promise<boolean> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms)
    work
      .then(
        () => resolve(true),
        () => resolve(false),
      )
      .finally(() => clearTimeout(timer))
  })

type OpenDatabase = {
  scratch: ScratchDatabase
  supabase: LocalSupabase
  database: Database
  fetch: Fetch
  isClean(): boolean
  end(): Promise<void>
}

/** Reads of Supabase's services; everything else may have written something. */
const isRead = ({ method, url }: Request): boolean =>
  (method === 'GET' || method === 'HEAD') && !/\/rest\/v1\/rpc\/|\/auth\/v1\/(?:verify|callback|authorize)/.test(url)

function openOn(
  scratch: ScratchDatabase,
  secret: string,
  shared: SharedSchema,
  between: StageOptions['between'],
): OpenDatabase {
  const unwatch = scratch.watch()
  const url = (role: string): string => scratch.urlAs(role as LoginRole)
  const database = openPostgres({ url, max: CONNECTIONS, maxAnswerBytes: MAX_ANSWER_BYTES })
  const supabase = openSupabase({ database, secret, url: SUPABASE_URL, rest: { shared } })
  let isClean = between === undefined
  const direct: Fetch = (request) => {
    if (!isRead(request)) isClean = false
    return supabase.fetch(request)
  }
  const fetch: Fetch = between === undefined ? direct : (request) => between(request, direct)
  return {
    scratch,
    supabase: { ...supabase, fetch: direct },
    database,
    fetch,
    isClean: () => isClean,
    async end() {
      unwatch()
      // What the application still waits for in the database ends with it, else its connections would be waited for.
      await scratch.drop()
      await database.close()
    },
  }
}
