import { randomBytes } from 'node:crypto'
import { createServerClient } from '@supabase/ssr'
import { type LocalSupabase, openSupabase } from '../../../supabase-local/open.ts'
import type { Database } from '../../../supabase-local/database.ts'
import { openPostgres } from '../../../supabase-local/postgres.ts'
import type { LoginRole } from '../../../supabase-local/schema/roles.ts'
import type { Problem } from '../../../app-runtime/build-app.ts'
import { AppStopped, openApp, type Person, type RunningApp } from '../../../app-runtime/open-app.ts'
import type { Runtime } from '../../../app-runtime/open-runtime.ts'
import { type Check, type CheckOutcome, finding, outcome, type ProjectUnderCheck } from '../check'
import { sandboxProblem } from '../compile/sandbox'
import type { Finding } from '../contract'
import { environmentFor, publicOf, SUPABASE_URL } from '../preview-environment'
import { bundleProject } from '../preview/bundle'
import { BundleStopped } from '../bundler'
import { compiledFor } from '../preview/compiled'
import { sandboxFor } from '../preview/launch'
import { samplesIn, visitsOf } from '../preview/pages'
import { plain, StoppedAt, visitAll } from '../preview/visit'
import { buildDatabase } from '../scratch/build-database'
import type { ScratchCluster } from '../scratch/cluster'
import type { ScratchDatabase } from '../scratch/database'

/**
 * Every page of the application, opened as a visitor and as somebody who has just signed up: its real code, on a local
 * Supabase over a database of its own with the project's migrations, policies and seed rows.
 */

/** Forty pages take a second; ten times that and more, because a busy server is no fault of the project. */
const WALL_MS = 30_000

export const preview: Check = {
  name: 'preview',
  async run(project, tools) {
    const { previewRuntime } = tools
    if (previewRuntime === undefined) return notTried('Nothing that previews run on is kept here.')
    const problem = await sandboxProblem()
    if (problem !== null) return notHere(problem)
    const cluster = await tools.scratch()
    const runtime = await previewRuntime()
    const wallMs = Math.min(tools.wallMs ?? WALL_MS, WALL_MS)
    const clock = new AbortController()
    const timer = setTimeout(() => clock.abort(), wallMs)
    const bounds: Bounds = { wallMs, signal: AbortSignal.any([tools.signal, clock.signal]) }
    try {
      return await until(bounds.signal, onScratch(project, cluster, runtime, bounds))
    } catch (error) {
      tools.signal.throwIfAborted()
      if (clock.signal.aborted) return short('The pages did not answer in time.')
      if (error instanceof BundleStopped) return short(error.message)
      throw error
    } finally {
      clearTimeout(timer)
    }
  },
}

type Bounds = { wallMs: number; signal: AbortSignal }

/** What is aborted ends by itself and takes away what it made; so long it is waited for. */
const PATIENCE_MS = 4_000

/** Answers what `work` does, and does not wait for it for ever when it is aborted. */
function until<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined
    const abort = (): void => {
      timer = setTimeout(() => reject(signal.reason as Error), PATIENCE_MS)
    }
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
    })
  })
}

async function onScratch(
  project: ProjectUnderCheck,
  cluster: ScratchCluster,
  runtime: Runtime,
  bounds: Bounds,
): Promise<CheckOutcome> {
  const { database } = await buildDatabase(project, cluster, { signal: bounds.signal })
  // What does not apply, `schema` says; there is nothing to open pages on.
  if (database === null) return notTried('The migrations do not apply.')
  const drop = (): void => void database.drop().catch(() => undefined)
  const unwatch = database.watch()
  // Statements that go on when the time is over end with their database.
  bounds.signal.addEventListener('abort', drop, { once: true })
  try {
    return await onDatabase(project, bounds, runtime, database)
  } finally {
    bounds.signal.removeEventListener('abort', drop)
    await database.drop()
    unwatch()
  }
}

const remark = (rule: string, message: string, hint?: string): Finding =>
  finding({
    check: 'preview',
    rule,
    severity: 'warning',
    owner: 'person',
    message,
    ...(hint !== undefined && { hint }),
  })

const notHere = (problem: string): CheckOutcome => ({
  status: 'unavailable',
  findings: [
    remark(
      'no-jail',
      `Opening the pages runs the project's own code, so it needs a sandbox, and none can be made here: ${problem}.`,
      'On Linux allow user namespaces, or run as root.',
    ),
  ],
})

const short = (why: string): CheckOutcome => ({ ...notTried(why), isShort: true })

const notTried = (why: string): CheckOutcome => ({ status: 'unavailable', findings: [remark('not-tried', why)] })

