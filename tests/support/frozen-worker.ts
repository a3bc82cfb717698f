import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { env } from '@/lib/core/env'
import { sha256 } from '@/lib/core/crypto'
import { readManifest, readManifestFiles } from '@/lib/domains/projects/internal/read-manifest'
import { initialState, reduceRun, type RunView, viewRun } from '@/lib/domains/runs/reduce'
import { readEvents } from '@/lib/domains/runs/store'
import { openApi, type TestApi } from './api'
import type { Answer, ModelRequest } from './model-script'
import { type ModelServer, startModelServer } from './model-server'
import { goodAnswer, PROMPT } from './model-team'
import { newPerson, type Person } from './people'
import { startWorkerProcess, type WorkerProcess } from './worker-process'

/**
 * Two workers as real processes, one of which is frozen in the middle of a run, replaced by the other, and woken again.
 * What is looked at in the end is everything that the run has left.
 */
export type FreezeRig = {
  api: TestApi
  /**
   * Freezes the worker at work as soon as a model is asked for `isAt`, lets the other replace it, and wakes it.
   * @param more of the request that starts the run; else the team builds an application
   */
  freezeAt(
    isAt: (request: ModelRequest) => boolean,
    patience: 'as it is' | 'none',
    more?: Record<string, unknown>,
  ): Promise<FrozenRun>
  close(): Promise<void>
}
export type FrozenRun = { runId: string; projectId: string; owner: Person; pid: number }

/** Far more than any of it takes; a busy machine is slow. */
const PATIENCE_MS = 90_000

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** @param answer what the models say */
export async function openFreezeRig(answer: (request: ModelRequest) => Answer = goodAnswer): Promise<FreezeRig> {
  let isHere: (request: ModelRequest) => boolean = () => false
  let reached: () => unknown = () => undefined
  let released = Promise.resolve()
  const server: ModelServer = await startModelServer(async (request) => {
    if (isHere(request)) {
      reached()
      await released
    }
    return answer(request)
  })
  const more = { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: 'sk-test-frozen' }
  Object.assign(process.env, more)
  const api = await openApi()
  const workers: WorkerProcess[] = []
  const fill = async (): Promise<void> => {
    const missing = Array.from({ length: 2 - workers.length }, () =>
      startWorkerProcess(env().DATABASE_URL, env().DEVORA_HOME, more),
    )
    workers.push(...(await Promise.all(missing)))
  }

  const beating = async (): Promise<number[]> => (await api.ctx.db.workerHeartbeat.findMany()).map(({ pid }) => pid)

  /** What the database and the workers are at, for whoever looks into a failure. */
  const inside = async (): Promise<string> => {
    const { db } = api.ctx
    const found = {
      workers: workers.map((worker) => [worker.pid, isAlive(worker.pid)]),
      heartbeats: await db.$queryRaw`select id, pid, (now() - "beatAt")::text as silent from worker_heartbeat`,
      attempts: await db.workflowAttempt.findMany(),
      workflows: await db.$queryRaw`
        select workflow_uuid, status, executor_id, queue_name, owner_xid from dbos.workflow_status`,
      sessions: await db.$queryRaw`
        select pid, state, wait_event_type, wait_event, (now() - state_change)::text as since,
          pg_blocking_pids(pid)::text as by, left(query, 160) as query
        from pg_stat_activity where datname = current_database() and state <> 'idle'`,
    }
    return [JSON.stringify(found, null, 1), ...workers.map((worker) => worker.output().slice(-4_000))].join('\n')
  }

  const until = async (what: string, isTrue: () => Promise<boolean>): Promise<void> => {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(50)) if (await isTrue()) return
    throw new Error(`${what}:\n${await inside()}`)
  }

  return {
    api,
    async freezeAt(isAt, patience, request) {
      await fill()
      const owner = await newPerson(api)
      let isReached = false
      reached = () => (isReached = true)
      let release: () => void = () => undefined
      released = new Promise<void>((resolve) => (release = resolve))
      isHere = isAt
      const body = { prompt: PROMPT, model: 'gpt-5-mini', ...request }
      const { runId, projectId } = (await owner.send('POST', '/generate', { body })).body as Record<string, string>
      await until('no model was asked', async () => isReached)
      const [{ pid }] = await api.ctx.db.$queryRaw<[{ pid: number }]>`
        select h.pid from dbos.workflow_status w join worker_heartbeat h on h.id = w.executor_id
        where w.workflow_uuid = ${runId}`
      process.kill(pid, 'SIGSTOP')
      if (patience === 'none')
        await api.ctx.db.workerHeartbeat.updateMany({ where: { pid }, data: { beatAt: new Date(0) } })
      await until('it was not replaced', async () => !(await beating()).includes(pid))
      isHere = () => false
      release()
      process.kill(pid, 'SIGCONT')
      await until('it did not end', async () => !isAlive(pid))
      workers.splice(
        workers.findIndex((worker) => worker.pid === pid),
        1,
      )
      const isEnded = async () => (await api.ctx.db.run.findUniqueOrThrow({ where: { id: runId! } })).endedAt !== null
      await until('the run did not end', isEnded)
      return { runId: runId!, projectId: projectId!, owner, pid }
    },
    async close() {
      for (const worker of workers) await worker.kill()
      await api.close()
      await server.stop()
    },
  }
}

