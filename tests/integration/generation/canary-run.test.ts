import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { env } from '@/lib/core/env'
import { readArchive } from '@/lib/domains/evidence/read-archive'
import { openApi, type TestApi } from '../../support/api'
import type { Answer, ModelRequest } from '../../support/model-script'
import { type ModelServer, startModelServer } from '../../support/model-server'
import { goodAnswer, PROMPT } from '../../support/model-team'
import { newPerson } from '../../support/people'
import { startWorkerProcess, type WorkerProcess } from '../../support/worker-process'

/*
 * Whole runs by a model server that says everything it was ever sent, its key above all, in every place that it can say
 * something. The key is then searched for in all that is left of the runs: rows of every table (DBOS's own too),
 * answers, streams, files, the archive, logs, prompts.
 */

const OPERATORS = 'sk-canary-op3r4t0r5-91c7d2e8'
const PERSONS = 'sk-canary-pers0n-77b1e0a4f3'
const spellings = (key: string): string[] => [
  key,
  key.slice(0, 18),
  key.slice(-12),
  Buffer.from(key).toString('base64').replace(/=+$/, ''),
  Buffer.from(key).toString('hex'),
  encodeURIComponent(key),
]
const leaks = (text: string): string[] =>
  [OPERATORS, PERSONS].flatMap(spellings).filter((spelling) => text.includes(spelling))

let server: ModelServer
let api: TestApi
let worker: WorkerProcess
/** The error that quotes the header comes before the answer that repeats it. */
const quoted = new Set<string>()

/** A good answer with the key wherever an answer has room for it. */
function echo(request: ModelRequest): Answer {
  if (!request.path.endsWith('/chat/completions')) return goodAnswer(request)
  const said = `${request.authorization}`
  const stage = request.system.slice(0, 60)
  if (!quoted.has(stage + said)) {
    quoted.add(stage + said)
    return {
      fault: {
        kind: 'status',
        status: 503,
        headers: { 'x-key': said },
        body: { error: { message: `Overloaded for ${said}`, code: said } },
      },
    }
  }
  const answer = goodAnswer(request)
  const text = answer.text?.replace(
    /(<file path="[^"]+\.(tsx?|sql)">\n(?:'use (?:client|server)'\n)?)/g,
    (_, head: string, type: string) => `${head}${type === 'sql' ? '--' : '//'} ${said}\n`,
  )
  const object =
    answer.object &&
    JSON.parse(
      JSON.stringify(answer.object, (key, value: unknown) =>
        ['name', 'purpose', 'title', 'message'].includes(key) && typeof value === 'string' ? `${value} ${said}` : value,
      ),
    )
  return { ...answer, reasoning: said, ...(text && { text: `${said}\n${text}\n${said}` }), ...(object && { object }) }
}

beforeAll(async () => {
  server = await startModelServer(echo)
  const more = {
    OPENAI_BASE_URL: server.url,
    OPENAI_API_KEY: OPERATORS,
    ALLOW_LOCAL_MODELS: 'true',
    LOG_LEVEL: 'trace',
  }
  Object.assign(process.env, more)
  api = await openApi()
  worker = await startWorkerProcess(env().DATABASE_URL, env().DEVORA_HOME, more)
})
afterAll(async () => {
  await worker?.stop()
  await api?.close()
  await server?.stop()
})

/** Every row of every table in every schema, and what stands in the binary ones. */
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
  expect(tables.map(({ name }) => name).join()).toContain('dbos.operation_outputs')
  const blobs = await api.ctx.db.fileBlob.findMany()
  return [
    ...rows.map(([row]) => row?.all ?? ''),
    ...blobs.map(({ bytes }) => Buffer.from(bytes).toString('utf8')),
  ].join('\n')
}

/** Text files below the installation's own folder; not those of the database, whose rows were read. */
async function everyFile(): Promise<string> {
  const entries = await readdir(env().DEVORA_HOME, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && !/(?:postgres|scratch)/.test(entry.parentPath))
  return (
    await Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8').catch(() => '')))
  ).join('\n')
}

// Every day a stored key is looked for in what the API answers, logs and stores (settings/canary.test.ts).
test.each([
  ['a person', PERSONS],
  ['the operator', OPERATORS],
])('the key of %s is in nothing that a run leaves', { tags: ['deep'] }, isNowhere)

async function isNowhere(_: string, key: string): Promise<void> {
  const ana = await newPerson(api)
  const heard: string[] = []
  const get = async (address: string): Promise<string> => {
    const { response } = await ana.send('GET', address)
    heard.push(JSON.stringify([...response.headers]))
    const text = await response.text()
    heard.push(text)
    return text
  }
  if (key === PERSONS)
    heard.push(
      JSON.stringify(
        (
          await ana.send('PATCH', '/settings', {
            body: { model: { baseUrl: server.url, apiKey: key, defaultModel: 'gpt-5-mini' } },
          })
        ).body,
      ),
    )
  const started = await ana.send('POST', '/generate', { body: { prompt: PROMPT, model: 'gpt-5-mini' } })
  expect(started.status, JSON.stringify(started.body)).toBe(202)
  const { runId, projectId } = started.body as { runId: string; projectId: string }
  const events = await get(`/runs/${runId}/events`)
  expect(events).toContain('data-end')
  for (const address of [
    `/runs/${runId}`,
    '/runs',
    `/projects/${projectId}`,
    `/projects/${projectId}/files`,
    `/projects/${projectId}/versions`,
    `/projects/${projectId}/versions/1`,
    `/projects/${projectId}/report`,
    `/projects/${projectId}/messages`,
    '/projects',
    '/projects/similar?description=recipes',
    '/settings',
    '/models',
    '/credits',
    '/memories',
    '/account/export',
  ])
    await get(address)
  // Compressed, a key would not be seen.
  const archive = join(env().DEVORA_HOME, `${projectId}.zip`)
  await writeFile(
    archive,
    new Uint8Array(await (await ana.send('GET', `/projects/${projectId}/archive`)).response.arrayBuffer()),
  )
  const { files } = await readArchive(archive)
  const zipped = [...files].map(([path, bytes]) => `${path}\n${Buffer.from(bytes).toString('utf8')}`).join('\n')
  expect(zipped, 'the model wrote into the files').toContain('[key]')

  const asked = server.requests.filter(({ authorization }) => authorization === `Bearer ${key}`)
  expect(asked.length, 'the model was asked with this key').toBeGreaterThan(5)
  const elsewhere = server.requests.map(({ headers, path, body }) =>
    JSON.stringify([{ ...headers, authorization: '' }, path, body]),
  )
  expect(leaks(heard.join('\n'))).toEqual([])
  expect(leaks(zipped)).toEqual([])
  expect(leaks(elsewhere.join('\n'))).toEqual([])
  expect(worker.output()).toContain('worker started')
  expect(leaks(worker.output())).toEqual([])
  expect(leaks(await everyFile())).toEqual([])
  const rows = await everyRow()
  expect(rows, 'the search sees rows').toContain(runId)
  expect(leaks(rows)).toEqual([])
}
