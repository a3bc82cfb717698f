import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeContext, type Ctx, createContext } from '../../../lib/context'
import { newId } from '../../../lib/core/ids'
import { cancelRun } from '../../../lib/domains/runs/cancel-run'
import { enqueueRun, insertRun } from '../../../lib/domains/runs/internal/create-run'
import type { RunEvent } from '../../../lib/domains/runs/events'
import { completeRun } from '../../../lib/domains/runs/internal/finish-run'
import { followRun } from '../../../lib/domains/runs/follow-run'
import { readRunState } from '../../../lib/domains/runs/read-run-state'
import { StageRecorder } from '../../../lib/domains/runs/internal/recorder'
import { initialState, reduceRun, viewRun } from '../../../lib/domains/runs/reduce'
import { appendEvents, readEvents } from '../../../lib/domains/runs/store'
import { sweepRuns } from '../../../lib/domains/runs/internal/sweep-runs'
import { defineBranch, defineRun, defineSchedule } from '../../../lib/engine/define'
import { startWorker, type Worker } from '../../../lib/engine/worker'
import { systemFor } from '../../../lib/http/principal'
import { createTestDatabase, type TestDatabase } from '../../support/database'

let database: TestDatabase
let ctx: Ctx
let worker: Worker
let ownerId: string
let ticks = 0

beforeAll(async () => {
  database = await createTestDatabase()
  ctx = await createContext({
    databaseUrl: database.url,
    logLevel: 'silent',
    secret: 'x'.repeat(40),
    encryptionKey: Buffer.alloc(32, 7).toString('base64'),
    models: { ALLOW_LOCAL_MODELS: true, OLLAMA_CONTEXT_LENGTH: 32_768 },
    home: '/nowhere',
    process: 'test',
  })
  ownerId = newId('user')
  await ctx.db.user.create({ data: { id: ownerId, email: 'maker@example.com', passwordHash: 'none' } })

  const branch = defineBranch('test.branch', (scope, input: { name: string }) =>
    scope.step(input.name, async (step) => {
      const recorder = await StageRecorder.begin(ctx, {
        runId: scope.runId,
        stage: input.name,
        attempt: step.attempt,
        percent: 50,
      })
      for (let n = 0; n < 20; n++) recorder.say({ type: 'text', text: `${input.name}${n} ` })
      await recorder.settle()
      return input.name.toUpperCase()
    }),
  )
  defineRun('test.parallel', async (scope) => {
    const started = [
      await branch.start(scope, 'left', { name: 'left' }),
      await branch.start(scope, 'right', { name: 'right' }),
    ]
    const results: string[] = []
    for (const one of started) results.push(await one.result())
    await scope.step(
      'end',
      async () =>
        void (await completeRun(ctx, scope.runId, { version: 1, evidence: results.join(), result: { results } })),
    )
  })
  defineRun('test.endless', async (scope) => {
    await scope.step('wait', async (step) => {
      const recorder = await StageRecorder.begin(ctx, {
        runId: scope.runId,
        stage: 'wait',
        attempt: step.attempt,
        percent: 1,
      })
      await recorder.settle()
      await new Promise((_, reject) => step.signal.addEventListener('abort', () => reject(new Error('told to stop'))))
    })
  })
  defineSchedule('test.tick', '* * * * * *', async (scope) => {
    await scope.step('tick', async () => void (ticks += 1))
  })
  worker = await startWorker({
    databaseUrl: database.url,
    db: ctx.db,
    onLost: () => undefined,
    log: ctx.log,
    concurrency: 4,
    onBeat: () => sweepRuns(ctx),
  })
})

afterAll(async () => {
  await worker?.stop()
  if (ctx !== undefined) await closeContext(ctx)
  await database?.drop()
})

const who = () => systemFor(ownerId)
const start = (kind: string) => insertRun(ctx.db, { ownerId, kind, input: {} }, ctx.clock.now())

/** The stream as a client reads it: ids and parts in order. */
async function readStream(runId: string, after = 0): Promise<Array<{ id: number | null; data: unknown }>> {
  const stream = await followRun(ctx, who(), { id: runId, after, signal: AbortSignal.timeout(15_000) })
  const text = await new Response(stream).text()
  return text
    .split('\n\n')
    .filter((block) => block !== '' && !block.startsWith(':'))
    .map((block) => {
      const id = /^id: (\d+)$/m.exec(block)?.[1]
      const data = /^data: (.*)$/m.exec(block)?.[1] ?? ''
      return {
        id: id === undefined ? null : Number(id),
        data: data === '[DONE]' ? data : (JSON.parse(data) as unknown),
      }
    })
}

