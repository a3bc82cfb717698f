import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ModelList } from '@/lib/domains/accounts/contract'
import { listModels } from '@/lib/domains/accounts/list-models'
import { modelAccess } from '@/lib/domains/accounts/internal/model-access'
import type { Ctx } from '@/lib/context'
import { createModels } from '@/lib/integrations/models/create-models'
import { openApi, type TestApi } from '../../support/api'
import type { Answer } from '../../support/model-script'
import { type ModelServer, startModelServer } from '../../support/model-server'
import { newPerson, type Person } from '../../support/people'

let api: TestApi
let ana: Person
let own: ModelServer
let operator: ModelServer
let ownAnswers: Answer
let operatorAnswers: Answer

beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api?.close())
beforeEach(async () => {
  ownAnswers = { models: [{ id: 'gpt-4o-mini' }, { id: 'mine-only' }] }
  operatorAnswers = { models: [{ id: 'gpt-4o-mini' }, { id: 'theirs-only' }] }
  ;[ana, own, operator] = await Promise.all([
    newPerson(api),
    startModelServer(() => ownAnswers),
    startModelServer(() => operatorAnswers),
  ])
})
afterEach(() => Promise.all([own.stop(), operator.stop()]))

/** This installation with a model server of its own. Each has its own cache. */
const served = (defaultModel?: string): Ctx => ({
  ...api.ctx,
  models: createModels(
    {
      ALLOW_LOCAL_MODELS: true,
      OLLAMA_CONTEXT_LENGTH: 32_768,
      OPENAI_BASE_URL: operator.url,
      OPENAI_API_KEY: 'operator-key-1',
      ...(defaultModel === undefined ? {} : { DEFAULT_MODEL: defaultModel }),
    },
    { retry: { baseMs: 1, maxMs: 2 } },
  ),
})
const useOwn = (more: object = {}) =>
  ana.send('PATCH', '/settings', { body: { model: { baseUrl: own.url, apiKey: 'my-own-key-1', ...more } } })
const ids = (list: ModelList) => list.items.map(({ id, source }) => `${source}:${id}`)

describe('GET /models', () => {
  it('knows the built-in generators when nothing is set up', async () => {
    const answer = await ana.send('GET', '/models')
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({
      items: [
        {
          id: 'builtin',
          name: 'Built-in',
          source: 'builtin',
          provider: null,
          contextTokens: null,
          maxOutputTokens: null,
          price: { inputMicrosPerMillion: 0, outputMicrosPerMillion: 0 },
          vision: false,
          structured: true,
          known: true,
        },
      ],
      nextCursor: null,
      defaultModel: 'builtin',
      unavailable: [],
    })
  })

  it('lists the caller’s server before the installation’s, with context and price, and each model once', async () => {
    await useOwn()
    const list = await listModels(served(), ana.who)
    expect(ids(list)).toEqual(['builtin:builtin', 'own:gpt-4o-mini', 'own:mine-only', 'server:theirs-only'])
    expect(list.items[1]).toMatchObject({
      contextTokens: 128_000,
      price: { inputMicrosPerMillion: 150_000, outputMicrosPerMillion: 600_000 },
      known: true,
    })
    expect(list.items[2]).toMatchObject({ known: false })
    const bob = await newPerson(api)
    expect(ids(await listModels(served(), bob.who))).toEqual([
      'builtin:builtin',
      'server:gpt-4o-mini',
      'server:theirs-only',
    ])
  })

  it('asks each server once', async () => {
    await useOwn()
    for (let n = 0; n < 5; n++) expect(((await ana.send('GET', '/models')).body as ModelList).items).toHaveLength(3)
    expect(own.requests.filter(({ path }) => path.endsWith('/models'))).toHaveLength(1)
  })

  it('says which server is down and shows the others', async () => {
    await useOwn()
    ownAnswers = { fault: { kind: 'status', status: 401 } }
    const list = await listModels(served(), ana.who)
    expect(ids(list)).toEqual(['builtin:builtin', 'server:gpt-4o-mini', 'server:theirs-only'])
    expect(list.unavailable).toEqual([{ source: 'own', detail: expect.stringContaining('did not accept the key') }])
    expect(JSON.stringify(list)).not.toContain('my-own-key')
    await operator.stop()
    const both = await listModels(served(), ana.who)
    expect(ids(both)).toEqual(['builtin:builtin'])
    expect(both.unavailable.map(({ source }) => source)).toEqual(['own', 'server'])
  })
})

describe('which model a run uses', () => {
  const of = async (ctx: Ctx, model?: string) => {
    const access = await modelAccess(ctx, ana.id, model)
    return access === null ? 'builtin' : `${access.payer} pays ${access.model}`
  }

  it('is the built-in one when there is no server or it was chosen', async () => {
    expect(await of(api.ctx)).toBe('builtin')
    expect(await of(served('gpt-4o-mini'), 'builtin')).toBe('builtin')
    await useOwn({ defaultModel: 'builtin' })
    expect(await of(served('gpt-4o-mini'))).toBe('builtin')
  })

  it('is the installation’s, which then pays', async () => {
    expect(await of(served('gpt-4o-mini'))).toBe('installation pays gpt-4o-mini')
    expect(await of(served('gpt-4o-mini'), 'theirs-only')).toBe('installation pays theirs-only')
    expect(await of(served()), 'several, and none named').toBe('builtin')
    operatorAnswers = { models: [{ id: 'the-one' }] }
    expect(await of(served())).toBe('installation pays the-one')
  })

  it('is the user’s own where they have one', async () => {
    await useOwn({ defaultModel: 'mine-only' })
    expect(await of(served('gpt-4o-mini'))).toBe('maker pays mine-only')
    expect(await of(served(), 'gpt-4o-mini'), 'both have it').toBe('maker pays gpt-4o-mini')
    expect(await of(served(), 'theirs-only'), 'only the installation has it').toBe('installation pays theirs-only')
    expect(await of(served(), 'nobody-lists-it')).toBe('maker pays nobody-lists-it')
    await useOwn({ defaultModel: null })
    expect(await of(served('gpt-4o-mini')), 'the installation’s default is not for the user’s server').toBe('builtin')
  })
})
