import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { beforeAll, describe, expect, it } from 'vitest'
import { type CheckName, type CheckResult, Report } from '@/lib/domains/evidence/contract'
import { createVerifyCache } from '@/lib/domains/evidence/verify/verify-cache'
import { verifyProject } from '@/lib/domains/evidence/verify-project'
import { readFixture } from './fixture-projects'

const CHECKS: CheckName[] = ['parse', 'imports', 'types', 'lint', 'contract', 'secrets']
let sound: Map<string, Uint8Array>
beforeAll(async () => {
  sound = await readFixture('correct', 'ts-minimal', { base: 'minimal' })
})
const withFile = (path: string, text: string): Map<string, Uint8Array> => new Map(sound).set(path, Buffer.from(text))
const timeless = (report: Report): unknown => ({
  ...report,
  checks: report.checks.map(({ ms: _ms, checkedAt: _at, ...check }) => check),
})

describe('verifyProject', () => {
  it('answers a report of the public form, the same each time but for the timings', async () => {
    const files = withFile('lib/a.ts', "import x from 'nothing'\nexport const a: number = 'b'\n")
    const [first, second] = [
      await verifyProject(files, { only: CHECKS }),
      await verifyProject(new Map([...files].toReversed()), { only: CHECKS }),
    ]
    expect(Report.parse(first)).toEqual(first)
    expect(timeless(second)).toEqual(timeless(first))
    expect(first.checks.map(({ check }) => check)).toEqual([
      'parse',
      'imports',
      'types',
      'lint',
      'contract',
      'schema',
      'access',
      'secrets',
      'preview',
      'behaviour',
      'build',
    ])
    expect(first.checks.find(({ check }) => check === 'schema')?.status).toBe('not_run')
  })
  it('binds the report to exactly these bytes', async () => {
    const one = await verifyProject(sound, { only: ['secrets'] })
    const other = await verifyProject(withFile('README.md', '# Other\n'), { only: ['secrets'] })
    expect(other.manifest).not.toBe(one.manifest)
    expect(one.manifest).toMatch(/^[0-9a-f]{64}$/)
  })
  it('calls a check that could not be carried out an error, and the version incomplete', async () => {
    const report = await verifyProject(sound, {
      scratch: () => Promise.reject(new Error('no Postgres in /home/somebody/devora')),
    })
    const schema = report.checks.find(({ check }) => check === 'schema')
    expect(schema).toMatchObject({ status: 'error', findings: [{ rule: 'check-error' }] })
    expect(JSON.stringify(schema)).not.toContain('/home/somebody')
    expect(report.status).toBe('incomplete')
  })
  it('tells when a check starts and ends', async () => {
    const started: string[] = []
    const ended: CheckResult[] = []
    await verifyProject(sound, {
      only: CHECKS,
      onStart: (check) => started.push(check),
      onCheck: (result) => ended.push(result),
    })
    expect(started.toSorted()).toEqual(CHECKS.toSorted())
    expect(ended.map(({ status }) => status)).toEqual(CHECKS.map(() => 'passed'))
  })
  it('runs again only what an edit can change', async () => {
    const cache = createVerifyCache()
    const began = Date.now()
    const first = await verifyProject(sound, { only: CHECKS, cache })
    const seed = await verifyProject(withFile('README.md', '# Other\n'), { only: CHECKS, cache })
    const ms = (report: Report, check: CheckName): number => report.checks.find((one) => one.check === check)?.ms ?? -1
    expect(ms(first, 'lint')).toBeGreaterThan(0)
    expect([ms(seed, 'lint'), ms(seed, 'types')]).toEqual([0, 0])
    // Who reads it is told that the result is of the same files and from when it is.
    const checkedAt = (report: Report, check: CheckName): number =>
      Date.parse(report.checks.find((one) => one.check === check)?.checkedAt ?? '')
    expect(checkedAt(first, 'lint')).toBeNaN()
    expect(checkedAt(seed, 'lint')).toBeGreaterThanOrEqual(began)
    expect(Report.safeParse(seed).success).toBe(true)
    const broken = await verifyProject(withFile('lib/a.ts', "export const a: number = 'b'\n"), { only: CHECKS, cache })
    expect(broken.checks.find(({ check }) => check === 'types')?.status).toBe('failed')
    const again = await verifyProject(sound, { only: CHECKS, cache })
    expect(timeless(again)).toEqual(timeless(first))
  })
  it('stops at once when it is cancelled, and leaves nothing behind', async () => {
    const before = new Set(readdirSync(tmpdir()))
    const stop = new AbortController()
    const ended: CheckName[] = []
    const running = verifyProject(
      withFile('lib/a.ts', `export const a = ${'['.repeat(50_000)}${']'.repeat(50_000)}\n`),
      {
        only: CHECKS,
        signal: stop.signal,
        onCheck: ({ check }) => ended.push(check),
      },
    )
    setTimeout(() => stop.abort(new Error('enough')), 300)
    await expect(running).rejects.toThrow('enough')
    expect(ended, 'the compiler has not had its time').not.toContain('types')
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('devora-build-') && !before.has(name))).toEqual([])
  })
  it('bounds a project of 20,000 files', { tags: ['deep'] }, async () => {
    const many = new Map(
      Array.from({ length: 20_100 }, (_, index) => [
        `lib/f${index}.ts`,
        Buffer.from(`export const v${index} = ${index}\n`),
      ]),
    )
    const report = await verifyProject(many, { only: CHECKS })
    expect(report.checks.flatMap(({ findings }) => findings.map(({ rule }) => rule))).toContain('too-many-files')
    expect(report.checks.filter(({ status }) => status === 'error')).toEqual([])
  })
  it('takes an empty folder for what it is', async () => {
    const report = await verifyProject(new Map(), { only: CHECKS })
    expect(report.checks.find(({ check }) => check === 'parse')).toMatchObject({
      status: 'failed',
      findings: [{ rule: 'empty-project' }],
    })
    expect(report.derived?.[0]).toMatch(/absent/)
  })
})
