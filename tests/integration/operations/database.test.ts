import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { diffToSchema } from '../../../scripts/launch/schema-engine.mjs'
import { createTestDatabase, testCluster, type TestDatabase } from '../../support/database'

async function rows(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[]
  } finally {
    await client.end()
  }
}

describe('a test database', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(() => database.drop())

  it('has the schema of prisma/schema: the migrations say everything that the schema says', async () => {
    expect(await diffToSchema(database.url)).toBe('')
  })

  it('lists every migration as applied', async () => {
    const applied = await rows(
      database.url,
      'select migration_name, finished_at, rolled_back_at from _prisma_migrations',
    )
    expect(applied.length).toBeGreaterThan(0)
    for (const row of applied) expect(row).toMatchObject({ finished_at: expect.any(Date), rolled_back_at: null })
  })

  it('belongs to this file alone', async () => {
    const other = await createTestDatabase()
    await rows(other.url, 'create table only_here (id int)')
    expect(await rows(database.url, "select 1 from pg_tables where tablename = 'only_here'")).toEqual([])
    await other.drop()
    const left = await rows(
      (await testCluster()).url('postgres'),
      `select 1 from pg_database where datname = '${new URL(other.url).pathname.slice(1)}'`,
    )
    expect(left).toEqual([])
  })

  it('speaks UTF-8 and sorts by code point, whatever the machine is set to', async () => {
    const [row] = await rows(
      database.url,
      "select current_setting('server_encoding') as encoding, upper('ñandú') as upper, 'Z' < 'a' as by_code_point",
    )
    expect(row).toEqual({ encoding: 'UTF8', upper: 'ÑANDÚ', by_code_point: true })
  })
})
