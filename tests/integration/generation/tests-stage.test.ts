import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { env } from '@/lib/core/env'
import type { AppSpec } from '@/lib/domains/spec/contract'
import { type Answer, type ModelRequest, PROSE } from '../../support/model-script'
import { type ModelServer, startModelServer } from '../../support/model-server'
import { goodAnswer, partsOf, PROMPT, stageOf } from '../../support/model-team'
import { openApi, type TestApi } from '../../support/api'
import { newPerson, type Person } from '../../support/people'
import { startWorkerProcess, type WorkerProcess } from '../../support/worker-process'

/* The stage `tests`: a real worker, and for the tester that is a model a real server speaking the real protocol. */

const MODEL = 'gpt-5-mini'
let server: ModelServer
let script: (request: ModelRequest) => Answer | Promise<Answer>
let api: TestApi
let worker: WorkerProcess
let ana: Person
let workerEnv: Record<string, string>

beforeAll(async () => {
  server = await startModelServer((request) => script(request))
  workerEnv = { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: 'sk-canary-tests-9c31' }
  Object.assign(process.env, workerEnv)
  api = await openApi()
  worker = await startWorkerProcess(env().DATABASE_URL, env().DEVORA_HOME, workerEnv)
  ana = await newPerson(api)
})
afterAll(async () => {
  await worker?.stop()
  await api?.close()
  await server?.stop()
})

type Part = { type: string; data: Record<string, unknown> }
type Started = { runId: string; projectId: string }
type Done = Started & { parts: Part[]; end: Record<string, unknown> }
async function begin(body: Record<string, unknown>): Promise<Started> {
  const answer = await ana.send('POST', '/generate', { body: { prompt: PROMPT, ...body } })
  expect(answer.status, JSON.stringify(answer.body)).toBe(202)
  return answer.body as Started
}
async function follow({ runId, projectId }: Started): Promise<Done> {
  const text = await (await ana.send('GET', `/runs/${runId}/events`)).response.text()
  const parts = [...text.matchAll(/^data: (\{.*\})$/gm)].map(([, json]) => JSON.parse(json!) as Part)
  return { runId, projectId, parts, end: parts.findLast((part) => part.type === 'data-end')?.data ?? {} }
}
const run = async (body: Record<string, unknown>): Promise<Done> => follow(await begin(body))
const again = async (path: string, body: unknown, projectId: string): Promise<Done> => {
  const answer = await ana.send('POST', path, { body })
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
  const { runId, id } = answer.body as { runId?: string; id?: string }
  return follow({ runId: runId ?? id!, projectId })
}
/** Stage → maker, of the stages that ended. */
const makers = ({ parts }: Done): Record<string, unknown> =>
  Object.fromEntries(
    parts.flatMap(({ type, data }) =>
      type === 'data-stage' && data['status'] !== 'running' ? [[data['stage'], data['maker'] ?? null]] : [],
    ),
  )
type Tree = Map<string, string>
async function treeOf(projectId: string, version?: number): Promise<Tree> {
  const address = `/projects/${projectId}/files${version === undefined ? '' : `?version=${version}`}`
  const { items } = (await ana.send('GET', address)).body as { items: Array<{ path: string; sha256: string }> }
  return new Map(items.map(({ path, sha256 }) => [path, sha256]))
}
const testsIn = (tree: Tree): string[] =>
  [...tree.keys()].filter((path) => /^tests\/|^(?:vitest|playwright)\.config\.ts$/.test(path)).sort()
const contentOf = async (projectId: string, path: string): Promise<string> =>
  ((await ana.send('GET', `/projects/${projectId}/files/${path}`)).body as { content: string }).content
const put = async (projectId: string, path: string, content: string): Promise<void> =>
  expect((await ana.send('PUT', `/projects/${projectId}/files/${path}`, { body: { content } })).status).toBeLessThan(
    300,
  )
const reportOf = async (
  projectId: string,
): Promise<{ manifest: string; status: string; checks: Array<{ check: string; status: string }> }> =>
  (await ana.send('GET', `/projects/${projectId}/report`)).body as never

