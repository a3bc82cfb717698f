import { afterAll, beforeAll, expect, test } from 'vitest'
import { env } from '@/lib/core/env'
import type { MonthUsage } from '@/lib/domains/credits/contract'
import { fromStreamPart } from '@/lib/domains/runs/events'
import { initialState, reduceRun, viewRun } from '@/lib/domains/runs/reduce'
import { openApi, problemIn, type TestApi } from '../../support/api'
import { type ModelServer, startModelServer } from '../../support/model-server'
import { goodAnswer, PROMPT } from '../../support/model-team'
import { newPerson, type Person } from '../../support/people'
import { startWorkerProcess, type WorkerProcess } from '../../support/worker-process'

/* Whole runs against the budget of a month: a real worker, the real SDK, a user's own server. */

let server: ModelServer
let api: TestApi
let worker: WorkerProcess

beforeAll(async () => {
  server = await startModelServer((request) =>
    request.path.endsWith('/models') ? { models: [{ id: 'gpt-5-mini' }] } : goodAnswer(request),
  )
  api = await openApi()
  worker = await startWorkerProcess(env().DATABASE_URL, env().DEVORA_HOME, { ALLOW_LOCAL_MODELS: 'true' })
})
afterAll(async () => {
  await worker?.stop()
  await api?.close()
  await server?.stop()
})

type Started = { runId: string; projectId: string }
async function start(person: Person, body: object = {}): Promise<Started> {
  const answer = await person.send('POST', '/generate', { body: { prompt: PROMPT, ...body } })
  expect(answer.status, JSON.stringify(answer.body)).toBe(202)
  return answer.body as Started
}
async function follow(person: Person, { runId }: Started) {
  const text = await (await person.send('GET', `/runs/${runId}/events`)).response.text()
  const events = [...text.matchAll(/^data: (\{.*\})$/gm)].flatMap(
    ([, json]) => fromStreamPart(JSON.parse(json!) as { type: string }) ?? [],
  )
  return viewRun(events.reduce(reduceRun, initialState))
}

test(
  'parallel runs of one person that reach the end of the month say so and end with the built-in generators',
  { tags: ['deep'] },
  async () => {
    const ana = await newPerson(api)
    await ana.send('PATCH', '/settings', {
      body: { model: { baseUrl: server.url, defaultModel: 'gpt-5-mini' }, budget: { monthlyMicros: 1 } },
    })
    // A plan that waits is a run like any other; the last one has no model and notices nothing.
    const started = await Promise.all([start(ana), start(ana), start(ana, { model: 'builtin' })])
    const views = await Promise.all(started.map((one) => follow(ana, one)))
    expect(views.map(({ end }) => [end?.status, end?.evidence])).toEqual(
      Array.from({ length: 3 }, () => ['completed', 'verified']),
    )
    const causes = views.map(({ stages }) => [...new Set(stages.flatMap(({ fallback }) => fallback?.cause ?? []))])
    expect(causes).toEqual([['month'], ['month'], []])
    const calls = await api.ctx.db.modelCall.findMany({ where: { run: { ownerId: ana.id } } })
    expect(calls, 'one answer in all, over every run').toHaveLength(1)
    const usage = (await ana.send('GET', '/usage')).body as MonthUsage
    expect(usage.spentMicros).toBe(Number(calls[0]!.costMicros))
    expect(usage.ownMicros, 'it was their own server').toBe(usage.spentMicros)

    const again = await ana.send('POST', `/runs/${started[0]!.runId}/retry`, { body: {} })
    expect(problemIn(again)).toMatchObject({ status: 402, code: 'budget_spent' })
    await ana.send('PATCH', '/settings', { body: { budget: { monthlyMicros: null } } })
    expect((await ana.send('POST', `/runs/${started[0]!.runId}/retry`, { body: {} })).status).toBe(202)
  },
)
