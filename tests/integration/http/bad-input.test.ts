import { planApp } from '@/lib/domains/generation/builtin/architect/plan-app'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { contracts } from '@/lib/api'
import { newId } from '@/lib/core/ids'
import { signAccessToken } from '@/lib/domains/accounts/tokens'
import { DEFAULT_BODY_LIMIT } from '@/lib/http/body'
import { addressOf } from '@/lib/http/client'
import type { Endpoint } from '@/lib/http/endpoint'
import { freshIp, openApi, problemIn, type TestApi } from '../../support/api'
import { newPerson, PASSWORD, type Person } from '../../support/people'

/** Every way of asking wrongly, on every route there is: a new contract is tested by being in the list. */

/** A body that is right, for each route that takes one; a route that is missing here fails the first test. */
const BODIES: Record<string, Record<string, unknown>> = {
  register: { email: 'new@example.com', password: PASSWORD, fullName: 'New' },
  login: { email: 'new@example.com', password: PASSWORD },
  refresh: { refreshToken: 'x' },
  createProject: { name: 'Recipe box', description: 'Recipes', files: [{ path: 'a.txt', content: 'a' }] },
  updateProject: { name: 'Other', description: 'Other', deleted: false },
  putFile: { content: 'changed', baseVersion: 1 },
  restoreVersion: { path: 'a.txt' },
  generate: {
    prompt: 'A recipe box',
    mode: 'fullstack',
    withTests: true,
    attachments: [{ name: 'notes.txt', mediaType: 'text/plain', data: 'UmVjaXBlcw==' }],
  },
  retryRun: { fromStage: 'frontend' },
  verifyVersion: { full: true },
  addMemory: { text: 'Always rounded corners', kind: 'preference' },
  updateMemory: { text: 'Never rounded corners', kind: 'fact' },
  updateSettings: {
    model: { defaultModel: 'gpt-5-mini' },
    locale: 'es',
    preferences: { planFirst: true },
    budget: { monthlyMicros: 5_000_000 },
  },
  submitPlan: { spec: planApp({ prompt: 'A recipe box' }) },
  overrideVersion: { reason: 'The check is wrong about this.' },
}

let api: TestApi
let ana: Person
let bob: Person
let anasRows: Record<string, string>
beforeAll(async () => {
  api = await openApi()
  ana = await newPerson(api)
  bob = await newPerson(api)
  const project = await ana.project({ files: [{ path: 'a.txt', content: 'a' }] })
  const run = newId('run')
  await api.ctx.db.run.create({
    data: { id: run, ownerId: ana.id, kind: 'generate', status: 'completed', projectId: project.id, input: {} },
  })
  const memory = (await ana.send('POST', '/memories', { body: { text: 'Always green buttons' } })).body as {
    id: string
  }
  anasRows = { projects: project.id, runs: run, auth: ana.who.sessionId!, memories: memory.id }
})
// Refused requests count against the limits too.
beforeEach(() => api.ctx.db.rateWindow.deleteMany())
afterAll(() => api.close())

const title = (contract: Endpoint): string => `${contract.method} ${contract.path}`
const all = contracts.map((contract) => [title(contract), contract] as const)
const withBody = all.filter(([, { body }]) => body !== undefined)
const withUser = all.filter(([, { auth }]) => auth === 'user')
const withId = withUser.filter(([, { path }]) => path.includes('{id}'))

/** The address of a contract; ids are Ana's. */
const address = (contract: Endpoint, params: Record<string, unknown> = {}): string =>
  addressOf(contract, { id: anasRows[contract.path.split('/')[1]!], number: 1, path: 'a.txt', ...params }).replace(
    '/api/v2',
    '',
  )
const bodyOf = (contract: Endpoint) => (contract.body === undefined ? {} : { body: BODIES[contract.id] })

