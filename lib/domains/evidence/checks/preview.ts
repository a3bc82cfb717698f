import { randomBytes } from 'node:crypto'
import { createServerClient } from '@supabase/ssr'
import { type LocalSupabase, openSupabase } from '../../../supabase-local/open.ts'
import { openPostgres } from '../../../supabase-local/postgres.ts'
import type { LoginRole } from '../../../supabase-local/schema/roles.ts'
import { buildApp, type Problem } from '../../../app-runtime/build-app.ts'
import { openApp, type Person } from '../../../app-runtime/open-app.ts'
import type { Runtime } from '../../../app-runtime/open-runtime.ts'
import { type Check, type CheckOutcome, type CheckTools, finding, outcome, type ProjectUnderCheck } from '../check'
import { sandboxProblem } from '../compile/sandbox'
import type { Finding } from '../contract'
import { launchSandboxed } from '../preview/launch'
import { visitsOf } from '../preview/pages'
import { visitAll } from '../preview/visit'
import { buildDatabase } from '../scratch/build-database'
import type { ScratchDatabase } from '../scratch/database'
import { createResolver } from '../syntax/resolve'

/**
 * Every page of the application, opened as a visitor and as somebody who has just signed up: its real code, on a local
 * Supabase over a database of its own with the project's migrations, policies and seed rows.
 */

/** Forty pages take a second; ten times that and more, because a busy server is no fault of the project. */
const WALL_MS = 30_000
/** No host of that name exists: what the application sends there, we answer. */
const SUPABASE_URL = 'http://supabase.local'

export const preview: Check = {
  name: 'preview',
  async run(project, tools) {
    const { previewRuntime } = tools
    if (previewRuntime === undefined) return notTried('Nothing that previews run on is kept here.')
    const problem = await sandboxProblem()
    if (problem !== null) return notHere(problem)
    const build = await buildDatabase(project, await tools.scratch(), { signal: tools.signal })
    // What does not apply, `schema` says; there is nothing to open pages on.
    if (build.database === null) return notTried('The migrations do not apply.')
    try {
      return await onDatabase(project, tools, await previewRuntime(), build.database)
    } finally {
      await build.database.drop()
    }
  },
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

const notTried = (why: string): CheckOutcome => ({ status: 'unavailable', findings: [remark('not-tried', why)] })

async function onDatabase(
  project: ProjectUnderCheck,
  tools: CheckTools,
  runtime: Runtime,
  scratch: ScratchDatabase,
): Promise<CheckOutcome> {
  await scratch.endMigrator({ lock: true })
  const database = openPostgres({ url: (role) => scratch.urlAs(role as LoginRole) })
  try {
    const secret = randomBytes(32).toString('hex')
    const supabase = openSupabase({ database, secret, url: SUPABASE_URL })
    const env = environmentOf(supabase)
    const resolve = createResolver(project)
    const built = await buildApp({ files: { contents: project.files, resolve }, runtime, env: publicOf(env) })
    if (built.bundle === null) return outcome(built.problems.map(problemFinding))
    const wallMs = Math.min(tools.wallMs ?? WALL_MS, WALL_MS)
    const { launch, wasShort } = launchSandboxed(wallMs, tools.signal)
    const app = await openApp({ bundle: built.bundle, runtime, launch, fetch: supabase.fetch, env })
    try {
      const visits = await visitsOf(project, database)
      const member = app.newPerson()
      const refused = await signUp(member, supabase)
      const visitors = [
        { name: 'a visitor', person: app.newPerson() },
        { name: 'a member', person: member },
      ]
      const findings = await visitAll(app, visits, refused === null ? visitors : visitors.slice(0, 1))
      return outcome([...(refused === null ? [] : [refused]), ...findings])
    } catch (error) {
      if (wasShort()) return { ...notTried('The pages did not answer in time.'), isShort: true }
      throw error
    } finally {
      app.close()
    }
  } finally {
    await database.close()
  }
}

/** What a project on Supabase is told, under both names of the keys. */
const environmentOf = ({ keys }: LocalSupabase): Record<string, string> => ({
  NEXT_PUBLIC_SUPABASE_URL: SUPABASE_URL,
  NEXT_PUBLIC_SUPABASE_ANON_KEY: keys.anonKey,
  NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: keys.publishableKey,
  NEXT_PUBLIC_SITE_URL: 'http://localhost:3000',
  SUPABASE_URL,
  SUPABASE_ANON_KEY: keys.anonKey,
  SUPABASE_SERVICE_ROLE_KEY: keys.serviceKey,
  SUPABASE_SECRET_KEY: keys.secretKey,
})

const publicOf = (env: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith('NEXT_PUBLIC_')))

const problemFinding = ({ file, line, column, message }: Problem): Finding =>
  finding({
    check: 'preview',
    rule: 'does-not-bundle',
    message,
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
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
