import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { env } from '@/lib/core/env'
import type { Json } from '@/lib/core/db/db'
import { newId } from '@/lib/core/ids'
import { planApp } from '@/lib/domains/generation/builtin/architect/plan-app'
import { gatherContext } from '@/lib/domains/generation/context/gather'
import type { Memory } from '@/lib/domains/memory/contract'
import { writeVersion } from '@/lib/domains/projects/internal/write-version'
import { fromStreamPart } from '@/lib/domains/runs/events'
import { initialState, reduceRun, viewRun } from '@/lib/domains/runs/reduce'
import type { AppSpec } from '@/lib/domains/spec/contract'
import { openApi, type TestApi } from '../../support/api'
import { newPerson, type Person } from '../../support/people'
import { startWorkerProcess, type WorkerProcess } from '../../support/worker-process'

/* What Devora learns from what people change: over the API, on a real Postgres, in the end with real runs. */

let api: TestApi
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api?.close())

const CSS = '@theme {\n  --color-background: #fafafa;\n  --color-component: #4338ca;\n}\n'
const PAGE = '<html lang="en"><body></body></html>\n'
const spec = planApp({ prompt: 'A task list with tasks that have a title and a due date' })

/** A project as a run has delivered it. */
async function delivered(person: Person, name = 'Recipe box'): Promise<string> {
  const { id } = await person.project({ name })
  const files = new Map([
    ['app/globals.css', CSS],
    ['app/layout.tsx', PAGE],
    ['devora.json', JSON.stringify(spec)],
  ])
  await writeVersion(api.ctx, { projectId: id, files, reason: 'generate', summary: 'Delivered' })
  return id
}
async function save(person: Person, id: string, path: string, content: string): Promise<void> {
  const answer = await person.send('PUT', `/projects/${id}/files/${path}`, { body: { content } })
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
}
const list = async (person: Person): Promise<Memory[]> =>
  ((await person.send('GET', '/memories')).body as { items: Memory[] }).items
const texts = async (person: Person): Promise<string[]> => (await list(person)).map(({ text }) => text)
const forget = async (person: Person, { id }: Memory): Promise<void> =>
  expect((await person.send('DELETE', `/memories/${id}`)).status).toBe(204)
const green = CSS.replace('#4338ca', '#166534')
const spanish = PAGE.replace('"en"', '"es"')

/** Confirms an edited plan of a run that waits. */
async function confirm(person: Person, projectId: string, change: (after: AppSpec) => void): Promise<void> {
  const id = newId('run')
  await api.ctx.db.run.create({
    data: { id, ownerId: person.id, kind: 'generation', status: 'waiting', projectId, input: {}, plan: spec as Json },
  })
  const after = structuredClone(spec)
  change(after)
  const answer = await person.send('POST', `/runs/${id}/plan`, { body: { spec: after } })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
}
/** The step `context` of a run with a further prompt. */
const followUp = (person: Person, projectId: string, prompt: string, runId = newId('run')) =>
  gatherContext(api.ctx, { ownerId: person.id, projectId, runId, prompt, previous: spec })