/** Everything that is stored and that a refused request must not change. */
async function stored(): Promise<string> {
  const tables = [
    'user',
    'session',
    'project',
    'project_version',
    'file_blob',
    'message',
    'run',
    'run_event',
    'idempotency_record',
    'credit_entry',
    'settings',
    'memory',
  ]
  const hashes = await Promise.all(
    tables.map(async (table) => {
      const row = table === 'session' ? `(t.id, t."revokedAt", t."refreshHash")::text` : 't::text'
      const rows = await api.ctx.db.$queryRawUnsafe<Array<{ hash: string | null }>>(
        `select md5(string_agg(${row}, ',' order by ${row})) as hash from "${table}" t`,
      )
      return `${table} ${rows[0]?.hash}`
    }),
  )
  return hashes.join('\n')
}

async function refused(sending: () => Promise<Awaited<ReturnType<TestApi['send']>>>) {
  const before = await stored()
  const problem = problemIn(await sending())
  expect(await stored(), 'nothing was written').toBe(before)
  return problem
}

it('knows a right body for every route that takes one', () => {
  expect(withBody.filter(([, { id }]) => BODIES[id] === undefined).map(([name]) => name)).toEqual([])
  for (const [name, { id, body }] of withBody) expect(body!.safeParse(BODIES[id]).success, name).toBe(true)
})

describe('who asks', () => {
  it.each(withUser)('%s wants somebody', async (_, contract) => {
    const send = (token?: string) =>
      refused(() =>
        api.send(contract.method, address(contract), {
          ...bodyOf(contract),
          ...(token === undefined ? {} : { token }),
          ip: freshIp(),
        }),
      )
    expect(await send()).toMatchObject({ status: 401, code: 'unauthenticated' })
    expect(await send('no.token.this'), 'broken').toMatchObject({ status: 401, code: 'unauthenticated' })
    expect(await send(`${ana.tokens.accessToken.slice(0, -2)}AA`), 'changed').toMatchObject({
      status: 401,
      code: 'unauthenticated',
    })
    const old = await signAccessToken(
      api.ctx.secret,
      { userId: ana.id, sessionId: ana.who.sessionId! },
      new Date(Date.now() - 31 * 60_000),
    )
    expect(await send(old), 'expired').toMatchObject({ status: 401, code: 'unauthenticated' })
    const foreign = await signAccessToken(
      'another installation of Devora, another secret',
      { userId: ana.id, sessionId: ana.who.sessionId! },
      new Date(),
    )
    expect(await send(foreign), 'signed by others').toMatchObject({ status: 401, code: 'unauthenticated' })
  })

  it.each(withId)('%s of somebody else is like one that does not exist', async (_, contract) => {
    const send = (id?: string) =>
      refused(() => bob.send(contract.method, address(contract, id === undefined ? {} : { id }), bodyOf(contract)))
    const foreign = await send()
    expect(foreign).toMatchObject({ status: 404, code: 'not_found' })
    const kind =
      ({ runs: 'run', auth: 'session', memories: 'memory' } as const)[contract.path.split('/')[1]!] ?? 'project'
    const missing = await send(newId(kind))
    expect({ ...missing, requestId: '' }).toEqual({ ...foreign, requestId: '' })
  })

  it.each(withId)('%s answers 404 for what cannot be an id', async (_, contract) => {
    for (const id of ['x', '%00', '../../etc/passwd', 'prj_', "' or 1=1 --", 'x'.repeat(5_000), '💥']) {
      expect(
        await refused(() =>
          ana.send(contract.method, address(contract, { id: id === '%00' ? '\0' : id }), bodyOf(contract)),
        ),
        JSON.stringify(id),
      ).toMatchObject({ status: 404, code: 'not_found' })
    }
  })
})

