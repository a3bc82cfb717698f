import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { transaction } from '@/lib/core/db/db'
import { Superseded, withFence } from '@/lib/core/db/fence'
import { newId } from '@/lib/core/ids'
import { beginCall, failCall, finishCall } from '@/lib/domains/generation/metering/call-store'
import { mayRetry, noteAnswer, noteFailure } from '@/lib/domains/generation/metering/circuit'
import { addMessage } from '@/lib/domains/projects/internal/add-message'
import { storeBlobs } from '@/lib/domains/projects/internal/store-blobs'
import { writeVersion } from '@/lib/domains/projects/internal/write-version'
import { waitForPlan } from '@/lib/domains/runs/internal/confirm-plan'
import { insertRun } from '@/lib/domains/runs/internal/create-run'
import { completeRun, failRun } from '@/lib/domains/runs/internal/finish-run'
import { StageRecorder } from '@/lib/domains/runs/internal/recorder'
import { appendEvents, markStage, readEvents } from '@/lib/domains/runs/store'
import { ModelError } from '@/lib/integrations/models/port'
import { openApi, type TestApi } from '../../support/api'
import { newPerson, type Person } from '../../support/people'

/*
 * Every kind of write that a step makes, tried under the number of an execution that another one has replaced: the
 * database refuses it, by an error that ends the attempt. Under the newest number the same write goes.
 */

let api: TestApi
let ana: Person
let projectId: string
let runId: string
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api?.close())
beforeEach(async () => {
  // A person of its own: how many runs one may have under way is bounded.
  ana = await newPerson(api)
  projectId = ((await ana.send('POST', '/projects', { body: { name: 'One' } })).body as { id: string }).id
  const { ctx } = api
  runId = await insertRun(ctx.db, { ownerId: ana.id, kind: 'generation', projectId, input: {} }, ctx.clock.now())
  await ctx.db.modelTrouble.create({ data: { runId, failedCalls: 1, retries: 1 } })
  await ctx.db.workflowAttempt.create({ data: { workflowId: runId, runId, attempt: 2, takenAt: ctx.clock.now() } })
})

const under = <T>(attempt: number, work: () => Promise<T>): Promise<T> =>
  withFence({ workflowId: runId, attempt }, work)

const CALL = {
  stage: 'frontend',
  attempt: 'att',
  lane: undefined,
  model: 'm',
  payer: 'installation',
  key: 'k',
} as const
const claim = (began: Date) => ({ ...CALL, runId, began })
const usage = { inputTokens: 1, outputTokens: 1, estimated: false }

const WRITES: Record<string, () => Promise<unknown>> = {
  'an event': () => appendEvents(api.ctx.db, runId, [{ type: 'text', stage: 'x', attempt: 'att', text: 'late' }]),
  progress: () => markStage(api.ctx.db, runId, 'deliver', 95, new Date()),
  'a stage that begins': () => StageRecorder.begin(api.ctx, { runId, stage: 'frontend', attempt: 'att', percent: 20 }),
  'the bytes of a file': () => storeBlobs(api.ctx, new Map([['a.txt', newId('attempt')]])),
  'a version': () =>
    writeVersion(api.ctx, { projectId, files: new Map([['a.txt', 'a']]), reason: 'generate', summary: 's', runId }),
  'a message': () => addMessage(api.ctx, { projectId, role: 'assistant', text: 'late', runId }),
  'a call that begins': () =>
    beginCall(api.ctx.db, {
      ...CALL,
      runId,
      reuse: null,
      estimateMicros: 1n,
      budgetMicros: 10n,
      now: new Date(),
    }),
  'a call that ends': () =>
    finishCall(api.ctx.db, claim(new Date()), { answer: {}, usage, costMicros: 5n, now: new Date() }),
  'a call that fails': () => failCall(api.ctx.db, claim(new Date()), { usage, costMicros: 5n, now: new Date() }),
  'a server that fails': () => noteFailure(api.ctx.db, runId, new ModelError('timeout', { about: 'model.cut' })),
  'a further attempt at a server': () => mayRetry(api.ctx.db, runId),
  'a server that answers again': () => noteAnswer(api.ctx.db, runId),
  'a plan to wait with': () => waitForPlan(api.ctx, runId, {}, 'x'),
  'the end': () => completeRun(api.ctx, runId, { version: 1, evidence: 'verified', result: {} }),
  'a failure': () => failRun(api.ctx, runId, { code: 'internal', told: { key: 'run.broke' } }),
}

const all = async () => {
  const { db } = api.ctx
  return {
    run: await db.run.findUnique({ where: { id: runId } }),
    events: await readEvents(db, runId, 0),
    calls: await db.modelCall.findMany({ where: { runId } }),
    trouble: await db.modelTrouble.findMany({ where: { runId } }),
    versions: await db.projectVersion.count({ where: { projectId } }),
    messages: await db.message.count({ where: { projectId } }),
    blobs: await db.fileBlob.count(),
  }
}

test.each(Object.entries(WRITES))(
  '%s of a superseded attempt is refused; of the newest it is kept',
  async (_, write) => {
    const before = await all()
    await expect(under(1, write)).rejects.toBeInstanceOf(Superseded)
    expect(await all()).toEqual(before)
    await under(2, write)
  },
)

test('whoever takes over waits for a write that has begun, so that none lands behind its back', async () => {
  const { db } = api.ctx
  let isTaken = false
  let taking: Promise<unknown> = Promise.resolve()
  await under(2, () =>
    transaction(db, async (tx) => {
      taking = db.$executeRaw`update workflow_attempt set attempt = 3 where "workflowId" = ${runId}`.then(
        () => (isTaken = true),
      )
      await expect
        .poll(async () => {
          const rows = await db.$queryRaw<unknown[]>`
            select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like 'update workflow_attempt%'`
          return rows.length
        })
        .toBe(1)
      expect(isTaken).toBe(false)
      await tx.message.count()
    }),
  )
  await taking
  await expect(under(2, WRITES['an event']!)).rejects.toBeInstanceOf(Superseded)
})

test('what a recorder still holds when its attempt is superseded is never written', async () => {
  const recorder = await under(2, () =>
    StageRecorder.begin(api.ctx, { runId, stage: 'frontend', attempt: 'old', percent: 20 }),
  )
  await api.ctx.db.$executeRaw`update workflow_attempt set attempt = 3 where "workflowId" = ${runId}`
  const before = await readEvents(api.ctx.db, runId, 0)
  await expect(
    under(2, async () => {
      recorder.say({ type: 'text', text: 'late' })
      await recorder.settle()
    }),
  ).rejects.toBeInstanceOf(Superseded)
  expect(await readEvents(api.ctx.db, runId, 0)).toEqual(before)
})
