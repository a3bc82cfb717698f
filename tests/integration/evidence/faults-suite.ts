import { describe, expect, it } from 'vitest'
import type { CheckName, Finding } from '@/lib/domains/evidence/contract'
import { verifyProject } from '@/lib/domains/evidence/verify-project'
import { atMost, fixtureNames, readExpectation, readFixture } from './fixture-projects'

/** Each faulty project is found by the right check, at the right file and line, and nothing else is said about it. */

const CHECKS: CheckName[] = ['parse', 'imports', 'types', 'lint', 'contract', 'secrets']
const COSTLY = new Set<CheckName>(['types', 'lint'])
const COSTLY_STEP = 8
const show = (one: Finding): string => `${one.severity} ${one.check} ${one.file}:${one.line} ${one.rule} ${one.message}`
const limited = atMost(3)

/** @param isCostly whether a check that starts a process of its own runs on this fixture. */
export function faultyProjectsSuite(isCostly: (check: CheckName, expected: string | undefined) => boolean): void {
  describe('faulty projects', () => {
    const names = fixtureNames('faults', 'ts-')
    async function isFound(name: string): Promise<void> {
      const expected = readExpectation('faults', name)
      const report = await limited(async () =>
        verifyProject(await readFixture('faults', name, expected), {
          only: CHECKS.filter((check) => !COSTLY.has(check) || isCostly(check, expected.check)),
        }),
      )
      const found = report.checks.flatMap(({ findings }) => findings)
      const isExpected = (one: Finding): boolean =>
        one.check === expected.check &&
        one.rule === expected.rule &&
        one.file === expected.file &&
        one.line === expected.line
      const allowed = (one: Finding): boolean => isExpected(one) || (expected.also ?? []).includes(one.check)
      expect({
        found: found.some(isExpected),
        falseAlarms: found.filter((one) => !allowed(one)).map(show),
        ...(found.some(isExpected) ? {} : { instead: found.map(show) }),
      }).toEqual({ found: true, falseAlarms: [] })
      expect(report.checks.find(({ check }) => check === expected.check)?.status).toBe('failed')
    }
    // Of those whose fault takes a process of its own to find, the everyday suite tries one in so many.
    const costly = names.filter((name) => COSTLY.has(readExpectation('faults', name).check as CheckName))
    const isLater = (name: string): boolean => costly.indexOf(name) % COSTLY_STEP > 0
    it.concurrent.each(names.filter((name) => !isLater(name)))('%s', isFound)
    it.concurrent.each(names.filter(isLater))('%s', { tags: ['deep'] }, isFound)
    it('covers at least 16 classes', () => {
      expect(new Set(names.map((name) => readExpectation('faults', name).class)).size).toBeGreaterThanOrEqual(16)
    })
  })
}
