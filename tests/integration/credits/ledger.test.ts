import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDb, type Db, transaction } from '../../../lib/core/db/db'
import { newId } from '../../../lib/core/ids'
import { FREE_MICROS_A_MONTH } from '../../../lib/domains/credits/policy'
import { grantCredit, reserveCredit } from '../../../lib/domains/credits/internal/reserve-credit'
import { settleCredit } from '../../../lib/domains/credits/internal/settle-credit'
import { findBalance } from '../../../lib/domains/credits/store'
import { insertRun } from '../../../lib/domains/runs/internal/create-run'
import { createTestDatabase, type TestDatabase } from '../../support/database'

let database: TestDatabase
let db: Db
const now = new Date('2026-11-21T12:00:00Z')

beforeAll(async () => {
  database = await createTestDatabase()
  db = createDb(database.url, 20)
})
afterAll(async () => {
  await db?.$disconnect()
  await database?.drop()
})

async function person(): Promise<string> {
  const id = newId('user')
  await db.user.create({ data: { id, email: `${id}@example.com`, passwordHash: 'none' } })
  return id
}
/** A hundred at once wait for a connection, longer on a busy machine. */
const PATIENCE_MS = 60_000
const start = (userId: string, amountMicros: number) =>
  transaction(
    db,
    async (tx) => {
      const runId = await insertRun(tx, { ownerId: userId, kind: 'generation', input: {} }, now)
      await reserveCredit(tx, { userId, runId, amountMicros, now })
      return runId
    },
    PATIENCE_MS,
  )
const sum = async (userId: string): Promise<bigint> =>
  (await db.creditEntry.aggregate({ where: { userId }, _sum: { amount: true } }))._sum.amount ?? 0n

test('a hundred parallel starts with credit for three: exactly three run, and the ledger adds up', async () => {
  const userId = await person()
  const each = Math.floor(FREE_MICROS_A_MONTH / 3)
  const results = await Promise.allSettled(Array.from({ length: 100 }, () => start(userId, each)))
  const started = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  const refused = results.flatMap((result) =>
    result.status === 'rejected' ? [(result.reason as { code?: string }).code] : [],
  )
  expect(started).toHaveLength(3)
  expect(new Set(refused)).toEqual(new Set(['insufficient_credit']))
  expect(await db.run.count({ where: { ownerId: userId } })).toBe(3)
  expect(await sum(userId)).toBe(await findBalance(db, userId))
  expect(await findBalance(db, userId)).toBe(BigInt(FREE_MICROS_A_MONTH - 3 * each))
  for (const [index, runId] of started.entries())
    await transaction(db, (tx) => settleCredit(tx, { runId, costMicros: BigInt(index * 1_000), now }))
  expect(await findBalance(db, userId)).toBe(BigInt(FREE_MICROS_A_MONTH - 3_000))
  expect(await sum(userId)).toBe(await findBalance(db, userId))
})

test('settling twice, also at the same moment, counts once', async () => {
  const userId = await person()
  const runId = await start(userId, 400_000)
  await Promise.all([1, 2, 3].map(() => transaction(db, (tx) => settleCredit(tx, { runId, costMicros: 70_000n, now }))))
  expect(await findBalance(db, userId)).toBe(BigInt(FREE_MICROS_A_MONTH - 70_000))
  expect(await db.creditEntry.count({ where: { runId } })).toBe(3)
})

test('free credit comes once a month', async () => {
  const userId = await person()
  const next = new Date('2026-12-01T00:00:00Z')
  await transaction(db, (tx) => grantCredit(tx, { userId, amountMicros: 5, key: 'gift', now }))
  await transaction(db, (tx) => grantCredit(tx, { userId, amountMicros: 5, key: 'gift', now }))
  await start(userId, 10)
  await transaction(db, (tx) => reserveCredit(tx, { userId, runId: newId('run'), amountMicros: 10, now: next }))
  expect(await findBalance(db, userId)).toBe(BigInt(2 * FREE_MICROS_A_MONTH + 5 - 20))
})

test('what is not settled stays set aside, and a run without a reservation settles to nothing', async () => {
  const userId = await person()
  await start(userId, 300_000)
  expect(await findBalance(db, userId)).toBe(BigInt(FREE_MICROS_A_MONTH - 300_000))
  await transaction(db, (tx) => settleCredit(tx, { runId: newId('run'), costMicros: 1n, now }))
  expect(await sum(userId)).toBe(BigInt(FREE_MICROS_A_MONTH - 300_000))
})
