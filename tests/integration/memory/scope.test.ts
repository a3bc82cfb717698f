import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '@/lib/core/ids'
import { planApp } from '@/lib/domains/generation/builtin/architect/plan-app'
import { preferTheme } from '@/lib/domains/generation/builtin/architect/prefer-theme'
import { gatherContext } from '@/lib/domains/generation/context/gather'
import type { Memory } from '@/lib/domains/memory/contract'
import { openApi, problemIn, type TestApi } from '../../support/api'
import { newPerson, type Person } from '../../support/people'

/** A wish in a project is of that project alone, until its owner says more. Real Postgres. */

let api: TestApi
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

const spec = planApp({ prompt: 'A task list with tasks that have a title and a due date' })
const list = async (person: Person, query = ''): Promise<Memory[]> =>
  ((await person.send('GET', `/memories${query}`)).body as { items: Memory[] }).items
const say = (person: Person, projectId: string, prompt: string, previous: typeof spec | null = spec) =>
  gatherContext(api.ctx, { ownerId: person.id, projectId, runId: newId('run'), prompt, previous })
/** The look that a new, unrelated project would get. */
async function lookElsewhere(person: Person): Promise<unknown> {
  const { id } = await person.project({ name: 'Bicycle rental' })
  const { memories } = await say(person, id, 'A bicycle rental', null)
  return preferTheme('A bicycle rental', memories).theme
}
const answer = (person: Person, { id }: Memory, body: object) => person.send('PATCH', `/memories/${id}`, { body })

describe('a wish in a project', () => {
  it.each(['change the button colour to green', 'make it dark', 'haz los botones verdes'])(
    'is remembered there and nowhere else: %s',
    async (prompt) => {
      const ana = await newPerson(api)
      const { id } = await ana.project()
      const { learned } = await say(ana, id, prompt)
      expect(learned.length).toBeGreaterThan(0)
      for (const memory of learned) expect(memory).toMatchObject({ scope: 'project', isScopeOpen: true })
      expect((await say(ana, id, 'add a note to tasks')).memories).toHaveLength(learned.length)
      expect(await lookElsewhere(ana)).toEqual({})
    },
  )

  it.each([
    'Always green buttons',
    'use green buttons in all my apps',
    'From now on, make the buttons green',
    'Siempre botones verdes',
    'haz los botones verdes en todas mis apps',
  ])('holds everywhere at once when it says so: %s', async (prompt) => {
    const ana = await newPerson(api)
    const { id } = await ana.project()
    expect((await say(ana, id, prompt)).learned).toMatchObject([{ scope: 'always', isScopeOpen: false }])
    expect(await lookElsewhere(ana)).toHaveProperty('component')
  })

  it('of a first prompt is of the project that it starts', async () => {
    const ana = await newPerson(api)
    const { id } = await ana.project()
    expect((await say(ana, id, 'A recipe box with a dark theme', null)).learned).toMatchObject([
      { text: 'Dark theme', scope: 'project' },
    ])
    expect(await lookElsewhere(ana)).toEqual({})
  })

  it('may be wanted differently in two projects', async () => {
    const ana = await newPerson(api)
    const [one, two] = [await ana.project(), await ana.project()]
    await say(ana, one.id, 'Use green')
    await say(ana, two.id, 'Use red')
    expect((await list(ana)).map(({ text }) => text).sort()).toEqual(['Components in green', 'Components in red'])
    expect((await list(ana, `?projectId=${two.id}`)).map(({ text }) => text)).toEqual(['Components in red'])
    expect((await say(ana, one.id, 'add notes')).memories.map(({ text }) => text)).toEqual(['Components in green'])
  })
})

describe('only here or always', () => {
  it('is answered once, either way, and can be answered anew', async () => {
    const ana = await newPerson(api)
    const { id } = await ana.project()
    const [green] = (await say(ana, id, 'Use green')).learned
    expect((await answer(ana, green!, { scope: 'always' })).body).toMatchObject({ scope: 'always', isScopeOpen: false })
    expect(await lookElsewhere(ana)).toHaveProperty('component')
    expect((await answer(ana, green!, { scope: 'project' })).body).toMatchObject({
      scope: 'project',
      isScopeOpen: false,
      source: { project: { id } },
    })
    expect(await lookElsewhere(ana)).toEqual({})
    // The same step again, or the same words, do not ask anew.
    await say(ana, id, 'Use green')
    expect(await list(ana)).toMatchObject([{ scope: 'project', isScopeOpen: false }])
  })

  it('puts what now holds everywhere in the place of what held there before', async () => {
    const ana = await newPerson(api)
    const [one, two] = [await ana.project(), await ana.project()]
    const [green] = (await say(ana, one.id, 'Use green')).learned
    const [red] = (await say(ana, two.id, 'Use red')).learned
    await answer(ana, green!, { scope: 'always' })
    await answer(ana, red!, { scope: 'always' })
    expect(await list(ana)).toMatchObject([{ id: red!.id, text: 'Components in red', scope: 'always' }])
  })

  it('has no “here” for what its owner wrote, and is nobody else’s to answer', async () => {
    const [ana, bob] = [await newPerson(api), await newPerson(api)]
    const { body } = await ana.send('POST', '/memories', { body: { text: 'Always rounded corners' } })
    expect(body).toMatchObject({ scope: 'always', isScopeOpen: false })
    expect(problemIn(await answer(ana, body as Memory, { scope: 'project' }))).toMatchObject({
      status: 422,
      invalidParams: [{ name: 'scope' }],
    })
    expect((await answer(bob, body as Memory, { scope: 'always' })).status).toBe(404)
  })
})
