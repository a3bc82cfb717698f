import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { modelAccess } from '@/lib/domains/accounts/internal/model-access'
import { recall } from '@/lib/domains/memory/internal/recall'
import { embedderOf } from '@/lib/domains/memory/embedder'
import { type Answer, openApi, type TestApi } from '../../support/api'
import { type ModelServer, startModelServer } from '../../support/model-server'
import { newPerson } from '../../support/people'

/**
 * Where a stored key may be: sealed in its column, and in what is sent to its own server. Everything else is searched
 * for it.
 */

const CANARY = 'sk-canary-e7b1f05d93a84c62'
const SPELLINGS = [
  CANARY,
  'e7b1f05d',
  '5d93a84c',
  Buffer.from(CANARY).toString('base64').replace(/=+$/, ''),
  Buffer.from(CANARY).toString('hex'),
  encodeURIComponent(CANARY),
]
const leaks = (text: string): string[] => SPELLINGS.filter((spelling) => text.includes(spelling))

let api: TestApi
let server: ModelServer
const logged: string[] = []
beforeAll(async () => {
  api = await openApi()
  // A server that says everything it was sent, as some do in their errors.
  server = await startModelServer(({ authorization }) => ({
    fault: { kind: 'status', status: 401, message: `Incorrect API key provided: ${authorization}` },
  }))
  api.ctx.log.level = 'trace'
  Object.defineProperty(api.ctx.log, pino.symbols.streamSym, { value: { write: (line: string) => logged.push(line) } })
})
afterAll(() => Promise.all([api?.close(), server?.stop()]))

/** Every row of every table, as text; binary columns show as hex. */
async function everyRow(): Promise<string> {
  const tables = await api.ctx.db.$queryRaw<Array<{ name: string }>>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`
  const rows = await Promise.all(
    tables.map(({ name }) =>
      api.ctx.db.$queryRawUnsafe<Array<{ all: string | null }>>(
        `select string_agg(t::text, ' ') as all from ${name} t`,
      ),
    ),
  )
  return rows.map(([row]) => row?.all ?? '').join('\n')
}

it('a stored key is in no answer, log line, problem or row', async () => {
  const ana = await newPerson(api)
  const bob = await newPerson(api)
  const answers: Answer[] = []
  const send = async (...asked: Parameters<typeof ana.send>): Promise<Answer> => {
    const answer = await ana.send(...asked)
    answers.push(answer)
    return answer
  }
  const body = { model: { baseUrl: server.url, apiKey: CANARY, defaultModel: 'm' } }
  await send('PATCH', '/settings', { body, headers: { 'idempotency-key': 'one-key' } })
  expect(
    (await send('PATCH', '/settings', { body, headers: { 'idempotency-key': 'one-key' } })).headers.get(
      'idempotency-replayed',
    ),
  ).toBe('true')
  // Refused in every way there is.
  await send('PATCH', '/settings', { body, headers: { 'content-type': 'text/plain' } })
  await send('PATCH', '/settings', { body: JSON.stringify(body).slice(0, -1) })
  await send('PATCH', '/settings', { body: JSON.stringify(body).replace('"defaultModel"', 'defaultModel') })
  await send('PATCH', '/settings', { body: `{"model":{"apiKey":"${CANARY}",}}` })
  await send('PATCH', '/settings', { body: `{"model":{"apiKey":"${CANARY}"x` })
  await send('PATCH', '/settings', { body: `{"apiKey": ${CANARY}}` })
  await send('PATCH', '/settings', { body: { ...body, model: { ...body.model, baseUrl: 'http://169.254.169.254' } } })
  await send('PATCH', '/settings', { body: { model: { apiKey: [CANARY] } } })
  await send('PATCH', '/settings', { body: { model: { ...body.model, extra: CANARY.length } } })
  await send('GET', '/settings')
  const models = await send('GET', '/models')
  expect(models.body, 'the server was asked with the key and repeated it').toMatchObject({
    unavailable: [{ source: 'own' }],
  })
  expect(server.requests.at(-1)!.authorization).toBe(`Bearer ${CANARY}`)
  await send('GET', '/projects/similar?description=recipes')
  await send('POST', '/memories', { body: { text: 'Always green' } })
  await send('GET', '/memories')
  const access = await modelAccess(api.ctx, ana.id)
  await recall(api.ctx, ana.id, 'green', 5, embedderOf(access!.port))
  const error = await access!.port.listModels().catch((reason: unknown) => reason)
  api.ctx.log.error({ err: error, settings: body.model }, 'a careless line')
  await send('GET', '/settings')
  answers.push(await bob.send('GET', '/settings'), await bob.send('GET', '/models'))

  for (const { status, headers, body: said } of answers)
    expect(leaks(JSON.stringify([status, [...headers], said])), JSON.stringify(said)).toEqual([])
  expect(logged.length).toBeGreaterThan(answers.length)
  expect(leaks(logged.join('\n'))).toEqual([])
  const rows = await everyRow()
  expect(rows, 'the search sees rows').toContain(ana.id)
  expect(leaks(rows)).toEqual([])
  expect(
    (await api.ctx.db.settings.findUnique({ where: { userId: ana.id } })) ?? {},
    'not read unless asked for by name',
  ).not.toHaveProperty('modelKey')
})
