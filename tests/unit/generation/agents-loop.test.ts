import { describe, expect, it } from 'vitest'
import type { CheckStatus, Finding } from '../../../lib/domains/evidence/contract'
import {
  attemptOf,
  badness,
  best,
  nextIteration,
  type ReviewAttempt,
} from '../../../lib/domains/generation/review/loop-governor'

let serial = 0
const error = (fingerprint: string, owner: Finding['owner'] = 'frontend', check = 'types'): Finding => ({
  check,
  severity: 'error',
  message: fingerprint,
  fingerprint,
  ...(owner !== undefined && { owner }),
})
const warning = (fingerprint: string): Finding => ({ ...error(fingerprint), severity: 'warning' })
const attempt = (
  findings: Finding[],
  more: { manifest?: string; checks?: Partial<Record<'types' | 'schema' | 'parse', CheckStatus>> } = {},
): ReviewAttempt => ({
  manifest: more.manifest ?? `m${serial++}`,
  checks: Object.entries({
    parse: 'passed',
    types: findings.some((one) => one.severity === 'error') ? 'failed' : 'passed',
    schema: 'passed',
    ...more.checks,
  } as const).map(([check, status]) => ({ check: check as 'parse', status })),
  findings,
})
const stop = (...history: ReviewAttempt[]): string | undefined => {
  const next = nextIteration(history)
  return 'stop' in next ? next.stop : undefined
}

describe('the loop of review and repair', () => {
  it('ends when nothing is left, warnings or not', () => {
    expect(stop(attempt([]))).toBe('approved')
    expect(stop(attempt([warning('w')]))).toBe('approved')
    expect(stop(attempt([error('a')]), attempt([]))).toBe('approved')
  })
  it('lets the owners of errors write again, those first on whom others depend, with their findings', () => {
    const findings = [error('a', 'frontend'), error('b', 'database'), error('c', 'frontend'), warning('w')]
    expect(nextIteration([attempt(findings)])).toEqual({
      owners: ['database', 'frontend'],
      findings: findings.slice(0, 3),
    })
  })
  it('asks nobody who cannot write', () => {
    expect(stop(attempt([error('a', 'architect'), error('b', 'person')]))).toBe('nobody')
    expect(nextIteration([attempt([error('a', 'architect'), error('b', 'backend')])])).toMatchObject({
      owners: ['backend'],
    })
    expect(nextIteration([attempt([error('a', 'tests')])], { able: ['tests'] })).toMatchObject({ owners: ['tests'] })
  })
  it('asks whoever receives forms as well, where a scenario fails after one was sent', () => {
    const fails = { ...error('a', 'frontend', 'behaviour'), rule: 'scenario-fails' }
    const after = { ...error('b', 'frontend', 'behaviour'), rule: 'scenario-fails-after-form' }
    expect(nextIteration([attempt([fails])])).toMatchObject({ owners: ['frontend'] })
    expect(nextIteration([attempt([fails, after])])).toMatchObject({ owners: ['backend', 'frontend'] })
    expect(nextIteration([attempt([after])], { able: ['frontend'] })).toMatchObject({ owners: ['frontend'] })
  })
  it('ends after two rounds, however well they went', () => {
    expect(
      stop(attempt([error('a'), error('b'), error('c')]), attempt([error('b'), error('c')]), attempt([error('c')])),
    ).toBe('iterations')
    expect(nextIteration([attempt([error('a'), error('b')]), attempt([error('b')])])).toMatchObject({
      owners: ['frontend'],
    })
    expect(stop(attempt([error('a')]), attempt([error('b')]))).toBeUndefined()
  })
  it('goes at most two rounds whatever comes out: a model that answers at random ends', () => {
    for (let seed = 1; seed < 300; seed++) {
      let state = seed
      const random = (n: number): number => (state = (state * 48_271) % 2_147_483_647) % n
      const history = [attempt([error('a0'), error('a1')])]
      let rounds = 0
      while (!('stop' in nextIteration(history))) {
        history.push(
          attempt(
            Array.from({ length: random(4) }, () => error(`a${random(4)}`)),
            { manifest: `n${random(6)}` },
          ),
        )
        expect(++rounds).toBeLessThanOrEqual(2)
      }
      const chosen = badness(history[best(history)]!)
      expect(chosen <= badness(history[0]!) || chosen.join() === badness(history[0]!).join()).toBe(true)
    }
  })
  it('ends without progress', () => {
    expect(stop(attempt([error('a')], { manifest: 'x' }), attempt([error('b')], { manifest: 'x' }))).toBe('no-progress')
    expect(stop(attempt([error('a'), error('b')]), attempt([error('b'), error('a')]))).toBe('no-progress')
  })
  it('ends when it became worse', () => {
    expect(stop(attempt([error('a')]), attempt([error('a'), error('b')]))).toBe('regression')
    expect(stop(attempt([error('a')]), attempt([error('b'), error('c')]))).toBe('regression')
    expect(
      stop(
        attempt([error('a'), error('b')]),
        attempt([error('c', 'frontend', 'parse')], { checks: { parse: 'failed' } }),
      ),
    ).toBe('regression')
  })
  it('ends when it goes back and forth', () => {
    const history = [attempt([error('a')]), attempt([error('b')]), attempt([error('a')])]
    expect(nextIteration(history, { maxIterations: 9 })).toEqual({ stop: 'oscillation' })
    const files = [
      attempt([error('a')], { manifest: 'x' }),
      attempt([error('b')], { manifest: 'y' }),
      attempt([error('c')], { manifest: 'x' }),
    ]
    expect(nextIteration(files, { maxIterations: 9 })).toEqual({ stop: 'oscillation' })
  })
  it('goes on when one fault gave way to another that it had hidden', () => {
    const hidden = attempt([error('p', 'frontend', 'parse')], { checks: { parse: 'failed', types: 'passed' } })
    expect(stop(hidden, attempt([error('a'), error('b')]))).toBeUndefined()
  })
})

describe('the best version', () => {
  it('is the one with the fewest faults, and the earliest of equals', () => {
    expect(best([attempt([error('a'), error('b')]), attempt([error('a')]), attempt([error('a'), error('c')])])).toBe(1)
    expect(best([attempt([error('a')]), attempt([error('b')])])).toBe(0)
    expect(best([attempt([warning('w')]), attempt([])])).toBe(1)
  })
  it('is never one that hides its faults by not parsing, or by a check that broke or did not run', () => {
    expect(
      best([
        attempt([error('a'), error('b'), error('c')]),
        attempt([error('p', 'frontend', 'parse')], { checks: { parse: 'failed' } }),
      ]),
    ).toBe(0)
    expect(best([attempt([error('a'), error('b')]), attempt([error('a')], { checks: { schema: 'error' } })])).toBe(0)
    expect(
      best([
        attempt([error('a')]),
        attempt([error('b', 'database', 'schema')], { checks: { types: 'not_run', schema: 'failed' } }),
      ]),
    ).toBe(0)
  })
  it('comes from a report and what a reviewer adds', () => {
    const report = {
      manifest: 'm',
      checks: [{ check: 'types' as const, status: 'failed' as const, findings: [error('a')] }],
    }
    expect(attemptOf(report, [warning('w')])).toEqual({
      manifest: 'm',
      checks: [{ check: 'types', status: 'failed' }],
      findings: [error('a'), warning('w')],
    })
  })
  it('needs a version', () => expect(() => best([])).toThrow(/no version/))
})
