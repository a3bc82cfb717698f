import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Clock } from '@/lib/core/time'
import type { MonthUsage } from '@/lib/domains/credits/contract'
import { BudgetSpent } from '@/lib/domains/generation/metering/budget-spent'
import { refundStages } from '@/lib/domains/generation/metering/refund-stages'
import { embedderOf } from '@/lib/domains/memory/embedder'
import { meteredPort } from '@/lib/domains/generation/metering/metered-port'
import { insertRun } from '@/lib/domains/runs/internal/create-run'
import type { ModelInfo } from '@/lib/integrations/models/port'
import { openApi, problemIn, type TestApi } from '../../support/api'
import { chatRequest, collect, portTo } from '../../support/model-requests'
import type { Answer } from '../../support/model-script'
import { type ModelServer, startModelServer } from '../../support/model-server'
import { newPerson, type Person } from '../../support/people'

/* The bound of a month over all runs of a person: real Postgres, real HTTP to a stand-in model server. */

const ANSWER = 600
const MOST = 1_000
/** A micro-USD a token of answer: 600 an answer, 1000 at most. */
const info = (model: string): ModelInfo => ({
  ...portTo({ url: 'http://127.0.0.1:9' }).describeModel(model),
  price: { inputMicrosPerMillion: 0, outputMicrosPerMillion: 1_000_000 },
})
const NOVEMBER = new Date('2026-11-21T12:00:00Z')

let api: TestApi
let server: ModelServer
let answer: () => Answer
beforeAll(async () => {
  server = await startModelServer(() => answer())
  api = await openApi()
})
afterAll(async () => {
  await api?.close()
  await server?.stop()
})

type Metered = { runId: string; stage?: string; at?: Date; payer?: 'maker' | 'installation'; model?: ModelInfo }
/** One call of one run, as a stage makes it. */
async function call(metered: Metered): Promise<'answered' | 'run' | 'month' | 'failed'> {
  const { runId, stage = 'frontend', at = NOVEMBER, payer = 'maker', model = info('test-model') } = metered
  const clock: Clock = { now: () => at }
  const port = meteredPort(
    { ...api.ctx, clock },
    {
      runId,
      stage,
      attempt: () => 'att',
      port: portTo(server),
      info: model,
      payer,
      budgetMicros: 100_000,
      reuse: null,
    },
  )
  const { error } = await collect(port.streamText(chatRequest({ maxOutputTokens: MOST })))
  if (error === null) return 'answered'
  if (!(error instanceof BudgetSpent)) return 'failed'
  return error.scope
}
const begin = (person: Person): Promise<string> =>
  insertRun(api.ctx.db, { ownerId: person.id, kind: 'generation', input: {} }, NOVEMBER)
const setBudget = async (person: Person, monthlyMicros: number | null): Promise<void> => {
  expect((await person.send('PATCH', '/settings', { body: { budget: { monthlyMicros } } })).status).toBe(200)
}
/** What a month has cost, by the row that bounds it. */
async function spent(person: Person, month = '2026-11'): Promise<number> {
  const row = await api.ctx.db.monthSpend.findUnique({ where: { userId_month: { userId: person.id, month } } })
  return Number((row?.ownMicros ?? 0n) + (row?.installationMicros ?? 0n))
}
const usual = (): Answer => ({ text: 'Green.', usage: { prompt_tokens: 0, completion_tokens: ANSWER } })

