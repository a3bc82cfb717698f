import { afterAll, beforeAll, expect, test } from 'vitest'
import { env } from '@/lib/core/env'
import type { AskedView } from '@/lib/domains/evidence/contract'
import { openApi, type TestApi } from '../support/api'
import { newPerson, type Person } from '../support/people'
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process'

/* What is proven is controlled when its user has the version already, also when a worker dies over it. */

let api: TestApi
let worker: WorkerProcess
let ana: Person
const start = (): Promise<WorkerProcess> =>
  startWorkerProcess(env().DATABASE_URL, env().DEVORA_HOME, { EVIDENCE_CONTROLS: 'true' })
beforeAll(async () => {
  api = await openApi()
  worker = await start()
  ana = await newPerson(api)
})
afterAll(async () => {
  await worker?.stop()
  await api?.close()
})

type Told = { id?: string; check?: string; status: string }
const wordsOf = ({ id, check = 'behaviour', status }: Told): string[] =>
  check === 'behaviour' ? [`${id ?? check} ${status}`] : []

test('after the run has ended, the controls follow, and go on when the worker is killed', async () => {
  const { runId, projectId } = (
    await ana.send('POST', '/generate', { body: { prompt: 'A recipe box where members save recipes and rate them' } })
  ).body as { runId: string; projectId: string }
  const asked = async (): Promise<AskedView> => (await ana.send('GET', `/projects/${projectId}/asks`)).body as AskedView
  const run = async (): Promise<unknown> => (await ana.send('GET', `/runs/${runId}`)).body
  await expect.poll(run).toMatchObject({ status: 'completed' })
  expect((await asked()).asks.map(({ result }) => [result.status, result.control])).toEqual([
    ['proven', 'pending'],
    ['proven', 'pending'],
  ])
  // Each was told once, in their order, while the check went on.
  const told = await api.ctx.db.runEvent.findMany({
    where: { runId, type: { in: ['ask', 'check'] } },
    orderBy: { seq: 'asc' },
    select: { data: true },
  })
  expect(told.flatMap(({ data }) => wordsOf(data as Told))).toEqual([
    'behaviour running',
    'a1 proven',
    'a2 proven',
    'behaviour passed',
  ])
  await worker.kill()
  worker = await start()
  await expect
    .poll(async () => (await asked()).asks.map(({ result }) => [result.status, result.control]), { timeout: 240_000 })
    .toEqual([
      ['proven', 'held'],
      ['proven', 'held'],
    ])
  expect(await run()).toMatchObject({ status: 'completed', error: null })
  // Before the controls came the pictures.
  const { asks } = await asked()
  for (const { id, scenarios, pictures } of asks) {
    expect(pictures.map(({ scenario, isTooLarge }) => [scenario, isTooLarge])).toEqual(
      scenarios.map((_, at) => [at, false]),
    )
    const { response } = await ana.send('GET', `/projects/${projectId}/versions/1/asks/${id}/pictures/0`)
    const html = await response.text()
    expect(html).toMatch(/<body[^>]* inert="">/)
    expect(html).toContain('data-devora-found')
    expect(html).toContain('--color-')
  }
})
