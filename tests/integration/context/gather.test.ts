import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '@/lib/core/ids'
import { addMemory } from '@/lib/domains/memory/add-memory'
import { listMemories } from '@/lib/domains/memory/list-memories'
import { compressContext } from '@/lib/domains/generation/context/compress'
import { gatherContext, noteUsed } from '@/lib/domains/generation/context/gather'
import { addMessage } from '@/lib/domains/projects/internal/add-message'
import { openApi, type TestApi } from '../../support/api'
import { newPerson } from '../../support/people'

let api: TestApi
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api?.close())

it('gathers what one person said, and nothing of another', async () => {
  const [ana, bob] = await Promise.all([newPerson(api), newPerson(api)])
  const project = await ana.project({ name: 'Recipe box' })
  const older = await ana.project({ name: 'Recipes of grandmother' })
  await bob.project({ name: 'Recipes of Bob' })
  await addMemory(api.ctx, bob.who, { text: 'Bob wants recipes in pink' })
  await addMemory(api.ctx, ana.who, { text: 'Recipes show cooking time' })
  for (let n = 0; n < 105; n++)
    await addMessage(api.ctx, {
      projectId: project.id,
      role: n % 2 === 0 ? 'user' : 'assistant',
      text: `Said ${n}`,
      runId: newId('run'),
    })
  const runId = newId('run')
  const prompt = 'Add ratings to the recipes. Always use a dark theme.'
  await addMessage(api.ctx, { projectId: project.id, role: 'user', text: prompt, runId })

  const asked = { ownerId: ana.id, projectId: project.id, runId, prompt }
  const gathered = await gatherContext(api.ctx, asked)
  expect(gathered.learned).toMatchObject([{ text: 'Dark theme', runId }])
  expect(gathered.messages).toHaveLength(105)
  expect(gathered.messages.at(-1)).toMatchObject({ role: 'user', text: 'Said 104' })
  expect(gathered.memories.map(({ text }) => text).sort()).toEqual(['Dark theme', 'Recipes show cooking time'])
  expect(gathered.similar.map(({ projectId }) => projectId)).toEqual([older.id])
  expect(JSON.stringify(gathered)).not.toContain('Bob')
  expect((await gatherContext(api.ctx, asked)).learned, 'a step that runs again').toEqual(gathered.learned)

  const context = await compressContext({
    ...gathered,
    prompt,
    files: [],
    window: { contextTokens: 8_000, instructionTokens: 500, answerTokens: 2_000 },
  })
  expect(context.messages.map(({ text }) => text)).toEqual(Array.from({ length: 8 }, (_, n) => `Said ${97 + n}`))
  const used = await noteUsed(api.ctx, ana.id, context)
  expect(used.map(({ text }) => text).sort()).toEqual(['Dark theme', 'Recipes show cooking time'])
  const page = await listMemories(api.ctx, ana.who, { limit: 20 })
  expect(page.items.every(({ usedAt }) => usedAt !== null)).toBe(true)
})

it('learns nothing from somebody who does not want it', async () => {
  const ana = await newPerson(api)
  await ana.send('PATCH', '/settings', { body: { preferences: { learn: false } } })
  const project = await ana.project()
  const gathered = await gatherContext(api.ctx, {
    ownerId: ana.id,
    projectId: project.id,
    runId: newId('run'),
    prompt: 'Always green. Dark theme.',
  })
  expect(gathered).toEqual({ learned: [], messages: [], memories: [], similar: [] })
})
