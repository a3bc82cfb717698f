import { unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contracts } from '@/lib/api'
import { env } from '@/lib/core/env'
import { DevoraJson } from '@/lib/domains/spec/contract'
import { openApi, problemIn, type TestApi } from '../../support/api'
import { newPerson, type Person } from '../../support/people'
import { startWorkerProcess, type WorkerProcess } from '../../support/worker-process'

/*
 * The whole way of a client: start, follow, read, download, change, cancel. Real routes, real Postgres, a real worker.
 */

let api: TestApi
let worker: WorkerProcess
let ana: Person
let ben: Person

beforeAll(async () => {
  api = await openApi()
  worker = await startWorkerProcess(env().DATABASE_URL, env().DEVORA_HOME)
  ana = await newPerson(api)
  ben = await newPerson(api)
})
afterAll(async () => {
  await worker?.stop()
  await api?.close()
})

type Started = { runId: string; projectId: string }
const generate = async (who: Person, body: Record<string, unknown>): Promise<Started> => {
  const answer = await who.send('POST', '/generate', { body })
  expect(answer.status, JSON.stringify(answer.body)).toBe(202)
  return answer.body as Started
}
type Part = { seq: number | null; type: string; data: Record<string, unknown> }
async function follow(who: Person, runId: string, lastEventId?: number): Promise<Part[]> {
  const headers: Record<string, string> = lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) }
  const answer = await who.send('GET', `/runs/${runId}/events`, { headers })
  expect(answer.headers.get('content-type')).toContain('text/event-stream')
  const text = await answer.response.text()
  expect(text.endsWith('data: [DONE]\n\n')).toBe(true)
  return text.split('\n\n').flatMap((block) => {
    const data = /^data: (\{.*\})$/m.exec(block)?.[1]
    return data === undefined
      ? []
      : [
          {
            ...(JSON.parse(data) as { type: string; data: Record<string, unknown> }),
            seq: Number(/^id: (\d+)$/m.exec(block)?.[1] ?? 0) || null,
          },
        ]
  })
}
const archive = async (who: Person, projectId: string): Promise<Record<string, string>> => {
  const answer = await who.send('GET', `/projects/${projectId}/archive`)
  const files = unzipSync(new Uint8Array(await answer.response.arrayBuffer()))
  return Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]))
}

let recipes: Started

test('a prompt becomes a verified version, followed live and replayed identically', async () => {
  recipes = await generate(ana, {
    prompt: 'A recipe box where members save recipes with ingredients and rate them',
    mode: 'fullstack',
  })
  const live = await follow(ana, recipes.runId)
  const kinds = new Set(live.map((part) => part.type))
  for (const kind of [
    'start',
    'data-attempt',
    'data-stage',
    'data-plan',
    'data-file',
    'data-check',
    'data-text',
    'data-end',
    'finish',
  ])
    expect(kinds).toContain(kind)
  expect(live.findLast((part) => part.type === 'data-end')?.data).toMatchObject({
    status: 'completed',
    version: 1,
    evidence: 'verified',
  })
  expect(await follow(ana, recipes.runId)).toEqual(live)
  const half = live[Math.floor(live.length / 2)]!.seq!
  expect((await follow(ana, recipes.runId, half)).filter((part) => part.seq !== null)).toEqual(
    live.filter((part) => part.seq !== null && part.seq > half),
  )

  const run = (await ana.send('GET', `/runs/${recipes.runId}`)).body as Record<string, unknown>
  expect(run).toMatchObject({ status: 'completed', percent: 100, result: { version: 1, status: 'verified' } })
  const report = (await ana.send('GET', `/projects/${recipes.projectId}/report`)).body as {
    status: string
    manifest: string
    checks: Array<{ check: string; status: string }>
  }
  const version = (await ana.send('GET', `/projects/${recipes.projectId}/versions/1`)).body as { manifestHash: string }
  expect(report.manifest).toBe(version.manifestHash)
  for (const check of ['parse', 'imports', 'types', 'schema'])
    expect(report.checks).toContainEqual(expect.objectContaining({ check, status: 'passed' }))
})

