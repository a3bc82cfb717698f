import { afterAll, beforeAll, expect, test } from 'vitest'
import { env } from '@/lib/core/env'
import { addEntity, type NewEntity } from '@/lib/domains/spec/edit/add-entity'
import { ENTITY_PAGES } from '@/lib/domains/spec/edit/entity-pages'
import type { NewField } from '@/lib/domains/spec/edit/fields'
import { addPage, type NewPage } from '@/lib/domains/spec/edit/pages'
import type { Report } from '@/lib/domains/evidence/contract'
import type { AppSpec, FieldType } from '@/lib/domains/spec/contract'
import { openApi, problemIn, type TestApi } from '../../support/api'
import { done } from '../../support/edited'
import { newPerson, type Person } from '../../support/people'
import { startWorkerProcess, type WorkerProcess } from '../../support/worker-process'

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
const start = async (): Promise<Started> =>
  (
    await ana.send('POST', '/generate', {
      body: { prompt: 'A recipe box where members save recipes with ingredients and rate them', planFirst: true },
    })
  ).body as Started
async function untilWaiting(runId: string): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end;) {
    const { status } = (await ana.send('GET', `/runs/${runId}`)).body as { status: string }
    if (status === 'waiting') return
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
  throw new Error(`the run did not wait:\n${worker.output().slice(-2_000)}`)
}
const planOf = async (runId: string): Promise<AppSpec> =>
  ((await ana.send('GET', `/runs/${runId}/plan`)).body as { spec: AppSpec }).spec
async function endOf(runId: string): Promise<Record<string, unknown>> {
  const text = await (await ana.send('GET', `/runs/${runId}/events`)).response.text()
  return (
    JSON.parse([...text.matchAll(/^data: (\{"type":"data-end".*\})$/gm)].at(-1)![1]!) as {
      data: Record<string, unknown>
    }
  ).data
}
const devoraJson = async (projectId: string): Promise<AppSpec> =>
  JSON.parse(
    ((await ana.send('GET', `/projects/${projectId}/files/devora.json`)).body as { content: string }).content,
  ) as AppSpec

test(
  'a run waits with its plan, also over the death of its worker, and builds the plan as it was edited',
  { tags: ['deep'] },
  async () => {
    const { runId, projectId } = await start()
    await untilWaiting(runId)
    await worker.kill()
    worker = await startWorkerProcess(env().DATABASE_URL, env().DEVORA_HOME)
    const spec = await planOf(runId)
    const recipes = spec.entities.find((entity) => entity.table === 'recipes')!
    recipes.fields.unshift({ name: 'origin', column: 'origin', type: 'text' })
    const confirmed = await ana.send('POST', `/runs/${runId}/plan`, { body: { spec } })
    expect(confirmed.status, JSON.stringify(confirmed.body)).toBe(200)
    expect(await endOf(runId)).toMatchObject({ status: 'completed', version: 1, evidence: 'verified' })
    expect(
      (await devoraJson(projectId)).entities.find((entity) => entity.table === 'recipes')!.fields[0],
    ).toMatchObject({
      column: 'origin',
    })
  },
)

test('the plan as it is needs no body, and two confirmations build once', { tags: ['deep'] }, async () => {
  const { runId } = await start()
  await untilWaiting(runId)
  const answers = await Promise.all([1, 2, 3].map(() => ana.send('POST', `/runs/${runId}/plan`, { body: {} })))
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409])
  expect(await endOf(runId)).toMatchObject({ status: 'completed', version: 1 })
  expect(problemIn(await ana.send('POST', `/runs/${runId}/plan`, { body: {} })).code).toBe('conflict')
})

test('a waiting run can be stopped, and is nobody else’s to confirm', async () => {
  const { runId } = await start()
  await untilWaiting(runId)
  expect(problemIn(await ben.send('GET', `/runs/${runId}/plan`)).code).toBe('not_found')
  expect(problemIn(await ben.send('POST', `/runs/${runId}/plan`, { body: {} })).code).toBe('not_found')
  expect((await ana.send('POST', `/runs/${runId}/cancel`)).status).toBe(200)
  expect(await endOf(runId)).toMatchObject({ status: 'cancelled' })
  expect(problemIn(await ana.send('POST', `/runs/${runId}/plan`, { body: {} })).code).toBe('conflict')
})

