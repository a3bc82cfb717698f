import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Settings, UpdatedSettings } from '@/lib/domains/accounts/contract'
import { modelAccess } from '@/lib/domains/accounts/internal/model-access'
import { updateSettings } from '@/lib/domains/accounts/update-settings'
import { createModels } from '@/lib/integrations/models/create-models'
import { openApi, problemIn, type TestApi } from '../../support/api'
import { startModelServer, type ModelServer } from '../../support/model-server'
import { newPerson, type Person } from '../../support/people'

const KEY = 'sk-canary-9c41f0d2ab77e35e'
const EMPTY = {
  model: { baseUrl: null, defaultModel: null, key: null },
  locale: null,
  preferences: { planFirst: false, learn: true },
  budget: { monthlyMicros: null },
}

let api: TestApi
let server: ModelServer
let other: ModelServer
beforeAll(async () => {
  ;[api, server, other] = await Promise.all([
    openApi(),
    startModelServer(() => ({ text: 'ok' })),
    startModelServer(() => ({ text: 'ok' })),
  ])
})
afterAll(() => Promise.all([api?.close(), server?.stop(), other?.stop()]))

const get = async (person: Person): Promise<Settings> => (await person.send('GET', '/settings')).body as Settings
async function patch(person: Person, body: unknown): Promise<UpdatedSettings> {
  const answer = await person.send('PATCH', '/settings', { body })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body as UpdatedSettings
}
const sealedKey = async (person: Person) =>
  (await api.ctx.db.settings.findUnique({ where: { userId: person.id }, select: { modelKey: true } }))?.modelKey ?? null

describe('settings', () => {
  it('begin empty, keep what is left out, and clear with null', async () => {
    const ana = await newPerson(api)
    expect(await get(ana)).toEqual(EMPTY)
    await patch(ana, { locale: 'es', preferences: { planFirst: true }, budget: { monthlyMicros: 5_000_000 } })
    await patch(ana, { model: { defaultModel: 'gpt-5-mini' } })
    expect(await get(ana)).toEqual({
      model: { baseUrl: null, defaultModel: 'gpt-5-mini', key: null },
      locale: 'es',
      preferences: { planFirst: true, learn: true },
      budget: { monthlyMicros: 5_000_000 },
    })
    await patch(ana, {
      locale: null,
      model: { defaultModel: null },
      preferences: { planFirst: false },
      budget: { monthlyMicros: null },
    })
    expect(await get(ana)).toEqual(EMPTY)
    expect(await patch(ana, {})).toEqual({ ...EMPTY, keyDropped: false })
  })

  it('are of one person', async () => {
    const [ana, bob] = await Promise.all([newPerson(api), newPerson(api)])
    await patch(ana, { locale: 'en', model: { baseUrl: server.url, apiKey: KEY } })
    expect(await get(bob)).toEqual(EMPTY)
    await patch(bob, { locale: 'es' })
    expect((await get(ana)).locale).toBe('en')
    expect(await modelAccess(api.ctx, bob.id, 'test-model')).toBeNull()
  })

  it('do not lose a change when two are made at once', async () => {
    const ana = await newPerson(api)
    await Promise.all([
      patch(ana, { locale: 'es' }),
      patch(ana, { preferences: { planFirst: true } }),
      patch(ana, { preferences: { learn: false } }),
      patch(ana, { model: { defaultModel: 'm' } }),
    ])
    expect(await get(ana)).toEqual({
      model: { baseUrl: null, defaultModel: 'm', key: null },
      locale: 'es',
      preferences: { planFirst: true, learn: false },
      budget: { monthlyMicros: null },
    })
  })
})

