import type { Manifest } from '../../spec/manifest'
import type { Check, CheckOutcome } from '../check'
import type { CheckName, CheckResult, Finding } from '../contract'
import { sortFindings } from '../report/order-findings'
import { isShortage, unavailable } from './shortage'
import { cacheKey, type VerifyCache } from './verify-cache'

/** What one check said, and when, where that was taken over. */
export type Ran = { result: CheckResult; outcome?: CheckOutcome }

type Recall = {
  manifest: Manifest
  signal: AbortSignal
  cache: VerifyCache | undefined
  onStart: ((check: CheckName) => void) | undefined
}

/** What a check says about the files: from the cache where the same files were checked before. */
export async function runOrRecall(
  { manifest, signal, cache, onStart }: Recall,
  check: Check,
  run: (check: Check) => Promise<CheckOutcome>,
): Promise<Ran> {
  const started = performance.now()
  onStart?.(check.name)
  const key = cache ? cacheKey(check, manifest) : ''
  const kept = cache?.get(key)
  if (kept !== undefined) return { result: resultOf(check, kept.outcome, 0, kept.checkedAt), outcome: kept.outcome }
  const ms = (): number => performance.now() - started
  try {
    const done = await run(check)
    if (!signal.aborted) cache?.set(key, { outcome: done, checkedAt: new Date().toISOString() })
    return { result: resultOf(check, done, done.ms ?? ms()), outcome: done }
  } catch (error) {
    if (isShortage(error)) {
      const outcome = unavailable(check.name, detailOf(error))
      return { result: resultOf(check, outcome, ms()), outcome }
    }
    const result: CheckResult = { check: check.name, status: 'error', findings: [faultOfOurs(check.name, error)] }
    return { result: { ...result, ms: Math.round(ms()) } }
  }
}

const resultOf = (check: Check, outcome: CheckOutcome, ms: number, checkedAt?: string): CheckResult => ({
  check: check.name,
  status: outcome.status,
  findings: sortFindings(outcome.findings),
  ...(outcome.outOfScope !== undefined && { outOfScope: outcome.outOfScope }),
  ms: Math.round(ms),
  ...(checkedAt !== undefined && { checkedAt }),
})

/** What an error says, without paths or stack: the report is public. */
const detailOf = (error: unknown): string =>
  error instanceof Error ? error.message.replace(/(?:\/[\w.@-]+){2,}/g, '…').slice(0, 300) : 'unknown'

/** What broke on our side. */
function faultOfOurs(check: CheckName, error: unknown): Finding {
  const message = `The check could not be carried out: ${detailOf(error)}`
  return {
    check,
    rule: 'check-error',
    severity: 'error',
    message,
    fingerprint: `check-error-${check}`,
    owner: 'person',
  }
}