describe('by the built-in tester', () => {
  /** What later tests go on from, whichever of them are run. */
  let made: Promise<Done> | undefined
  const firstRun = (): Promise<Done> => (made ??= run({ withTests: true }))
  test(
    'a run that asks for tests delivers them, and the report is about exactly those files',
    { tags: ['deep'] },
    async () => {
      const first = await firstRun()
      expect(first.end).toMatchObject({ status: 'completed', version: 1, evidence: 'verified' })
      expect(first.parts.some(({ type, data }) => type === 'data-asked' && data['tests'] === true)).toBe(true)
      expect(makers(first)).toMatchObject({ tests: 'builtin' })
      const tree = await treeOf(first.projectId)
      expect(testsIn(tree)).toEqual(
        expect.arrayContaining([
          'playwright.config.ts',
          'vitest.config.ts',
          'tests/unit/validation/recipes.test.ts',
          'tests/e2e/pages.spec.ts',
        ]),
      )
      const version = (await ana.send('GET', `/projects/${first.projectId}/versions/1`)).body as {
        manifestHash: string
      }
      const report = await reportOf(first.projectId)
      // The renewed report, not that of the files before there were tests.
      const reviews = first.parts.filter(
        ({ type, data }) => type === 'data-check' && data['stage'] === 'review (tests)',
      )
      expect(reviews.length).toBeGreaterThan(0)
      expect(report.status).toBe('verified')
      expect(report.manifest).toBe(version.manifestHash)
      const json = JSON.parse(await contentOf(first.projectId, 'package.json')) as {
        scripts: Record<string, string>
        devDependencies: Record<string, string>
      }
      expect(json.scripts).toMatchObject({ test: 'vitest run' })
      expect(Object.keys(json.devDependencies)).toEqual(expect.arrayContaining(['playwright', 'vitest']))
    },
  )

  test(
    'a change keeps the tests up to date without being asked, and never overwrites what a person wrote',
    { tags: ['deep'] },
    async () => {
      const { projectId } = await firstRun()
      const mine = "import { expect, it } from 'vitest'\n\nit('is mine', () => {\n  expect(1 + 1).toBe(2)\n})\n"
      await put(projectId, 'tests/unit/mine.test.ts', mine)
      const edited = (await contentOf(projectId, 'tests/unit/validation/recipes.test.ts')).replace(
        "title: 'Example'",
        "title: 'Leek soup'",
      )
      await put(projectId, 'tests/unit/validation/recipes.test.ts', edited)
      const changed = await run({ projectId, prompt: 'Members can also plan meals: each meal has a name and a date' })
      expect(changed.end).toMatchObject({ status: 'completed', evidence: 'verified' })
      const tree = await treeOf(projectId)
      expect(testsIn(tree)).toContain('tests/unit/validation/meals.test.ts')
      expect(await contentOf(projectId, 'tests/unit/mine.test.ts')).toBe(mine)
      expect(await contentOf(projectId, 'tests/unit/validation/recipes.test.ts')).toContain("title: 'Leek soup'")
    },
  )

  test('without being asked a project has none, and can get them later', { tags: ['deep'] }, async () => {
    const plain = await run({})
    expect(testsIn(await treeOf(plain.projectId))).toEqual([])
    expect(Object.keys(makers(plain))).not.toContain('tests')
    expect(plain.parts.some(({ type }) => type === 'data-asked')).toBe(false)
    const later = await run({ projectId: plain.projectId, prompt: 'Add a note to each recipe', withTests: true })
    expect(later.end).toMatchObject({ status: 'completed', evidence: 'verified' })
    expect(testsIn(await treeOf(plain.projectId))).toContain('tests/unit/validation/recipes.test.ts')
  })

  test('a plan that waits, and a run that is tried again, remember it', { tags: ['deep'] }, async () => {
    const waiting = await begin({ withTests: true, planFirst: true })
    await expect
      .poll(async () => (await ana.send('GET', `/runs/${waiting.runId}`)).body)
      .toMatchObject({
        status: 'waiting',
      })
    const { spec } = (await ana.send('GET', `/runs/${waiting.runId}/plan`)).body as { spec: AppSpec }
    const done = await again(`/runs/${waiting.runId}/plan`, { spec: { ...spec, makers: {} } }, waiting.projectId)
    expect(done.end).toMatchObject({ status: 'completed', evidence: 'verified' })
    expect(testsIn(await treeOf(waiting.projectId))).toContain('tests/e2e/pages.spec.ts')
    const retried = await again(`/runs/${waiting.runId}/retry`, { fromStage: 'tests' }, waiting.projectId)
    expect(retried.end).toMatchObject({ status: 'completed', evidence: 'verified' })
    expect(makers(retried)).toMatchObject({ tests: 'builtin' })
  })
})

