import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RUN_STATUSES } from '@/lib/domains/runs/constants'
import { ListedProject, type Project } from '@/lib/domains/projects/contract'
import { insertPrompt } from '@/lib/domains/projects/internal/add-message'
import { attachReport } from '@/lib/domains/projects/internal/attach-report'
import { insertRun } from '@/lib/domains/runs/internal/create-run'
import { newId } from '@/lib/core/ids'
import { manifestHash, manifestOf } from '@/lib/domains/spec/manifest'
import type { Page } from '@/lib/http/page'
import { openApi, problemIn, type TestApi } from '../../support/api'
import { newPerson, type Person } from '../../support/people'

let api: TestApi
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

const list = async (person: Person, query = ''): Promise<ListedProject[]> =>
  ((await person.send('GET', `/projects${query}`)).body as Page<ListedProject>).items
const names = async (person: Person, query: string): Promise<string[]> =>
  (await list(person, query)).map(({ name }) => name)

/** A run's row without its worker, in a state that a worker would bring it to. */
async function run(person: Person, projectId: string, status: string): Promise<string> {
  const id = await insertRun(
    api.ctx.db,
    { ownerId: person.id, kind: 'generation', projectId, baseVersion: 0, input: {} },
    new Date(),
  )
  const endedAt = ['completed', 'failed', 'cancelled'].includes(status) ? new Date() : null
  await api.ctx.db.run.update({ where: { id }, data: { status, endedAt, enqueuedAt: new Date() } })
  return id
}
const prompt = (projectId: string, runId: string, text: string): Promise<void> =>
  insertPrompt(api.ctx.db, { projectId, runId, text, now: new Date() })

const files = [{ path: 'index.html', content: '<p>hello</p>' }]
const hash = manifestHash(manifestOf(new Map([['index.html', new TextEncoder().encode('<p>hello</p>')]])))

describe('the list of projects', () => {
  it('says of each what was asked first, what its last run came to, and its state in one word', async () => {
    const ana = await newPerson(api)
    const { id } = await ana.project({ name: 'Tools' })
    expect(await list(ana)).toMatchObject([{ id, prompt: null, state: 'empty', lastRun: null }])
    const first = await run(ana, id, 'failed')
    await prompt(id, first, '\n  A tool library: tools and loans  \nin blue')
    expect(await list(ana)).toMatchObject([
      { id, prompt: 'A tool library: tools and loans', state: 'failed', lastRun: { id: first, status: 'failed' } },
    ])
    const second = await run(ana, id, 'waiting')
    await prompt(id, second, 'Add a serial number')
    expect(await list(ana)).toMatchObject([
      { prompt: 'A tool library: tools and loans', state: 'waiting', lastRun: { id: second, endedAt: null } },
    ])
    await api.ctx.db.run.update({ where: { id: second }, data: { status: 'running' } })
    expect(await list(ana)).toMatchObject([{ state: 'running' }])
    await api.ctx.db.run.update({ where: { id: second }, data: { status: 'completed', endedAt: new Date() } })
    await ana.send('PUT', `/projects/${id}/files/index.html`, { body: { content: '<p>hello</p>' } })
    expect(await list(ana)).toMatchObject([{ state: 'unchecked', status: null, currentVersion: 1 }])
    await attachReport(api.ctx, {
      projectId: id,
      number: 1,
      manifestHash: hash,
      status: 'incomplete',
      asked: null,
      report: {},
    })
    expect(await list(ana)).toMatchObject([{ state: 'incomplete', status: 'incomplete' }])
  })

  it('is searched in names, descriptions and first prompts, without regard to case and accents', async () => {
    const ana = await newPerson(api)
    const club = await ana.project({ name: 'Club de lectura' })
    await prompt(club.id, newId('run'), 'Libros con título y páginas')
    const box = await ana.project({ name: 'Recipe box' })
    await ana.send('PATCH', `/projects/${box.id}`, { body: { description: '100% of grandma’s' } })
    await ana.project({ name: '1000 things' })
    expect(await names(ana, '?query=LECTURA')).toEqual(['Club de lectura'])
    expect(await names(ana, '?query=titulo')).toEqual(['Club de lectura'])
    expect(await names(ana, `?query=${encodeURIComponent('pÁginas')}`)).toEqual(['Club de lectura'])
    expect(await names(ana, '?query=100%25')).toEqual(['Recipe box'])
    expect(await names(ana, '?query=_')).toEqual([])
    expect(await names(ana, '?query=')).toHaveLength(3)
    expect(await names(await newPerson(api), '?query=lectura')).toEqual([])
  })

  it('is filtered by state, and pages through what is left', async () => {
    const ana = await newPerson(api)
    for (let n = 0; n < 3; n++) await ana.project({ name: `Empty ${n}` })
    for (let n = 0; n < 3; n++) await ana.project({ name: `Written ${n}`, ...(files && { files }) })
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const at: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
      const { items, nextCursor } = (await ana.send('GET', `/projects?status=unchecked&query=written&limit=2${at}`))
        .body as Page<ListedProject>
      seen.push(...items.map(({ name }) => name))
      cursor = nextCursor
    } while (cursor !== null)
    expect(seen).toEqual(['Written 2', 'Written 1', 'Written 0'])
    expect(await names(ana, '?status=empty')).toEqual(['Empty 2', 'Empty 1', 'Empty 0'])
    expect(problemIn(await ana.send('GET', '/projects?status=green'))).toMatchObject({ status: 422 })
  })

  it('knows every status that a run can have', () => {
    const lastRun = ListedProject.shape.lastRun.unwrap()
    expect(lastRun.shape.status.options).toEqual([...RUN_STATUSES])
  })
})

