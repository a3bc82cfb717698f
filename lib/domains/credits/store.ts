import type { DbLike, DbTx } from '../../core/db/db'
import { newId } from '../../core/ids'
import type { CreditEntry } from './contract'

export type NewEntry = {
  userId: string
  kind: CreditEntry['kind']
  amount: bigint
  runId: string | null
  key: string
  now: Date
}

/** Appends an entry and moves the balance by it, once per key. @returns false when the key was used before */
export async function appendEntry(tx: DbTx, { now, ...entry }: NewEntry): Promise<boolean> {
  const { count } = await tx.creditEntry.createMany({
    data: [{ id: newId('credit', now.getTime()), ...entry, createdAt: now }],
    skipDuplicates: true,
  })
  if (count === 0) return false
  await tx.creditAccount.upsert({
    where: { userId: entry.userId },
    create: { userId: entry.userId, balance: entry.amount },
    update: { balance: { increment: entry.amount } },
    select: { userId: true },
  })
  return true
}

/**
 * Takes `amount` off the balance if it is there: one conditional update, so parallel starts cannot spend the same
 * credit.
 */
export const takeFromBalance = async (tx: DbTx, userId: string, amount: bigint): Promise<boolean> =>
  (
    await tx.creditAccount.updateMany({
      where: { userId, balance: { gte: amount } },
      data: { balance: { decrement: amount } },
    })
  ).count === 1

/** Writes the entry of an amount that `takeFromBalance` has taken already. */
export const insertEntry = async (tx: DbTx, { now, ...entry }: NewEntry): Promise<void> =>
  void (await tx.creditEntry.create({
    data: { id: newId('credit', now.getTime()), ...entry, createdAt: now },
    select: { id: true },
  }))

export async function findReserved(db: DbLike, runId: string): Promise<{ userId: string; amount: bigint } | null> {
  const row = await db.creditEntry.findFirst({
    where: { runId, kind: 'reserve' },
    select: { userId: true, amount: true },
  })
  return row === null ? null : { userId: row.userId, amount: -row.amount }
}

export const findBalance = async (db: DbLike, userId: string): Promise<bigint> =>
  (await db.creditAccount.findUnique({ where: { userId }, select: { balance: true } }))?.balance ?? 0n

export async function selectEntries(
  db: DbLike,
  userId: string,
  before: string | null,
  take: number,
): Promise<CreditEntry[]> {
  const rows = await db.creditEntry.findMany({
    where: { userId, ...(before === null ? {} : { id: { lt: before } }) },
    orderBy: { id: 'desc' },
    take,
  })
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as CreditEntry['kind'],
    amountMicros: Number(row.amount),
    runId: row.runId,
    createdAt: row.createdAt.toISOString(),
  }))
}

/** Micro-USD that a month has cost so far, with its row (made when there is none) locked until the transaction ends. */
export async function lockSpend(tx: DbTx, userId: string, month: string): Promise<bigint> {
  await tx.monthSpend.createMany({ data: [{ userId, month }], skipDuplicates: true })
  const [row] = await tx.$queryRaw<Array<{ spent: bigint }>>`
    select "ownMicros" + "installationMicros" as spent
    from month_spend where "userId" = ${userId} and month = ${month} for update`
  return row?.spent ?? 0n
}

export const addToSpend = async (
  tx: DbTx,
  { userId, month, payer, micros }: { userId: string; month: string; payer: 'maker' | 'installation'; micros: bigint },
): Promise<void> => {
  const column = payer === 'maker' ? 'ownMicros' : 'installationMicros'
  await tx.monthSpend.createMany({ data: [{ userId, month }], skipDuplicates: true })
  await tx.monthSpend.updateMany({ where: { userId, month }, data: { [column]: { increment: micros } } })
}

export const findSpend = async (
  db: DbLike,
  userId: string,
  month: string,
): Promise<{ ownMicros: bigint; installationMicros: bigint }> =>
  (await db.monthSpend.findUnique({
    where: { userId_month: { userId, month } },
    select: { ownMicros: true, installationMicros: true },
  })) ?? { ownMicros: 0n, installationMicros: 0n }
