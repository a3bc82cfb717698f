import { afterAll, beforeAll, expect, test } from 'vitest'
import { transaction } from '@/lib/core/db/db'
import { reserveCredit } from '@/lib/domains/credits/internal/reserve-credit'
import { forgetCalls } from '@/lib/domains/generation/metering/call-store'
import { RunEnded } from '@/lib/domains/generation/metering/run-ended'
import { meteredPort } from '@/lib/domains/generation/metering/metered-port'
import { insertRun } from '@/lib/domains/runs/internal/create-run'
import { failRun } from '@/lib/domains/runs/internal/finish-run'
import { readEvents } from '@/lib/domains/runs/store'
import type { ModelInfo } from '@/lib/integrations/models/port'
import { openApi, type TestApi } from '../../support/api'
import { chatRequest, collect, portTo } from '../../support/model-requests'
import type { Answer } from '../../support/model-script'
import { type ModelServer, startModelServer } from '../../support/model-server'
import { newPerson, type Person } from '../../support/people'

/*
 * Two executions of one stage: a worker that froze in the middle of a call, was taken for dead and replaced, and goes
 * on. Whatever the order in which they end, one answer is kept and one is paid for.
 */

const ANSWER = 600
const info: ModelInfo = {
  ...portTo({ url: 'http://127.0.0.1:9' }).describeModel('test-model'),
  price: { inputMicrosPerMillion: 0, outputMicrosPerMillion: 1_000_000 },
}
const usage = { prompt_tokens: 0, completion_tokens: ANSWER }

let api: TestApi
let server: ModelServer
let answer: (asked: number) => Answer | Promise<Answer>
let asked = 0
beforeAll(async () => {
  server = await startModelServer(() => answer(asked++))
  api = await openApi()
})
afterAll(async () => {
  await api?.close()
  await server?.stop()
})

const begin = (person: Person): Promise<string> =>
  insertRun(api.ctx.db, { ownerId: person.id, kind: 'generation', input: {} }, new Date())
/** One execution of a stage that makes one call; what two of them disagree about is when they looked at the clock. */
const execute = (runId: string, signal?: AbortSignal) => {
  const port = meteredPort(api.ctx, {
    runId,
    stage: 'frontend',
    attempt: () => 'att',
    port: portTo(server),
    info,
    payer: 'installation',
    budgetMicros: 100_000,
    reuse: null,
  })
  return collect(port.streamText(chatRequest({ maxOutputTokens: 1_000, ...(signal && { signal }) })))
}
const callsOf = (runId: string) => api.ctx.db.modelCall.findMany({ where: { runId } })
/** What was paid by each of those who count, and what the page was told of it; nobody tells it once a run has ended. */
async function spent(person: Person, runId: string): Promise<Record<'run' | 'month' | 'calls' | 'page', number>> {
  const [run, months, calls, events] = await Promise.all([
    api.ctx.db.run.findUniqueOrThrow({ where: { id: runId } }),
    api.ctx.db.monthSpend.findMany({ where: { userId: person.id } }),
    callsOf(runId),
    readEvents(api.ctx.db, runId, 0),
  ])
  const sum = (all: bigint[]): number => Number(all.reduce((total, one) => total + one, 0n))
  return {
    run: Number(run.costMicros),
    month: sum(months.map((one) => one.installationMicros)),
    calls: sum(calls.map((one) => one.costMicros)),
    page: events.reduce((total, { event }) => total + (event.type === 'usage' ? (event.costMicros ?? 0) : 0), 0),
  }
}

