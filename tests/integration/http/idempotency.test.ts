import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Idempotency } from '@/lib/http/idempotency'
import type { Project } from '@/lib/domains/projects/contract'
import { openApi, problemIn, type TestApi } from '../../support/api'
import { newPerson, type Person } from '../../support/people'

let api: TestApi
let ana: Person
let bob: Person
beforeAll(async () => {
  api = await openApi()
  ana = await newPerson(api)
  bob = await newPerson(api)
})
afterAll(() => api.close())

const create = (person: Person, key: string, name: string) =>
  person.send('POST', '/projects', { body: { name }, headers: { 'idempotency-key': key } })
const named = (name: string) => api.ctx.db.project.count({ where: { name } })

describe('a write with an Idempotency-Key', () => {
  it('happens once when it is sent twice', async () => {
    const first = await create(ana, 'twice', 'Sent twice')
    const second = await create(ana, 'twice', 'Sent twice')
    expect(second.status).toBe(201)
    expect(second.body).toEqual(first.body)
    expect([first, second].map((answer) => answer.headers.get('idempotency-replayed'))).toEqual([null, 'true'])
    expect(await named('Sent twice')).toBe(1)
  })

  it('happens once when twenty arrive together, and all get the same answer', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => create(ana, 'together', 'Sent together')))
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 201))
    expect(new Set(answers.map((answer) => (answer.body as Project).id)).size).toBe(1)
    expect(answers.filter((answer) => answer.headers.get('idempotency-replayed') === null)).toHaveLength(1)
    expect(await named('Sent together')).toBe(1)
  })

  it('happens twice without one', async () => {
    await Promise.all([ana.project({ name: 'No key' }), ana.project({ name: 'No key' })])
    expect(await named('No key')).toBe(2)
  })

  it('is refused when the key was used for something else', async () => {
    await create(ana, 'other', 'First use')
    expect(problemIn(await create(ana, 'other', 'Second use'))).toMatchObject({
      status: 409,
      code: 'idempotency_conflict',
    })
    expect(await named('Second use')).toBe(0)
  })

  it('belongs to one person and one route', async () => {
    await create(ana, 'mine', 'Of Ana')
    expect((await create(bob, 'mine', 'Of Bob')).status).toBe(201)
    const project = await ana.project()
    expect(
      (
        await ana.send('PATCH', `/projects/${project.id}`, {
          body: { name: 'Renamed' },
          headers: { 'idempotency-key': 'mine' },
        })
      ).status,
    ).toBe(200)
  })

  it('repeats an answer without a body', async () => {
    const project = await ana.project()
    const remove = () => ana.send('DELETE', `/projects/${project.id}`, { headers: { 'idempotency-key': 'remove' } })
    expect([(await remove()).status, (await remove()).status]).toEqual([204, 204])
    expect((await ana.send('DELETE', `/projects/${project.id}`)).status).toBe(404)
  })

  it('can be corrected and sent again after a refusal', async () => {
    const send = (files: unknown) =>
      ana.send('POST', '/projects', { body: { name: 'Corrected', files }, headers: { 'idempotency-key': 'corrected' } })
    expect(
      (
        await send([
          { path: 'a', content: '' },
          { path: 'a/b', content: '' },
        ])
      ).status,
    ).toBe(422)
    expect((await send([{ path: 'a', content: '' }])).status).toBe(201)
    expect(await named('Corrected')).toBe(1)
  })

  it.each(['', 'with space', 'ü', 'x'.repeat(201)])('has a readable key: %j is none', async (key) => {
    const request = () => new Idempotency(api.ctx.db, ana.id, 'createProject', key)
    expect(request).toThrowError(
      expect.objectContaining({
        code: 'invalid_input',
        details: { invalidParams: [expect.objectContaining({ name: 'Idempotency-Key', reason: expect.any(String) })] },
      }),
    )
  })

  it('is inherited from a first request that died', async () => {
    const { db, clock } = api.ctx
    const dead = new Idempotency(db, ana.id, 'createProject', 'dead')
    expect(await dead.begin({ n: 1 }, { now: () => new Date(Date.now() - 3 * 60_000) })).toBeNull()
    const heirs = await Promise.allSettled(
      Array.from({ length: 3 }, async () => {
        const heir = new Idempotency(db, ana.id, 'createProject', 'dead')
        const stored = await heir.begin({ n: 1 }, clock)
        if (stored === null) await heir.finish({ status: 201, body: { id: 'x' } })
        return stored
      }),
    )
    const values = heirs.map((heir) => (heir.status === 'fulfilled' ? heir.value : heir.reason))
    expect(values.filter((value) => value === null)).toHaveLength(1)
    expect(values.filter((value) => value !== null)).toEqual(
      Array.from({ length: 2 }, () => ({ status: 201, body: { id: 'x' } })),
    )
  })
})
