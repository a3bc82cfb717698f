import { beforeAll, afterAll, beforeEach, expect } from 'vitest'
import { planApp } from '@/lib/domains/generation/builtin/architect/plan-app'
import { contracts } from '@/lib/api'
import { newId } from '@/lib/core/ids'
import { addressOf } from '@/lib/http/client'
import type { Endpoint } from '@/lib/http/endpoint'
import { openApi, problemIn, type TestApi } from './api'
import { newPerson, PASSWORD, type Person } from './people'

/* Every way of asking wrongly, on every route there is: a new contract is tested by being in the list. */

/** A body that is right, for each route that takes one; a route that is missing here fails the first test. */
export const BODIES: Record<string, Record<string, unknown>> = {
  register: { email: 'new@example.com', password: PASSWORD, fullName: 'New' },
  login: { email: 'new@example.com', password: PASSWORD },
  refresh: { refreshToken: 'x' },
  createProject: { name: 'Recipe box', description: 'Recipes', files: [{ path: 'a.txt', content: 'a' }] },
  duplicateProject: { name: 'A copy' },
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
  strikeAsk: { struck: true, baseVersion: 1 },
  addMemory: { text: 'Always rounded corners', kind: 'preference' },
  updateMemory: { text: 'Never rounded corners', kind: 'fact' },
  updateSettings: {
    model: { defaultModel: 'gpt-5-mini' },
    locale: 'es',
    preferences: { planFirst: true },
    budget: { monthlyMicros: 5_000_000 },
  },
  testModel: { model: 'gpt-5-mini' },
  submitPlan: { spec: planApp({ prompt: 'A recipe box' }) },
  shareProject: { days: 7, withConversation: true, version: 'newest' },
  overrideVersion: { reason: 'The check is wrong about this.' },
}

export type Rows = Record<string, string>

/** What the tests of a file ask wrongly about: Ana has one row of each kind, Bob nothing. */
export const asked = {} as { api: TestApi; ana: Person; bob: Person; rows: Rows }

/** Opens the API for the tests of one file. */
export function openRows(): void {
  beforeAll(async () => {
    const api = await openApi()
    const [ana, bob] = [await newPerson(api), await newPerson(api)]
    const project = await ana.project({ files: [{ path: 'a.txt', content: 'a' }] })
    const run = newId('run')
    await api.ctx.db.run.create({
      data: { id: run, ownerId: ana.id, kind: 'generate', status: 'completed', projectId: project.id, input: {} },
    })
    const memory = (await ana.send('POST', '/memories', { body: { text: 'Always green buttons' } })).body as {
      id: string
    }
    const link = (await ana.send('POST', `/projects/${project.id}/share`, { body: { withConversation: true } }))
      .body as Record<string, string>
    const token = link['url']!.split('/').at(-1)!
    const rows = { projects: project.id, runs: run, auth: ana.who.sessionId!, memories: memory.id, token }
    Object.assign(asked, { api, ana, bob, rows })
  })
  // Refused requests count against the limits too.
  beforeEach(() => asked.api.ctx.db.rateWindow.deleteMany())
  afterAll(() => asked.api.close())
}

export const title = (contract: Endpoint): string => `${contract.method} ${contract.path}`
export const all = contracts.map((contract) => [title(contract), contract] as const)
export const withBody = all.filter(([, { body }]) => body !== undefined)
export const withUser = all.filter(([, { auth }]) => auth === 'user')
export const withId = withUser.filter(([, { path }]) => path.includes('{id}'))

/** The address of a contract; ids are Ana's. */
export const address = (contract: Endpoint, params: Record<string, unknown> = {}): string =>
  addressOf<Endpoint<{ path: string }>>(contract.path, {
    id: asked.rows[contract.path.split('/')[1]!],
    token: asked.rows['token'],
    number: 1,
    ask: 'a1',
    scenario: 0,
    path: 'a.txt',
    ...params,
  }).replace('/api/v2', '')
export const bodyOf = (contract: Endpoint) => (contract.body === undefined ? {} : { body: BODIES[contract.id] })

/** What of each table's rows a refused request must not change. Bytes are named by their hash, and may be many. */
const ROWS = {
  ...Object.fromEntries(
    [
      'user',
      'project',
      'project_version',
      'message',
      'run',
      'run_event',
      'idempotency_record',
      'credit_entry',
      'settings',
      'memory',
    ].map((table) => [table, 't::text']),
  ),
  session: '(t.id, t."revokedAt", t."refreshHash")::text',
  file_blob: '(t.sha256, t.size, t."usedAt")::text',
}

/** Everything that is stored and that a refused request must not change. */
async function stored(): Promise<string> {
  const hashes = Object.entries(ROWS).map(
    ([table, row]) =>
      `select '${table}' as name, md5(string_agg(${row}, ',' order by ${row})) as hash from "${table}" t`,
  )
  return JSON.stringify(await asked.api.ctx.db.$queryRawUnsafe(hashes.join(' union all ')))
}

export async function refused(sending: () => Promise<Awaited<ReturnType<TestApi['send']>>>) {
  const before = await stored()
  const problem = problemIn(await sending())
  expect(await stored(), 'nothing was written').toBe(before)
  return problem
}
