import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '@/lib/core/ids'
import type { Memory, SimilarProject } from '@/lib/domains/memory/contract'
import { embedderOf } from '@/lib/domains/memory/embedder'
import { findSimilarProjects } from '@/lib/domains/memory/find-similar-projects'
import { learnFromPrompt } from '@/lib/domains/memory/internal/learn-from-prompt'
import { MAX_MEMORIES } from '@/lib/domains/memory/policy'
import { markUsed, recall } from '@/lib/domains/memory/internal/recall'
import { rememberProject } from '@/lib/domains/memory/internal/remember-project'
import { openApi, problemIn, type TestApi } from '../../support/api'
import { portTo } from '../../support/model-requests'
import type { Answer, ModelRequest } from '../../support/model-script'
import { type ModelServer, startModelServer } from '../../support/model-server'
import { newPerson, type Person } from '../../support/people'

let api: TestApi
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api?.close())

const add = async (person: Person, text: string, kind?: string) =>
  (await person.send('POST', '/memories', { body: { text, ...(kind === undefined ? {} : { kind }) } })).body as Memory
const list = async (person: Person, query = '') =>
  ((await person.send('GET', `/memories${query}`)).body as { items: Memory[] }).items
const learn = (person: Person, prompt: string) =>
  learnFromPrompt(api.ctx, { ownerId: person.id, prompt, runId: newId('run') })

const entity = (name: string, table: string, ...fields: string[]) => ({
  name,
  table,
  fields: fields.map((field) => ({ name: field, column: field, type: 'text' as const })),
})
const recipes = {
  name: 'Recipe box',
  kind: 'other' as const,
  prompt: 'A recipe box where members rate recipes',
  entities: [entity('recipe', 'recipes', 'title', 'ingredients')],
  pages: [{ path: '/recipes', purpose: 'All', view: 'list' as const }],
}
const remember = async (person: Person, name: string, spec: object) => {
  const project = await person.project({ name })
  const memory = await rememberProject(api.ctx, {
    ownerId: person.id,
    projectId: project.id,
    runId: newId('run'),
    spec: { ...recipes, ...spec },
  })
  return { project, memory: memory! }
}
const similar = async (person: Person, description: string, more = '') =>
  (
    (await person.send('GET', `/projects/similar?description=${encodeURIComponent(description)}${more}`)).body as {
      items: SimilarProject[]
    }
  ).items

describe('memories over the API', () => {
  it('are stored, listed newest first in pages, changed and forgotten', async () => {
    const ana = await newPerson(api)
    const first = await add(ana, 'Always rounded corners')
    expect(first).toMatchObject({
      kind: 'preference',
      text: 'Always rounded corners',
      projectId: null,
      runId: null,
      usedAt: null,
    })
    const second = await add(ana, 'We are in Bogotá', 'fact')
    expect((await list(ana)).map(({ id }) => id)).toEqual([second.id, first.id])
    expect((await list(ana, '?kind=fact')).map(({ id }) => id)).toEqual([second.id])
    const page = (await ana.send('GET', '/memories?limit=1')).body as { items: Memory[]; nextCursor: string }
    expect((await list(ana, `?limit=1&cursor=${page.nextCursor}`)).map(({ id }) => id)).toEqual([first.id])
    const changed = await ana.send('PATCH', `/memories/${first.id}`, {
      body: { text: 'Never rounded corners', kind: 'fact' },
    })
    expect(changed).toMatchObject({ status: 200, body: { id: first.id, text: 'Never rounded corners', kind: 'fact' } })
    expect((await ana.send('DELETE', `/memories/${second.id}`)).status).toBe(204)
    expect((await ana.send('DELETE', `/memories/${second.id}`)).status).toBe(404)
    expect((await list(ana)).map(({ text }) => text)).toEqual(['Never rounded corners'])
  })

  it('are not stored twice, and the newer of two opposite statements counts', async () => {
    const ana = await newPerson(api)
    const first = await add(ana, 'Always use modals')
    expect((await add(ana, 'always use MODALS!')).id).toBe(first.id)
    expect(await add(ana, 'Never use modals')).toMatchObject({ id: first.id, text: 'Never use modals' })
    const other = await add(ana, 'Tables with stripes')
    problemIn(await ana.send('PATCH', `/memories/${other.id}`, { body: { text: 'Always use modals' } }))
    expect((await list(ana)).map(({ text }) => text)).toEqual(['Tables with stripes', 'Never use modals'])
    await Promise.all(Array.from({ length: 8 }, () => add(ana, 'Said eight times at once')))
    expect(await list(ana)).toHaveLength(3)
  })

  it('have an upper bound', async () => {
    const ana = await newPerson(api)
    const now = new Date()
    await api.ctx.db.memory.createMany({
      data: Array.from({ length: MAX_MEMORIES }, (_, n) => ({
        id: newId('memory'),
        ownerId: ana.id,
        kind: 'fact',
        text: `Fact ${n}`,
        key: `k${n}`,
        createdAt: now,
        updatedAt: now,
      })),
    })
    expect(problemIn(await ana.send('POST', '/memories', { body: { text: 'One more' } }))).toMatchObject({
      status: 409,
      code: 'conflict',
    })
    expect(await learn(ana, 'Always blue')).toEqual([])
  })

  it('are only ever their owner’s', async () => {
    const [ana, bob] = await Promise.all([newPerson(api), newPerson(api)])
    const mine = await add(ana, 'Ana likes violet canaries')
    const { project } = await remember(ana, 'Violet canary shop', { name: 'Violet canary shop' })
    const before = await list(ana)
    expect(await list(bob)).toEqual([])
    expect(await list(bob, `?cursor=${btoa(newId('memory', Date.now() + 1_000))}`)).toEqual([])
    for (const [method, sent] of [
      ['PATCH', { body: { text: 'stolen' } }],
      ['DELETE', {}],
    ] as const) {
      expect(problemIn(await bob.send(method, `/memories/${mine.id}`, sent))).toMatchObject({ status: 404 })
    }
    expect(await similar(bob, 'violet canaries shop')).toEqual([])
    expect(await recall(api.ctx, bob.id, 'violet canaries', 10)).toEqual([])
    await markUsed(api.ctx, bob.id, [mine.id])
    expect(await list(ana), 'nothing of it was touched').toEqual(before)
    // The same words of two people are two memories.
    const his = await add(bob, 'Ana likes violet canaries')
    expect(his.id).not.toBe(mine.id)
    await bob.send('DELETE', `/memories/${his.id}`)
    expect(await list(ana)).toEqual(before)
    expect((await similar(ana, 'violet canaries shop')).map(({ projectId }) => projectId)).toEqual([project.id])
  })
})