test('the archive is the application that was asked for', async () => {
  const files = await archive(ana, recipes.projectId)
  const devora = DevoraJson.parse(JSON.parse(files['devora.json']!))
  const tables = devora.entities!.map((entity) => entity.table)
  for (const table of ['recipes', 'ingredients', 'ratings']) expect(tables).toContain(table)
  expect(Object.keys(files)).toEqual(
    expect.arrayContaining([
      'package.json',
      'README.md',
      'app/layout.tsx',
      'app/recipes/page.tsx',
      'lib/database.types.ts',
    ]),
  )
  expect(Object.keys(files).some((path) => path.startsWith('supabase/migrations/'))).toBe(true)
  const messages = (await ana.send('GET', `/projects/${recipes.projectId}/messages`)).body as {
    items: Array<{ role: string }>
  }
  expect(messages.items.map((message) => message.role)).toEqual(['user', 'assistant'])
})

test('a second prompt changes the project, and what a person wrote stays', { tags: ['deep'] }, async () => {
  // One of its own: the other rows may not have run.
  const made = await generate(ana, { prompt: 'A recipe box where members save recipes with ingredients and rate them' })
  await follow(ana, made.runId)
  const before = await archive(ana, made.projectId)
  const readme = `${before['README.md']}\n## My own notes\n`
  await ana.send('PUT', `/projects/${made.projectId}/files/README.md`, { body: { content: readme } })
  await ana.send('PUT', `/projects/${made.projectId}/files/docs/mine.md`, { body: { content: '# Mine\n' } })
  const { runId, projectId } = await generate(ana, {
    prompt: 'Also track suppliers with a name and a phone number',
    projectId: made.projectId,
  })
  const parts = await follow(ana, runId)
  expect(parts.findLast((part) => part.type === 'data-end')?.data).toMatchObject({ status: 'completed', version: 4 })
  const files = await archive(ana, projectId)
  expect(files['README.md']).toContain('## My own notes')
  expect(files['docs/mine.md']).toBe('# Mine\n')
  expect(DevoraJson.parse(JSON.parse(files['devora.json']!)).entities!.map((entity) => entity.table)).toEqual(
    expect.arrayContaining(['recipes', 'suppliers']),
  )
  const migrations = Object.keys(files).filter((path) => path.startsWith('supabase/migrations/'))
  expect(migrations).toHaveLength(2)
  expect(files[migrations[0]!]).toBe(before[migrations[0]!])
})

test('different prompts give different applications', { tags: ['deep'] }, async () => {
  const one = await generate(ana, {
    prompt: 'A kanban board for a small team with tasks, due dates and comments. Navy background, gold buttons.',
  })
  const other = await generate(ana, {
    prompt: 'Una agenda de citas para una clínica veterinaria con mascotas y dueños',
  })
  await Promise.all([follow(ana, one.runId), follow(ana, other.runId)])
  const [tasks, clinic] = await Promise.all([archive(ana, one.projectId), archive(ana, other.projectId)])
  const plan = (files: Record<string, string>) => DevoraJson.parse(JSON.parse(files['devora.json']!))
  expect(plan(tasks)).toMatchObject({ kind: 'tasks', locale: 'en', theme: { background: '#000080' } })
  expect(plan(clinic)).toMatchObject({ kind: 'booking', locale: 'es' })
  expect(plan(tasks).entities!.map((entity) => entity.table)).not.toEqual(
    plan(clinic).entities!.map((entity) => entity.table),
  )
})

test('a double click starts one run', async () => {
  const headers = { 'idempotency-key': 'double-click-1' }
  const body = { prompt: 'A site for a board game club: meetings, address', mode: 'site' }
  const answers = await Promise.all([1, 2, 3].map(() => ana.send('POST', '/generate', { body, headers })))
  const started = answers.filter((answer) => answer.status === 202).map((answer) => (answer.body as Started).runId)
  expect(new Set(started).size).toBe(1)
  const again = await ana.send('POST', '/generate', { body, headers })
  expect((again.body as Started).runId).toBe(started[0])
  await follow(ana, started[0]!)
})

