/** Micro-USD that everybody may spend in a month on models this installation pays for. */
export const FREE_MICROS_A_MONTH = 1_000_000
/** The free credit of the month of `now` (UTC); the key makes it once a month. */
export const monthlyGrant = (now: Date): { amountMicros: number; key: string } => ({
  amountMicros: FREE_MICROS_A_MONTH,
  key: `free:${monthOf(now).month}`,
})

/** The calendar month of `now` in UTC: its name ("2026-11"), its first moment, and the first moment of the next one. */
export const monthOf = (now: Date): { month: string; from: Date; until: Date } => ({
  month: now.toISOString().slice(0, 7),
  from: new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth())),
  until: new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1)),
})

/** `2_500_000n` → `$2.50`; to the tenth of a cent where cents would round it away. */
export const dollars = (micros: bigint): string =>
  `$${(Number(micros) / 1_000_000).toFixed(micros % 10_000n === 0n ? 2 : 4)}`