test(
  'a hundred parallel calls of five runs exceed the month by one answer at most, in all',
  { tags: ['deep'] },
  async () => {
    answer = usual
    const ana = await newPerson(api)
    await setBudget(ana, 5_000)
    const runs = await Promise.all(Array.from({ length: 5 }, () => begin(ana)))
    const before = server.requests.length
    const ends = await Promise.all(
      Array.from({ length: 100 }, (_, n) => call({ runId: runs[n % 5]!, stage: `stage ${n}` })),
    )
    const answered = ends.filter((end) => end === 'answered').length
    expect(new Set(ends)).toEqual(new Set(['answered', 'month']))
    expect(server.requests.length - before, 'nobody was asked in vain').toBe(answered)
    expect(await spent(ana)).toBe(answered * ANSWER)
    expect(await spent(ana), 'all of it can be used').toBeGreaterThanOrEqual(5_000)
    expect(await spent(ana)).toBeLessThan(5_000 + ANSWER)
    const costs = await api.ctx.db.run.findMany({ where: { id: { in: runs } }, select: { costMicros: true } })
    expect(costs.reduce((sum, run) => sum + Number(run.costMicros), 0)).toBe(answered * ANSWER)
  },
)

test('each month begins anew, and a call counts in the month in which it began', async () => {
  answer = usual
  const ana = await newPerson(api)
  await setBudget(ana, ANSWER)
  const runId = await begin(ana)
  const lastMoment = new Date('2026-11-30T23:59:59.999Z')
  expect(await call({ runId, stage: 'a', at: lastMoment })).toBe('answered')
  expect(await call({ runId, stage: 'b', at: lastMoment })).toBe('month')
  expect(await call({ runId, stage: 'c', at: new Date('2026-12-01T00:00:00Z') })).toBe('answered')
  expect(await call({ runId, stage: 'd', at: new Date('2026-12-31T23:00:00-05:00') })).toBe('answered')
  expect([await spent(ana), await spent(ana, '2026-12'), await spent(ana, '2027-01')]).toEqual([ANSWER, ANSWER, ANSWER])
})

test('the month of one person is nothing to another, and without a budget nothing is bounded', async () => {
  answer = usual
  const [ana, bob] = await Promise.all([newPerson(api), newPerson(api)])
  await setBudget(ana, 0)
  expect(await call({ runId: await begin(ana) })).toBe('month')
  const his = await begin(bob)
  expect(await Promise.all([1, 2, 3].map((n) => call({ runId: his, stage: `s${n}` })))).toEqual([
    'answered',
    'answered',
    'answered',
  ])
  expect([await spent(ana), await spent(bob)]).toEqual([0, 3 * ANSWER])
})

test('a model that costs nothing is asked also when the month is spent', async () => {
  answer = usual
  const ana = await newPerson(api)
  await setBudget(ana, 0)
  const free = { ...info('test-model'), price: { inputMicrosPerMillion: 0, outputMicrosPerMillion: 0 } }
  expect(await call({ runId: await begin(ana), model: free })).toBe('answered')
})

test('a repair that repaired nothing is given back, a failed call frees its place, and what it cost counts', async () => {
  const ana = await newPerson(api)
  await setBudget(ana, 2 * ANSWER)
  const runId = await begin(ana)
  answer = () => ({ fault: { kind: 'status', status: 400 } })
  expect(await call({ runId, stage: 'a' })).toBe('failed')
  expect(await spent(ana)).toBe(0)
  answer = usual
  expect(await call({ runId, stage: 'frontend (fix 1)' })).toBe('answered')
  expect(await call({ runId, stage: 'b' })).toBe('answered')
  expect(await call({ runId, stage: 'c' })).toBe('month')
  await refundStages(api.ctx.db, runId, ['frontend (fix 1)'])
  // Run again after a crash, it gives nothing back twice.
  await refundStages(api.ctx.db, runId, ['frontend (fix 1)'])
  expect(await spent(ana)).toBe(ANSWER)
  expect(await call({ runId, stage: 'c' })).toBe('answered')
})

test('a call that a run left behind holds no place in the month once the run has ended', async () => {
  answer = usual
  const ana = await newPerson(api)
  await setBudget(ana, MOST + 100)
  const [dead, live] = await Promise.all([begin(ana), begin(ana)])
  await api.ctx.db.modelCall.create({
    data: { runId: dead, key: 'k', stage: 's', model: 'm', estimateMicros: 1_000n, createdAt: NOVEMBER },
  })
  await api.ctx.db.run.update({
    where: { id: dead },
    data: { status: 'cancelled', endedAt: new Date('2026-11-21T11:00:00Z') },
  })
  expect(await call({ runId: live })).toBe('answered')
})

