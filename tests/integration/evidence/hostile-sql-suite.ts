import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCluster } from '@/lib/core/postgres/cluster'
import { checkSql, filesOf, openOwnCluster, readFixture } from './scratch-bench'

/**
 * Hostile SQL meets the roles alone: the statement filter is off. Each is refused or stopped, nothing of it outlives
 * its database, and an honest project passes afterwards.
 */

const HOSTILE = resolve('tests/fixtures/hostile-sql')
const names = readdirSync(HOSTILE)
  .filter((name) => name.endsWith('.sql'))
  .sort()

let bench: Awaited<ReturnType<typeof openOwnCluster>>
let admin: pg.Client
let rolesBefore: unknown
const honest = readFixture(resolve('tests/fixtures/correct/sql-recipes'))

const ROLES = `select rolname, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication, rolpassword,
  (select array_agg(s.setconfig::text) from pg_db_role_setting s where s.setrole = a.oid) as settings,
  (select array_agg(m.roleid::regrole::text order by 1) from pg_auth_members m where m.member = a.oid) as member_of
  from pg_authid a where rolname !~ '^m[0-9a-z]{7}$' order by rolname`

/** @param isPicked which files: the everyday suite keeps one of each kind, the deep one runs all. */
export function hostileSqlSuite(isPicked: (name: string) => boolean): void {
  beforeAll(async () => {
    bench = await openOwnCluster()
    const { url } = await openCluster({ dataDir: join(bench.home, 'scratch'), major: 17 })
    admin = new pg.Client({ connectionString: url('postgres') })
    await admin.connect()
    rolesBefore = (await admin.query(ROLES)).rows
  })
  afterAll(async () => {
    await admin.end()
    await bench.close()
  })

  async function expectUntouched(): Promise<void> {
    expect((await admin.query(ROLES)).rows).toEqual(rolesBefore)
    const { findings, status } = await checkSql(await honest, bench.cluster)
    expect(findings).toEqual([])
    expect(status).toEqual({ schema: 'passed', access: 'passed' })
  }

  describe('with the filter off', () => {
    test.each(names.filter(isPicked))('%s', async (name) => {
      const text = await readFile(join(HOSTILE, name), 'utf8')
      const wanted = /^-- expect: (.*)$/m.exec(text)?.[1]?.split(' ') ?? []
      const { findings, status } = await checkSql(
        filesOf({ 'supabase/migrations/1_hostile.sql': text }),
        bench.cluster,
        {
          filter: false,
          bounds: { ms: 3_000 },
        },
      )
      const rules = findings.filter(({ check }) => check === 'schema').map(({ rule }) => rule)
      // `-`: applies, or is refused; `access`: applies, and does its harm when requests come in.
      const outcome = status.schema === 'passed' ? (wanted[0] === 'access' ? 'access' : '-') : rules[0]
      expect(wanted).toContain(outcome)
      await expectUntouched()
    })
  })

  test('four hostile projects at once do not reach an honest one beside them', { tags: ['deep'] }, async () => {
    const texts = await Promise.all(
      ['endless-loop', 'fill-disk', 'huge-value', 'many-tables'].map((name) =>
        readFile(join(HOSTILE, `${name}.sql`), 'utf8'),
      ),
    )
    const hostile = texts.map((text) =>
      checkSql(filesOf({ 'supabase/migrations/1.sql': text }), bench.cluster, {
        filter: false,
        bounds: { ms: 2_000 },
      }),
    )
    await new Promise((done) => setTimeout(done, 300))
    const { findings } = await checkSql(await honest, bench.cluster)
    expect(findings).toEqual([])
    for (const one of await Promise.all(hostile)) expect(one.status.schema).not.toBe('passed')
    await expectUntouched()
  })

  test('nothing is left behind', async () => {
    await new Promise((done) => setTimeout(done, 200))
    const databases = await admin.query(`select datname from pg_database where datname ~ '^d[0-9a-z]{7}$'`)
    const roles = await admin.query(`select rolname from pg_roles where rolname ~ '^m[0-9a-z]{7}$'`)
    // The one that is kept ready for the next verification.
    expect(databases.rowCount).toBeLessThanOrEqual(1)
    expect(roles.rowCount).toBeLessThanOrEqual(1)
  })
}
