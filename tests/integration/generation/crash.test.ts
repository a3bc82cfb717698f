import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeContext, type Ctx, createContext } from '../../../lib/context'
import { newId } from '../../../lib/core/ids'
import { SITE_STAGES, TESTED_STAGES } from '../../../lib/domains/generation/constants'
import { startGeneration } from '../../../lib/domains/generation/start-generation'
import { readManifest } from '../../../lib/domains/projects/internal/read-manifest'
import { initialState, reduceRun, type RunView, viewRun } from '../../../lib/domains/runs/reduce'
import { readEvents } from '../../../lib/domains/runs/store'
import { systemFor } from '../../../lib/http/principal'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { sharedHome } from '../../support/shared-home'
import { startWorkerProcess, type WorkerProcess } from '../../support/worker-process'

/*
 * A worker is killed with SIGKILL in each stage, at the worst moment: the stage has done everything, and dies before
 * the engine writes that down. A trigger in the test's database holds the stage's last event until the process is gone.
 */

const PROMPT = 'A recipe box where members save recipes with ingredients and rate them'
const LOCK = 4711
/** An application with everything in it: the tests bring a review of their own. */
const APP_STAGES = [...TESTED_STAGES, 'review (tests)'] as const
const STAGES: string[] = [...new Set([...APP_STAGES, ...SITE_STAGES])]

let database: TestDatabase
let ctx: Ctx
let holder: pg.Client
let worker: WorkerProcess
let ownerId: string

beforeAll(async () => {
  database = await createTestDatabase()
  ctx = await createContext({
    databaseUrl: database.url,
    logLevel: 'silent',
    secret: 'x'.repeat(40),
    encryptionKey: Buffer.alloc(32, 7).toString('base64'),
    models: { ALLOW_LOCAL_MODELS: true, OLLAMA_CONTEXT_LENGTH: 32_768 },
    home: sharedHome(),
    process: 'test',
  })
  ownerId = newId('user')
  await ctx.db.user.create({ data: { id: ownerId, email: 'maker@example.com', passwordHash: 'none' } })
  holder = new pg.Client({ connectionString: database.url })
  await holder.connect()
  await holder.query(`
    create table held (stage text);
    create function hold() returns trigger language plpgsql as $$
    begin
      if new.type = 'stage' and new.data->>'status' <> 'running' and new.data->>'stage' in (select stage from held) then
        perform pg_advisory_xact_lock(${LOCK});
      end if;
      return new;
    end $$;
    create trigger hold before insert on run_event for each row execute function hold();`)
  worker = await startWorkerProcess(database.url, sharedHome())
})

afterAll(async () => {
  await worker?.stop()
  await holder?.end()
  if (ctx !== undefined) await closeContext(ctx)
  await database?.drop()
})

const until = async (what: string, isTrue: () => Promise<boolean>): Promise<void> => {
  for (const end = Date.now() + 110_000; Date.now() < end;) {
    if (await isTrue()) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error(`${what} did not happen; the worker said:\n${worker.output().slice(-3_000)}`)
}

async function finish(runId: string): Promise<RunView> {
  await until(
    `the end of ${runId}`,
    async () => (await ctx.db.run.count({ where: { id: runId, endedAt: { not: null } } })) === 1,
  )
  const events = await readEvents(ctx.db, runId, 0, 10_000)
  return viewRun(events.map(({ event }) => event).reduce(reduceRun, initialState))
}

/** What a person sees, without what differs between any two runs: names of attempts and times. */
const page = (view: RunView) => ({
  ...view,
  stages: view.stages
    .map(({ stage, status, maker }) => ({ stage, status, maker }))
    .sort((a, b) => STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage)),
  checks: view.checks
    .map(({ check, status, findings }) => ({ check, status, findings }))
    .sort((a, b) => (a.check < b.check ? -1 : 1)),
})

const attemptsOf = async (runId: string): Promise<string[]> =>
  (await readEvents(ctx.db, runId, 0, 10_000)).flatMap(({ event }) => (event.type === 'attempt' ? [event.stage] : []))