test('a plan that cannot be built is refused by its place', async () => {
  const { runId } = await start()
  await untilWaiting(runId)
  const spec = await planOf(runId)
  const broken: Array<[string, (plan: AppSpec) => void]> = [
    ['spec.entities.0.table', (plan) => void (plan.entities[0]!.table = 'drop table')],
    ['spec.entities.1.fields.0.column', (plan) => void (plan.entities[1]!.fields[0]!.column = 'a"b')],
    ['spec.entities', (plan) => void (plan.entities = [])],
    ['spec.access', (plan) => void plan.access.pop()],
    ['spec.name', (plan) => void (plan.name = 'x'.repeat(200))],
  ]
  for (const [name, breakIt] of broken) {
    const plan = structuredClone(spec)
    breakIt(plan)
    const answer = await ana.send('POST', `/runs/${runId}/plan`, { body: { spec: plan } })
    expect([answer.status, problemIn(answer).invalidParams?.[0]?.name]).toEqual([422, name])
  }
  expect(((await ana.send('GET', `/runs/${runId}`)).body as { status: string }).status).toBe('waiting')
  await ana.send('POST', `/runs/${runId}/cancel`)
})

test(
  'tried again, a stopped run builds the plan that its user had edited and confirmed',
  { tags: ['deep'] },
  async () => {
    const { runId, projectId } = await start()
    await untilWaiting(runId)
    const spec = await planOf(runId)
    spec.entities
      .find((entity) => entity.table === 'recipes')!
      .fields.unshift({ name: 'origin', column: 'origin', type: 'text' })
    expect((await ana.send('POST', `/runs/${runId}/plan`, { body: { spec } })).status).toBe(200)
    expect((await ana.send('POST', `/runs/${runId}/cancel`)).status).toBe(200)
    const again = await ana.send('POST', `/runs/${runId}/retry`, { body: { fromStage: 'frontend' } })
    expect(again.status, JSON.stringify(again.body)).toBe(202)
    expect(await endOf((again.body as Started).runId)).toMatchObject({ status: 'completed', version: 1 })
    expect(
      (await devoraJson(projectId)).entities.find((entity) => entity.table === 'recipes')!.fields[0],
    ).toMatchObject({
      column: 'origin',
    })
  },
)

test(
  'builds what a person added: things of every kind of access, any choice of pages, pages of every view',
  {
    tags: ['deep'],
  },
  async () => {
    const { runId, projectId } = await start()
    await untilWaiting(runId)
    const field = (name: string, type: FieldType = 'text', values?: string[]): NewField => ({
      name,
      type,
      required: true,
      ...(values && { values }),
    })
    const things: NewEntity[] = [
      { name: 'Order', plural: 'Orders', sharing: 'private', field: field('user id'), pages: ['list', 'new'] },
      { name: 'gadget', plural: 'gadgets', sharing: 'public', field: field('price', 'money'), pages: ENTITY_PAGES },
      {
        name: 'tasting',
        plural: 'tastings',
        sharing: 'members',
        field: field('date', 'date'),
        pages: ['detail', 'new', 'edit'],
      },
      { name: 'photo', plural: 'photos', sharing: 'part of recipes', field: field('picture', 'image'), pages: [] },
      {
        name: 'step',
        plural: 'steps',
        sharing: 'part of recipes',
        field: field('text', 'longtext'),
        pages: ENTITY_PAGES,
      },
      {
        name: 'announcement',
        plural: 'announcements',
        sharing: 'catalogue',
        field: field('title'),
        pages: ENTITY_PAGES,
      },
      {
        name: 'question',
        plural: 'questions',
        sharing: 'inbox',
        field: field('topic', 'enum', ['press', 'other']),
        pages: ['list', 'new'],
      },
      { name: 'link', plural: 'links', sharing: 'members', field: field('link', 'url'), pages: ['list', 'edit'] },
      { name: 'error', plural: 'errors', sharing: 'public', field: field('happened', 'datetime'), pages: [] },
    ]
    const pages: NewPage[] = [
      { title: 'Opening hours', path: '/opening-hours', view: 'about', auth: 'user', entity: null },
      { title: 'Pictures', path: '/pictures', view: 'gallery', auth: 'public', entity: 'recipe' },
      { title: 'Prices', path: '/shop/prices', view: 'report', auth: 'public', entity: 'gadget' },
      { title: 'Best', path: '/best', view: 'leaderboard', auth: 'public', entity: 'gadget' },
      { title: 'When', path: '/when', view: 'calendar', auth: 'user', entity: 'tasting' },
      { title: 'Numbers', path: '/numbers', view: 'dashboard', auth: 'public', entity: 'recipe' },
      { title: 'Print', path: '/recipes/[id]/print', view: 'detail', auth: 'public', entity: 'recipe' },
      { title: 'Quick', path: '/quick', view: 'new', auth: 'user', entity: 'gadget' },
    ]
    const spec = pages.reduce(
      (plan, page) => done(addPage(plan, page)),
      things.reduce((plan, thing) => done(addEntity(plan, thing)), await planOf(runId)),
    )
    expect([spec.entities.length, pages.every(({ path }) => spec.pages.some((page) => page.path === path))]).toEqual([
      4 + things.length,
      true,
    ])
    const confirmed = await ana.send('POST', `/runs/${runId}/plan`, { body: { spec } })
    expect(confirmed.status, JSON.stringify(confirmed.body)).toBe(200)
    const end = await endOf(runId)
    const { body: report } = await ana.send('GET', `/projects/${projectId}/report?version=1`)
    const faults = (report as Report).checks.flatMap(({ check, findings }) =>
      findings.map(({ message, file }) => `${check}: ${file ?? ''} ${message}`),
    )
    expect(faults).toEqual([])
    expect(end).toMatchObject({ status: 'completed', version: 1, evidence: 'verified' })
    const built = await devoraJson(projectId)
    expect(built.entities.map(({ table }) => table)).toEqual(
      expect.arrayContaining(spec.entities.map(({ table }) => table)),
    )
    for (const path of ['app/gadgets/page.tsx', 'app/opening-hours/page.tsx', 'app/recipes/[id]/print/page.tsx'])
      expect(
        (await ana.send('GET', `/projects/${projectId}/files/${path.split('/').map(encodeURIComponent).join('/')}`))
          .status,
      ).toBe(200)
  },
)