describe('a duplicate', () => {
  it('holds the newest files and what was proven about them, and lives on its own', async () => {
    const ana = await newPerson(api)
    const original = await ana.project({ name: 'Shop', files: [{ path: 'index.html', content: 'old' }] })
    await ana.send('PUT', `/projects/${original.id}/files/index.html`, { body: { content: '<p>hello</p>' } })
    const report = { report: 1, status: 'incomplete', manifest: hash }
    await attachReport(api.ctx, {
      projectId: original.id,
      number: 2,
      manifestHash: hash,
      status: 'incomplete',
      asked: null,
      report,
    })
    const answer = await ana.send('POST', `/projects/${original.id}/duplicate`, { body: {} })
    expect(answer.status).toBe(201)
    const copy = answer.body as Project
    expect(copy).toMatchObject({ name: 'Shop (copy)', currentVersion: 1, status: 'incomplete' })
    expect((await ana.send('GET', `/projects/${copy.id}/report`)).body).toEqual(report)
    expect((await ana.send('GET', `/projects/${copy.id}/versions`)).body).toMatchObject({
      items: [{ number: 1, reason: 'duplicate', summary: 'Copied from version 2 of Shop', manifestHash: hash }],
    })
    await ana.send('PUT', `/projects/${copy.id}/files/index.html`, { body: { content: 'changed' } })
    await ana.send('DELETE', `/projects/${original.id}`)
    expect((await ana.send('GET', `/projects/${copy.id}/files/index.html`)).body).toMatchObject({ content: 'changed' })
    expect((await ana.send('GET', `/projects/${copy.id}/files/index.html?version=1`)).body).toMatchObject({
      content: '<p>hello</p>',
    })
  })

  it('takes a name, may be of a project without files, and never of somebody else’s', async () => {
    const [ana, bob] = [await newPerson(api), await newPerson(api)]
    const empty = await ana.project({ name: 'N'.repeat(100) })
    expect(
      (await ana.send('POST', `/projects/${empty.id}/duplicate`, { body: { name: ' Second ' } })).body,
    ).toMatchObject({ name: 'Second', currentVersion: 0, status: null })
    const named = (await ana.send('POST', `/projects/${empty.id}/duplicate`, { body: {} })).body as Project
    expect(named.name).toBe(`${'N'.repeat(93)} (copy)`)
    expect((await bob.send('POST', `/projects/${empty.id}/duplicate`, { body: {} })).status).toBe(404)
  })
})