test(
  'one run changes a project at a time; cancelling frees it, and a cancelled run delivers nothing',
  { tags: ['deep'] },
  async () => {
    const { runId, projectId } = await generate(ana, { prompt: 'A plant diary with waterings' })
    const second = await ana.send('POST', '/generate', { body: { prompt: 'Add photos', projectId } })
    expect([problemIn(second).code, 'conflict']).toContain('conflict')
    const cancelled = await ana.send('POST', `/runs/${runId}/cancel`)
    expect(cancelled.status).toBe(200)
    expect((await follow(ana, runId)).findLast((part) => part.type === 'data-end')?.data).toMatchObject({
      status: 'cancelled',
    })
    expect(problemIn(await ana.send('POST', `/runs/${runId}/cancel`)).code).toBe('run_finished')
    const retried = await ana.send('POST', `/runs/${runId}/retry`, { body: {} })
    expect(retried.status).toBe(202)
    const next = retried.body as { runId: string; retryOf: string }
    expect(next.retryOf).toBe(runId)
    expect((await follow(ana, next.runId)).findLast((part) => part.type === 'data-end')?.data).toMatchObject({
      status: 'completed',
    })
  },
)

test('bad input is refused by name, and nothing is written', async () => {
  const before = await api.ctx.db.run.count()
  const refusals: Array<[unknown, string, number]> = [
    [{ prompt: '' }, 'prompt', 422],
    [{ prompt: '   ' }, 'prompt', 422],
    [{ prompt: 'x'.repeat(100_000) }, 'prompt', 422],
    [{ prompt: 7 }, 'prompt', 422],
    [{}, 'prompt', 422],
    [{ prompt: 'A shop', mode: 'magic' }, 'mode', 422],
    [{ prompt: 'A shop', colour: 'red' }, 'colour', 422],
  ]
  for (const [body, name, status] of refusals) {
    const answer = await ana.send('POST', '/generate', { body })
    expect([answer.status, problemIn(answer).invalidParams?.[0]?.name]).toEqual([status, name])
  }
  expect(problemIn(await ana.send('POST', '/generate', { body: { prompt: 'A shop', mode: 'simple' } })).code).toBe(
    'capability_off',
  )
  expect(
    problemIn(await ben.send('POST', '/generate', { body: { prompt: 'Mine now', projectId: recipes.projectId } })).code,
  ).toBe('not_found')
  expect(await api.ctx.db.run.count()).toBe(before)
})

test("somebody else's run is a 404 on every route", async () => {
  for (const contract of contracts.filter((one) => one.path.startsWith('/runs/{id}'))) {
    const address = contract.path.replace('{id}', recipes.runId).replace('{path*}', 'README.md')
    const body = contract.body === undefined ? {} : { body: {} }
    expect([contract.id, problemIn(await ben.send(contract.method, address, body)).code]).toEqual([
      contract.id,
      'not_found',
    ])
  }
  expect((await ben.send('GET', '/runs')).body).toMatchObject({ items: [] })
})

test('a file can be read while its run is going, and a bad Last-Event-ID is named', async () => {
  const answer = await ana.send('GET', `/runs/${recipes.runId}/files/app/layout.tsx`)
  expect(answer.body).toMatchObject({ path: 'app/layout.tsx', content: expect.stringContaining('export') as string })
  expect(problemIn(await ana.send('GET', `/runs/${recipes.runId}/files/nothing.ts`)).code).toBe('not_found')
  const bad = await ana.send('GET', `/runs/${recipes.runId}/events`, { headers: { 'last-event-id': 'abc' } })
  expect(problemIn(bad).invalidParams?.[0]?.name).toBe('Last-Event-ID')
})
