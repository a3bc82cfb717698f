import { describe, expect, it } from 'vitest'
import type { Finding, Report } from '@/lib/domains/evidence/contract'
import { verifyProject } from '@/lib/domains/evidence/verify-project'
import { atMost, fixtureNames, readExpectation, readFixture } from './fixture-projects'

/**
 * Plain sites: faults are found where they are, sound sites are verified, and what a site holds decides what it is
 * subject to.
 */

const show = (one: Finding): string => `${one.severity} ${one.check} ${one.file}:${one.line} ${one.rule} ${one.message}`
const limited = atMost(3)
const verify = (files: Map<string, Uint8Array>, full = false): Promise<Report> =>
  limited(() => verifyProject(files, { full }))
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const statusOf = (report: Report, name: string) => report.checks.find(({ check }) => check === name)!

/** Of so many faults the everyday suite looks for one. */
const STEP = 5

describe('faulty sites', () => {
  const names = fixtureNames('faults', 'site-')
  async function isFound(name: string): Promise<void> {
    const expected = readExpectation('faults', name)
    const report = await verify(await readFixture('faults', name, expected))
    const all = report.checks.flatMap(({ findings }) => findings)
    const isExpected = (one: Finding): boolean =>
      one.check === expected.check &&
      one.rule === expected.rule &&
      one.file === expected.file &&
      one.line === expected.line
    const others = all.filter((one) => !isExpected(one) && !(expected.also ?? []).includes(one.check))
    expect(all.filter(isExpected).map(show), all.map(show).join('\n')).toHaveLength(1)
    expect(others.map(show)).toEqual([])
    expect([statusOf(report, expected.check!).status, report.status]).toEqual(['failed', 'incomplete'])
  }
  it.concurrent.each(names.filter((_, at) => at % STEP === 0))('%s', isFound)
  it.concurrent.each(names.filter((_, at) => at % STEP !== 0))('%s', { tags: ['deep'] }, isFound)
  it('covers at least 16 classes', () => {
    expect(new Set(names.map((name) => readExpectation('faults', name).class)).size).toBeGreaterThanOrEqual(16)
  })
})

describe('sound sites', () => {
  it.concurrent.each(fixtureNames('correct', 'site-'))('%s', async (name) => {
    const report = await verify(await readFixture('correct', name, readExpectation('correct', name)))
    expect(report.checks.flatMap(({ findings }) => findings).map(show)).toEqual([])
    expect(report.status).toBe('verified')
    const ran = report.checks.flatMap(({ check, status }) => (status === 'passed' ? [check] : []))
    expect(ran).toEqual(['parse', 'imports', 'lint', 'contract', 'secrets'])
    for (const check of ['types', 'schema', 'access'] as const)
      expect(statusOf(report, check).outOfScope).toMatch(/plain site/)
  })
})

describe('what a site is subject to', () => {
  const site = async () => readFixture('correct', 'site-base', { base: 'site' })

  it('with everything asked for, a site is built: there is nothing to build', async () => {
    expect((await verify(await site(), true)).status).toBe('built')
  })

  it('TypeScript is compiled, also where devora.json says site', async () => {
    const report = await verify(
      new Map([...(await site()), ['extra.ts', bytes("export const count: number = 'none'\n")]]),
    )
    expect([statusOf(report, 'types').status, report.status]).toEqual(['failed', 'incomplete'])
  })

  it('a migration or a rule of access brings the database checks back', async () => {
    const files = await site()
    const spec = JSON.parse(new TextDecoder().decode(files.get('devora.json'))) as object
    const ruled = new Map([
      ...files,
      ['devora.json', bytes(JSON.stringify({ ...spec, access: [{ table: 'notes', allow: {} }] }))],
    ] as const)
    const migrated = new Map([
      ...files,
      ['supabase/migrations/0001_notes.sql', bytes('create table public.notes (id int);\n')],
    ] as const)
    // No cluster here: that they were tried at all is what counts. Without a migration there is nothing to apply.
    for (const [changed, schema] of [
      [ruled, 'unavailable'],
      [migrated, 'error'],
    ] as const) {
      const report = await verify(changed)
      expect([statusOf(report, 'schema').status, statusOf(report, 'access').status, report.status]).toEqual([
        schema,
        'error',
        'incomplete',
      ])
    }
  })

  it('leaving checks out by hand does not make a site verified', async () => {
    expect((await verifyProject(await site(), { only: ['parse', 'lint'] })).status).toBe('incomplete')
  })

  it('an application owes every check that has something to look at', async () => {
    const files = new Map([
      ['package.json', bytes('{}')],
      ['app/page.tsx', bytes('export default function Page() {\n  return null\n}\n')],
    ])
    const report = await verifyProject(files, { only: ['parse'] })
    // Nothing was asked of it that could be tried.
    const outside = report.checks.filter(({ outOfScope }) => outOfScope !== undefined)
    expect(outside.map(({ check }) => check)).toEqual(['behaviour'])
  })

  it('a check with nothing to look at does not say passed', async () => {
    const only = ['parse', 'imports', 'types', 'lint', 'contract', 'secrets'] as const
    const report = await verifyProject(new Map([['package.json', bytes('{}\n')]]), { only })
    expect(report.checks.flatMap(({ check, status }) => (status === 'passed' ? [check] : []))).toEqual([
      'parse',
      'secrets',
    ])
    for (const check of ['imports', 'types', 'lint', 'contract'])
      expect([check, statusOf(report, check)]).toEqual([
        check,
        { check, status: 'not_run', findings: [], outOfScope: expect.stringMatching(/^There is no /) },
      ])
  })
})
