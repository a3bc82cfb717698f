import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDb, type Db } from '../../../lib/core/db/db'
import { newId } from '../../../lib/core/ids'
import { insertRun } from '../../../lib/domains/runs/internal/create-run'
import { confirmRun, parkRun } from '../../../lib/domains/runs/store'
import { createTestDatabase, type TestDatabase } from '../../support/database'

let database: TestDatabase
let db: Db
beforeAll(async () => {
  database = await createTestDatabase()
  db = createDb(database.url)
})
afterAll(async () => {
  await db?.$disconnect()
  await database?.drop()
})

test('a step of parking that runs again after the plan was confirmed leaves the confirmed plan alone', async () => {
  const ownerId = newId('user')
  await db.user.create({ data: { id: ownerId, email: `${ownerId}@example.com`, passwordHash: 'none' } })
  const id = await insertRun(db, { ownerId, kind: 'generation', input: {} }, new Date())
  expect(await parkRun(db, id, { name: 'as made' })).toBe(true)
  expect(await parkRun(db, id, { name: 'as made' }), 'before it was confirmed').toBe(true)
  expect(await confirmRun(db, id, { part: 'build', plan: { name: 'as edited' } })).toBe(true)
  expect(await parkRun(db, id, { name: 'as made' })).toBe(false)
  expect(await db.run.findUnique({ where: { id }, select: { status: true, plan: true } })).toEqual({
    status: 'queued',
    plan: { name: 'as edited' },
  })
})