describe('an edited file', () => {
  it('teaches a look at once, says where, and can be corrected', async () => {
    const ana = await newPerson(api)
    const id = await delivered(ana, 'Bike shop')
    await save(ana, id, 'app/globals.css', green)
    const [memory] = await list(ana)
    expect(memory).toMatchObject({
      kind: 'preference',
      text: 'Components in #166534',
      source: { kind: 'file', path: 'app/globals.css', project: { id, name: 'Bike shop' } },
      scope: 'project',
      isScopeOpen: true,
    })
    await save(ana, id, 'app/globals.css', CSS.replace('#4338ca', '#9a3412'))
    expect(await list(ana)).toMatchObject([{ id: memory!.id, text: 'Components in #9a3412' }])
    expect(
      (await ana.send('PATCH', `/memories/${memory!.id}`, { body: { text: 'Components in brick red' } })).status,
    ).toBe(200)
    // It goes with the project that it is about.
    await ana.send('DELETE', `/projects/${id}`)
    expect(await list(ana)).toEqual([])
  })

  it('teaches anything else in the second project', async () => {
    const ana = await newPerson(api)
    const [first, second] = [await delivered(ana), await delivered(ana)]
    await save(ana, first, 'app/layout.tsx', spanish)
    await save(ana, first, 'app/layout.tsx', PAGE)
    await save(ana, first, 'app/layout.tsx', spanish)
    expect(await texts(ana), 'one project, however often').toEqual([])
    await save(ana, second, 'app/layout.tsx', spanish)
    expect(await texts(ana)).toEqual(['Apps in Spanish'])
  })

  it('teaches nothing where Devora delivered nothing, or where its owner does not want to be learned from', async () => {
    const ana = await newPerson(api)
    const own = await ana.project({ files: [{ path: 'app/globals.css', content: CSS }] })
    await save(ana, own.id, 'app/globals.css', green)
    await ana.send('PATCH', '/settings', { body: { preferences: { learn: false } } })
    const id = await delivered(ana)
    await save(ana, id, 'app/globals.css', green)
    await confirm(ana, id, (after) => (after.theme.component = '#166534'))
    await followUp(ana, id, 'Make it dark')
    expect(await texts(ana)).toEqual([])
    expect(await api.ctx.db.memorySign.count({ where: { ownerId: ana.id } })).toBe(0)
  })
})

describe('a confirmed plan and a further prompt', () => {
  it('teach what was changed, with where it comes from', async () => {
    const ana = await newPerson(api)
    const [first, second] = [await delivered(ana), await delivered(ana, 'Errands')]
    const edit = (after: AppSpec): void => {
      after.theme.background = '#0b0f14'
      after.entities[0]!.fields.push({ name: 'priority', column: 'priority_level', type: 'integer' })
    }
    await confirm(ana, first, edit)
    expect(await texts(ana)).toEqual(['Background in #0b0f14', 'Dark theme'])
    await confirm(ana, second, edit)
    expect((await texts(ana)).sort()).toEqual([
      'Background in #0b0f14',
      'Background in #0b0f14',
      'Dark theme',
      'Dark theme',
      'Things have a field “priority” (integer)',
    ])
    const habit = (await list(ana)).find(({ text }) => text.startsWith('Things'))!
    expect(habit).toMatchObject({ scope: 'always', isScopeOpen: false })
    expect(habit.source).toEqual({ kind: 'plan', path: null, project: { id: second, name: 'Errands' } })
    const { learned } = await followUp(ana, second, 'Use green')
    expect(learned).toMatchObject([
      { text: 'Components in green', source: { kind: 'prompt', project: { id: second } } },
    ])
  })

  it('and a plan that is confirmed as it is teaches nothing', async () => {
    const ana = await newPerson(api)
    await confirm(ana, await delivered(ana), () => undefined)
    expect(await list(ana)).toEqual([])
  })
})

describe('what was forgotten', () => {
  it('is not learned again from the same event, but from another one', async () => {
    const ana = await newPerson(api)
    const id = await delivered(ana)
    await save(ana, id, 'app/globals.css', green)
    await forget(ana, (await list(ana))[0]!)
    await save(ana, id, 'app/globals.css', `${green}\n`)
    await save(ana, id, 'app/globals.css', CSS)
    await save(ana, id, 'app/globals.css', green)
    expect(await texts(ana)).toEqual([])
    await save(ana, await delivered(ana), 'app/globals.css', green)
    expect(await texts(ana)).toEqual(['Components in #166534'])
  })

  it('nor from a prompt whose run goes on later or is tried again', async () => {
    const ana = await newPerson(api)
    const id = await delivered(ana)
    const runId = newId('run')
    const prompt = 'Make it dark. Always rounded corners.'
    expect((await followUp(ana, id, prompt, runId)).learned.map(({ text }) => text).sort()).toEqual([
      'Always rounded corners',
      'Dark theme',
    ])
    for (const memory of await list(ana)) await forget(ana, memory)
    expect((await followUp(ana, id, prompt, runId)).learned).toEqual([])
    expect((await followUp(ana, id, prompt)).learned).toEqual([])
    expect(await texts(ana)).toEqual([])
    expect((await followUp(ana, id, 'Please, always rounded corners')).learned).toHaveLength(1)
  })

  it('a correction is not joined by what it corrects', async () => {
    const ana = await newPerson(api)
    const id = await delivered(ana)
    const runId = newId('run')
    const [memory] = (await followUp(ana, id, 'Always green buttons', runId)).learned
    await ana.send('PATCH', `/memories/${memory!.id}`, { body: { text: 'Teal buttons' } })
    await followUp(ana, id, 'Always green buttons', runId)
    expect(await texts(ana)).toEqual(['Teal buttons'])
  })

  it('a second project alone is not enough once the first was forgotten', async () => {
    const ana = await newPerson(api)
    for (const id of [await delivered(ana), await delivered(ana)]) await save(ana, id, 'app/layout.tsx', spanish)
    await forget(ana, (await list(ana))[0]!)
    await save(ana, await delivered(ana), 'app/layout.tsx', spanish)
    expect(await texts(ana)).toEqual([])
    await save(ana, await delivered(ana), 'app/layout.tsx', spanish)
    expect(await texts(ana)).toEqual(['Apps in Spanish'])
  })
})

