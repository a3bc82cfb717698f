import { afterAll, beforeAll, expect, test } from 'vitest'
import { QUOTAS } from '@/lib/domains/projects/quotas'
import { openApi, problemIn, type TestApi } from '../../support/api'
import { newPerson, type Person } from '../../support/people'

/* What one user may have at most: each refusal says the limit and what to do, and nothing refused is kept */

let api: TestApi
beforeAll(async () => void (api = await openApi()))
afterAll(() => api?.close())

const MEGABYTE = 1024 * 1024
const create = (person: Person, name: string, files: Array<{ path: string; content: string }> = []) =>
  person.send('POST', '/projects', { body: { name, files } })
const idOf = (body: unknown): string => (body as { id: string }).id
const fill = (id: string, storedBytes: number) => api.ctx.db.project.update({ where: { id }, data: { storedBytes } })

test('storage is bounded over all projects of a person, those in the bin included', async () => {
  const [ana, ben] = [await newPerson(api), await newPerson(api)]
  const first = idOf((await create(ana, 'One', [{ path: 'a.txt', content: 'a'.repeat(1_000) }])).body)
  const counted = await api.ctx.db.project.findUniqueOrThrow({ where: { id: first } })
  expect(Number(counted.storedBytes)).toBe(1_000)
  await fill(first, QUOTAS.storageBytes - 1_500)

  const full = await create(ana, 'Two', [{ path: 'a.txt', content: 'b'.repeat(2_000) }])
  expect(problemIn(full)).toMatchObject({ status: 403, code: 'quota_exceeded' })
  expect(problemIn(full).detail).toContain(`${QUOTAS.storageBytes / MEGABYTE} MB`)
  expect(problemIn(full).detail).toContain('Delete a project')
  const put = await ana.send('PUT', `/projects/${first}/files/b.txt`, { body: { content: 'c'.repeat(2_000) } })
  expect(problemIn(put).code).toBe('quota_exceeded')
  const run = await ana.send('POST', '/generate', {
    body: {
      prompt: 'A to-do list',
      attachments: [{ name: 'a.txt', mediaType: 'text/plain', data: Buffer.alloc(3_000, 'x').toString('base64') }],
    },
  })
  expect(problemIn(run).code).toBe('quota_exceeded')
  expect(await api.ctx.db.project.count({ where: { ownerId: ana.id } })).toBe(1)
  expect(await api.ctx.db.fileBlob.count({ where: { size: { in: [2_000, 3_000] } } })).toBe(0)

  await ana.send('DELETE', `/projects/${first}`)
  expect(problemIn(await create(ana, 'Two', [{ path: 'a.txt', content: 'b'.repeat(2_000) }])).code).toBe(
    'quota_exceeded',
  )
  expect((await create(ben, 'Mine', [{ path: 'a.txt', content: 'b'.repeat(2_000) }])).status).toBe(201)
})

test('an edit counts what it adds, once', async () => {
  const ana = await newPerson(api)
  const id = idOf((await create(ana, 'One', [{ path: 'a.txt', content: 'a'.repeat(500) }])).body)
  for (const content of ['b'.repeat(700), 'b'.repeat(700)])
    await ana.send('PUT', `/projects/${id}/files/b.txt`, { body: { content } })
  await ana.send('DELETE', `/projects/${id}/files/b.txt`)
  const row = await api.ctx.db.project.findUniqueOrThrow({ where: { id } })
  expect(Number(row.storedBytes)).toBe(1_200)
})

test('two writes at once do not both take the last room', async () => {
  const ana = await newPerson(api)
  const id = idOf((await create(ana, 'One')).body)
  await fill(id, QUOTAS.storageBytes - 15_000)
  const answers = await Promise.all(
    ['x', 'y'].map((letter) => create(ana, letter, [{ path: 'a.txt', content: letter.repeat(10_000) }])),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 403])
})

test('a person has so many projects, and so many with the deleted ones', async () => {
  const ana = await newPerson(api)
  const row = (n: number, deletedAt: Date | null) => ({ id: `prj_q${n}`, ownerId: ana.id, name: `${n}`, deletedAt })
  await api.ctx.db.project.createMany({
    data: Array.from({ length: QUOTAS.projects - 1 }, (_, n) => row(n, null)),
  })
  expect((await create(ana, 'last')).status).toBe(201)
  const refused = problemIn(await create(ana, 'one too many'))
  expect(refused).toMatchObject({ status: 403, code: 'quota_exceeded' })
  expect(refused.detail).toContain(`${QUOTAS.projects} projects`)
  expect(problemIn(await ana.send('POST', '/generate', { body: { prompt: 'A to-do list' } })).code).toBe(
    'quota_exceeded',
  )
  await api.ctx.db.project.updateMany({ where: { ownerId: ana.id }, data: { deletedAt: new Date() } })
  await api.ctx.db.project.createMany({
    data: Array.from({ length: QUOTAS.projectsWithDeleted - QUOTAS.projects }, (_, n) => row(1_000 + n, new Date())),
  })
  expect(problemIn(await create(ana, 'after deleting')).detail).toContain(`${QUOTAS.projectsWithDeleted}`)
})

test('a project has so many versions', async () => {
  const ana = await newPerson(api)
  const id = idOf((await create(ana, 'One', [{ path: 'a.txt', content: 'a' }])).body)
  const { db } = api.ctx
  const version = await db.projectVersion.findFirstOrThrow({ where: { projectId: id } })
  await db.projectVersion.update({ where: { id: version.id }, data: { number: QUOTAS.versionsPerProject } })
  await db.project.update({ where: { id }, data: { currentVersion: QUOTAS.versionsPerProject } })
  const refused = problemIn(await ana.send('PUT', `/projects/${id}/files/b.txt`, { body: { content: 'b' } }))
  expect(refused.code).toBe('quota_exceeded')
  expect(refused.detail).toContain(`${QUOTAS.versionsPerProject} versions`)
  const run = await ana.send('POST', '/generate', { body: { prompt: 'Make it dark', projectId: id } })
  expect(problemIn(run).code).toBe('quota_exceeded')
})

test('a person has so many runs under way, also when they are started at once', async () => {
  const [ana, ben] = [await newPerson(api), await newPerson(api)]
  const start = (person: Person) => person.send('POST', '/generate', { body: { prompt: 'A to-do list' } })
  const answers = await Promise.all(Array.from({ length: QUOTAS.runsUnderWay + 2 }, () => start(ana)))
  const refused = answers.filter(({ status }) => status !== 202)
  expect(refused).toHaveLength(2)
  for (const answer of refused) {
    expect(problemIn(answer)).toMatchObject({ status: 429, code: 'too_many_runs' })
    expect(problemIn(answer).detail).toContain(`${QUOTAS.runsUnderWay} runs`)
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/)
  }
  expect(await api.ctx.db.run.count({ where: { ownerId: ana.id } })).toBe(QUOTAS.runsUnderWay)
  expect((await start(ben)).status).toBe(202)
  const [run] = await api.ctx.db.run.findMany({ where: { ownerId: ana.id }, take: 1 })
  await ana.send('POST', `/runs/${run!.id}/cancel`)
  expect((await start(ana)).status).toBe(202)
})
