import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApi, type TestApi } from '../../support/api'
import { begin, startWorker } from '../../support/generation'
import { newPerson, type Person } from '../../support/people'
import type { WorkerProcess } from '../../support/worker-process'

/** A prompt that comes to nothing is answered so, and leaves no version behind. Real worker, real Postgres. */

let api: TestApi
let worker: WorkerProcess
let ana: Person
beforeAll(async () => {
  api = await openApi()
  worker = await startWorker()
  ana = await newPerson(api)
})
afterAll(async () => {
  await worker?.stop()
  await api?.close()
})

const READY = /is (?:ready|built)|está (?:list|construid)/
const GARAGE = 'A garage: customers (name, email, phone), repairs (title, price). A repair belongs to a customer.'

describe('a prompt that changes nothing', () => {
  it('says so, says how to say it, and makes no version of an application', { tags: ['deep'] }, async () => {
    const garage = await begin(ana, GARAGE)
    const before = await garage.project()
    const { run, answer } = await garage.change('what a lovely day')
    expect(run).toMatchObject({ status: 'completed', result: { version: null, status: null, unchanged: true } })
    expect(answer).toContain('Nothing was changed')
    expect(answer).toContain('customers')
    expect(answer).not.toMatch(READY)
    expect(await garage.project()).toMatchObject({ currentVersion: before.currentVersion, status: before.status })
    // Neither is there anything of it in the next version.
    await garage.change('Add a colour to repairs')
    expect((await garage.plan()).prompt).not.toContain('lovely')
    expect((await garage.versions()).map(({ reason }) => reason)).toEqual(['generate', 'generate'])
    // What is there already is no change either, and is said to be there where that was understood.
    expect((await garage.change('Add a colour to repairs')).run.result).toMatchObject({ unchanged: true })
    const { answer: again, run: none } = await garage.change('add search to customers')
    expect(none.result).toMatchObject({ unchanged: true })
    expect(again).toBe(
      'Nothing was changed, and there is no new version.\n\nThere already:\n- “add search to customers”',
    )
  })

  it('is answered in the language of the project, for a plain site too', async () => {
    const site = await begin(ana, 'Sitio de una página para una panadería: pan, pasteles y horario.', { mode: 'site' })
    const { run, answer } = await site.change('qué bonito día hace hoy')
    expect(run.result).toMatchObject({ version: null, unchanged: true })
    expect(answer).toContain('No cambió nada')
    expect(answer).not.toMatch(READY)
    expect((await site.project()).currentVersion).toBe(1)
  })

  it('is told from one of which a part was understood: the rest is named', { tags: ['deep'] }, async () => {
    const garage = await begin(ana, GARAGE)
    const { answer } = await garage.change('Add a colour to repairs. Brew me some coffee.')
    expect(answer).toMatch(READY)
    expect(answer).toContain('nothing to change in these words of yours: “Brew me some coffee.”')
    expect(answer).not.toContain('“Add a colour')
  })

  it('builds what a person has written into the plan by hand all the same', { tags: ['deep'] }, async () => {
    const garage = await begin(ana, GARAGE)
    const plan = await garage.plan()
    plan.entities
      .find(({ table }) => table === 'repairs')!
      .fields.push({ name: 'hours', column: 'hours', type: 'number' })
    await garage.write('devora.json', `${JSON.stringify(plan, null, 2)}\n`)
    const { run, answer } = await garage.change('what a lovely day')
    expect(run.result).toMatchObject({ version: 3, status: 'verified' })
    expect(answer).toContain('“what a lovely day”')
    expect(await garage.read('lib/database.types.ts')).toContain('hours')
  })
})
