import { afterAll, beforeAll, expect, test } from 'vitest'
import { env } from '@/lib/core/env'
import type { AppSpec } from '@/lib/domains/spec/contract'
import { openApi, problemIn, type TestApi } from '../../support/api'
import { newPerson, type Person } from '../../support/people'
import { startWorkerProcess, type WorkerProcess } from '../../support/worker-process'

/*
 * Somebody with an account who means harm: at the plan that waits, at the file that holds the plan, and with everything
 * at once.
 */

const PROMPT = 'A recipe box where members save recipes with ingredients and rate them'
let api: TestApi
let worker: WorkerProcess
beforeAll(async () => {
  api = await openApi()
  worker = await startWorkerProcess(env().DATABASE_URL, env().DEVORA_HOME)
})
afterAll(async () => {
  await worker?.stop()
  await api?.close()
})

type Started = { runId: string; projectId: string }
const start = async (ana: Person, body: object): Promise<Started> => {
  const answer = await ana.send('POST', '/generate', { body: { prompt: PROMPT, model: 'builtin', ...body } })
  expect(answer.status, JSON.stringify(answer.body)).toBe(202)
  return answer.body as Started
}
const follow = async (ana: Person, runId: string): Promise<string> =>
  (await ana.send('GET', `/runs/${runId}/events`)).response.text()
async function waiting(ana: Person, body: object = {}): Promise<Started & { spec: AppSpec }> {
  const started = await start(ana, { planFirst: true, ...body })
  await expect
    .poll(async () => ((await ana.send('GET', `/runs/${started.runId}`)).body as { status: string }).status, {
      timeout: 20_000,
    })
    .toBe('waiting')
  const { spec } = (await ana.send('GET', `/runs/${started.runId}/plan`)).body as { spec: AppSpec }
  return { ...started, spec }
}

test('a hostile plan is refused by its place, and the run waits on', async () => {
  const ana = await newPerson(api)
  const { runId, spec } = await waiting(ana)
  const hostile: Array<[string, (plan: AppSpec) => void]> = [
    ['spec.pages.0.path', (plan) => void (plan.pages[0]!.path = '/../../../../tmp/x')],
    [
      'spec.access.0.readWhere',
      (plan) => void (plan.access[0]!.readWhere = 'true); grant all on schema public to anon; select (true'),
    ],
    ['spec.entities.0.name', (plan) => void (plan.entities[0]!.name = 'rec\u202eipe')],
  ]
  for (const [name, change] of hostile) {
    const plan = structuredClone(spec)
    change(plan)
    const answer = await ana.send('POST', `/runs/${runId}/plan`, { body: { spec: plan } })
    expect([answer.status, problemIn(answer).invalidParams?.[0]?.name]).toEqual([422, name])
  }
  expect(((await ana.send('GET', `/runs/${runId}`)).body as { status: string }).status).toBe('waiting')
  // A name that is none of the plan's is dropped on the way in, and nobody's prototype hears of it.
  const polluted = JSON.stringify({ spec }).replace('"theme":{', '"theme":{"__proto__":{"isAdmin":"yes"},')
  expect((await ana.send('POST', `/runs/${runId}/plan`, { body: polluted })).status).toBe(200)
  expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined()
  expect(JSON.stringify((await api.ctx.db.run.findUniqueOrThrow({ where: { id: runId } })).plan)).not.toContain(
    'isAdmin',
  )
  await ana.send('POST', `/runs/${runId}/cancel`)
})

test('names that would leave their quotes come out as text', { tags: ['deep'] }, async () => {
  const ana = await newPerson(api)
  const { runId, projectId, spec } = await waiting(ana)
  const evil = `';DROP TABLE x;--"</script><img src=x onerror=alert(1)>{evil()}\\`
  const plan = structuredClone(spec)
  plan.name = evil
  plan.pages.forEach((page) => Object.assign(page, { title: evil, purpose: evil }))
  plan.entities[0]!.fields.push({ name: evil, column: 'evil', type: 'enum', values: [evil, "b'"], unit: evil })
  expect((await ana.send('POST', `/runs/${runId}/plan`, { body: { spec: plan } })).status).toBe(200)
  const events = await follow(ana, runId)
  expect(events).toContain('"status":"completed"')
  // Types, lint, migration and policies were checked for real: nothing left its quotes.
  expect(((await ana.send('GET', `/projects/${projectId}/report`)).body as { status: string }).status).toBe('verified')
})

