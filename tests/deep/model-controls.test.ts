import { afterAll, beforeAll, expect, test } from 'vitest'
import { env } from '@/lib/core/env'
import type { AskedView } from '@/lib/domains/evidence/contract'
import type { Message } from '@/lib/domains/projects/contract'
import { openApi, type TestApi } from '../support/api'
import { blindToRatings } from '../support/bad-team'
import { begin, type Bench, type Ended, ended } from '../support/generation'
import type { Answer, ModelRequest } from '../support/model-script'
import { type ModelServer, startModelServer } from '../support/model-server'
import { goodAnswer, PROMPT } from '../support/model-team'
import { newPerson, type Person } from '../support/people'
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process'

/*
 * Controls of what a model says was asked, when a team of models has built it: what its scenarios would miss is proven,
 * what they would not is taken back, where its user reads it too.
 */

const MODEL = 'gpt-5-mini'
let server: ModelServer
let script: (request: ModelRequest) => Answer
let api: TestApi
let worker: WorkerProcess
let ana: Person
let workerEnv: Record<string, string>

beforeAll(async () => {
  server = await startModelServer((request) => script(request))
  const models = { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: 'sk-test-model-controls-0000' }
  Object.assign(process.env, models)
  workerEnv = { ...models, EVIDENCE_CONTROLS: 'true' }
  api = await openApi()
  worker = await startWorkerProcess(env().DATABASE_URL, env().DEVORA_HOME, workerEnv)
  ana = await newPerson(api)
})
afterAll(async () => {
  await worker?.stop()
  await api?.close()
  await server?.stop()
})

type Built = Bench & {
  first: Ended
  /** What is known of each ask: "a1 proven (held)". */
  asked(): Promise<string[]>
  /** What Devora has said. */
  answers(): Promise<string[]>
}
/** A run by the team, until its user has the version; its controls go on. */
async function built(): Promise<Built> {
  const bench = await begin(ana, PROMPT, { model: MODEL })
  const view = async (): Promise<AskedView> => (await ana.send('GET', `/projects/${bench.id}/asks`)).body as AskedView
  return {
    ...bench,
    asked: async () =>
      (await view()).asks.map(({ id, result: { status, control, why } }) => `${id} ${status} (${why ?? control})`),
    answers: async () =>
      ((await ana.send('GET', `/projects/${bench.id}/messages`)).body as { items: Message[] }).items.flatMap((one) =>
        one.role === 'assistant' ? [one.text] : [],
      ),
  }
}
/** Until the controls have come, however long they take. */
async function controlled({ asked }: Built): Promise<string[]> {
  await expect.poll(async () => (await asked()).join(), { timeout: 270_000 }).not.toContain('pending')
  return asked()
}
test('each ask of a good model is missed when it is gone, and the message stays', async () => {
  script = goodAnswer
  const bench = await built()
  const { first, answers } = bench
  expect(first.answer).toMatch(/is ready: .*\n\nAll 3 things you asked for are proven/)
  expect(await controlled(bench)).toEqual(['a1 proven (held)', 'a2 proven (held)', 'a3 proven (held)'])
  expect(await answers()).toEqual([first.answer])
})

const TAKEN = 'a3 unproven (It also passes without the rows of ratings.)'

test('an ask that passes without the thing is taken back, also when the worker dies over it, and once', async () => {
  script = blindToRatings
  const bench = await built()
  const { id, first, asked, answers } = bench
  expect(first.answer).toMatch(/is ready: .*\n\nAll 3 things you asked for are proven/)
  expect((await asked())[2]).toBe('a3 proven (pending)')
  await worker.kill()
  worker = await startWorkerProcess(env().DATABASE_URL, env().DEVORA_HOME, workerEnv)
  const done = ['a1 proven (held)', 'a2 proven (held)', TAKEN]
  expect(await controlled(bench)).toEqual(done)
  const [corrected, ...others] = await answers()
  expect(others).toEqual([])
  const [opening, ...rest] = first.answer.split('\n\n').toSpliced(1, 1)
  expect(corrected!.split('\n\n')).toEqual([
    opening!.replace('is ready', 'is built'),
    '2 of the 3 things you asked for are proven by using the application.',
    'Not proven after all, though I said so at first:\n- “rate them” (It also passes without the rows of ratings)',
    ...rest,
  ])

  // Checked again, all seems proven once more; until its control is back, nothing else is said.
  const { runId } = (await ana.send('POST', `/projects/${id}/versions/2/verify`, { body: {} })).body as {
    runId: string
  }
  await ended(ana, runId)
  expect([(await asked())[2], await answers()]).toEqual(['a3 proven (pending)', [corrected]])
  expect(await controlled(bench)).toEqual(done)
  expect(await answers()).toEqual([corrected])
})
