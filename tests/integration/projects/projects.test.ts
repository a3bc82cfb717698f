import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Ctx } from '@/lib/context'
import type { Message, Project } from '@/lib/domains/projects/contract'
import { addMessage } from '@/lib/domains/projects/internal/add-message'
import { attachReport } from '@/lib/domains/projects/internal/attach-report'
import { listProjects } from '@/lib/domains/projects/list-projects'
import { readManifest, readManifestFiles } from '@/lib/domains/projects/internal/read-manifest'
import { updateProject } from '@/lib/domains/projects/update-project'
import { writeVersion } from '@/lib/domains/projects/internal/write-version'
import type { Page } from '@/lib/http/page'
import { systemFor } from '@/lib/http/principal'
import { openApi, problemIn, type TestApi } from '../../support/api'
import { newPerson, type Person } from '../../support/people'

let api: TestApi
let ana: Person
beforeAll(async () => {
  api = await openApi()
  ana = await newPerson(api)
})
afterAll(() => api.close())

const DAY = 24 * 60 * 60_000
const later = (ms: number): Ctx => ({ ...api.ctx, clock: { now: () => new Date(Date.now() + ms) } })
const list = async (person: Person, query = '') => (await person.send('GET', `/projects${query}`)).body as Page<Project>
const filesOf = async (projectId: string, number: number) =>
  readManifestFiles(api.ctx, await readManifest(api.ctx, projectId, number))
const text = (content: string) => new TextEncoder().encode(content)

describe('a project', () => {
  it('is renamed and described', async () => {
    const project = await ana.project({ name: '  Recipe box ' })
    expect(project.name).toBe('Recipe box')
    const changed = await ana.send('PATCH', `/projects/${project.id}`, {
      body: { name: 'Cookbook', description: 'All of them' },
    })
    expect(changed.body).toMatchObject({ id: project.id, name: 'Cookbook', description: 'All of them' })
    expect((await ana.send('PATCH', `/projects/${project.id}`, { body: { description: null } })).body).toMatchObject({
      name: 'Cookbook',
      description: null,
    })
    expect(problemIn(await ana.send('PATCH', `/projects/${project.id}`, { body: {} }))).toMatchObject({ status: 422 })
  })

  it('is gone after deleting, and can be brought back for 30 days', async () => {
    const bob = await newPerson(api)
    const project = await bob.project({ files: [{ path: 'a.txt', content: 'a' }] })
    expect((await bob.send('DELETE', `/projects/${project.id}`)).status).toBe(204)
    for (const [method, path, body] of [
      ['GET', ''],
      ['DELETE', ''],
      ['PATCH', '', { name: 'x' }],
      ['GET', '/files'],
      ['PUT', '/files/a.txt', { content: 'x' }],
      ['GET', '/versions'],
      ['GET', '/archive'],
      ['GET', '/messages'],
    ] as const) {
      expect(
        (await bob.send(method, `/projects/${project.id}${path}`, body === undefined ? {} : { body })).status,
        `${method} ${path}`,
      ).toBe(404)
    }
    expect((await list(bob)).items).toEqual([])
    expect((await list(bob, '?deleted=true')).items.map((item) => item.id)).toEqual([project.id])
    const restored = await bob.send('PATCH', `/projects/${project.id}`, { body: { deleted: false } })
    expect(restored.body).toMatchObject({ id: project.id, currentVersion: 1 })
    expect((await bob.send('GET', `/projects/${project.id}/files/a.txt`)).body).toMatchObject({ content: 'a' })

    await bob.send('DELETE', `/projects/${project.id}`)
    await expect(updateProject(later(31 * DAY), bob.who, project.id, { deleted: false })).rejects.toMatchObject({
      code: 'not_found',
    })
    expect((await listProjects(later(31 * DAY), bob.who, { limit: 20, deleted: 'true' })).items).toEqual([])
    expect(await updateProject(later(29 * DAY), bob.who, project.id, { deleted: false })).toMatchObject({
      id: project.id,
    })
  })
})