test('what a site is called is text on its pages', { tags: ['deep'] }, async () => {
  const ana = await newPerson(api)
  const { runId, projectId, spec } = await waiting(ana, {
    mode: 'site',
    prompt: 'A site for a bakery in Lyon with opening hours',
  })
  const evil = '</title></script><img src=x onerror=alert(1)>'
  const plan = { ...spec, name: evil, pages: spec.pages.map((page) => ({ ...page, title: evil, purpose: evil })) }
  const colours = { ...plan, theme: { ...plan.theme, background: '#fff}</style><script>alert(1)</script>' } }
  expect((await ana.send('POST', `/runs/${runId}/plan`, { body: { spec: colours } })).status).toBe(422)
  expect((await ana.send('POST', `/runs/${runId}/plan`, { body: { spec: plan } })).status).toBe(200)
  expect(await follow(ana, runId)).toContain('"status":"completed"')
  const { content } = (await ana.send('GET', `/projects/${projectId}/files/index.html`)).body as { content: string }
  expect(content).not.toContain('<img src=x')
  expect(content).toContain('&lt;img src=x')
})

test.each(['../notes.md', 'a/b.md', 'notes\u202egnp.md', 'notes\u0000.md', 'notes\n.md', 'CON.md ', 'notes.md\u200b'])(
  'a file called %j is not attached, and nothing starts',
  async (name) => {
    const ana = await newPerson(api)
    const attachments = [{ name, mediaType: 'text/markdown', data: Buffer.from('Hello').toString('base64') }]
    const answer = await ana.send('POST', '/generate', { body: { prompt: PROMPT, model: 'builtin', attachments } })
    expect([answer.status, problemIn(answer).invalidParams?.[0]?.name]).toEqual([422, 'attachments.0.name'])
    expect(await api.ctx.db.run.count({ where: { ownerId: ana.id } })).toBe(0)
  },
)

test('a project whose plan was made hostile by hand is changed all the same', { tags: ['deep'] }, async () => {
  const ana = await newPerson(api)
  const { runId, projectId } = await start(ana, {})
  expect(await follow(ana, runId)).toContain('"status":"completed"')
  const file = (await ana.send('GET', `/projects/${projectId}/files/devora.json`)).body as { content: string }
  const plan = JSON.parse(file.content) as AppSpec
  plan.entities[0]!.table = '../../x; drop table y; --'
  plan.access[0]!.table = plan.entities[0]!.table
  plan.pages[0]!.path = '/../../../etc'
  const put = await ana.send('PUT', `/projects/${projectId}/files/devora.json`, {
    body: { content: JSON.stringify(plan), baseVersion: 1 },
  })
  expect(put.status).toBeLessThan(300)
  const again = await start(ana, { projectId, prompt: 'Add a notes field to recipes' })
  expect(await follow(ana, again.runId)).toContain('"status":"completed"')
  const paths = (
    (await ana.send('GET', `/projects/${projectId}/files`)).body as { items: Array<{ path: string }> }
  ).items.map(({ path }) => path)
  expect(paths.filter((path) => path.includes('..') || path.includes(';'))).toEqual([])
})

test('confirm, cancel and retry at once: one of them wins, nothing is left going', { tags: ['deep'] }, async () => {
  const ana = await newPerson(api)
  const { runId, projectId } = await waiting(ana)
  const send = (what: string) =>
    ana.send('POST', `/runs/${runId}/${what}`, { body: what === 'cancel' ? undefined : {} })
  const answers = await Promise.all(['plan', 'cancel', 'retry', 'plan', 'cancel', 'retry', 'plan', 'retry'].map(send))
  expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([])
  expect(answers.filter((answer, at) => at % 3 === 2 && answer.status === 202).length).toBeLessThanOrEqual(1)
  const rows = await api.ctx.db.run.findMany({ where: { projectId } })
  for (const row of rows) await follow(ana, row.id)
  const ended = await api.ctx.db.run.findMany({ where: { projectId } })
  expect(ended.every((run) => run.endedAt !== null)).toBe(true)
  expect(await api.ctx.db.projectVersion.count({ where: { projectId, reason: 'generate' } })).toBeLessThanOrEqual(
    ended.length,
  )
})

test('twenty changes of the settings at once leave one of them, whole', async () => {
  const ana = await newPerson(api)
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      ana.send('PATCH', '/settings', {
        body: { locale: n % 2 ? 'es' : 'en', budget: { monthlyMicros: 1_000_000 + n } },
      }),
    ),
  )
  expect(new Set(answers.map(({ status }) => status)).size).toBe(1)
  const { locale, budget } = (await ana.send('GET', '/settings')).body as {
    locale: string
    budget: { monthlyMicros: number }
  }
  expect(locale).toBe(budget.monthlyMicros % 2 === 1 ? 'es' : 'en')
})