describe('the key', () => {
  it('shows its last four characters and works for its server', async () => {
    const ana = await newPerson(api)
    expect(
      (await patch(ana, { model: { baseUrl: server.url, apiKey: KEY, defaultModel: 'test-model' } })).model,
    ).toEqual({
      baseUrl: server.url,
      defaultModel: 'test-model',
      key: { lastFour: 'e35e' },
    })
    const access = await modelAccess(api.ctx, ana.id)
    expect(access).toMatchObject({ model: 'test-model', payer: 'maker' })
    await access!.port.embed({ model: 'e', texts: ['a'], signal: AbortSignal.timeout(5_000) })
    expect(server.requests.at(-1)!.authorization).toBe(`Bearer ${KEY}`)
  })

  it('stays when the same address is sent again or something else changes', async () => {
    const ana = await newPerson(api)
    await patch(ana, { model: { baseUrl: server.url, apiKey: KEY } })
    expect(await patch(ana, { model: { baseUrl: `${server.url}/` } })).toMatchObject({
      keyDropped: false,
      model: { key: { lastFour: 'e35e' } },
    })
    expect(await patch(ana, { model: { defaultModel: 'm' }, locale: 'en' })).toMatchObject({
      keyDropped: false,
      model: { key: { lastFour: 'e35e' } },
    })
  })

  it('never follows a changed base URL', async () => {
    const ana = await newPerson(api)
    await patch(ana, { model: { baseUrl: server.url, apiKey: KEY, defaultModel: 'test-model' } })
    expect(await patch(ana, { model: { baseUrl: other.url } })).toMatchObject({
      keyDropped: true,
      model: { baseUrl: other.url, key: null },
    })
    expect(await sealedKey(ana)).toBeNull()
    await (await modelAccess(api.ctx, ana.id))!.port.embed({
      model: 'e',
      texts: ['a'],
      signal: AbortSignal.timeout(5_000),
    })
    expect(other.requests.at(-1)!.authorization ?? '').not.toContain(KEY)
    // Nor does it come back with the old address.
    expect(await patch(ana, { model: { baseUrl: server.url } })).toMatchObject({
      keyDropped: false,
      model: { key: null },
    })
  })

  it('is replaced with its address, and goes with it', async () => {
    const ana = await newPerson(api)
    await patch(ana, { model: { baseUrl: server.url, apiKey: KEY } })
    expect(await patch(ana, { model: { baseUrl: other.url, apiKey: 'another-key-1234' } })).toMatchObject({
      keyDropped: false,
      model: { key: { lastFour: '1234' } },
    })
    expect(await patch(ana, { model: { baseUrl: null } })).toMatchObject({
      keyDropped: true,
      model: { baseUrl: null, key: null },
    })
    await patch(ana, { model: { baseUrl: server.url, apiKey: KEY } })
    expect(await patch(ana, { model: { apiKey: null } })).toMatchObject({
      keyDropped: false,
      model: { baseUrl: server.url, key: null },
    })
    expect(await sealedKey(ana)).toBeNull()
  })

  it('does not decrypt in the row of somebody else, nor beside another address', async () => {
    const [ana, bob] = await Promise.all([newPerson(api), newPerson(api)])
    await patch(ana, { model: { baseUrl: server.url, apiKey: KEY } })
    await patch(bob, { model: { baseUrl: server.url, apiKey: 'bobs-own-key-0000' } })
    await api.ctx.db.settings.update({ where: { userId: bob.id }, data: { modelKey: await sealedKey(ana) } })
    await expect(modelAccess(api.ctx, bob.id, 'm')).rejects.toMatchObject({ code: 'conflict' })
    await api.ctx.db.settings.update({ where: { userId: ana.id }, data: { modelBaseUrl: other.url } })
    await expect(modelAccess(api.ctx, ana.id, 'm')).rejects.toMatchObject({ code: 'conflict' })
    const models = await ana.send('GET', '/models')
    expect(models, 'the page still works').toMatchObject({ status: 200, body: { unavailable: [{ source: 'own' }] } })
    await patch(ana, { model: { baseUrl: other.url, apiKey: KEY } })
    expect(await modelAccess(api.ctx, ana.id, 'm')).toMatchObject({ payer: 'maker' })
  })

  it.each([
    ['without an address', { apiKey: KEY }, 'model.apiKey'],
    ['with its address taken away', { apiKey: KEY, baseUrl: null }, 'model.apiKey'],
    ['too short', { apiKey: 'short', baseUrl: 'http://127.0.0.1:9' }, 'model.apiKey'],
    ['with a line break', { apiKey: `${KEY}\r\nX-Evil: 1`, baseUrl: 'http://127.0.0.1:9' }, 'model.apiKey'],
    ['beside a bad address', { apiKey: KEY, baseUrl: 'http://169.254.169.254/latest' }, 'model.baseUrl'],
    ['in the address', { baseUrl: 'http://user:pass@127.0.0.1:9/v1' }, 'model.baseUrl'],
    [
      'beside an address on the open internet without TLS',
      { apiKey: KEY, baseUrl: 'http://8.8.8.8/v1' },
      'model.baseUrl',
    ],
    ['beside nonsense', { apiKey: KEY, baseUrl: 'nonsense' }, 'model.baseUrl'],
    ['under a wrong name', { key: KEY, baseUrl: 'http://127.0.0.1:9' }, 'model.key'],
  ])('is refused %s, and nothing is stored', async (_, model, name) => {
    const ana = await newPerson(api)
    const problem = problemIn(await ana.send('PATCH', '/settings', { body: { model, locale: 'es' } }))
    expect(problem).toMatchObject({ status: 422, invalidParams: [{ name }] })
    expect(JSON.stringify(problem)).not.toContain('canary')
    expect(await get(ana)).toEqual(EMPTY)
  })
})

describe('private networks', () => {
  it('are refused unless the operator allows them', async () => {
    const ana = await newPerson(api)
    const closed = { ...api.ctx, models: createModels({ ALLOW_LOCAL_MODELS: false, OLLAMA_CONTEXT_LENGTH: 32_768 }) }
    for (const baseUrl of [
      'http://127.0.0.1:11434',
      'https://10.0.0.1/v1',
      'https://[::1]/v1',
      'https://0x7f.1/v1',
      'http://localhost:11434',
      'https://169.254.169.254/v1',
    ]) {
      await expect(updateSettings(closed, ana.who, { model: { baseUrl, apiKey: KEY } }), baseUrl).rejects.toMatchObject(
        {
          code: 'invalid_input',
        },
      )
    }
    expect(await get(ana)).toEqual(EMPTY)
    await patch(ana, { model: { baseUrl: server.url, defaultModel: 'm' } })
    await expect(modelAccess(closed, ana.id), 'allowed once, not any more').rejects.toMatchObject({
      kind: 'refused-address',
    })
  })
})
