import { afterAll, beforeAll, expect, test } from 'vitest'
import { env } from '@/lib/core/env'
import type { AskedView } from '@/lib/domains/evidence/contract'
import { openApi, type TestApi } from '../support/api'
import { asking, hardCoding, isRepair } from '../support/bad-team'
import { begin, type Bench, type Ended } from '../support/generation'
import type { Answer, ModelRequest } from '../support/model-script'
import { type ModelServer, startModelServer } from '../support/model-server'
import { ASKS, goodAnswer, PROMPT, stageOf } from '../support/model-team'
import { newPerson, type Person } from '../support/people'
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process'

/*
 * Whole runs of models that plan or write badly: what nobody asked for, what is missing and what only looks as if it
 * worked is found each time, and repaired or told. (What is mended before anything is written, and an application that
 * only says that it saves, are in integration/generation/model-asks and model-run.)
 */

const MODEL = 'gpt-5-mini'
let server: ModelServer
let script: (request: ModelRequest) => Answer
let api: TestApi
let worker: WorkerProcess
let ana: Person

beforeAll(async () => {
  server = await startModelServer((request) => script(request))
  const more = { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: 'sk-test-bad-models-0000' }
  Object.assign(process.env, more)
  api = await openApi()
  worker = await startWorkerProcess(env().DATABASE_URL, env().DEVORA_HOME, more)
})
afterAll(async () => {
  await worker?.stop()
  await api?.close()
  await server?.stop()
})

async function run(prompt: string): Promise<Bench & { first: Ended; asked: AskedView }> {
  ana = await newPerson(api)
  server.requests.length = 0
  const bench = await begin(ana, prompt, { model: MODEL })
  return { ...bench, asked: (await ana.send('GET', `/projects/${bench.id}/asks`)).body as AskedView }
}
test('an ask that a model misses is told, and nothing is called ready', async () => {
  script = asking({ ...ASKS, asks: ASKS.asks.slice(0, 2) })
  const { first, asked } = await run(PROMPT)
  expect(asked.asked).toMatchObject({ asks: 2, proven: 2, notUnderstood: 1 })
  expect(first.answer).toContain('Not understood, so nothing was made of these words:\n- “rate”')
  expect(first.answer).not.toContain('is ready')
  expect(first.answer).toContain('Beside what you asked for, it keeps: ratings.')
})

test('a table that a model invents is told', async () => {
  script = asking({ ...ASKS, asks: ASKS.asks.slice(0, 1) })
  const { first, asked } = await run('A recipe box where members save recipes')
  expect(asked.asked).toMatchObject({ asks: 1, notUnderstood: 1 })
  expect(first.answer).toContain('Beside what you asked for, it keeps: ingredients, ratings.')
})

test('an ask whose scenario asserts nothing is not proven, and that is told', async () => {
  const [first, ...others] = ASKS.asks
  const blind = first!.scenarios.map((one) => ({ ...one, steps: one.steps.slice(0, 3) }))
  script = asking({ ...ASKS, asks: [{ ...first!, scenarios: blind }, ...others] })
  const made = await run(PROMPT)
  expect(made.asked.asked).toMatchObject({ asks: 3, proven: 2, unproven: 1 })
  expect(made.first.answer).toContain('“members save” (No model wrote a scenario that shows it)')
})

test('words that nobody said are made nothing of', async () => {
  const [first, second, third] = ASKS.asks
  script = asking({ ...ASKS, asks: [first!, second!, { ...third!, quotes: ['pay the chef'] }] })
  const { asked } = await run(PROMPT)
  expect(asked.asks.map(({ spans }) => spans.map(({ text }) => text))).toEqual([
    ['members save'],
    ['recipes with ingredients'],
  ])
})

test('a page that knows beforehand what is looked for is found, and repaired', async () => {
  script = hardCoding()(goodAnswer)
  const { first, asked } = await run(PROMPT)
  expect(first.run.result).toMatchObject({ status: 'verified' })
  expect(asked.asked).toMatchObject({ asks: 3, proven: 3 })
  expect(server.requests.filter(isRepair).map(stageOf)).toContain('frontend')
})

test('what no model repairs is told as what does not work', async () => {
  script = hardCoding(() => ({ text: '<none/>' }))(goodAnswer)
  const { first, asked } = await run(PROMPT)
  expect(first.run.result).toMatchObject({ status: 'incomplete' })
  expect(asked.asked!.failed).toBeGreaterThan(0)
  expect(first.answer).toContain('Built, but it does not work when it is tried:\n- “members save”')
})

test('a model that says nothing of what was asked leaves the spans to the built-in reader, and nothing proven', async () => {
  script = asking({ asks: [], context: [], earlier: [] })
  const { asked, first } = await run(PROMPT)
  expect(asked.asked).toMatchObject({ asks: 3, proven: 0, unproven: 3 })
  expect(first.answer).toContain('Nothing of what you asked for is proven')
})
