import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AskedView } from '@/lib/domains/evidence/contract'
import { attachReport } from '@/lib/domains/projects/internal/attach-report'
import type { Version } from '@/lib/domains/projects/contract'
import { openApi, type TestApi } from '../../support/api'
import { newPerson, type Person } from '../../support/people'

/* What was asked of a version: what its own devora.json says, beside what its report says of that. */

let api: TestApi
let ana: Person
beforeAll(async () => {
  api = await openApi()
  ana = await newPerson(api)
})
afterAll(() => api.close())

const PLAN = {
  devora: 1,
  prompts: [{ text: 'My books', context: [], notUnderstood: [] }],
  asks: [
    {
      id: 'a1',
      prompt: 0,
      spans: [{ from: 0, text: 'My books' }],
      meaning: 'A person keeps books.',
      kind: 'data',
      state: 'planned',
      scenarios: [{ title: 'Ana sees books', steps: [{ do: 'see', as: 'ana', text: 'Books' }] }],
    },
  ],
}
const projectWith = async (plan: string): Promise<string> =>
  (await ana.project({ files: [{ path: 'devora.json', content: plan }] })).id
const asked = async (who: Person, id: string, query = ''): Promise<AskedView> =>
  (await who.send('GET', `/projects/${id}/asks${query}`)).body as AskedView

it('is unproven until a report of the very same version says more', async () => {
  const id = await projectWith(JSON.stringify(PLAN))
  expect(await asked(ana, id)).toMatchObject({
    version: 1,
    asked: null,
    prompts: PLAN.prompts,
    asks: [{ id: 'a1', meaning: 'A person keeps books.', result: { status: 'unproven' } }],
  })
  const { manifestHash } = (await ana.send('GET', `/projects/${id}/versions/1`)).body as Version
  const numbers = { asks: 1, proven: 1, unproven: 0, failed: 0, notBuilt: 0, notUnderstood: 0 }
  await attachReport(api.ctx, {
    projectId: id,
    number: 1,
    manifestHash,
    status: 'incomplete',
    asked: numbers,
    report: {
      report: 1,
      status: 'incomplete',
      manifest: manifestHash,
      checks: [],
      asks: [{ id: 'a1', status: 'proven', control: 'pending', scenarios: [{ status: 'passed', steps: [] }] }],
    },
  })
  expect(await asked(ana, id)).toMatchObject({ asked: numbers, asks: [{ result: { status: 'proven' } }] })

  await ana.send('PUT', `/projects/${id}/files/notes.txt`, { body: { content: 'changed' } })
  expect(await asked(ana, id)).toMatchObject({ version: 2, asked: null, asks: [{ result: { status: 'unproven' } }] })
  expect(await asked(ana, id, '?version=1')).toMatchObject({ asks: [{ result: { status: 'proven' } }] })
})

it.each([
  ['is broken', '{'],
  ['says no asks', '{"devora": 1}'],
  ['says asks in another form', '{"devora": 1, "asks": [{"id": 7}], "prompts": "all"}'],
])('is nothing where devora.json %s', async (_, plan) => {
  expect(await asked(ana, await projectWith(plan))).toEqual({ version: 1, asked: null, prompts: [], asks: [] })
})

it('is nothing of a project without a version, and nobody else is told', async () => {
  const empty = await ana.project({})
  expect(await asked(ana, empty.id)).toEqual({ version: 0, asked: null, prompts: [], asks: [] })
  const ben = await newPerson(api)
  expect((await ben.send('GET', `/projects/${empty.id}/asks`)).status).toBe(404)
  expect((await ana.send('GET', `/projects/${empty.id}/asks?version=9`)).status).toBe(404)
})

it('is struck out in a new version, which keeps the rest of the file and is checked, and taken back', async () => {
  const id = await projectWith(JSON.stringify({ ...PLAN, name: 'Books' }))
  const strike = (body: object): ReturnType<Person['send']> =>
    ana.send('POST', `/projects/${id}/asks/a1/strike`, { body })
  const answer = await strike({ baseVersion: 1 })
  expect([answer.status, answer.body]).toEqual([202, { version: 2, runId: expect.stringMatching(/^run_/) }])
  expect(await asked(ana, id)).toMatchObject({ version: 2, asks: [{ state: 'struck', result: { status: 'struck' } }] })
  const file = (await ana.send('GET', `/projects/${id}/files/devora.json`)).body as { content: string }
  expect(JSON.parse(file.content)).toMatchObject({
    devora: 1,
    name: 'Books',
    asks: [{ meaning: 'A person keeps books.' }],
  })

  expect((await strike({ struck: false, baseVersion: 1 })).status).toBe(409)
  expect((await strike({ struck: false })).status).toBe(202)
  expect(await asked(ana, id)).toMatchObject({ version: 3, asks: [{ state: 'planned' }] })
  expect((await ana.send('POST', `/projects/${id}/asks/a9/strike`, { body: {} })).status).toBe(404)
  expect((await (await newPerson(api)).send('POST', `/projects/${id}/asks/a1/strike`, { body: {} })).status).toBe(404)
})
