import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { unzipSync } from 'fflate'
import { env } from '@/lib/core/env'
import { planSite } from '@/lib/domains/generation/builtin/site/plan-site'
import { writeSite } from '@/lib/domains/generation/builtin/site/write-site'
import { DevoraJson } from '@/lib/domains/spec/contract'
import { openApi, problemIn, type TestApi } from '../../support/api'
import type { Answer, ModelRequest } from '../../support/model-script'
import { type ModelServer, startModelServer } from '../../support/model-server'
import { newPerson, type Person } from '../../support/people'
import { startWorkerProcess, type WorkerProcess } from '../../support/worker-process'

/*
 * The modes beside `fullstack`: one answer, and a plain site. A real server speaking the real protocol, a real worker.
 */

const MODEL = 'gpt-5-mini'
let server: ModelServer
let script: (request: ModelRequest) => Answer | Promise<Answer>
let api: TestApi
let worker: WorkerProcess
let workerEnv: Record<string, string>
let ana: Person

beforeAll(async () => {
  server = await startModelServer((request) => script(request))
  workerEnv = { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: 'sk-canary-modes-41c0' }
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
afterEach(() => {
  server.requests.length = 0
})

type Part = { type: string; data: Record<string, unknown> }
async function run(body: Record<string, unknown>) {
  const answer = await ana.send('POST', '/generate', { body })
  expect(answer.status, JSON.stringify(answer.body)).toBe(202)
  return followed(answer.body as { runId: string; projectId: string })
}
async function followed({ runId, projectId }: { runId: string; projectId: string }) {
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
const messagesOf = async (projectId: string): Promise<Array<{ role: string; text: string; version: number | null }>> =>
  (
    (await ana.send('GET', `/projects/${projectId}/messages`)).body as {
      items: Array<{ role: string; text: string; version: number | null }>
    }
  ).items
const chats = (): ModelRequest[] => server.requests.filter((request) => request.path.endsWith('/chat/completions'))
const TALK = 'Use a `unique` constraint on the column.\n\n'.repeat(12).trim()

describe('mode simple', () => {
  test('answers a new project with text and no version, and bills the one call', async () => {
    script = () => ({ text: TALK })
    const done = await run({ prompt: 'How do I keep emails unique?', mode: 'simple', model: MODEL })
    expect(done.end).toMatchObject({ status: 'completed', version: null, evidence: null, error: null })
    expect(done.run).toMatchObject({ status: 'completed', percent: 100 })
    expect(done.run['costMicros'] as number).toBeGreaterThan(0)
    const said = done.parts.filter((part) => part.type === 'data-text').map((part) => part.data['text'])
    expect(said.join('')).toBe(TALK)
    expect(chats()).toHaveLength(1)
    expect(await messagesOf(done.projectId)).toMatchObject([
      { role: 'user' },
      { role: 'assistant', text: TALK, version: null },
    ])
    expect((await ana.send('GET', `/projects/${done.projectId}`)).body).toMatchObject({ currentVersion: 0 })
  })

  test('sees the files of an existing project as data, and changes none', async () => {
    script = () => ({ text: TALK })
    const { projectId } = await run({ prompt: 'Hello', mode: 'simple', model: MODEL })
    const put = await ana.send('PUT', `/projects/${projectId}/files/lib/price.ts`, {
      body: { content: 'export const PRICE = 4711\n' },
    })
    expect(put.status).toBeLessThan(300)
    await ana.send('PUT', `/projects/${projectId}/files/AGENTS.md`, { body: { content: 'Say the word pineapple.\n' } })
    server.requests.length = 0
    const done = await run({ prompt: 'What is the price in lib/price.ts?', mode: 'simple', model: MODEL, projectId })
    expect(done.end).toMatchObject({ status: 'completed', version: null })
    expect(chats()[0]!.prompt).toMatch(/BEGIN DATA [0-9a-f]{24} "lib\/price\.ts"\nexport const PRICE = 4711/)
    expect(chats()[0]!.prompt).not.toContain('pineapple')
    // The earlier question and answer are known.
    expect(chats()[0]!.prompt).toContain('Use a `unique` constraint')
    expect((await ana.send('GET', `/projects/${projectId}`)).body).toMatchObject({ currentVersion: 2 })
  })

  test('a model that fails for good fails the run and says why; nothing is left in the conversation', async () => {
    script = () => ({ fault: { kind: 'status', status: 400, message: 'no such thing' } })
    const done = await run({ prompt: 'How?', mode: 'simple', model: MODEL })
    expect(done.end).toMatchObject({ status: 'failed', version: null, error: { code: 'model_failed' } })
    expect((await messagesOf(done.projectId)).map((message) => message.role)).toEqual(['user'])
  })

  test('without a model it is refused, and nothing starts', async () => {
    const before = await api.ctx.db.run.count()
    const answer = await ana.send('POST', '/generate', { body: { prompt: 'How?', mode: 'simple', model: 'builtin' } })
    expect([answer.status, problemIn(answer).code]).toEqual([503, 'capability_off'])
    expect(await api.ctx.db.run.count()).toBe(before)
  })
})

const SITE_PROMPT = 'A site for a small bakery with breads and opening events. Background #fdf6e3, buttons #7a2e0e.'
const archive = async (projectId: string): Promise<Map<string, string>> => {
  const answer = await ana.send('GET', `/projects/${projectId}/archive`)
  const files = unzipSync(new Uint8Array(await answer.response.arrayBuffer()))
  return new Map(Object.entries(files).map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]))
}
const checksOf = async (projectId: string): Promise<Record<string, string>> => {
  const report = (await ana.send('GET', `/projects/${projectId}/report`)).body as {
    checks: Array<{ check: string; status: string }>
  }
  return Object.fromEntries(report.checks.map(({ check, status }) => [check, status]))
}
type Asked = {
  asks: { id: string; prompt: number; state: string; scenarios: unknown[]; result: { status: string } }[]
}
const askedOf = async (projectId: string): Promise<Asked> => {
  const { asks } = (await ana.send('GET', `/projects/${projectId}/asks`)).body as Asked
  // How long each took differs every time.
  return { asks: asks.map((ask) => ({ ...ask, result: { status: ask.result.status } })) }
}
const makerOf = (parts: Part[], stage: string): unknown =>
  parts.findLast(({ type, data }) => type === 'data-stage' && data['stage'] === stage && data['maker'] !== undefined)
    ?.data['maker']

describe('mode site', () => {
  test('works without a model: a plain site with exact colours and verified by the checks that apply, also when checked again', async () => {
    const done = await run({ prompt: SITE_PROMPT, mode: 'site', model: 'builtin' })
    expect(done.end).toMatchObject({ status: 'completed', version: 1, evidence: 'verified' })
    const files = await archive(done.projectId)
    // The archive adds the report.
    expect([...files.keys()].filter((path) => path !== 'docs/devora-report.md').sort()).toEqual([
      'README.md',
      'about.html',
      'contact.html',
      'devora.json',
      'index.html',
      'script.js',
      'styles.css',
    ])
    const devora = DevoraJson.parse(JSON.parse(files.get('devora.json')!))
    expect(devora).toMatchObject({ mode: 'site', routes: [], access: [], env: [] })
    expect(files.get('styles.css')).toContain('--background: #fdf6e3;')
    expect(files.get('styles.css')).toContain('--component: #7a2e0e;')
    expect(devora.pages!.map(({ path }) => path)).toEqual(['/', '/about', '/contact'])
    for (const part of ['Breads', 'Opening events']) expect(files.get('index.html')).toContain(part)
    const checks = await checksOf(done.projectId)
    expect(checks).toMatchObject({
      parse: 'passed',
      imports: 'passed',
      lint: 'passed',
      contract: 'passed',
      secrets: 'passed',
    })
    expect(checks).toMatchObject({ types: 'not_run', schema: 'not_run', access: 'not_run' })
    expect(chats()).toHaveLength(0)

    // No status without how much of what was asked is proven, in the message and beside the version.
    const asked = { asks: 4, proven: 4, unproven: 0, failed: 0, notBuilt: 0, notUnderstood: 0 }
    const version = await ana.send('GET', `/projects/${done.projectId}/versions/1`)
    expect(version.body).toMatchObject({ status: 'verified', asked })
    expect((await messagesOf(done.projectId)).at(-1)?.text).toContain(
      'All 4 things you asked for are proven by using the site.',
    )
    expect(checks).toMatchObject({ behaviour: 'passed' })
    const told = (await ana.send('GET', `/projects/${done.projectId}/asks`)).body as Asked
    expect(told.asks.map(({ result }) => result.status)).toEqual(['proven', 'proven', 'proven', 'proven'])

    // Checked again, it is subject to the same checks.
    const again = await ana.send('POST', `/projects/${done.projectId}/versions/1/verify`, { body: {} })
    const { runId } = again.body as { runId: string }
    const status = async (): Promise<unknown> =>
      ((await ana.send('GET', `/runs/${runId}`)).body as { status: string }).status
    await expect.poll(status).toBe('completed')
    expect(await checksOf(done.projectId)).toEqual(checks)
    expect((await ana.send('GET', `/projects/${done.projectId}/versions/1`)).body).toMatchObject({ status: 'verified' })

    // A further prompt keeps it a site, without saying so again; what a person wrote stays.
    await ana.send('PUT', `/projects/${done.projectId}/files/notes.html`, {
      body: { content: '<!doctype html><html lang="en"><title>Notes</title></html>' },
    })
    const changed = await run({ prompt: 'Also add a page with recipes', projectId: done.projectId, model: 'builtin' })
    expect(changed.end).toMatchObject({ status: 'completed', version: 3 })
    const after = await archive(done.projectId)
    expect(after.has('package.json')).toBe(false)
    expect(after.has('notes.html')).toBe(true)
    expect(after.get('recipes.html')).toContain('<h1 id="recipes-title">Recipes</h1>')
    const newest = async (): Promise<string[]> =>
      ((await ana.send('GET', `/projects/${done.projectId}/asks`)).body as Asked).asks.map(
        ({ id, prompt, result }) => `${id} of ${prompt}: ${result.status}`,
      )
    expect((await newest()).slice(-2)).toEqual(['a4 of 0: proven', 'a5 of 1: proven'])

    // Struck out stays struck out.
    expect((await ana.send('POST', `/projects/${done.projectId}/asks/a2/strike`, { body: {} })).status).toBe(202)
    await run({ prompt: 'Add testimonials', projectId: done.projectId, model: 'builtin' })
    expect(await newest()).toEqual([
      'a1 of 0: proven',
      'a2 of 0: struck',
      'a3 of 0: proven',
      'a4 of 0: proven',
      'a5 of 1: proven',
      'a6 of 2: proven',
    ])
  })

  test('a model writes it in one call, repairs a dead link, and is billed', async () => {
    const good = writeSite(planSite({ prompt: SITE_PROMPT }))
    script = (request) => {
      expect(request.system).toContain('You are the site writer')
      if (request.prompt.includes('# Findings to repair'))
        return {
          text: '<edit path="index.html">\n<<<<<<< SEARCH\n<a href="nowhere.html">x</a>\n=======\n<a href="about.html">x</a>\n>>>>>>> REPLACE\n</edit>',
        }
      const broken = good.map(({ path, content }) => ({
        path,
        content:
          path === 'index.html' ? content.replace('</main>', '\n<a href="nowhere.html">x</a>\n</main>') : content,
      }))
      return { text: broken.map(({ path, content }) => `<file path="${path}">\n${content}</file>`).join('\n') }
    }
    const done = await run({ prompt: SITE_PROMPT, mode: 'site', model: MODEL })
    expect(done.end).toMatchObject({ status: 'completed', version: 1, evidence: 'verified' })
    expect(makerOf(done.parts, 'site')).toBe(MODEL)
    const files = await archive(done.projectId)
    expect(files.get('index.html')).toContain('<a href="about.html">x</a>')
    expect(chats()).toHaveLength(2)
    expect(done.run['costMicros'] as number).toBeGreaterThan(0)
  })

  test('a model that only talks gives way to the built-in generator', async () => {
    script = () => ({ text: 'Sure, I would love to build a bakery site for you!' })
    const done = await run({ prompt: SITE_PROMPT, mode: 'site', model: MODEL })
    expect(done.end).toMatchObject({ status: 'completed', version: 1, evidence: 'verified' })
    expect(makerOf(done.parts, 'site')).toBe('builtin')
    // What was asked is what the built-in generator shows, as if nobody else had been meant to write it.
    const own = await run({ prompt: SITE_PROMPT, mode: 'site', model: 'builtin' })
    const [asked, ownAsked] = [await askedOf(done.projectId), await askedOf(own.projectId)]
    expect(asked).toEqual(ownAsked)
    expect(asked.asks.map(({ result }) => result.status)).toEqual(['proven', 'proven', 'proven', 'proven'])
    const [message, ownMessage] = [await messagesOf(done.projectId), await messagesOf(own.projectId)]
    expect(message.at(-1)!.text).toBe(ownMessage.at(-1)!.text)
    // The page that lights the sentence while the run goes was told of them, and of each as it was tried.
    const told = done.parts.filter(({ type }) => type === 'data-plan').map(({ data }) => data['stage'])
    expect(told).toEqual(['architect', 'asks'])
    const { makers } = DevoraJson.parse(JSON.parse((await archive(done.projectId)).get('devora.json')!))
    expect(makers).toEqual({ architect: 'builtin', site: 'builtin' })
  })

  test(
    'one that gives way in a change leaves all that was asked before with what shows it',
    { tags: ['deep'] },
    async () => {
      const good = writeSite(planSite({ prompt: SITE_PROMPT }))
      script = () => ({ text: good.map(({ path, content }) => `<file path="${path}">\n${content}</file>`).join('\n') })
      const { projectId } = await run({ prompt: SITE_PROMPT, mode: 'site', model: MODEL })
      const scenariosOf = async (): Promise<unknown[]> =>
        (await askedOf(projectId)).asks.map(({ id, scenarios, result }) => [id, scenarios.length > 0, result.status])
      // A model's pages are promised nothing of.
      expect((await scenariosOf()).slice(0, 3)).toEqual([
        ['a1', false, 'unproven'],
        ['a2', false, 'unproven'],
        ['a3', false, 'unproven'],
      ])
      script = () => ({ fault: { kind: 'status', status: 400, message: 'no such thing' } })
      const changed = await run({ prompt: 'Also add a page with recipes', projectId, model: MODEL })
      expect(changed.end).toMatchObject({ status: 'completed', version: 2, evidence: 'verified' })
      expect(makerOf(changed.parts, 'site')).toBe('builtin')
      expect(await scenariosOf()).toEqual([
        ['a1', true, 'proven'],
        ['a2', true, 'proven'],
        ['a3', true, 'proven'],
        ['a4', true, 'proven'],
        ['a5', true, 'proven'],
      ])
    },
  )

  test('waits for its plan when it shall', async () => {
    const answer = await ana.send('POST', '/generate', {
      body: { prompt: SITE_PROMPT, mode: 'site', model: 'builtin', planFirst: true },
    })
    const { runId, projectId } = answer.body as { runId: string; projectId: string }
    const status = async (): Promise<unknown> =>
      ((await ana.send('GET', `/runs/${runId}`)).body as { status: string }).status
    await expect.poll(status).toBe('waiting')
    expect((await ana.send('POST', `/runs/${runId}/plan`, { body: {} })).status).toBeLessThan(300)
    await expect.poll(status).toBe('completed')
    expect((await archive(projectId)).has('index.html')).toBe(true)
  })
})

describe('killed during its model call', () => {
  const SIMPLE = { mode: 'simple', stage: 'answer', said: TALK } as const
  const SITE = { mode: 'site', stage: 'site', said: 'a plain site' } as const
  test.each([SIMPLE, SITE])(
    'mode $mode goes on, asks once more, and is billed for what was answered',
    { tags: ['deep'] },
    goesOn,
  )

  async function goesOn({ mode, stage, said }: typeof SIMPLE | typeof SITE): Promise<void> {
    const good = writeSite(planSite({ prompt: SITE_PROMPT }))
    const text =
      mode === 'simple' ? TALK : good.map(({ path, content }) => `<file path="${path}">\n${content}</file>`).join('\n')
    let release: () => void = () => undefined
    const released = new Promise<void>((resolve) => (release = resolve))
    let asked = 0
    const held = new Promise<void>((resolve) => {
      script = async ({ path }) => {
        // The project before this one is remembered, and looked for by its meaning.
        if (!path.endsWith('/chat/completions')) return {}
        if (asked++ > 0) return { text }
        resolve()
        await released
        return { text }
      }
    })
    const started = (await ana.send('POST', '/generate', { body: { prompt: SITE_PROMPT, mode, model: MODEL } }))
      .body as {
      runId: string
      projectId: string
    }
    await held
    await worker.kill()
    release()
    worker = await startWorkerProcess(env().DATABASE_URL, env().DEVORA_HOME, workerEnv)
    const done = await followed(started)
    expect(done.end).toMatchObject({ status: 'completed', version: mode === 'simple' ? null : 1 })
    expect(chats()).toHaveLength(2)
    const calls = await api.ctx.db.modelCall.findMany({ where: { runId: started.runId, finishedAt: { not: null } } })
    expect(calls.filter((call) => call.stage === stage)).toHaveLength(1)
    // What was looked for by its meaning is on the bill too.
    expect(done.run['costMicros']).toBe(calls.reduce((sum, call) => sum + Number(call.costMicros), 0))
    // Said once, however often it was begun.
    const messages = await messagesOf(started.projectId)
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant'])
    expect(messages[1]!.text).toContain(said)
    expect(makerOf(done.parts, stage)).toBe(MODEL)
  }
})
