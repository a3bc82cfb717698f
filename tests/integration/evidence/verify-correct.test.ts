import { describe, expect, it } from 'vitest'
import type { CheckName } from '@/lib/domains/evidence/contract'
import { verifyProject } from '@/lib/domains/evidence/verify-project'
import { atMost, fixtureNames, readExpectation, readFixture } from './fixture-projects'

/** Sound projects in many manners of writing: nothing at all is said about them. */

const CHECKS: CheckName[] = ['parse', 'imports', 'types', 'lint', 'contract', 'secrets']
const limited = atMost(3)

const names = fixtureNames('correct', 'ts-')
/** Of so many projects the everyday suite checks one. */
const STEP = 12

/** What the checks say of a project, and which of them it passed. */
async function check(name: string): Promise<{ said: string[]; passed: string[] }> {
  const report = await limited(async () =>
    verifyProject(await readFixture('correct', name, readExpectation('correct', name)), { only: CHECKS }),
  )
  const findings = report.checks.flatMap((one) => one.findings)
  return {
    said: findings.map((one) => `${one.check} ${one.file}:${one.line}:${one.column} ${one.rule} ${one.message}`),
    passed: report.checks.filter(({ status }) => status === 'passed').map((one) => one.check),
  }
}
const SOUND = { said: [], passed: CHECKS }

describe('correct projects', () => {
  it.concurrent.each(names.filter((_, at) => at % STEP === 0))('%s', async (name) => {
    expect(await check(name)).toEqual(SOUND)
  })
  it.concurrent.each(names.filter((_, at) => at % STEP !== 0))('%s', { tags: ['deep'] }, async (name) => {
    expect(await check(name)).toEqual(SOUND)
  })
})