test('GET /usage tells the month, who paid, and the budget; deleting a project takes nothing off', async () => {
  answer = usual
  const [ana, bob] = await Promise.all([newPerson(api), newPerson(api)])
  await setBudget(ana, 2_500_000)
  const now = new Date()
  const month = now.toISOString().slice(0, 7)
  const runId = await begin(ana)
  await call({ runId, stage: 'a', at: now })
  await call({ runId, stage: 'b', at: now, payer: 'installation' })
  await call({ runId, stage: 'c', at: now, payer: 'installation' })
  await api.ctx.db.run.delete({ where: { id: runId } })
  const usage = (await ana.send('GET', '/usage')).body as MonthUsage
  expect(usage).toMatchObject({
    month,
    spentMicros: 3 * ANSWER,
    ownMicros: ANSWER,
    installationMicros: 2 * ANSWER,
    budgetMicros: 2_500_000,
  })
  expect([usage.from.slice(0, 10), usage.until.slice(8)]).toEqual([`${month}-01`, '01T00:00:00.000Z'])
  expect((await bob.send('GET', '/usage')).body).toMatchObject({ spentMicros: 0, budgetMicros: null })
  await setBudget(ana, null)
  expect((await ana.send('GET', '/usage')).body).toMatchObject({ budgetMicros: null })
})

test('a start with a priced model is refused when the month is spent; free ones and the built-in generators go', async () => {
  const ana = await newPerson(api)
  await setBudget(ana, 0)
  answer = () => ({ models: [{ id: 'gpt-5-mini' }] })
  await ana.send('PATCH', '/settings', { body: { model: { baseUrl: server.url, defaultModel: 'gpt-5-mini' } } })
  for (const body of [{ prompt: 'A recipe box' }, { prompt: 'A recipe box', model: 'gpt-5-mini' }]) {
    const refused = problemIn(await ana.send('POST', '/generate', { body }))
    expect(refused).toMatchObject({ status: 402, code: 'budget_spent' })
    expect(refused.detail).toMatch(/\$0\.00.*settings.*built-in.* 1\.$/)
  }
  expect(await api.ctx.db.run.count({ where: { ownerId: ana.id } })).toBe(0)
  expect((await ana.send('POST', '/generate', { body: { prompt: 'A recipe box', model: 'builtin' } })).status).toBe(202)
})

test('embeddings of a run are on its bill and on the month’s, and are not asked when that is spent', async () => {
  answer = () => ({
    vectors: [
      [1, 0],
      [0, 1],
    ],
  })
  const ana = await newPerson(api)
  await setBudget(ana, 1)
  const runId = await begin(ana)
  const port = meteredPort(
    { ...api.ctx, clock: { now: () => NOVEMBER } },
    {
      runId,
      stage: 'context',
      attempt: () => 'att',
      port: portTo(server),
      info: info('test-model'),
      payer: 'maker',
      budgetMicros: 100_000,
      reuse: null,
    },
  )
  const embedder = embedderOf(port, { model: 'text-embedding-3-large' })
  expect(await embedder.embed(['a recipe box', 'dark'])).toEqual([
    [1, 0],
    [0, 1],
  ])
  const request = server.requests.at(-1)!
  expect([request.path, request.model]).toEqual(['/v1/embeddings', 'text-embedding-3-large'])
  const run = await api.ctx.db.run.findUniqueOrThrow({ where: { id: runId } })
  expect(Number(run.costMicros)).toBeGreaterThan(0)
  expect(await spent(ana)).toBe(Number(run.costMicros))
  await expect(embedder.embed(['a', 'b'])).rejects.toBeInstanceOf(BudgetSpent)
  expect(server.requests.at(-1)).toBe(request)
})
