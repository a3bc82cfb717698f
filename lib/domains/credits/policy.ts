/** Micro-USD that everybody may spend in a month on models this installation pays for. */
export const FREE_MICROS_A_MONTH = 1_000_000
/** The free credit of the month of `now` (UTC); the key makes it once a month. */
export const monthlyGrant = (now: Date): { amountMicros: number; key: string } => ({
  amountMicros: FREE_MICROS_A_MONTH,
  key: `free:${now.toISOString().slice(0, 7)}`,
})