describe('the list of projects', () => {
  it('shows the last changed first, and neither repeats nor loses one while others are added', async () => {
    const bob = await newPerson(api)
    const names: string[] = []
    for (let n = 0; n < 7; n++) names.push((await bob.project({ name: `Project ${n}` })).name)
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const current: Page<Project> = await list(
        bob,
        `?limit=3${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      )
      seen.push(...current.items.map((item) => item.name))
      cursor = current.nextCursor
      await bob.project({ name: 'Added meanwhile' })
    } while (cursor !== null)
    expect(seen).toEqual(names.toReversed())
  })

  it('keeps apart what was changed in the same millisecond', async () => {
    const bob = await newPerson(api)
    for (let n = 0; n < 6; n++) await bob.project({ name: `Same ${n}` })
    await api.ctx.db.project.updateMany({
      where: { ownerId: bob.id },
      data: { updatedAt: new Date('2026-01-01T00:00:00.123Z') },
    })
    const seen = new Set<string>()
    let cursor: string | null = null
    do {
      const current: Page<Project> = await list(
        bob,
        `?limit=2${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      )
      for (const item of current.items) seen.add(item.id)
      cursor = current.nextCursor
    } while (cursor !== null)
    expect(seen.size).toBe(6)
  })

  it('moves a project up when one of its files changes', async () => {
    const bob = await newPerson(api)
    const first = await bob.project({ name: 'First' })
    await bob.project({ name: 'Second' })
    await bob.send('PUT', `/projects/${first.id}/files/a.txt`, { body: { content: 'a' } })
    expect((await list(bob)).items.map((item) => item.name)).toEqual(['First', 'Second'])
  })

  it('shows nobody else’s', async () => {
    await ana.project({ name: 'Private' })
    expect((await list(await newPerson(api))).items).toEqual([])
  })
})