test('a page that nobody can open is refused by its place', async () => {
  const { runId } = await start()
  await untilWaiting(runId)
  const spec = await planOf(runId)
  const last = `spec.pages.${spec.pages.length}.path`
  for (const page of [
    { path: '/recipes', view: 'about' },
    { path: '/../../etc', view: 'about' },
    { path: '/API', view: 'about' },
    { path: '/api/recipes', view: 'about' },
    { path: '/one/[id]', view: 'about' },
    { path: '/print', view: 'detail', entity: 'recipe' },
    { path: '/a/[id]/b/[id]', view: 'detail', entity: 'recipe' },
  ]) {
    const plan = { ...spec, pages: [...spec.pages, { purpose: 'x', ...page }] }
    const answer = await ana.send('POST', `/runs/${runId}/plan`, { body: { spec: plan } })
    expect([answer.status, problemIn(answer).invalidParams?.[0]?.name], page.path).toEqual([422, last])
  }
  await ana.send('POST', `/runs/${runId}/cancel`)
})

test('a vague prompt is asked about first, and what is answered is planned with it', { tags: ['deep'] }, async () => {
  const ask = async (body: object): Promise<Started> =>
    (await ana.send('POST', '/generate', { body: { prompt: 'an app for my shop', ...body } })).body as Started
  const { runId, projectId } = await ask({ ask: 'first' })
  await untilWaiting(runId)
  const { questions = [] } = await planOf(runId)
  expect(questions.map(({ id, said }) => [id, said])).toEqual([
    ['what', undefined],
    ['who', undefined],
  ])
  const answers = [
    { id: 'what', says: 'It keeps candles: each candle has a name, a scent and a price.' },
    { id: 'who', says: '' },
    { id: 'nobody-asked', says: 'Everything is pink.' },
  ]
  expect((await ben.send('POST', `/runs/${runId}/plan`, { body: { answers } })).status).toBe(404)
  expect((await ana.send('POST', `/runs/${runId}/plan`, { body: { answers } })).status).toBe(200)
  expect(await endOf(runId)).toMatchObject({ status: 'completed', version: 1 })
  const plan = await devoraJson(projectId)
  expect(plan.entities.map(({ table }) => table)).toContain('candles')
  expect(plan.questions!.map(({ said }) => said)).toEqual([answers[0]!.says, ''])
  expect(plan.prompts!.map(({ text }) => text)).toEqual([`an app for my shop\n\n${answers[0]!.says}`])
  expect(JSON.stringify(plan)).not.toContain('pink')

  // Over the API nobody waits unless they say so: what was not asked is an assumption of the plan.
  const unasked = await ask({})
  expect(await endOf(unasked.runId)).toMatchObject({ status: 'completed', version: 1 })
  expect((await devoraJson(unasked.projectId)).questions).toHaveLength(2)
})