describe('the body', () => {
  const sent = (contract: Endpoint, body: unknown, headers: Record<string, string> = {}) =>
    refused(() => ana.send(contract.method, address(contract), { body, headers, ip: freshIp() }))

  it.each(withBody)('%s wants JSON', async (_, contract) => {
    for (const text of ['{', '{"a":}', 'nonsense', '{"a":1}}', '\u0000', '{"a":"\u0001"}', '[1,', "{'a':1}"]) {
      expect(await sent(contract, text), text).toMatchObject({
        status: 400,
        code: 'malformed_json',
        invalidParams: [{ name: 'body' }],
      })
    }
    expect(await sent(contract, new Uint8Array([0x22, 0xff, 0x22])), 'not UTF-8').toMatchObject({
      status: 400,
      code: 'malformed_json',
    })
    const right = JSON.stringify(BODIES[contract.id])
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      '',
      'application/jsonp',
    ]) {
      expect(await sent(contract, right, { 'content-type': type }), type).toMatchObject({
        status: 415,
        code: 'unsupported_media_type',
      })
    }
  })

  it.each(withBody)('%s wants an object', async (_, contract) => {
    for (const text of ['[]', 'null', '7', '"text"', 'true', '[{}]']) {
      expect(await sent(contract, text), text).toMatchObject({
        status: 422,
        code: 'invalid_input',
        invalidParams: [{ name: 'body' }],
      })
    }
    const deep = await sent(contract, `${'['.repeat(100_000)}${']'.repeat(100_000)}`)
    expect([400, 422], 'nested a hundred thousand deep').toContain(deep.status)
  })

  it.each(withBody)('%s knows all its fields', async (_, contract) => {
    for (const name of ['surprise', '__proto__', 'constructor', 'ownerId']) {
      const text = JSON.stringify(BODIES[contract.id]).replace(/}$/, `,"${name}":{"isAdmin":true}}`)
      const problem = await sent(contract, text)
      expect(problem, name).toMatchObject({ status: 422, code: 'invalid_input' })
      expect(problem.invalidParams?.map((param) => param.name)).toContain(name)
    }
  })

  it.each(withBody)('%s names the field with the wrong type', async (_, contract) => {
    const wrongFor = (type: unknown): unknown[] =>
      type === 'string' ? [7, true, null, ['a'], { a: 1 }] : ['7', { a: 1 }, 'text', 1.5]
    const { properties } = z.toJSONSchema(contract.body!, { io: 'input', unrepresentable: 'any' }) as {
      properties: Record<string, { type?: unknown; anyOf?: Array<{ type?: unknown }> }>
    }
    for (const [name, { type: only, anyOf }] of Object.entries(properties)) {
      const type = anyOf?.some((one) => one.type === 'string') ? 'string' : only
      for (const value of wrongFor(type)) {
        if (value === null && anyOf !== undefined) continue
        const problem = await sent(contract, { ...BODIES[contract.id], [name]: value })
        expect(problem, `${name} = ${JSON.stringify(value)}`).toMatchObject({ status: 422, code: 'invalid_input' })
        expect(
          problem.invalidParams?.map((param) => param.name.split('.')[0]),
          `${name} = ${JSON.stringify(value)}`,
        ).toContain(name)
      }
      if (type !== 'string') continue
      const storable = await sent(contract, { ...BODIES[contract.id], [name]: 'NUL \0 inside' })
      expect(storable, `NUL in ${name}`).toMatchObject({ status: 422, invalidParams: [{ name }] })
      const half = await sent(
        contract,
        JSON.stringify({ ...BODIES[contract.id], [name]: 'HALF' }).replace('HALF', '\\ud800'),
      )
      expect(half, `half a surrogate pair in ${name}`).toMatchObject({ status: 422, invalidParams: [{ name }] })
    }
  })

  it.each(withBody)('%s ends at its limit', async (_, contract) => {
    const limit = contract.bodyLimit ?? DEFAULT_BODY_LIMIT
    const body = `{"padding":"${' '.repeat(limit)}"}`
    expect(await sent(contract, body)).toMatchObject({ status: 413, code: 'body_too_large' })
    expect(await sent(contract, body, { 'content-length': '10' }), 'whatever it claims').toMatchObject({ status: 413 })
    expect(await sent(contract, '{}', { 'content-length': String(limit + 1) }), 'already by its claim').toMatchObject({
      status: 413,
    })
  })
})