test('a run with parallel branches ends with every event, numbered without gaps, and replays from any of them', async () => {
  const runId = await start('test.parallel')
  await enqueueRun(ctx, { id: runId, kind: 'test.parallel', ownerId })
  const whole = await readStream(runId)
  const ids = whole.flatMap((part) => (part.id === null ? [] : [part.id]))
  expect(ids).toEqual(ids.map((_, index) => index + 1))
  expect(whole[0]?.data).toEqual({ type: 'start', messageId: runId })
  expect(whole.slice(-3).map((part) => (part.data as { type?: string }).type ?? part.data)).toEqual([
    'data-end',
    'finish',
    '[DONE]',
  ])
  expect(ids).toHaveLength(2 * (2 + 20) + 1)
  const middle = ids[Math.floor(ids.length / 2)]!
  const rest = await readStream(runId, middle)
  expect(rest.filter((part) => part.id !== null)).toEqual(whole.filter((part) => part.id !== null && part.id > middle))
  expect(await readStream(runId, ids.at(-1)!)).toEqual([whole[0], ...whole.slice(-2)])
})

test('a page that is drawn on the server has all of a run, and knows where to go on', async () => {
  const runId = await start('test.parallel')
  const waiting = await readRunState(ctx, who(), { id: runId })
  expect(waiting).toEqual({ runId, state: initialState, seq: 0 })
  await enqueueRun(ctx, { id: runId, kind: 'test.parallel', ownerId })
  await readStream(runId)
  const ended = await readRunState(ctx, who(), { id: runId })
  const events = await readEvents(ctx.db, runId, 0)
  expect(ended.seq).toBe(events.at(-1)?.seq)
  expect(viewRun(ended.state)).toEqual(viewRun(events.map(({ event }) => event).reduce(reduceRun, initialState)))
  expect(viewRun(ended.state).end?.status).toBe('completed')
  await expect(readRunState(ctx, systemFor(newId('user')), { id: runId })).rejects.toMatchObject({ code: 'not_found' })
})

test('a run whose enqueue never happened is started by the sweep', async () => {
  const runId = await insertRun(ctx.db, { ownerId, kind: 'test.parallel', input: {} }, new Date(Date.now() - 60_000))
  const events = await readStream(runId)
  expect(events.at(-1)?.data).toBe('[DONE]')
})

test('a second enqueue of the same run does nothing', async () => {
  const runId = await start('test.parallel')
  await Promise.all([1, 2, 3].map(() => enqueueRun(ctx, { id: runId, kind: 'test.parallel', ownerId })))
  const events = await readStream(runId)
  expect(events.filter((part) => (part.data as { type?: string }).type === 'data-attempt')).toHaveLength(2)
})

test('cancel ends the stream at once, tells the step, and nothing is said afterwards', async () => {
  const runId = await start('test.endless')
  await enqueueRun(ctx, { id: runId, kind: 'test.endless', ownerId })
  while ((await readEvents(ctx.db, runId, 0)).length < 2) await new Promise((resolve) => setTimeout(resolve, 20))
  const ended = await cancelRun(ctx, who(), { id: runId })
  expect(ended.status).toBe('cancelled')
  const before = await readEvents(ctx.db, runId, 0)
  expect(before.at(-1)?.event).toMatchObject({ type: 'end', status: 'cancelled' })
  await appendEvents(ctx.db, runId, [
    { type: 'text', stage: 'wait', attempt: 'x', text: 'too late' } satisfies RunEvent,
  ])
  expect(await readEvents(ctx.db, runId, 0)).toEqual(before)
  await expect(cancelRun(ctx, who(), { id: runId })).rejects.toMatchObject({ code: 'run_finished' })
  await expect(cancelRun(ctx, systemFor(newId('user')), { id: runId })).rejects.toMatchObject({ code: 'not_found' })
})

test('what somebody without a heartbeat is at is taken over: a worker thawed late can take work without being known', async () => {
  const runId = await start('test.parallel')
  await enqueueRun(ctx, { id: runId, kind: 'test.parallel', ownerId })
  const row = async () => {
    const [found] = await ctx.db.$queryRaw<[{ status: string; executor: string }]>`
      select status, executor_id as executor from dbos.workflow_status where workflow_uuid = ${runId}`
    return found
  }
  await expect.poll(row).toEqual({ status: 'SUCCESS', executor: worker.id })
  await ctx.db.$executeRaw`
    update dbos.workflow_status set status = 'PENDING', executor_id = 'nobody', output = null
    where workflow_uuid = ${runId}`
  await expect.poll(row).toEqual({ status: 'SUCCESS', executor: worker.id })
}, 45_000)

test('what was defined to run by the clock is started by it, as a durable run under a number of its own', async () => {
  await expect.poll(() => ticks, { timeout: 60_000 }).toBeGreaterThan(1)
  const rows = await ctx.db.workflowAttempt.findMany({ where: { runId: { contains: 'test.tick' } } })
  expect(rows.length).toBeGreaterThan(1)
  expect(await ctx.engine.forget(new Date(Date.now() + 60_000), 1)).toBe(1)
})