/** The run as a page shows it. */
export const viewOf = async (api: TestApi, runId: string): Promise<RunView> =>
  viewRun((await readEvents(api.ctx.db, runId, 0, 100_000)).map(({ event }) => event).reduce(reduceRun, initialState))

/** The run is as if nothing had happened: on the page, on the bill, in the project and in the conversation. */
export async function expectUndisturbed(api: TestApi, { runId, projectId, owner }: FrozenRun): Promise<void> {
  const { db } = api.ctx
  const run = await db.run.findUniqueOrThrow({ where: { id: runId } })
  expect(run).toMatchObject({ status: 'completed', error: null })
  const view = await viewOf(api, runId)
  expect(view.end).toMatchObject({ status: 'completed', evidence: 'verified' })
  expect(view.stages.filter((stage) => stage.status !== 'done' || stage.fallback !== null)).toEqual([])
  await expectOneBill(api, { runId, owner }, view)
  const versions = await db.projectVersion.findMany({ where: { projectId }, select: { reason: true, number: true } })
  expect(versions.map(({ reason }) => reason).sort()).toEqual(['generate', 'scaffold'])
  for (const { number } of versions) {
    const manifest = await readManifest(api.ctx, projectId, number)
    const files = await readManifestFiles(api.ctx, manifest)
    const hashes = [...files].map(([path, bytes]) => [path, sha256(bytes)] as const)
    expect(new Map(hashes)).toEqual(new Map([...manifest].map(([path, ref]) => [path, ref.sha256])))
  }
  expect(await db.message.count({ where: { projectId } })).toBe(2)
}

/** Page, month and ledger say the same, and calls no more than that. */
export async function expectOneBill(
  api: TestApi,
  { runId, owner }: Pick<FrozenRun, 'runId' | 'owner'>,
  view: RunView,
): Promise<void> {
  const { db } = api.ctx
  const run = await db.run.findUniqueOrThrow({ where: { id: runId } })
  const calls = await db.modelCall.findMany({ where: { runId } })
  const months = await db.monthSpend.findMany({ where: { userId: owner.id } })
  const settled = await db.creditEntry.findMany({ where: { runId, kind: 'settle' } })
  const cost = Number(run.costMicros)
  expect(cost).toBeGreaterThan(0)
  expect({
    page: view.usage.costMicros,
    month: months.reduce((sum, month) => sum + Number(month.installationMicros), 0),
    ledger: settled.reduce((sum, entry) => sum - Number(entry.amount), 0),
  }).toEqual({ page: cost, month: cost, ledger: cost })
  // Whoever thaws before another one has taken its call over gives it up: it was paid for, and has no row any more.
  expect(calls.reduce((sum, call) => sum + Number(call.costMicros), 0)).toBeLessThanOrEqual(cost)
}