describe('the query', () => {
  const lists = all.filter(([, { query }]) => query !== undefined)
  it.each(lists)('%s', async (_, contract) => {
    const properties = Object.keys(
      (z.toJSONSchema(contract.query!, { io: 'input', unrepresentable: 'any' }) as { properties: object }).properties,
    )
    const wrong: Record<string, string[]> = {
      limit: ['0', '101', '-1', '1.5', 'many', '', '1e9'],
      cursor: ['not%20base64!', btoa('nonsense'), btoa('1.prj_x'), btoa("' or 1=1"), btoa('\0'), 'x'.repeat(201)],
      version: ['0', '-1', '1.5', 'latest', '99999999999'],
      from: ['-1', '1.5', 'first'],
      deleted: ['yes', '1', ''],
      status: ['done'],
    }
    for (const name of [...properties, 'surprise']) {
      for (const value of name === 'surprise' ? ['1'] : (wrong[name] ?? [])) {
        const problem = await refused(() => ana.send(contract.method, `${address(contract)}?${name}=${value}`))
        expect(problem, `${name}=${value}`).toMatchObject({ status: 422, code: 'invalid_input' })
        expect(
          problem.invalidParams?.map((param) => param.name),
          `${name}=${value}`,
        ).toContain(name)
      }
    }
  })
})

describe('file paths', () => {
  const bad = [
    '..%2Fsecret',
    'a/..%2F..%2Fb',
    '%2Fetc/passwd',
    'a%00b',
    'a%5Cb',
    '%5C%5Cserver',
    'C:/x',
    'a//b',
    'a%2F%2Fb',
    '.git/config',
    'node_modules/x',
    'a%0Ab',
    `${'x'.repeat(301)}`,
    '%E2%80%AEtxt.exe',
    'e%CC%81',
  ]
  it.each(bad)('%s in the address', async (path) => {
    const project = anasRows['projects']!
    for (const method of ['GET', 'PUT', 'DELETE'] as const) {
      const segments = path.split('/').map(decodeURIComponent)
      const handler = api.routes.find(({ folder }) => folder === 'projects/[id]/files/[...path]')!.module[method]!
      const problem = await refused(async () => {
        const init: RequestInit = {
          method,
          headers: { authorization: `Bearer ${ana.tokens.accessToken}`, 'content-type': 'application/json' },
        }
        if (method === 'PUT') init.body = '{"content":"x"}'
        const response = await handler(new Request(`http://devora.test/api/v2/projects/${project}/files/x`, init), {
          params: Promise.resolve({ id: project, path: segments }),
        })
        return { status: response.status, headers: response.headers, body: await response.clone().json(), response }
      })
      expect(problem, method).toMatchObject({ status: 422, code: 'invalid_input' })
      expect(
        problem.invalidParams?.map((param) => param.name),
        method,
      ).toContain('path')
    }
  })

  it.each([['../a'], ['/a'], ['a\\b'], ['./a'], ['a/'], [''], ['a/./b'], ['..']])('%j in a body', async (path) => {
    const created = await refused(() =>
      ana.send('POST', '/projects', {
        body: {
          name: 'x',
          files: [
            { path: 'fine.txt', content: '' },
            { path, content: '' },
          ],
        },
      }),
    )
    expect(created).toMatchObject({ status: 422, invalidParams: [{ name: 'files.1.path' }] })
    const restored = await refused(() =>
      ana.send('POST', `/projects/${anasRows['projects']}/versions/1/restore`, { body: { path } }),
    )
    expect(restored).toMatchObject({ status: 422, invalidParams: [{ name: 'path' }] })
  })

  it('that clash, repeat or overflow', async () => {
    const create = (files: Array<{ path: string; content: string }>) =>
      refused(() => ana.send('POST', '/projects', { body: { name: 'x', files } }))
    const named = (...paths: string[]) => paths.map((path) => ({ path, content: '' }))
    expect(await create(named('a', 'a'))).toMatchObject({ status: 422, invalidParams: [{ name: 'files.1.path' }] })
    expect(await create(named('README.md', 'readme.md'))).toMatchObject({
      status: 422,
      invalidParams: [{ name: 'files.1.path' }],
    })
    expect(await create(named('App/a', 'app/b'))).toMatchObject({
      status: 422,
      invalidParams: [{ name: 'files.1.path' }],
    })
    expect(await create(named('a', 'a/b'))).toMatchObject({ status: 422, invalidParams: [{ name: 'files.0.path' }] })
    expect(await create(named(...Array.from({ length: 2_001 }, (_, n) => `${n}.txt`)))).toMatchObject({
      status: 422,
      invalidParams: [{ name: 'files' }],
    })
    expect(await create([{ path: 'big.txt', content: 'é'.repeat(1024 * 1024 + 1) }])).toMatchObject({
      status: 422,
      invalidParams: [{ name: 'files.0.path' }],
    })
    const clash = await refused(() =>
      ana.send('PUT', `/projects/${anasRows['projects']}/files/a.txt/b`, { body: { content: 'x' } }),
    )
    expect(clash).toMatchObject({
      status: 422,
      invalidParams: [{ name: 'path', reason: 'a.txt cannot be a file and a folder at once.' }],
    })
  })

  it('may not let a project grow beyond its bounds, one file at a time', async () => {
    const files = Array.from({ length: 9 }, (_, n) => ({ path: `${n}.txt`, content: 'x'.repeat(2_000_000) }))
    const project = await ana.project({ files })
    const content = 'y'.repeat(2_000_000)
    expect((await ana.send('PUT', `/projects/${project.id}/files/10.txt`, { body: { content } })).status).toBe(200)
    const problem = problemIn(await ana.send('PUT', `/projects/${project.id}/files/11.txt`, { body: { content } }))
    expect(problem).toMatchObject({ status: 422, invalidParams: [{ name: 'path' }] })
    expect((await ana.send('GET', `/projects/${project.id}`)).body).toMatchObject({ currentVersion: 2 })
  })
})

