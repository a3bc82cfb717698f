import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { env } from '@/lib/core/env'
import { openApi, problemIn, type TestApi } from '../../support/api'
import { type Answer, type ModelRequest, PROSE } from '../../support/model-script'
import { type ModelServer, startModelServer } from '../../support/model-server'
import {
  filesOf,
  goodAnswer,
  inProtocol,
  partOf,
  partsOf,
  PROMPT,
  stageOf,
  type TeamStage,
} from '../../support/model-team'
import { newPerson, type Person } from '../../support/people'
import { pretending } from '../../support/bad-team'
import { startWorkerProcess, type WorkerProcess } from '../../support/worker-process'
import type { AskedView } from '@/lib/domains/evidence/contract'
import { fromStreamPart } from '@/lib/domains/runs/events'
import { initialState, reduceRun, type RunView, viewRun } from '@/lib/domains/runs/reduce'

/*
 * Runs whose stages are written by a model: a real server speaking the real protocol, the real SDK, a real worker that
 * is really killed.
 */

const KEY = 'sk-canary-5b1f7c93d2'
let server: ModelServer
let script: (request: ModelRequest) => Answer | Promise<Answer>
let api: TestApi
let worker: WorkerProcess
let ana: Person
let workerEnv: Record<string, string>

beforeAll(async () => {
  server = await startModelServer((request) => script(request))
  workerEnv = { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: KEY }
  Object.assign(process.env, workerEnv)
  api = await openApi()
  worker = await startWorkerProcess(env().DATABASE_URL, env().DEVORA_HOME, workerEnv)
})
afterAll(async () => {
  await worker?.stop()
  await api?.close()
  await server?.stop()
})
afterEach(() => {
  server.requests.length = 0
})

const goodModel = goodAnswer
/** How many calls a stage makes: front end and back end are written in parts, side by side. */
const callsOf = (stage: TeamStage): number => (stage === 'frontend' || stage === 'backend' ? partsOf(stage).length : 1)

type Part = { type: string; data: Record<string, unknown> }
async function run(body: Record<string, unknown>): Promise<{
  runId: string
  projectId: string
  parts: Part[]
  end: Record<string, unknown>
  run: Record<string, unknown>
}> {
  const answer = await ana.send('POST', '/generate', { body: { prompt: PROMPT, ...body } })
  expect(answer.status, JSON.stringify(answer.body)).toBe(202)
  return follow(answer.body as { runId: string; projectId: string })
}
async function follow({ runId, projectId }: { runId: string; projectId: string }) {
  const text = await (await ana.send('GET', `/runs/${runId}/events`)).response.text()
  const parts = [...text.matchAll(/^data: (\{.*\})$/gm)].map(([, json]) => JSON.parse(json!) as Part)
  const end = parts.findLast((part) => part.type === 'data-end')?.data ?? {}
  return {
    runId,
    projectId,
    parts,
    end,
    run: (await ana.send('GET', `/runs/${runId}`)).body as Record<string, unknown>,
  }
}
const askedOf = async (projectId: string): Promise<AskedView> =>
  (await ana.send('GET', `/projects/${projectId}/asks`)).body as AskedView
const makers = (parts: Part[]): Record<string, unknown> =>
  Object.fromEntries(
    parts.flatMap(({ type, data }) =>
      type === 'data-stage' && data['status'] !== 'running' && data['maker'] !== undefined
        ? [[data['stage'], data['maker']]]
        : [],
    ),
  )

/** The page's picture of a run. */
const shown = (parts: Part[]): RunView =>
  viewRun(parts.flatMap((part) => fromStreamPart(part) ?? []).reduce(reduceRun, initialState))

