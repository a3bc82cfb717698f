import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCluster, removeCluster } from '@/lib/core/postgres/cluster'
import { openScratchCluster } from '@/lib/domains/evidence/scratch/cluster'
import { checkSql, filesOf } from './scratch-bench'

let home: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'devora-scratch-'))
})
afterAll(async () => {
  await removeCluster(join(home, 'scratch'))
  await rm(home, { recursive: true, force: true })
})

const leftovers = async (): Promise<string[]> => {
  const { url } = await openCluster({ dataDir: join(home, 'scratch'), major: 17 })
  const client = new pg.Client({ connectionString: url('postgres') })
  await client.connect()
  const { rows } = await client.query<{ name: string }>(
    `select datname as name from pg_database where datname ~ '^d[0-9a-z]{7}$' union all select rolname from pg_roles where rolname ~ '^m[0-9a-z]{7}$'`,
  )
  await client.end()
  return rows.map(({ name }) => name)
}

test(
  'a killed process leaves databases, which the next one sweeps, and those of a living one stay',
  { tags: ['deep'] },
  async () => {
    const living = await openScratchCluster({ home })
    const kept = await living.take()
    const script = `
    import { openScratchCluster } from ${JSON.stringify(resolve('lib/domains/evidence/scratch/cluster.ts'))}
    const cluster = await openScratchCluster({ home: ${JSON.stringify(home)} })
    await cluster.take()
    console.log('taken')
    setInterval(() => undefined, 1000)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await new Promise((done) => child.stdout.once('data', done))
    expect((await leftovers()).length).toBeGreaterThanOrEqual(4)
    const gone = new Promise((done) => child.once('exit', done))
    child.kill('SIGKILL')
    await gone
    await new Promise((done) => setTimeout(done, 300)) // Postgres notices the lost connection
    const next = await openScratchCluster({ home })
    expect((await leftovers()).sort()).toEqual([kept.name, kept.owner].sort())
    await kept.drop()
    await next.close()
    await living.close()
    expect(await leftovers()).toEqual([])
  },
)

test('the request roles cannot enter a database before the migrator is gone, nor the migrator afterwards, nor anybody another one', async () => {
  const cluster = await openScratchCluster({ home })
  const [mine, other] = [await cluster.take(), await cluster.take()]
  await expect(mine.openAs('anon')).rejects.toThrow(/permission denied for database/)
  const migrator = await mine.openMigrator()
  const members = await migrator.run(
    'select 1 from pg_auth_members where member = (select oid from pg_roles where rolname = current_user)',
  )
  expect(members.results[0]?.rows).toEqual([])
  await mine.endMigrator({ lock: true })
  expect((await migrator.run('select 1')).error?.fatal).toBe(true)
  await expect(mine.openMigrator()).rejects.toThrow(/not permitted to log in|authentication failed/)
  const anon = await mine.openAs('anon')
  const { results } = await anon.run(
    'select session_user, current_user, (select rolbypassrls or rolsuper from pg_roles where rolname = session_user)',
  )
  expect(results[0]?.rows[0]).toEqual(['anon', 'anon', 'f'])
  expect((await anon.run('set role service_role')).error?.code).toBe('42501')
  await expect(other.openAs('anon')).rejects.toThrow(/permission denied for database/)
  for (const one of [mine, other]) await one.drop()
  await cluster.close()
})

test(
  'a migration larger than 4 MB, one that is not UTF-8 and 2,000 migrations are answered',
  { tags: ['deep'] },
  async () => {
    const cluster = await openScratchCluster({ home })
    const large = await checkSql(
      filesOf({
        'supabase/migrations/1.sql': `create table public.t (a text);\n${"insert into public.t values ('a row');\n".repeat(140_000)}`,
      }),
      cluster,
    )
    expect(large.findings.map(({ rule }) => rule)).toEqual(['migration-too-large', 'migrations-not-applied'])
    const binary = await checkSql(new Map([['supabase/migrations/1.sql', new Uint8Array([0x73, 0xff, 0x00])]]), cluster)
    expect(binary.findings[0]?.rule).toBe('migration-unreadable')
    const many = Object.fromEntries(
      Array.from({ length: 2_000 }, (_, n) => [
        `supabase/migrations/${String(n).padStart(6, '0')}.sql`,
        `select ${n};`,
      ]),
    )
    expect((await checkSql(filesOf(many), cluster)).status.schema).toBe('passed')
    const rows = await checkSql(
      filesOf({
        'supabase/migrations/1.sql': `create schema x; create table x.t (a text);\n${"insert into x.t values ('a row');\n".repeat(60_000)}`,
      }),
      cluster,
    )
    expect(rows.findings).toEqual([])
    await cluster.close()
  },
)

test('a project without SQL has nothing to prove', async () => {
  const cluster = await openScratchCluster({ home })
  expect(await checkSql(filesOf({ 'index.html': '<h1>hello</h1>' }), cluster)).toMatchObject({
    findings: [],
    access: [],
    status: { schema: 'not_run', access: 'not_run' },
  })
  await cluster.close()
})
