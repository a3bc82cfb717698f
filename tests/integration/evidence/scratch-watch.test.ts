import { afterAll, beforeAll, expect, test } from 'vitest'
import { openScratchCluster, type ScratchCluster } from '@/lib/domains/evidence/scratch/cluster'
import type { LoginRole } from '@/lib/supabase-local/schema/roles'
import { DatabaseError } from '@/lib/supabase-local/database'
import { openPostgres } from '@/lib/supabase-local/postgres'
import { sharedHome } from '../../support/shared-home'

/** Statements whose sessions nobody here opened are bounded from outside, whatever they have set. */

let cluster: ScratchCluster
beforeAll(async () => {
  cluster = await openScratchCluster({ home: sharedHome() })
})
afterAll(() => cluster?.close())

test('time, the length of an answer and the end of the database end a statement, and others go on', async () => {
  const scratch = await cluster.take()
  await scratch.endMigrator({ lock: true })
  const url = (role: string): string => scratch.urlAs(role as LoginRole)
  const database = openPostgres({ url, max: 2, maxAnswerBytes: 1_000_000 })
  const actor = { role: 'anon' }
  const unwatch = scratch.watch({ ms: 500 })
  try {
    await database.query(`select set_config('statement_timeout', '0', false)`, [], actor)
    await expect(database.query('select pg_sleep(600)', [], actor)).rejects.toMatchObject({ code: '57P01' })
    await expect(database.query(`select repeat('x', 5000000)`, [], actor)).rejects.toMatchObject({ code: '08006' })
    expect((await database.query('select 1 as one', [], actor)).rows).toEqual([{ one: 1 }])
    unwatch()
    const asleep = database.query('select pg_sleep(600)', [], actor)
    asleep.catch(() => undefined)
    await Promise.all([scratch.drop(), scratch.drop()])
    await expect(asleep).rejects.toBeInstanceOf(DatabaseError)
    await expect(database.query('select 1', [], actor)).rejects.toBeInstanceOf(DatabaseError)
  } finally {
    unwatch()
    await scratch.drop()
    await database.close()
  }
})
