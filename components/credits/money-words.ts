/** How people read money and tokens of models. Amounts are integer micro-USD: one call often costs less than a cent. */

/** `0` → `$0.00`, `1_234` → `$0.0012`, `40` → `<$0.0001`, `2_500_000` → `$2.50`; a minus stands before the sign. Pure. */
export function microsText(micros: number): string {
  const sign = micros < 0 ? '−' : ''
  const amount = Math.abs(micros)
  if (amount === 0) return '$0.00'
  if (amount < 100) return `${sign}<$0.0001`
  // Dollars are read to the cent; below one, cents alone would say that nothing was spent.
  if (amount >= 1_000_000 || amount % 10_000 === 0) return `${sign}$${(amount / 1_000_000).toFixed(2)}`
  return `${sign}$${(amount / 1_000_000).toFixed(4)}`
}

/** `950` → `950`, `12_400` → `12.4k`, `1_048_576` → `1M`. Pure. */
export function countText(count: number): string {
  if (count < 1_000) return String(count)
  const [value, unit] = count < 999_500 ? [count / 1_000, 'k'] : [count / 1_000_000, 'M']
  return `${value >= 100 ? Math.round(value) : Number(value.toFixed(1))}${unit}`
}
