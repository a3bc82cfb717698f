import type { DbLike, DbTx } from '../../core/db/db'
import type { Preferences, Settings } from './contract'

/** Rows of `settings`. The sealed key leaves the database only through `findModelServer`. */

export type SettingsRow = {
  modelBaseUrl: string | null
  modelDefault: string | null
  modelKeyLastFour: string | null
  locale: Settings['locale']
  preferences: Preferences
  monthlyBudgetMicros: bigint | null
}

export const NO_SETTINGS: SettingsRow = {
  modelBaseUrl: null,
  modelDefault: null,
  modelKeyLastFour: null,
  locale: null,
  preferences: { planFirst: false, learn: true },
  monthlyBudgetMicros: null,
}

const SHOWN = {
  modelBaseUrl: true,
  modelDefault: true,
  modelKeyLastFour: true,
  locale: true,
  preferences: true,
  monthlyBudgetMicros: true,
} as const

export async function findSettings(db: DbLike, userId: string): Promise<SettingsRow> {
  const row = await db.settings.findUnique({ where: { userId }, select: SHOWN })
  if (row === null) return NO_SETTINGS
  return {
    ...row,
    locale: row.locale as Settings['locale'],
    preferences: { ...NO_SETTINGS.preferences, ...(row.preferences as Partial<Preferences>) },
  }
}

/**
 * As `findSettings`, with the row locked until the transaction ends: changes to one person's settings come one after
 * the other.
 */
export async function lockSettings(tx: DbTx, userId: string, now: Date): Promise<SettingsRow> {
  await tx.settings.createMany({ data: [{ userId, updatedAt: now }], skipDuplicates: true })
  await tx.$queryRaw`select 1 from settings where "userId" = ${userId} for update`
  return findSettings(tx, userId)
}

/** `modelKey` undefined: the stored one stays. */
export async function saveSettings(
  tx: DbTx,
  userId: string,
  row: SettingsRow & { modelKey?: Uint8Array<ArrayBuffer> | null },
  now: Date,
): Promise<void> {
  await tx.settings.update({ where: { userId }, data: { ...row, updatedAt: now }, select: { userId: true } })
}

/** What is needed to call somebody's own server; null when they have none. */
export async function findModelServer(
  db: DbLike,
  userId: string,
): Promise<{ baseUrl: string | null; defaultModel: string | null; key: Uint8Array | null } | null> {
  const row = await db.settings.findUnique({
    where: { userId },
    select: { modelBaseUrl: true, modelDefault: true, modelKey: true },
  })
  return row === null ? null : { baseUrl: row.modelBaseUrl, defaultModel: row.modelDefault, key: row.modelKey }
}