describe('learning', () => {
  it('remembers preferences of a prompt once, and lets a later prompt change them', async () => {
    const ana = await newPerson(api)
    const learned = await learn(ana, 'A shop. Always TypeScript strict, dark theme. Never use modals.')
    expect(learned.map(({ text }) => text)).toEqual(['TypeScript strict', 'Dark theme', 'Never use modals'])
    expect(await learn(ana, 'Another. Dark theme! never use modals')).toMatchObject(
      [{ text: 'Never use modals' }].slice(1),
    )
    expect(await learn(ana, 'A blog with a light theme')).toMatchObject([{ text: 'Light theme', id: learned[1]!.id }])
    expect((await list(ana)).map(({ text }) => text).sort()).toEqual([
      'Light theme',
      'Never use modals',
      'TypeScript strict',
    ])
  })

  it('sums up a project, again after each delivery, and keeps only the newest', async () => {
    const ana = await newPerson(api)
    const { project, memory } = await remember(ana, 'Recipe box', {})
    expect(memory.text).toBe(
      'Recipe box: other. Recipes (title, ingredients). Views: list. “A recipe box where members rate recipes”',
    )
    const again = { ownerId: ana.id, projectId: project.id, runId: newId('run') }
    await rememberProject(api.ctx, { ...again, spec: { ...recipes, name: 'Cook book' } })
    expect(await list(ana)).toMatchObject([
      { id: memory.id, kind: 'project', projectId: project.id, text: expect.stringMatching(/^Cook book/) },
    ])
    const long = await rememberProject(api.ctx, {
      ...again,
      spec: {
        ...recipes,
        prompt: 'a\0💥'.repeat(5_000),
        entities: Array.from({ length: 60 }, () => recipes.entities[0]!),
      },
    })
    expect(long!.text.length).toBeLessThanOrEqual(500)
    expect(problemIn(await ana.send('PATCH', `/memories/${memory.id}`, { body: { kind: 'fact' } }))).toMatchObject({
      status: 422,
    })
  })

  it('forgets a project with its deletion, until it is brought back', async () => {
    const ana = await newPerson(api)
    const { project } = await remember(ana, 'Recipe box', {})
    await ana.send('DELETE', `/projects/${project.id}`)
    expect([await list(ana), await similar(ana, 'recipes')]).toEqual([[], []])
    await ana.send('PATCH', `/projects/${project.id}`, { body: { deleted: false } })
    expect([(await list(ana)).length, (await similar(ana, 'recipes')).length]).toEqual([1, 1])
  })
})