describe('prompts', () => {
  it.each([
    ['empty', ''],
    ['blank', ' \n\t '],
    ['of 100 kB', 'x'.repeat(100_000)],
  ])('%s', async (_, prompt) => {
    expect(await refused(() => ana.send('POST', '/generate', { body: { prompt } }))).toMatchObject({
      status: 422,
      code: 'invalid_input',
      invalidParams: [{ name: 'prompt' }],
    })
  })

  it('for a project of somebody else', async () => {
    expect(
      await refused(() =>
        bob.send('POST', '/generate', { body: { prompt: 'Change it', projectId: anasRows['projects'] } }),
      ),
    ).toMatchObject({ status: 404, code: 'not_found' })
  })
})

describe('addresses', () => {
  it.each(['/nowhere', '/projects/x/y/z', '/', '/auth', '/projectss'])('%s means nothing', async (path) => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
      expect(problemIn(await ana.send(method, path))).toMatchObject({ status: 404, code: 'not_found' })
    }
  })

  it.each(all.filter(([, { path }]) => path.includes('{number}')))(
    '%s with a version that is no number',
    async (_, contract) => {
      for (const number of ['0', '-1', 'latest', '1.5', '99999999999', 'Infinity']) {
        const problem = await refused(() => ana.send(contract.method, address(contract, { number }), bodyOf(contract)))
        expect(problem, number).toMatchObject({ status: 422, invalidParams: [{ name: 'number' }] })
      }
      expect(
        await refused(() => ana.send(contract.method, address(contract, { number: 7 }), bodyOf(contract))),
      ).toMatchObject({
        status: 404,
      })
    },
  )
})
