import { afterAll, beforeAll, expect, test } from 'vitest'
import { env } from '@/lib/core/env'
import { openApi, type TestApi } from '../../support/api'
import type { Answer, ModelRequest } from '../../support/model-script'
import { type ModelServer, startModelServer } from '../../support/model-server'
import { filesOf, goodAnswer, inProtocol, partOf, PROMPT, stageOf } from '../../support/model-team'
import { newPerson } from '../../support/people'
import { startWorkerProcess, type WorkerProcess } from '../../support/worker-process'

/*
 * Runs whose model, told of a fault, makes the finding vanish instead of the fault, or trades it for another one: each
 * ends within its rounds, with the version that was best, and the report says what is wrong with that. Each trick is a
 * model of its own, so that the runs go side by side.
 */

const FAULT = "const broken: number = 'text'"
const block = (search: string, replace: string): string =>
  `<edit path="app/page.tsx">\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n</edit>`
const component = (name: string, body: string): string =>
  `<file path="components/${name}.tsx">\nexport function Extra() {\n  ${body}\n  return <p>{broken}</p>\n}\n</file>`

const TRICKS: Record<string, (round: number) => string> = {
  'gpt-5-mini': (round) => block(FAULT, `// @ts-expect-error -- known, round ${round}\n${FAULT}`),
  'gpt-5-nano': () => block(FAULT, "const broken = 'text' as any"),
  'gpt-5': () => '<file path="app/page.tsx">\nexport default function Page() {\n  return null\n}\n</file>',
  'gpt-4.1-nano': (round) =>
    `${block(round === 1 ? FAULT : 'const broken = 1', `const broken = ${round}`)}\n${component('extra', "const broken: number = 'elsewhere'")}`,
  'gpt-4.1-mini': () =>
    `<file path="devora.json">\n{"devora":1}\n</file>\n<file path="tsconfig.json">\n{"compilerOptions":{"strict":false}}\n</file>\n<delete path="app/page.tsx"/>`,
}

let server: ModelServer
let api: TestApi
let worker: WorkerProcess
const rounds = new Map<string, number>()

function trickster(request: ModelRequest): Answer {
  if (!request.path.endsWith('/chat/completions') || stageOf(request) !== 'frontend') return goodAnswer(request)
  const isRepair = request.prompt.includes('# Findings to repair')
  if (isRepair) {
    const round = (rounds.get(request.model) ?? 0) + 1
    rounds.set(request.model, round)
    return { text: TRICKS[request.model]!(round) }
  }
  return {
    text: inProtocol(filesOf('frontend', partOf(request))).replace(
      /(<file path="app\/page\.tsx">[\s\S]*?)\n<\/file>/,
      `$1\n${FAULT}\nvoid broken\n</file>`,
    ),
  }
}

beforeAll(async () => {
  server = await startModelServer(trickster)
  const more = { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: 'sk-test-tricks-0000' }
  Object.assign(process.env, more)
  api = await openApi()
  worker = await startWorkerProcess(env().DATABASE_URL, env().DEVORA_HOME, more)
})
afterAll(async () => {
  await worker?.stop()
  await api?.close()
  await server?.stop()
})

// Every day a finding is repaired in model-run.test.ts.
test.each(Object.keys(TRICKS))('a trick is not counted as better: %s', { tags: ['deep'] }, isNoBetter)

async function isNoBetter(model: string): Promise<void> {
  const ana = await newPerson(api)
  const { runId, projectId } = (await ana.send('POST', '/generate', { body: { prompt: PROMPT, model } })).body as {
    runId: string
    projectId: string
  }
  const events = await (await ana.send('GET', `/runs/${runId}/events`)).response.text()
  expect(events).toMatch(
    /"type":"data-end".*"status":"completed".*"evidence":"incomplete"|"evidence":"incomplete".*"status":"completed"/,
  )
  const read = async (path: string): Promise<string> =>
    ((await ana.send('GET', `/projects/${projectId}/files/${path}`)).body as { content: string }).content
  const page = await read('app/page.tsx')
  expect(page).toContain(FAULT)
  expect(page).not.toMatch(/@ts-|as any/)
  expect(await read('devora.json')).toContain('"access"')
  expect(await read('tsconfig.json')).toMatch(/"strict":\s*true/)
  expect(rounds.get(model), 'two rounds, with one repeated question each').toBeLessThanOrEqual(4)
  const calls = await api.ctx.db.modelCall.findMany({ where: { runId, stage: { contains: 'fix' } } })
  expect(calls.filter((call) => call.isCharged)).toEqual([])
}