/** Names of the steps that the engine has written down as finished. */
async function finishedSteps(runId: string): Promise<string[]> {
  const { rows } = await holder.query<{ function_name: string }>(
    `select function_name from dbos.operation_outputs where (workflow_uuid = $1 or workflow_uuid like $1 || ':%') and function_name = any($2)`,
    [runId, STAGES],
  )
  return rows.map((row) => row.function_name)
}

const MODES = [
  { mode: 'fullstack', stages: APP_STAGES },
  { mode: 'site', stages: SITE_STAGES },
] as const
type Mode = (typeof MODES)[number]['mode']
const begin = (mode: Mode) =>
  startGeneration(ctx, systemFor(ownerId), { prompt: PROMPT, mode, withTests: mode === 'fullstack' })
type Undisturbed = { view: RunView; attempts: string[]; manifest: Array<[string, unknown]> }
const undisturbed = new Map<Mode, Promise<Undisturbed>>()
/** What a run comes to when nobody kills anything; made once for each mode. */
function undisturbedRun(mode: Mode): Promise<Undisturbed> {
  const make = async (): Promise<Undisturbed> => {
    const { runId, projectId } = await begin(mode)
    const view = await finish(runId)
    return { view, attempts: await attemptsOf(runId), manifest: [...(await readManifest(ctx, projectId, 1))] }
  }
  const known = undisturbed.get(mode) ?? make()
  undisturbed.set(mode, known)
  return known
}

/** Every day a site, which is written and checked in a third of the time; of applications `model-run` kills one. */
const [APPS, SITES] = [MODES.filter(({ mode }) => mode !== 'site'), MODES.filter(({ mode }) => mode === 'site')]
test.each(SITES)('a run of mode $mode that nobody disturbs delivers a version', delivers)
test.each(APPS)('a run of mode $mode that nobody disturbs delivers a version', { tags: ['deep'] }, delivers)

async function delivers({ mode, stages }: (typeof MODES)[number]): Promise<void> {
  const { view, attempts } = await undisturbedRun(mode)
  expect(view.end).toMatchObject({ status: 'completed', version: 1, evidence: 'verified' })
  expect(attempts.sort()).toEqual([...stages].sort())
}

type Killed = { mode: Mode; stage: string }
/** A site shares its other stages with an application. */
const SOONEST: Killed[] = [{ mode: 'site', stage: 'site' }]
const OTHERS: Killed[] = APP_STAGES.map((stage) => ({ mode: 'fullstack', stage }))

test.each(SOONEST)(
  'mode $mode killed in $stage: the run goes on, nothing finished runs again, the page is the same',
  survives,
)
test.each(OTHERS)(
  'mode $mode killed in $stage: the run goes on, nothing finished runs again, the page is the same',
  { tags: ['deep'] },
  survives,
)

async function survives({ mode, stage }: Killed): Promise<void> {
  const wanted = await undisturbedRun(mode)
  await holder.query('truncate held')
  await holder.query('insert into held values ($1)', [stage])
  await holder.query('select pg_advisory_lock($1)', [LOCK])
  const { runId, projectId } = await begin(mode)
  await until(`${stage} reaching its end`, async () => {
    const { rowCount } = await holder.query(
      `select 1 from pg_locks where locktype = 'advisory' and objid = ${LOCK} and not granted`,
    )
    return rowCount === 1
  })
  const finished = await finishedSteps(runId)
  await worker.kill()
  await holder.query('truncate held')
  await holder.query('select pg_advisory_unlock($1)', [LOCK])
  worker = await startWorkerProcess(database.url, sharedHome())

  const view = await finish(runId)
  const attempts = await attemptsOf(runId)
  expect(finished).not.toContain(stage)
  expect(attempts.filter((one) => one === stage)).toHaveLength(2)
  for (const done of finished) expect([done, attempts.filter((one) => one === done).length]).toEqual([done, 1])
  expect([...(await readManifest(ctx, projectId, 1))]).toEqual(wanted.manifest)
  expect(page(view)).toEqual(page(wanted.view))
  expect(await ctx.db.projectVersion.count({ where: { projectId } })).toBe(1)
  expect(await ctx.db.message.count({ where: { projectId } })).toBe(2)
}