describe('by a model', () => {
  const TEST = `import { expect, it } from 'vitest'
import { parseRecipe } from '@/lib/validation/recipes'

it('refuses an empty form', () => {
  expect(parseRecipe(new FormData())).toHaveProperty('errors')
})
`
  const fileOf = (path: string, content: string): string => `<file path="${path}">\n${content}</file>`
  /** What the tester owes, as it stands in its request; written as briefly as may be. */
  const owed = (request: ModelRequest): string[] =>
    [...(/# Files you owe\n([\s\S]*)$/.exec(request.prompt)?.[1] ?? '').matchAll(/^- (\S+)$/gm)].map(
      ([, path]) => path!,
    )
  const plainTest = (path: string): string =>
    path === 'vitest.config.ts'
      ? "import { defineConfig } from 'vitest/config'\n\nexport default defineConfig({ test: { include: ['tests/unit/**/*.test.ts'] } })\n"
      : path === 'playwright.config.ts'
        ? "import { defineConfig } from 'playwright/test'\n\nexport default defineConfig({ testDir: './tests/e2e' })\n"
        : path.startsWith('tests/e2e/')
          ? "import { expect, test } from 'playwright/test'\n\ntest('the front page has a title', async ({ page }) => {\n  await page.goto('/')\n  await expect(page).toHaveTitle(/./)\n})\n"
          : TEST
  const goodTests = (request: ModelRequest): Answer => ({
    text:
      owed(request)
        .map((path) => fileOf(path, plainTest(path)))
        .join('\n') || '<none/>',
  })
  const team =
    (tester: (request: ModelRequest) => Answer | Promise<Answer>) =>
    (request: ModelRequest): Answer | Promise<Answer> =>
      request.path.endsWith('/chat/completions') && stageOf(request) === 'tests' ? tester(request) : goodAnswer(request)
  const asksOf = (stage: string): number =>
    server.requests.filter((request) => request.path.endsWith('/chat/completions') && stageOf(request) === stage).length
  const callsOf = (runId: string): Promise<Array<{ stage: string; isCharged: boolean }>> =>
    api.ctx.db.modelCall.findMany({ where: { runId }, select: { stage: true, isCharged: true } })

  beforeAll(async () => {
    ana = await newPerson(api)
  })

  /** What later tests go on from, whichever of them are run. */
  let first: Promise<Done> | undefined
  let asked = ''
  const firstRun = (): Promise<Done> => {
    script = team((request) => {
      asked = request.prompt
      return goodTests(request)
    })
    return (first ??= run({ model: MODEL, withTests: true }))
  }
  test('the tester sees the files, and what it writes is delivered and billed', { tags: ['deep'] }, async () => {
    const done = await firstRun()
    expect(done.end).toMatchObject({ status: 'completed', evidence: 'verified' })
    expect(makers(done)).toMatchObject({ tests: MODEL })
    expect(await contentOf(done.projectId, 'tests/unit/validation/recipes.test.ts')).toBe(TEST)
    expect(asked).toContain('export function parseRecipe(')
    expect((await callsOf(done.runId)).filter(({ stage }) => stage === 'tests')).toHaveLength(1)
  })

  test('tried again from the tests, only the tester is asked', { tags: ['deep'] }, async () => {
    const { runId, projectId } = await firstRun()
    server.requests.length = 0
    const retried = await again(`/runs/${runId}/retry`, { fromStage: 'tests' }, projectId)
    expect(retried.end).toMatchObject({ status: 'completed', evidence: 'verified' })
    expect(server.requests.filter((request) => request.path.endsWith('/chat/completions')).map(stageOf)).toEqual([
      'tests',
    ])
  })

  test(
    'a change owes only what is missing, and leaves the tests alone that it does not concern',
    { tags: ['deep'] },
    async () => {
      const { projectId } = await firstRun()
      const mine = TEST.replace('an empty form', 'an empty form, as I say it')
      await put(projectId, 'tests/unit/validation/recipes.test.ts', mine)
      let missing: string[] | null = null
      script = team((request) => {
        missing = owed(request)
        return { text: '<none/>' }
      })
      const before = testsIn(await treeOf(projectId))
      const changed = await run({ model: MODEL, projectId, prompt: 'Warmer words on the front page' })
      expect(changed.end).toMatchObject({ status: 'completed', evidence: 'verified' })
      expect(missing).toEqual([])
      expect(testsIn(await treeOf(projectId))).toEqual(before)
      expect(await contentOf(projectId, 'tests/unit/validation/recipes.test.ts')).toBe(mine)
    },
  )

  test('a fault in a test goes back to the tester alone', { tags: ['deep'] }, async () => {
    ana = await newPerson(api)
    server.requests.length = 0
    let round = 0
    let path = ''
    script = team((request) => {
      if (round++ > 0) return { text: fileOf(path, TEST) }
      path = owed(request).find((one) => one.startsWith('tests/unit/'))!
      const { text } = goodTests(request) as { text: string }
      return { text: text.replace('new FormData()', '42') }
    })
    const done = await run({ model: MODEL, withTests: true })
    expect(done.end).toMatchObject({ status: 'completed', evidence: 'verified' })
    expect(makers(done)).toMatchObject({ 'tests (fix 1)': MODEL })
    expect(Object.keys(makers(done))).not.toContain('frontend (fix 1)')
    expect(asksOf('tests')).toBe(2)
    expect(await contentOf(done.projectId, path)).toBe(TEST)
  })

  test(
    'tests that never hold are replaced by the built-in ones, and their repair is not paid',
    { tags: ['deep'] },
    async () => {
      script = team((request) => {
        const { text } = goodTests(request) as { text: string }
        return {
          text:
            text.replaceAll('new FormData()', '42') ||
            fileOf('tests/unit/validation/recipes.test.ts', TEST.replace('new FormData()', '43')),
        }
      })
      const done = await run({ model: MODEL, withTests: true })
      expect(done.end).toMatchObject({ status: 'completed', evidence: 'verified' })
      expect(makers(done)).toMatchObject({ 'tests (built-in)': 'builtin' })
      const fixes = (await callsOf(done.runId)).filter(({ stage }) => stage.startsWith('tests (fix'))
      expect(fixes.length).toBeGreaterThan(0)
      expect(fixes.every(({ isCharged }) => !isCharged)).toBe(true)
    },
  )

  test('a tester that only talks gives way to the built-in one', { tags: ['deep'] }, async () => {
    script = team(() => ({ text: PROSE }))
    const done = await run({ model: MODEL, withTests: true })
    expect(done.end).toMatchObject({ status: 'completed', evidence: 'verified' })
    expect(makers(done)).toMatchObject({ frontend: MODEL, tests: 'builtin' })
    expect(testsIn(await treeOf(done.projectId))).toContain('tests/unit/lib/query.test.ts')
  })

  test(
    'killed during its call: it goes on, and nothing that was heard is asked again',
    { tags: ['deep'] },
    async () => {
      ana = await newPerson(api)
      server.requests.length = 0
      let release: () => void = () => undefined
      const released = new Promise<void>((resolve) => (release = resolve))
      let isHeld = false
      const held = new Promise<void>((resolve) => {
        script = team(async (request) => {
          if (!isHeld) {
            isHeld = true
            resolve()
            await released
          }
          return goodTests(request)
        })
      })
      const started = await begin({ model: MODEL, withTests: true })
      await held
      await worker.kill()
      release()
      worker = await startWorkerProcess(env().DATABASE_URL, env().DEVORA_HOME, workerEnv)
      const done = await follow(started)
      expect(done.end).toMatchObject({ status: 'completed', evidence: 'verified' })
      const stages = ['architect', 'frontend', 'backend', 'database', 'reviewer', 'tests']
      // Front end and back end are written in parts, by a call each.
      expect(stages.map(asksOf)).toEqual([1, partsOf('frontend').length, partsOf('backend').length, 1, 1, 2])
    },
  )
})