describe('recall', () => {
  it('finds what the text is about, then what holds for everything', async () => {
    const ana = await newPerson(api)
    for (const text of ['Dark theme', 'Recipes show cooking time', 'Buttons are green']) await add(ana, text)
    await add(ana, 'Bikes are rented by the day', 'fact')
    const found = await recall(api.ctx, ana.id, 'A recipe box', 10)
    expect(found.map(({ text }) => text)).toEqual(['Recipes show cooking time', 'Buttons are green', 'Dark theme'])
    expect(found[0]!.score).toBeGreaterThan(0)
    expect((await recall(api.ctx, ana.id, 'bike rental', 2)).map(({ text }) => text)).toEqual([
      'Bikes are rented by the day',
      'Buttons are green',
    ])
    await markUsed(api.ctx, ana.id, [found[0]!.id])
    expect((await list(ana)).filter(({ usedAt }) => usedAt !== null).map(({ id }) => id)).toEqual([found[0]!.id])
  })
})

describe('similar projects', () => {
  it('are found by words, also where no run made them, without the one that asks', async () => {
    const ana = await newPerson(api)
    const { project } = await remember(ana, 'Recipe box', {})
    const imported = await ana.project({ name: 'Recipes of grandmother' })
    await ana.project({ name: 'Bike rental' })
    const found = await similar(ana, 'an app for cooking recipes')
    expect(new Set(found.map(({ projectId }) => projectId))).toEqual(new Set([project.id, imported.id]))
    for (const { score } of found) expect(score > 0 && score <= 1).toBe(true)
    expect(await similar(ana, 'recipes', '&limit=1')).toHaveLength(1)
    expect(
      (await findSimilarProjects(api.ctx, ana.id, 'recipes', { limit: 5, except: project.id })).map(
        ({ projectId }) => projectId,
      ),
    ).toEqual([imported.id])
  })
})

describe('with embeddings', () => {
  let server: ModelServer
  let answer: (request: ModelRequest) => Answer
  beforeAll(async () => {
    // Meaning as three axes: food, transport, looks.
    const axes = [/recipe|cook|food|comida/i, /bike|car|transport/i, /colou?r|theme|green/i]
    answer = ({ body }) => ({
      vectors: ([body['input']].flat() as string[]).map((text) => axes.map((axis) => (axis.test(text) ? 1 : 0.01))),
    })
    server = await startModelServer((request) => answer(request))
  })
  afterAll(() => server?.stop())

  it('meaning counts instead of words, and each text is sent once', async () => {
    const ana = await newPerson(api)
    await add(ana, 'Food is vegan', 'fact')
    await add(ana, 'Cars are electric', 'fact')
    const embedder = embedderOf(portTo(server))
    const sent = () => server.requests.reduce((sum, { body }) => sum + [body['input']].flat().length, 0)
    expect((await recall(api.ctx, ana.id, 'cooking', 10, embedder)).map(({ text }) => text)).toEqual(['Food is vegan'])
    const before = sent()
    expect((await recall(api.ctx, ana.id, 'transport', 10, embedder)).map(({ text }) => text)).toEqual([
      'Cars are electric',
    ])
    expect(sent() - before, 'only the query').toBe(1)
    await ana.send('PATCH', `/memories/${(await list(ana))[0]!.id}`, { body: { text: 'Comida only' } })
    expect(await recall(api.ctx, ana.id, 'cooking', 10, embedder)).toHaveLength(2)
  })

  it('the caller’s own server finds similar projects', async () => {
    const ana = await newPerson(api)
    await ana.send('PATCH', '/settings', { body: { model: { baseUrl: server.url } } })
    const { project } = await remember(ana, 'Recipe box', {})
    await remember(ana, 'Bike rental', { name: 'Bike rental', prompt: 'bikes', entities: [], pages: [] })
    const plain = await ana.project({ name: 'Comida rápida' })
    expect((await similar(ana, 'comida')).map(({ projectId }) => projectId)).toEqual([project.id, plain.id])
  })

  it('a server that fails costs meaning, not the answer, and is not asked again at once', async () => {
    const ana = await newPerson(api)
    await add(ana, 'Food is vegan', 'fact')
    answer = () => ({ fault: { kind: 'status', status: 404 } })
    const embedder = embedderOf(portTo(server))
    expect((await recall(api.ctx, ana.id, 'vegan', 10, embedder)).map(({ text }) => text)).toEqual(['Food is vegan'])
    const asked = server.requests.length
    expect(await recall(api.ctx, ana.id, 'cooking', 10, embedder)).toEqual([])
    expect(server.requests.length).toBe(asked)
  })
})
