import { afterAll, beforeAll, expect, test } from 'vitest'
import { env } from '@/lib/core/env'
import { readManifest, readManifestFiles } from '@/lib/domains/projects/read-manifest'
import { initialState, reduceRun, viewRun } from '@/lib/domains/runs/reduce'
import { readEvents } from '@/lib/domains/runs/store'
import { sha256 } from '@/lib/core/crypto'
import { openApi, type TestApi } from '../../support/api'
import { type ModelServer, startModelServer } from '../../support/model-server'
import { goodAnswer, PROMPT } from '../../support/model-team'
import { newPerson } from '../../support/people'
import { startWorkerProcess, type WorkerProcess } from '../../support/worker-process'

/*
 * A worker that freezes in the middle of a run for longer than the others wait, and then goes on: the run is theirs by then. Nothing is
 * delivered or paid twice, the page shows what the bill says, and the one that was replaced ends.
 */

let server: ModelServer
let api: TestApi
const workers: WorkerProcess[] = []
let isHolding = false
let reached: () => void = () => undefined
let release: () => void = () => undefined
const released = new Promise<void>((resolve) => (release = resolve))

beforeAll(async () => {
  server = await startModelServer(async (request) => {
    if (isHolding) {
      reached()
      await released
    }
    return goodAnswer(request)
  })
  const more = { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: 'sk-test-frozen' }
  Object.assign(process.env, more)
  api = await openApi()
  for (let n = 0; n < 2; n++) workers.push(await startWorkerProcess(env().DATABASE_URL, env().DEVORA_HOME, more))
})
afterAll(async () => {
  for (const worker of workers) await worker.kill()
  await api?.close()
  await server?.stop()
})

const heartbeats = async (): Promise<number[]> => (await api.ctx.db.workerHeartbeat.findMany()).map(({ pid }) => pid)
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('a worker that froze and was replaced ends, and its run is as if nothing had happened', async () => {
  const ana = await newPerson(api)
  const { runId, projectId } = (await ana.send('POST', '/generate', { body: { prompt: PROMPT, model: 'gpt-5-mini', planFirst: true } })).body as { runId: string; projectId: string } // prettier-ignore
  const row = () => api.ctx.db.run.findUniqueOrThrow({ where: { id: runId } })
  await expect.poll(async () => (await row()).status, { timeout: 30_000 }).toBe('waiting')
  const writing = new Promise<void>((resolve) => (reached = resolve))
  isHolding = true
  expect((await ana.send('POST', `/runs/${runId}/plan`, { body: {} })).status).toBe(200)
  await writing
  const [{ pid }] = await api.ctx.db.$queryRaw<[{ pid: number }]>`
    select h.pid from dbos.workflow_status w join worker_heartbeat h on h.id = w.executor_id where w.workflow_uuid = ${`${runId}:build`}`
  process.kill(pid, 'SIGSTOP')
  await expect.poll(heartbeats, { timeout: 40_000, interval: 100 }).not.toContain(pid)
  isHolding = false
  release()
  process.kill(pid, 'SIGCONT')
  await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false)
  await expect.poll(async () => (await row()).endedAt, { timeout: 60_000 }).not.toBeNull()

  const run = await row()
  expect(run).toMatchObject({ status: 'completed', error: null })
  const view = viewRun((await readEvents(api.ctx.db, runId, 0, 100_000)).map(({ event }) => event).reduce(reduceRun, initialState))
  expect(view.stages.filter((stage) => stage.status !== 'done' || stage.fallback !== null)).toEqual([])
  const calls = await api.ctx.db.modelCall.findMany({ where: { runId } })
  const months = await api.ctx.db.monthSpend.findMany({ where: { userId: ana.id } })
  const settled = await api.ctx.db.creditEntry.findMany({ where: { runId, kind: 'settle' } })
  const sums = {
    page: view.usage.costMicros,
    calls: calls.reduce((sum, call) => sum + Number(call.costMicros), 0),
    month: months.reduce((sum, month) => sum + Number(month.installationMicros), 0),
    ledger: settled.reduce((sum, entry) => sum - Number(entry.amount), 0),
  }
  const cost = Number(run.costMicros)
  expect(cost).toBeGreaterThan(0)
  expect(sums).toEqual({ page: cost, calls: cost, month: cost, ledger: cost })
  const versions = await api.ctx.db.projectVersion.findMany({ where: { projectId }, select: { reason: true, number: true } })
  expect(versions.map(({ reason }) => reason).sort()).toEqual(['generate', 'scaffold'])
  for (const { number } of versions) {
    const manifest = await readManifest(api.ctx, projectId, number)
    const files = await readManifestFiles(api.ctx, manifest)
    expect([...files].map(([path, bytes]) => [path, sha256(bytes)]).sort()).toEqual([...manifest].map(([path, ref]) => [path, ref.sha256]).sort()) // prettier-ignore
  }
  expect(await api.ctx.db.message.count({ where: { projectId } })).toBe(2)
}, 180_000)