async function onDatabase(
  project: ProjectUnderCheck,
  { wallMs, signal }: Bounds,
  runtime: Runtime,
  scratch: ScratchDatabase,
): Promise<CheckOutcome> {
  await scratch.endMigrator({ lock: true })
  const url = (role: string): string => scratch.urlAs(role as LoginRole)
  const database = openPostgres({ url, max: CONNECTIONS, maxAnswerBytes: MAX_ANSWER_BYTES })
  const supabase = openSupabase({ database, secret: randomBytes(32).toString('hex'), url: SUPABASE_URL })
  const sandbox = sandboxFor(wallMs, signal)
  let app: RunningApp | undefined
  try {
    const env = environmentFor(supabase.keys)
    const built = await bundleProject(project.files, {
      folder: runtime.folder,
      env: publicOf(env),
      signal,
      wallMs: wallMs * BUNDLING,
    })
    if (built.bundle === null) return outcome(built.problems.map((problem) => problemFinding(project, problem)))
    app = await openApp({
      bundle: built.bundle,
      runtime,
      compiled: await compiledFor(runtime),
      launch: sandbox.launch,
      fetch: supabase.fetch,
      env,
    })
    const findings = await openPages(app, project, database, supabase)
    return outcome([...findings, ...built.bundle.absent.map(absentFinding)])
  } catch (error) {
    if (!(error instanceof AppStopped) || signal.aborted) throw error
    const bound = await sandbox.end(GONE_WITHIN_MS)
    return bound === null || bound === 'output' ? outcome([stopped(error)]) : short(OVER[bound])
  } finally {
    app?.close()
    await sandbox.end()
    // What the application still waits for in the database ends with it, else its connections would be waited for.
    await scratch.drop()
    await database.close()
  }
}

/** Whoever has closed its socket is ending, or ended by a bound that is about to be known. */
const GONE_WITHIN_MS = 1_000
/** Of the wall clock: what takes longer to be bundled is said to. */
const BUNDLING = 0.6
/** Per role; the database takes sixteen. */
const CONNECTIONS = 3
const MAX_ANSWER_BYTES = 32 * 1024 * 1024

const OVER = {
  time: 'The pages did not answer in time.',
  memory: 'The application needs more memory than there is for it.',
}

async function openPages(
  app: RunningApp,
  project: ProjectUnderCheck,
  database: Database,
  supabase: LocalSupabase,
): Promise<Finding[]> {
  const visits = await visitsOf(project, samplesIn(database))
  const member = app.newPerson()
  const refused = await signUp(member, supabase)
  const visitors = [
    { name: 'a visitor', person: app.newPerson() },
    { name: 'a member', person: member },
  ]
  const findings = await visitAll(app, visits, refused === null ? visitors : visitors.slice(0, 1))
  return [...(refused === null ? [] : [refused]), ...findings]
}

/** The application ended by itself: when it was started, or when a page was opened. */
const stopped = (error: AppStopped): Finding =>
  finding({
    check: 'preview',
    rule: 'stops',
    message:
      error instanceof StoppedAt
        ? `${error.visit.route} stops the whole application: ${plain(error.message)}`
        : `The application does not start: ${plain(error.message)}`,
    ...(error instanceof StoppedAt && { file: error.visit.file }),
  })

/** What was opened is not all of the application. */
const absentFinding = (name: string): Finding =>
  remark(
    'package-absent',
    `The pages were opened without the package "${name}": what comes of it was not tried.`,
    'A preview has the packages that generated applications use, and a stand-in for every other.',
  )

const problemFinding = (project: ProjectUnderCheck, { file, line, column, message }: Problem): Finding =>
  finding({
    check: 'preview',
    rule: 'does-not-bundle',
    message: plain(message),
    // A file of a package is none of the project's.
    ...(file !== undefined &&
      project.files.has(file) && {
        file,
        ...(line !== undefined && { line }),
        ...(column !== undefined && { column }),
      }),
  })

/** Signs somebody up as the application would; what stands in the way is a finding of the project. */
async function signUp(person: Person, supabase: LocalSupabase): Promise<Finding | null> {
  const client = createServerClient(SUPABASE_URL, supabase.keys.anonKey, {
    cookies: {
      getAll: () => person.cookies.all(),
      setAll: (entries) => entries.forEach(({ name, value }) => person.cookies.set(name, value)),
    },
    global: { fetch: (input, init) => supabase.fetch(new Request(input, init)) },
  })
  const { error } = await client.auth.signUp({
    email: 'member@example.com',
    password: randomBytes(16).toString('hex'),
    options: { data: { full_name: 'A member', name: 'A member', display_name: 'A member' } },
  })
  return error === null
    ? null
    : finding({
        check: 'preview',
        rule: 'sign-up-fails',
        message: `Nobody can sign up: ${error.message}.`,
        hint: 'A trigger on auth.users that fails takes the sign-up with it.',
      })
}