/** Two executions whose calls are under way at the same moment; each is let go by hand. */
async function twoAtOnce(runId: string, isForgotten: boolean, signal?: AbortSignal) {
  asked = 0
  const gates = [0, 1].map(() => {
    let open: (answer: Answer) => void = () => undefined
    let arrive: () => void = () => undefined
    const answered = new Promise<Answer>((resolve) => (open = resolve))
    const arrived = new Promise<void>((resolve) => (arrive = resolve))
    return { open, answered, arrive, arrived }
  })
  answer = (index) => {
    gates[index]!.arrive()
    return gates[index]!.answered
  }
  const frozen = execute(runId, signal)
  await gates[0]!.arrived
  if (isForgotten) await forgetCalls(api.ctx.db, runId, 'frontend')
  const next = execute(runId)
  await gates[1]!.arrived
  return { frozen, next, open: gates.map((gate) => gate.open) }
}

test.each([
  { order: 'the frozen one first', first: 0, isForgotten: true },
  { order: 'the frozen one last', first: 1, isForgotten: true },
  { order: 'the frozen one first, its call never forgotten', first: 0, isForgotten: false },
])('two executions of one call are paid for once: $order', async ({ first, isForgotten }) => {
  const ana = await newPerson(api)
  const runId = await begin(ana)
  const two = await twoAtOnce(runId, isForgotten)
  two.open[first]!({ text: 'one', usage })
  await (first === 0 ? two.frozen : two.next)
  two.open[1 - first]!({ text: 'two', usage })
  await Promise.all([two.frozen, two.next])
  expect(await spent(ana, runId)).toEqual({ run: ANSWER, month: ANSWER, calls: ANSWER, page: ANSWER })
  asked = 0
  answer = () => ({ fault: { kind: 'status', status: 500 } })
  expect((await execute(runId)).error, 'it is known now, and not asked again').toBeNull()
})

test('a frozen execution that fails takes nothing from the one that replaced it', async () => {
  const ana = await newPerson(api)
  const runId = await begin(ana)
  const stop = new AbortController()
  const two = await twoAtOnce(runId, true, stop.signal)
  stop.abort()
  expect((await two.frozen).error).not.toBeNull()
  expect(await callsOf(runId), 'the call of the other one still stands in the budget').toHaveLength(1)
  two.open[1]!({ text: 'fine', usage })
  expect((await two.next).error).toBeNull()
  two.open[0]!({ text: 'too late', usage })
  expect(await spent(ana, runId)).toEqual({ run: ANSWER, month: ANSWER, calls: ANSWER, page: ANSWER })
})

test('an ended run asks nothing more, and an answer that was under way is in the ledger', async () => {
  const ana = await newPerson(api)
  const runId = await begin(ana)
  await transaction(api.ctx.db, (tx) =>
    reserveCredit(tx, { userId: ana.id, runId, amountMicros: 100_000, now: new Date() }),
  )
  const two = await twoAtOnce(runId, true)
  await failRun(api.ctx, runId, { code: 'internal', told: { key: 'run.broke' } })
  for (const open of two.open) open({ text: 'late', usage })
  await Promise.all([two.frozen, two.next])
  expect(await spent(ana, runId)).toEqual({ run: ANSWER, month: ANSWER, calls: ANSWER, page: 0 })
  const entries = await api.ctx.db.creditEntry.findMany({ where: { runId, kind: 'settle' } })
  expect(entries.reduce((sum, one) => sum - Number(one.amount), 0)).toBe(ANSWER)
  const all = await api.ctx.db.creditEntry.findMany({ where: { userId: ana.id } })
  const account = await api.ctx.db.creditAccount.findUniqueOrThrow({ where: { userId: ana.id } })
  expect(all.reduce((sum, one) => sum + one.amount, 0n)).toBe(account.balance)

  const stranger = meteredPort(api.ctx, {
    runId,
    stage: 'backend',
    attempt: () => 'att',
    port: portTo(server),
    info,
    payer: 'installation',
    budgetMicros: 100_000,
    reuse: null,
  })
  const before = server.requests.length
  expect((await collect(stranger.streamText(chatRequest()))).error).toBeInstanceOf(RunEnded)
  expect(server.requests).toHaveLength(before)
})