it('somebody else’s changes teach nothing, and theirs are not seen', async () => {
  const [ana, bob] = await Promise.all([newPerson(api), newPerson(api)])
  const hers = await delivered(ana)
  await save(ana, hers, 'app/layout.tsx', spanish)
  await save(ana, hers, 'app/globals.css', green)
  expect((await bob.send('PUT', `/projects/${hers}/files/app/globals.css`, { body: { content: CSS } })).status).toBe(
    404,
  )
  // Two projects, but two people.
  await save(bob, await delivered(bob), 'app/layout.tsx', spanish)
  expect([await texts(ana), await texts(bob)]).toEqual([['Components in #166534'], []])
  expect(
    (
      await gatherContext(api.ctx, { ownerId: bob.id, projectId: hers, runId: newId('run'), prompt: 'green' }).catch(
        () => null,
      )
    )?.memories ?? [],
  ).toEqual([])
})

it('saving at the same moment learns once per project', async () => {
  const ana = await newPerson(api)
  const ids = await Promise.all([delivered(ana), delivered(ana), delivered(ana)])
  await Promise.all(
    ids.flatMap((id) => [save(ana, id, 'app/layout.tsx', spanish), save(ana, id, 'app/globals.css', green)]),
  )
  expect((await texts(ana)).filter((text) => text.startsWith('Components'))).toHaveLength(3)
})

describe('a later run', () => {
  let worker: WorkerProcess
  beforeAll(async () => {
    worker = await startWorkerProcess(env().DATABASE_URL, env().DEVORA_HOME)
  })
  afterAll(() => worker?.stop())

  it(
    'of the built-in generators has the look that was learned, and names what it used; another person’s has not',
    { tags: ['deep'] },
    async () => {
      const [ana, bob] = await Promise.all([newPerson(api), newPerson(api)])
      await save(ana, await delivered(ana), 'app/globals.css', green)
      const [look] = await list(ana)
      await ana.send('PATCH', `/memories/${look!.id}`, { body: { scope: 'always' } })
      const build = async (person: Person) => {
        const { runId, projectId } = (await person.send('POST', '/generate', { body: { prompt: 'A recipe box' } }))
          .body as Record<string, string>
        const stream = await (await person.send('GET', `/runs/${runId}/events`)).response.text()
        const events = [...stream.matchAll(/^data: (\{.*\})$/gm)].flatMap(
          ([, json]) => fromStreamPart(JSON.parse(json!) as { type: string }) ?? [],
        )
        const file = (await person.send('GET', `/projects/${projectId}/files/devora.json`)).body as { content: string }
        return { view: viewRun(events.reduce(reduceRun, initialState)), spec: JSON.parse(file.content) as AppSpec }
      }
      const [hers, his] = await Promise.all([build(ana), build(bob)])
      expect(hers.view.end).toMatchObject({ status: 'completed', evidence: 'verified' })
      expect(hers.spec.theme.component).toBe('#166534')
      expect(hers.view.memories.map(({ text }) => text)).toEqual(['Components in #166534'])
      expect((await list(ana)).find(({ text }) => text.startsWith('Components'))!.usedAt).not.toBeNull()
      expect(his.spec.theme.component).not.toBe('#166534')
      expect(his.view.memories).toEqual([])
    },
  )
})