describe('versions written by a run', () => {
  const generated = (runId: string, files: Record<string, string>) => ({
    files: new Map(Object.entries(files)),
    reason: 'generate' as const,
    summary: 'Made it',
    runId,
    status: 'incomplete' as const,
    report: { report: 1, status: 'incomplete', findings: ['found \0 in a.txt', 'half \ud800'] },
  })

  it('are written once, however often the step is repeated', async () => {
    const project = await ana.project()
    const input = { projectId: project.id, ...generated('run_one', { 'a.txt': 'a', 'b/c.txt': 'c' }) }
    const answers = await Promise.all(Array.from({ length: 8 }, () => writeVersion(api.ctx, input)))
    expect(answers.map((version) => version.number)).toEqual(answers.map(() => 1))
    expect(await writeVersion(api.ctx, { ...input, files: new Map([['other.txt', 'x']]) })).toMatchObject({
      number: 1,
      files: 2,
    })
    expect((await ana.send('GET', `/projects/${project.id}`)).body).toMatchObject({
      currentVersion: 1,
      status: 'incomplete',
    })
    expect(await filesOf(project.id, 1)).toEqual(
      new Map([
        ['a.txt', text('a')],
        ['b/c.txt', text('c')],
      ]),
    )
    expect((await ana.send('GET', `/projects/${project.id}/report`)).body).toEqual({
      report: 1,
      status: 'incomplete',
      findings: ['found \ufffd in a.txt', 'half \ufffd'],
    })
  })

  it('replace all files, or change some on top of the newest', async () => {
    const project = await ana.project({ files: [{ path: 'old.txt', content: 'old' }] })
    await writeVersion(api.ctx, { projectId: project.id, ...generated('run_two', { 'a.txt': 'a', 'b.txt': 'b' }) })
    await writeVersion(api.ctx, {
      projectId: project.id,
      changes: new Map<string, string | null>([
        ['a.txt', 'A'],
        ['b.txt', null],
        ['c.txt', 'c'],
        ['never.txt', null],
      ]),
      reason: 'edit',
      summary: 'x',
    })
    const files = await filesOf(project.id, 3)
    expect([...files].map(([path, bytes]) => `${path}=${Buffer.from(bytes).toString()}`)).toEqual([
      'a.txt=A',
      'c.txt=c',
    ])
    expect((await ana.send('GET', `/projects/${project.id}`)).body, 'an edit has no evidence yet').toMatchObject({
      currentVersion: 3,
      status: null,
    })
  })

  it('do not overwrite what a person wrote meanwhile', async () => {
    const project = await ana.project({ files: [{ path: 'a.txt', content: 'base' }] })
    await ana.send('PUT', `/projects/${project.id}/files/a.txt`, { body: { content: 'by hand' } })
    await expect(
      writeVersion(api.ctx, {
        projectId: project.id,
        ...generated('run_three', { 'a.txt': 'by run' }),
        baseVersion: 1,
      }),
    ).rejects.toMatchObject({ code: 'version_conflict' })
    expect((await ana.send('GET', `/projects/${project.id}/files/a.txt`)).body).toMatchObject({
      content: 'by hand',
      version: 2,
    })
  })

  it('are not written for a project that is gone', async () => {
    const project = await ana.project()
    await ana.send('DELETE', `/projects/${project.id}`)
    await expect(
      writeVersion(api.ctx, { projectId: project.id, ...generated('run_four', { 'a.txt': 'a' }) }),
    ).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('are all or nothing: a refused one leaves number, files and status as they were', async () => {
    const project = await ana.project({ files: [{ path: 'a.txt', content: 'a' }] })
    const bad = new Map([
      ['a.txt', text('x')],
      ['../out', text('x')],
    ])
    await expect(
      writeVersion(api.ctx, { projectId: project.id, changes: bad, reason: 'edit', summary: 'x' }),
    ).rejects.toMatchObject({ code: 'invalid_input', details: { invalidParams: [{ name: '../out' }] } })
    const clash = () => ({
      manifest: new Map([
        ['A.TXT', { sha256: 'x', size: 1 }],
        ['a.txt', { sha256: 'y', size: 1 }],
      ]),
      generated: new Map(),
    })
    await expect(
      writeVersion(api.ctx, { projectId: project.id, edit: clash, reason: 'edit', summary: 'x' }),
    ).rejects.toMatchObject({
      code: 'invalid_input',
    })
    expect((await ana.send('GET', `/projects/${project.id}`)).body).toMatchObject({ currentVersion: 1, status: null })
    expect(await api.ctx.db.projectVersion.count({ where: { projectId: project.id } })).toBe(1)
  })
})

describe('evidence', () => {
  it('is attached to exactly the files that were checked', async () => {
    const project = await ana.project({ files: [{ path: 'a.txt', content: 'a' }] })
    const address = `/projects/${project.id}/report`
    expect(problemIn(await ana.send('GET', address)).detail).toBe('Version 1 has not been checked yet.')
    const [version] = (
      (await ana.send('GET', `/projects/${project.id}/versions`)).body as Page<{ manifestHash: string }>
    ).items
    const report = {
      projectId: project.id,
      number: 1,
      status: 'verified' as const,
      asked: { asks: 3, proven: 2, unproven: 1, failed: 0, notBuilt: 0, notUnderstood: 1 },
      report: { report: 1, checks: [] },
    }
    await expect(attachReport(api.ctx, { ...report, manifestHash: 'f'.repeat(64) })).rejects.toMatchObject({
      code: 'version_conflict',
    })
    await attachReport(api.ctx, { ...report, manifestHash: version!.manifestHash })
    expect((await ana.send('GET', address)).body).toEqual({ report: 1, checks: [] })
    const { asked } = report
    expect((await ana.send('GET', `/projects/${project.id}`)).body).toMatchObject({ status: 'verified', asked })
    expect((await list(ana, '?limit=1')).items[0]).toMatchObject({ id: project.id, status: 'verified', asked })
    expect((await ana.send('GET', `/projects/${project.id}/versions`)).body).toMatchObject({ items: [{ asked }] })

    await ana.send('PUT', `/projects/${project.id}/files/a.txt`, { body: { content: 'changed' } })
    expect((await ana.send('GET', `/projects/${project.id}`)).body, 'not yet proven').toMatchObject({
      status: null,
      asked: null,
    })
    expect((await ana.send('GET', address)).status).toBe(404)
    expect((await ana.send('GET', `${address}?version=1`)).status).toBe(200)
    await attachReport(api.ctx, { ...report, status: 'incomplete', manifestHash: version!.manifestHash })
    expect(
      (await ana.send('GET', `/projects/${project.id}`)).body,
      'evidence about an old version says nothing about the newest',
    ).toMatchObject({ status: null })
  })
})

describe('the conversation', () => {
  it('holds one prompt and one answer per run, oldest first, page by page, until it is cleared', async () => {
    const project = await ana.project()
    const say = (runId: string, role: Message['role'], content: string) =>
      addMessage(api.ctx, { projectId: project.id, role, text: content, runId })
    const first = await say('run_m1', 'user', 'A recipe box')
    expect(await say('run_m1', 'user', 'A recipe box, repeated')).toEqual(first)
    await say('run_m1', 'assistant', 'Done: 4 pages')
    await say('run_m2', 'user', 'Add\0 ratings')
    await addMessage(api.ctx, { projectId: project.id, role: 'assistant', text: 'A note', version: 1 })
    const texts: string[] = []
    let cursor: string | null = null
    do {
      const answer = await ana.send(
        'GET',
        `/projects/${project.id}/messages?limit=3${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      )
      const current = answer.body as Page<Message>
      texts.push(...current.items.map((message) => `${message.role}: ${message.text}`))
      cursor = current.nextCursor
    } while (cursor !== null)
    expect(texts).toEqual([
      'user: A recipe box',
      'assistant: Done: 4 pages',
      'user: Add\ufffd ratings',
      'assistant: A note',
    ])
    expect((await ana.send('DELETE', `/projects/${project.id}/messages`)).status).toBe(204)
    expect((await ana.send('GET', `/projects/${project.id}/messages`)).body).toEqual({ items: [], nextCursor: null })
  })
})

it('obeys the same ownership when the worker acts for somebody', async () => {
  const project = await ana.project()
  const bob = await newPerson(api)
  expect((await listProjects(api.ctx, systemFor(ana.id), { limit: 100 })).items.map((item) => item.id)).toContain(
    project.id,
  )
  expect((await listProjects(api.ctx, systemFor(bob.id), { limit: 100 })).items).toEqual([])
})
