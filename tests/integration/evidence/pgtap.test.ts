import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCluster } from '@/lib/core/postgres/cluster'
import { Report } from '@/lib/domains/evidence/contract'
import { evidenceFiles } from '@/lib/domains/evidence/export-version'
import { loadProject } from '@/lib/domains/evidence/load-project'
import { buildDatabase } from '@/lib/domains/evidence/scratch/build-database'
import { verifyProject } from '@/lib/domains/evidence/verify-project'
import { planApp } from '@/lib/domains/generation/builtin/architect/plan-app'
import { writeDatabase } from '@/lib/domains/generation/builtin/database/write-database'
import { writeRoot } from '@/lib/domains/generation/builtin/root/write-root'
import { eachRow } from '../../support/each-row'
import { fixtures } from './fixture-projects'
import { openTestCluster, readFixture } from './scratch-bench'

/** The tests that go with an exported project pass on its database, and fail when a policy is broken. */

let bench: Awaited<ReturnType<typeof openTestCluster>>
let url: (database: string) => string
const shim = readFile(process.env.PGTAP_SQL ?? join(fixtures, 'pgtap-shim.sql'), 'utf8').then((sql) =>
  sql.replace(/^\\.*$/gm, ''),
)
beforeAll(async () => {
  bench = await openTestCluster()
  url = (await openCluster({ dataDir: join(bench.home, 'scratch'), major: 17 })).url
})
afterAll(() => bench.close())

async function generate(prompt: string): Promise<Map<string, Uint8Array>> {
  const spec = planApp({ prompt })
  const made = [...writeRoot(spec), ...writeDatabase({ spec, signal: new AbortController().signal })]
  return new Map(made.map(({ path, content }) => [path, Buffer.from(content)]))
}

/**
 * What the exported tests say about a database made from `files`, changed by `sabotage`; `not ok` lines with their
 * file.
 */
async function runTests(
  tests: Map<string, string>,
  files: Map<string, Uint8Array>,
  sabotage = '',
): Promise<{ passed: number; failed: string[] }> {
  const { database } = await buildDatabase(loadProject(files), bench.cluster)
  if (database === null) throw new Error('The migrations do not apply.')
  await database.endMigrator()
  const client = new pg.Client({ connectionString: url(database.name) })
  try {
    await client.connect()
    await client.query(
      `set search_path = extensions; ${await shim}; set search_path = public, extensions; grant usage on schema extensions to public; grant temporary on database ${database.name} to public; ${sabotage}`,
    )
    let passed = 0
    const failed: string[] = []
    for (const [path, sql] of tests) {
      const results = (await client.query(sql.replace(/^create extension .*$/m, ''))) as unknown as pg.QueryResult<
        Record<string, unknown>
      >[]
      const lines = results.flatMap(({ rows }) => rows.flatMap((row) => String(Object.values(row)[0]).split('\n')))
      const planned = Number(/^1\.\.(\d+)$/.exec(lines.find((line) => line.startsWith('1..')) ?? '')?.[1])
      const told = lines.filter((line) => /^(?:not )?ok \d+/.test(line))
      expect(told.length).toBe(planned)
      passed += told.filter((line) => line.startsWith('ok')).length
      failed.push(...told.filter((line) => line.startsWith('not ok')).map((line) => `${path}: ${line}`))
    }
    return { passed, failed }
  } finally {
    await client.end()
    await database.drop()
  }
}

/** The tests as they stand in the archive, after the report has been through the database as JSON. */
async function exportTests(files: Map<string, Uint8Array>): Promise<{ report: Report; tests: Map<string, string> }> {
  const report = await verifyProject(files, {
    only: ['schema', 'access'],
    scratch: () => Promise.resolve(bench.cluster),
  })
  const stored = Report.parse(JSON.parse(JSON.stringify(report)))
  const exported = evidenceFiles(stored, loadProject(files).spec)
  expect([...exported.keys()]).toContain('docs/devora-report.md')
  return {
    report,
    tests: new Map(
      [...exported]
        .filter(([path]) => path.endsWith('.sql'))
        .map(([path, bytes]) => [path, Buffer.from(bytes).toString('utf8')]),
    ),
  }
}

const prompts = [
  'A recipe box where members save recipes with ingredients and rate them',
  'A booking site for a yoga studio: classes with a teacher and a start time, members book a place in a class',
  'Una tienda de plantas con productos, pedidos y reseñas de clientes',
]

describe('exported pgTAP tests', () => {
  eachRow(
    prompts.map((prompt) => [prompt] as const),
    0,
  )('%s', async (prompt) => {
    const files = await generate(prompt)
    const { report, tests } = await exportTests(files)
    const cells = (report.access ?? []).flatMap((table) => table.cells)
    expect(tests.size).toBe(report.access?.length)
    const { passed, failed } = await runTests(tests, files)
    expect(failed).toEqual([])
    // All but the cells about rows whose random ids the database drew at sign-up: those rows cannot be named elsewhere.
    expect(passed).toBe(
      cells.filter(({ statement }) => statement !== undefined && !statement.includes('-4000-c000-')).length,
    )
    expect(passed).toBeGreaterThan(cells.length * 0.75)
  })
  eachRow([['sql-multi-tenant'], ['sql-admin-claims'], ['sql-recipes'], ['sql-views-declared']], 0)(
    'hold for %s too',
    async (name) => {
      const files = await readFixture(join(fixtures, 'correct', name))
      const { tests } = await exportTests(files)
      const { passed, failed } = await runTests(tests, files)
      expect(failed).toEqual([])
      expect(passed).toBeGreaterThan(20)
    },
  )
  it('fail when a policy lets strangers in, shuts the owner out, or is gone', async () => {
    const files = await generate(prompts[0] as string)
    const { tests } = await exportTests(files)
    const open = await runTests(
      tests,
      files,
      'create policy everybody on public.recipes for all to authenticated using (true) with check (true)',
    )
    expect(open.failed.join('\n')).toMatch(/access_recipes\.sql: not ok \d+ - other may not (?:change|delete) a row/)
    const shut = await runTests(
      tests,
      files,
      `do $$ declare p record; begin for p in select policyname from pg_policies where schemaname = 'public' and tablename = 'recipes' loop execute format('drop policy %I on public.recipes', p.policyname); end loop; end $$`,
    )
    expect(shut.failed.join('\n')).toMatch(/access_recipes\.sql: not ok \d+ - owner may (?:read|insert|change) a row/)
    const bare = await runTests(tests, files, 'alter table public.recipes disable row level security')
    expect(bare.failed.join('\n')).toMatch(/access_recipes\.sql: not ok \d+ - other may not/)
  })
})