describe('a run by a model', () => {
  beforeAll(async () => {
    ana = await newPerson(api)
  })

  test('writes with the model, delivers a scaffold first, and bills what it used', async () => {
    script = goodModel
    const done = await run({ model: 'gpt-5-mini' })
    expect(done.end).toMatchObject({ status: 'completed', version: 2, evidence: 'verified' })
    // What was asked is proven by using what the models wrote.
    expect((await askedOf(done.projectId)).asked).toMatchObject({ asks: 3, proven: 3, notUnderstood: 0 })
    expect(makers(done.parts)).toMatchObject({
      asks: 'gpt-5-mini',
      frontend: 'gpt-5-mini',
      backend: 'gpt-5-mini',
      database: 'gpt-5-mini',
    })
    expect(done.parts.some((part) => part.type === 'data-usage')).toBe(true)
    const versions = (await ana.send('GET', `/projects/${done.projectId}/versions`)).body as {
      items: Array<{ reason: string }>
    }
    expect(versions.items.map((version) => version.reason)).toEqual(['generate', 'scaffold'])
    // Whoever watches hears of the scaffold while the models write.
    expect(shown(done.parts).draft).toBe(1)
    const cost = done.run['costMicros'] as number
    expect(cost).toBeGreaterThan(0)
    expect(shown(done.parts).usage).toEqual({ ...(done.run['usage'] as object), costMicros: cost })
    const credits = (await ana.send('GET', '/credits')).body as {
      balanceMicros: number
      items: Array<{ kind: string; amountMicros: number }>
    }
    expect(credits.items.map((entry) => entry.kind).sort()).toEqual(['grant', 'release', 'reserve', 'settle'])
    expect(credits.items.find((entry) => entry.kind === 'settle')!.amountMicros).toBe(-cost)
    expect(credits.balanceMicros).toBe(credits.items.reduce((sum, entry) => sum + entry.amountMicros, 0))
  })

  test(
    'a model that only talks gives way to the built-in generators, and the version is verified all the same',
    { tags: ['deep'] },
    async () => {
      script = () => ({ text: PROSE })
      const done = await run({ model: 'gpt-5-mini' })
      expect(done.end).toMatchObject({ status: 'completed', evidence: 'verified' })
      const builtin = { architect: 'builtin', frontend: 'builtin', backend: 'builtin', database: 'builtin' }
      expect(makers(done.parts)).toMatchObject(builtin)
      // The page says why, goes on showing what the talk has cost, and the project's own plan names who wrote it in the
      // end.
      const view = shown(done.parts)
      expect(view.stages.find(({ stage }) => stage === 'frontend')?.fallback?.cause).toBe('answer')
      expect(view.usage.costMicros).toBe(done.run['costMicros'])
      const plan = (await ana.send('GET', `/projects/${done.projectId}/files/devora.json`)).body as { content: string }
      expect((JSON.parse(plan.content) as { makers: unknown }).makers).toEqual(builtin)
    },
  )

  test('nothing is asked once the budget is spent', { tags: ['deep'] }, async () => {
    script = goodModel
    const done = await run({ model: 'gpt-5-mini', budgetMicros: 1_000 })
    expect(done.end).toMatchObject({ status: 'completed', evidence: 'verified' })
    const most = Math.max(
      0,
      ...(await api.ctx.db.modelCall.findMany({ where: { runId: done.runId } })).map((call) => Number(call.costMicros)),
    )
    expect(done.run['costMicros'] as number).toBeLessThan(1_000 + Math.max(most, 1))
    expect(server.requests.filter((request) => request.path.endsWith('/chat/completions')).length).toBeLessThan(8)
    const spent = shown(done.parts).stages.flatMap(({ fallback }) =>
      fallback?.cause === 'budget' ? [fallback.message] : [],
    )
    expect(spent[0]).toBe('The budget of this run, $0.0010, is spent.')
  })

  test('a model nobody has is refused by name, and without credit nothing starts', async () => {
    const poor = await newPerson(api)
    const before = await api.ctx.db.run.count()
    const answer = await poor.send('POST', '/generate', {
      body: { prompt: PROMPT, model: 'gpt-5-mini', budgetMicros: 50_000_000 },
    })
    expect([answer.status, problemIn(answer).code]).toEqual([402, 'insufficient_credit'])
    expect(await api.ctx.db.run.count()).toBe(before)
    expect(await api.ctx.db.project.count({ where: { ownerId: poor.id } })).toBe(0)
  })

  // Every day a run is killed during its model's call in modes.test.ts, and during each stage in crash.test.ts.
  test.each(['architect', 'pages', 'asks', 'database', 'backend', 'frontend', 'reviewer'] as const)(
    'killed during the call of %s: it goes on, and finished calls are not paid again',
    { tags: ['deep'] },
    goesOn,
  )

  async function goesOn(stage: TeamStage): Promise<void> {
    ana = await newPerson(api)
    let hold: () => void = () => undefined
    let isHeld = false
    const released = new Promise<void>((resolve) => (hold = resolve))
    const held = new Promise<void>((resolve) => {
      script = async (request) => {
        if (stageOf(request) !== stage || isHeld) return goodModel(request)
        isHeld = true
        resolve()
        await released
        return goodModel(request)
      }
    })
    const answer = await ana.send('POST', '/generate', { body: { prompt: PROMPT, model: 'gpt-5-mini' } })
    await held
    // The other branches, and the other parts of this one, finish their calls meanwhile.
    const writing = ['frontend', 'backend', 'database'] as const
    const others: readonly TeamStage[] =
      stage === 'architect'
        ? []
        : stage === 'pages' || stage === 'asks'
          ? ['backend', 'database']
          : writing.filter((name) => name !== stage)
    for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) {
      const finished = await api.ctx.db.modelCall.count({
        where: { stage: { in: [...others, stage] }, finishedAt: { not: null }, run: { ownerId: ana.id } },
      })
      if (finished === others.reduce((sum, name) => sum + callsOf(name), callsOf(stage) - 1)) break
    }
    const paid = await api.ctx.db.modelCall.findMany({
      where: { finishedAt: { not: null }, run: { ownerId: ana.id } },
    })
    await worker.kill()
    hold()
    worker = await startWorkerProcess(env().DATABASE_URL, env().DEVORA_HOME, workerEnv)
    const done = await follow(answer.body as { runId: string; projectId: string })
    expect(done.end).toMatchObject({ status: 'completed', evidence: 'verified' })
    const calls = await api.ctx.db.modelCall.findMany({ where: { runId: done.runId } })
    for (const call of paid) expect(calls).toContainEqual(call)
    const asked = server.requests.filter((request) => request.path.endsWith('/chat/completions')).map(stageOf)
    for (const name of ['architect', 'pages', 'asks', 'frontend', 'backend', 'database', 'reviewer'] as const)
      expect([name, asked.filter((one) => one === name).length]).toEqual([
        name,
        callsOf(name) + (name === stage ? 1 : 0),
      ])
  }

  const FAULT = "const broken: number = 'text'"
  /** Writes a type error into the front page, and repairs it as `repair` says. */
  const faultyModel = (repair: (round: number) => string) => {
    let round = 0
    return (request: ModelRequest): Answer => {
      const part = stageOf(request) === 'frontend' ? partOf(request) : null
      if (stageOf(request) !== 'frontend' || part?.hasFrame === false) return goodModel(request)
      if (part === null) return { text: repair(round++) }
      const files = inProtocol(filesOf('frontend', part)).replace(
        /(<file path="app\/page\.tsx">[\s\S]*?)\n<\/file>/,
        `$1\n${FAULT}\nvoid broken\n</file>`,
      )
      return { text: files }
    }
  }
  const edit = (search: string, replace: string): string =>
    `<edit path="app/page.tsx">\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n</edit>`

  test(
    'a finding goes back to the writer that owns it, and only that one writes again',
    { tags: ['deep'] },
    async () => {
      ana = await newPerson(api)
      script = faultyModel(() => edit(FAULT, 'const broken = 1'))
      const done = await run({ model: 'gpt-5-mini' })
      expect(done.end).toMatchObject({ status: 'completed', evidence: 'verified' })
      const stages = new Set(done.parts.flatMap(({ type, data }) => (type === 'data-stage' ? [data['stage']] : [])))
      expect(stages).toContain('frontend (fix 1)')
      expect(stages).not.toContain('backend (fix 1)')
      expect(stages).not.toContain('frontend (fix 2)')
    },
  )

  test(
    'an application that only says “Saved” is found by using it, and repaired by whoever receives the form',
    { tags: ['deep'] },
    async () => {
      ana = await newPerson(api)
      script = pretending((request) => goodModel(request))
      const done = await run({ model: 'gpt-5-mini' })
      expect(done.end).toMatchObject({ status: 'completed', evidence: 'verified' })
      expect((await askedOf(done.projectId)).asked).toMatchObject({ asks: 3, proven: 3 })
      const repairs = server.requests.filter(({ prompt }) => prompt.includes('# Findings to repair'))
      expect(repairs.map(stageOf).sort()).toEqual(['backend', 'frontend'])
      expect(repairs[0]!.prompt).toMatch(
        /behaviour\/scenario-fails-after-form\] app\/recipes\/new\/page.tsx: .*“members save”/,
      )
      // The page showed it, and had nothing to repair: no model failed over it.
      expect(shown(done.parts).stages.filter(({ fallback }) => fallback != null)).toEqual([])
    },
  )

  test(
    'a model that repairs nothing, or makes it worse, ends after two rounds with the best version and is not paid for them',
    { tags: ['deep'] },
    async () => {
      ana = await newPerson(api)
      script = faultyModel((round) =>
        edit(
          round === 1 ? FAULT : "const broken: number = 'worse 1'",
          `const broken: number = 'worse ${round}'\nconst more: number = 'text'\nvoid more`,
        ),
      )
      const done = await run({ model: 'gpt-5-mini' })
      expect(done.end).toMatchObject({ status: 'completed', evidence: 'incomplete' })
      const page = (await ana.send('GET', `/projects/${done.projectId}/files/app/page.tsx`)).body as { content: string }
      expect(page.content).toContain(FAULT)
      const calls = await api.ctx.db.modelCall.findMany({ where: { runId: done.runId, stage: { contains: 'fix' } } })
      expect(calls.length).toBeGreaterThan(0)
      expect(calls.every((call) => !call.isCharged)).toBe(true)
    },
  )

  test('a run that is tried again from a stage takes over what it has heard before', { tags: ['deep'] }, async () => {
    ana = await newPerson(api)
    script = goodModel
    const first = await run({ model: 'gpt-5-mini' })
    server.requests.length = 0
    const answer = await ana.send('POST', `/runs/${first.runId}/retry`, { body: { fromStage: 'review' } })
    expect(answer.status, JSON.stringify(answer.body)).toBe(202)
    const again = await follow({ runId: (answer.body as { runId: string }).runId, projectId: first.projectId })
    expect(again.end).toMatchObject({ status: 'completed', evidence: 'verified' })
    expect(server.requests.filter((request) => request.path.endsWith('/chat/completions')).map(stageOf)).toEqual([
      'reviewer',
    ])
    const { usageOf, usage } = shown(again.parts)
    expect([usageOf['frontend']?.isReused, usageOf['review']?.isReused, usage.costMicros]).toEqual([
      true,
      false,
      again.run['costMicros'],
    ])
    expect(again.run['costMicros'] as number).toBeLessThan((first.run['costMicros'] as number) / 5)
  })
})
