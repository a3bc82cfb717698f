import type { Problem } from '../../../app-runtime/build-app.ts'
import { AppStopped } from '../../../app-runtime/open-app.ts'
import { signUp } from '../behaviour/people'
import { type Check, type CheckOutcome, finding, outcome, type ProjectUnderCheck } from '../check'
import { sandboxProblem } from '../compile/sandbox'
import type { Finding } from '../contract'
import { BundleStopped } from '../bundler'
import { boundsOf, PREVIEW_MS, until } from '../preview/bounds'
import { samplesIn, visitsOf } from '../preview/pages'
import type { AppStage, SharedApplication } from '../preview/shared-application'
import { plain, StoppedAt, visitAll } from '../preview/visit'

/**
 * Every page of the application, opened as a visitor and as somebody who has just signed up: its real code, on a local
 * Supabase over a database of its own with the project's migrations, policies and seed rows.
 */

export const preview: Check = {
  name: 'preview',
  async run(project, tools) {
    const { application } = tools
    if (application === undefined) return notTried('Nothing that previews run on is kept here.')
    const problem = await sandboxProblem()
    if (problem !== null) return notHere(problem)
    const wallMs = Math.min(tools.wallMs ?? PREVIEW_MS, PREVIEW_MS)
    return application.use(async () => {
      const bounds = boundsOf(wallMs, tools.signal)
      const began = performance.now()
      try {
        const done = await until(bounds.signal, onApplication(project, application, bounds.signal))
        return { ...done, ms: performance.now() - began }
      } catch (error) {
        tools.signal.throwIfAborted()
        if (bounds.signal.aborted) return short('The pages did not answer in time.')
        if (error instanceof BundleStopped) return short(error.message)
        throw error
      } finally {
        bounds.end()
      }
    })
  },
}

async function onApplication(
  project: ProjectUnderCheck,
  application: SharedApplication,
  signal: AbortSignal,
): Promise<CheckOutcome> {
  const prepared = await application.prepare()
  // What does not apply, `schema` says; there is nothing to open pages on.
  if (prepared.is === 'no-database') return notTried('The migrations do not apply.')
  if (prepared.is === 'no-bundle') return outcome(prepared.problems.map((problem) => problemFinding(project, problem)))
  const abandon = (): void => application.abandon()
  // Pages and statements that go on when the time is over end with their process and their database.
  signal.addEventListener('abort', abandon, { once: true })
  let stage: AppStage | undefined
  try {
    stage = await application.stage()
    const findings = await openPages(stage, project)
    return outcome([...findings, ...prepared.bundle.absent.map(absentFinding)])
  } catch (error) {
    if (!(error instanceof AppStopped) || signal.aborted) throw error
    const bound = await application.endedBy(GONE_WITHIN_MS)
    return bound === null || bound === 'output' ? outcome([stopped(error)]) : short(OVER[bound])
  } finally {
    signal.removeEventListener('abort', abandon)
    await stage?.close()
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

/** Whoever has closed its socket is ending, or ended by a bound that is about to be known. */
const GONE_WITHIN_MS = 1_000
const OVER = {
  time: 'The pages did not answer in time.',
  memory: 'The application needs more memory than there is for it.',
}

async function openPages({ app, database, supabase }: AppStage, project: ProjectUnderCheck): Promise<Finding[]> {
  const visits = await visitsOf(project, samplesIn(database))
  const member = app.newPerson()
  const refused = await signUp(member, supabase, { email: 'member@example.com', name: 'A member' })
  const visitors = [
    { name: 'a visitor', person: app.newPerson() },
    { name: 'a member', person: member },
  ]
  const findings = await visitAll(app, visits, refused === null ? visitors : visitors.slice(0, 1))
  return [...(refused === null ? [] : [signUpFails(refused)]), ...findings]
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

const signUpFails = (why: string): Finding =>
  finding({
    check: 'preview',
    rule: 'sign-up-fails',
    message: `Nobody can sign up: ${why}.`,
    hint: 'A trigger on auth.users that fails takes the sign-up with it.',
  })
