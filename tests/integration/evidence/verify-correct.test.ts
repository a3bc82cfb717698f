import { describe, expect, it } from 'vitest'
import type { CheckName } from '@/lib/domains/evidence/contract'
import { verifyProject } from '@/lib/domains/evidence/verify-project'
import { atMost, fixtureNames, readExpectation, readFixture } from './fixture-projects'

/** Sound projects in many manners of writing: nothing at all is said about them. */

const CHECKS: CheckName[] = ['parse', 'imports', 'types', 'lint', 'contract', 'secrets']
const limited = atMost(3)

const names = fixtureNames('correct', 'ts-')
/** Of so many projects the everyday suite checks one. */
const STEP = 3

describe('correct projects', () => {
  const expectSound = async (name: string): Promise<void> => {
    const report = await limited(async () =>
      verifyProject(await readFixture('correct', name, readExpectation('correct', name)), { only: CHECKS }),
    )
    expect(
      report.checks
        .flatMap(({ findings }) => findings)
        .map((one) => `${one.check} ${one.file}:${one.line}:${one.column} ${one.rule} ${one.message}`),
    ).toEqual([])
    expect(report.checks.filter(({ status }) => status === 'passed').map(({ check }) => check)).toEqual(CHECKS)
  }
  it.concurrent.each(names.filter((_, at) => at % STEP === 0))('%s', (name) => expectSound(name))
  it.concurrent.each(names.filter((_, at) => at % STEP !== 0))('%s', { tags: ['deep'] }, (name) => expectSound(name))
})
