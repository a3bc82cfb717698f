import { afterAll, beforeAll, expect, test } from 'vitest'
import { env } from '@/lib/core/env'
import type { Template } from '@/lib/domains/generation/contract'
import { findTemplate, listTemplates } from '@/lib/domains/generation/list-templates'
import type { AppSpec } from '@/lib/domains/spec/contract'
import { openApi, problemIn, type TestApi } from '../../support/api'
import { newPerson, type Person } from '../../support/people'
import { startWorkerProcess, type WorkerProcess } from '../../support/worker-process'

/* Starting points, from the list to the plan of a run that begins with one. Real routes, real Postgres, real worker. */

let api: TestApi
let worker: WorkerProcess
let ana: Person
beforeAll(async () => {
  api = await openApi()
  worker = await startWorkerProcess(env().DATABASE_URL, env().DEVORA_HOME)
  ana = await newPerson(api)
})
afterAll(async () => {
  await worker?.stop()
  await api?.close()
})

const listed = async (language: string): Promise<Template[]> => {
  const answer = await api.send('GET', '/templates', { headers: { 'accept-language': language } })
  expect(answer.status).toBe(200)
  return (answer.body as { items: Template[] }).items
}

test('are listed for everybody, by name, in the language that is asked for', async () => {
  const [english, spanish] = [await listed('en'), await listed('es-CO')]
  expect(english).toEqual(listTemplates('en'))
  expect(english.find(({ slug }) => slug === 'kanban')).toEqual({
    slug: 'kanban',
    name: 'Kanban board',
    kind: 'tasks',
    prompt: 'A kanban board for my team with cards that have a title, a due date and an assignee',
    keeps: ['cards'],
  })
  expect(spanish.find(({ slug }) => slug === 'kanban')).toEqual(findTemplate('kanban', 'es'))
  expect(spanish.map(({ name }) => name)).toEqual(
    spanish.map(({ name }) => name).toSorted((a, b) => a.localeCompare(b, 'es')),
  )
  expect(new Set(english.map(({ slug }) => slug))).toEqual(new Set(spanish.map(({ slug }) => slug)))
})

test('run in a browser, and one that is not there is not found', { tags: ['deep'] }, async () => {
  const answer = await api.send('GET', '/templates/notes/preview')
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  for (const slug of ['nothing', '__proto__', 'constructor'])
    expect(problemIn(await api.send('GET', `/templates/${slug}/preview`))).toMatchObject({
      status: 404,
      code: 'not_found',
    })
})

test('begin an application whatever its prompt resembles, and what that spells out changes it', async () => {
  const body = {
    prompt: 'Something for our boats: cards that have a title and a harbour.',
    template: 'kanban',
    planFirst: true,
  }
  const { runId } = (await ana.send('POST', '/generate', { body })).body as { runId: string }
  const planned = async () => (await ana.send('GET', `/runs/${runId}/plan`)).body as { spec?: AppSpec }
  await expect.poll(async () => (await planned()).spec?.blueprint).toBe('kanban')
  const { entities } = (await planned()).spec!
  expect(entities.find(({ table }) => table === 'cards')!.fields.map(({ column }) => column)).toContain('harbour')
})

test('that nobody knows are refused before anything is written', async () => {
  const before = await api.ctx.db.run.count()
  const answer = await ana.send('POST', '/generate', { body: { prompt: 'A board', template: 'nothing' } })
  expect(problemIn(answer)).toMatchObject({ status: 404, code: 'not_found', detail: 'No template of this name.' })
  expect(await api.ctx.db.run.count()).toBe(before)
})
