import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CheckOutcome, finding, outcome } from '@/lib/domains/evidence/check'
import type { CheckName, Report } from '@/lib/domains/evidence/contract'
import { createVerifyCache } from '@/lib/domains/evidence/verify/verify-cache'
import { verifyProject } from '@/lib/domains/evidence/verify-project'
import { readFixture } from './fixture-projects'
import { openOwnCluster, readFixture as readSql } from './scratch-bench'

/** What is short on our side (time, memory, a server) is never said of the project and never remembered. */

/** None of them is done within a millisecond. */
const CONFINED: CheckName[] = ['types', 'lint']
const errorsOf = (report: Report): string[] =>
  report.checks.flatMap(({ findings }) => findings).flatMap((one) => (one.severity === 'error' ? [one.message] : []))
const statuses = (report: Report, names: readonly CheckName[]): string[] =>
  report.checks.flatMap(({ check, status }) => (names.includes(check) ? [status] : []))

let sound: Map<string, Uint8Array>
let bench: Awaited<ReturnType<typeof openOwnCluster>>
beforeAll(async () => {
  sound = await readFixture('correct', 'ts-minimal', { base: 'minimal' })
  bench = await openOwnCluster()
})
afterAll(() => bench.close())

describe('too little time', () => {
  it('makes a check unavailable, and the same files are checked again the next time', async () => {
    const cache = createVerifyCache()
    const short = await verifyProject(sound, { only: CONFINED, wallMs: 1, cache })
    expect(statuses(short, CONFINED)).toEqual(CONFINED.map(() => 'unavailable'))
    expect(errorsOf(short)).toEqual([])
    expect(short.status).toBe('incomplete')
    const again = await verifyProject(sound, { only: CONFINED, cache })
    expect(statuses(again, CONFINED)).toEqual(CONFINED.map(() => 'passed'))
    expect(again.checks.filter(({ checkedAt }) => checkedAt !== undefined)).toEqual([])
  })
  it('for the access matrix is no fault of the policies', { tags: ['deep'] }, async () => {
    const cache = createVerifyCache()
    const only: CheckName[] = ['schema', 'access']
    const files = await readSql(resolve('tests/fixtures/correct/sql-recipes'))
    const scratch = () => Promise.resolve(bench.cluster)
    const short = await verifyProject(files, { only, wallMs: 1, cache, scratch })
    expect([statuses(short, only), errorsOf(short)]).toEqual([['passed', 'unavailable'], []])
    const again = await verifyProject(files, { only, cache, scratch })
    expect(statuses(again, only)).toEqual(['passed', 'passed'])
    expect(again.checks.find(({ check }) => check === 'access')?.checkedAt).toBeUndefined()
  })
  it('is tried once more before it is said, and told once', async () => {
    const told: string[] = []
    let asked = 0
    const scratch = () => {
      asked++
      return asked === 1
        ? Promise.reject(Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' }))
        : Promise.resolve(bench.cluster)
    }
    const files = await readSql(resolve('tests/fixtures/correct/sql-recipes'))
    const report = await verifyProject(files, { only: ['schema'], scratch, onCheck: ({ status }) => told.push(status) })
    expect([statuses(report, ['schema']), told]).toEqual([['passed'], ['passed']])
  })
  it('is what a database that is away comes to', async () => {
    const away = Object.assign(new Error('the database system is shutting down'), { code: '57P03' })
    const report = await verifyProject(sound, { only: ['schema', 'access'], scratch: () => Promise.reject(away) })
    expect([statuses(report, ['schema', 'access']), errorsOf(report)]).toEqual([['unavailable', 'unavailable'], []])
  })
})

describe('an outcome that something was missing for', () => {
  const cases: [string, CheckOutcome][] = [
    ['says so itself', outcome([], { isShort: true })],
    ['failed for another reason as well', outcome([finding({ check: 'lint', message: 'x' })], { isShort: true })],
    [
      'was called an error before',
      outcome([finding({ check: 'access', message: 'Not tried: the time for this project is over [57014]' })]),
    ],
  ]
  it.each(cases)('is not remembered when it %s', (_name, one) => {
    const cache = createVerifyCache()
    cache.set('key', { outcome: one, checkedAt: new Date(0).toISOString() })
    expect(cache.get('key')).toBeUndefined()
  })
})

/** Processes of ours that analyse files. */
const analysers = (): number[] =>
  readdirSync('/proc').flatMap((id) => {
    if (!/^\d+$/.test(id)) return []
    try {
      const parent = /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]
      const isOurs = Number(parent) === process.pid
      return isOurs && readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('analysis-child') ? [Number(id)] : []
    } catch {
      return []
    }
  })

describe.runIf(process.platform === 'linux')('a process', () => {
  const many = (count: number): Map<string, Uint8Array> =>
    new Map([
      ...sound,
      ...Array.from(
        { length: count },
        (_, at) =>
          [`lib/f${at}.ts`, Buffer.from(`export const v${at} = { a: [${'1, '.repeat(400)}] } as const\n`)] as const,
      ),
    ])
  it('killed from outside while it works is replaced, and the checks pass', { tags: ['deep'] }, async () => {
    const running = verifyProject(many(2_000), { only: ['parse', 'secrets'] })
    await expect.poll(() => analysers().length, { interval: 5 }).toBeGreaterThan(0)
    for (const id of analysers()) process.kill(id, 'SIGKILL')
    expect(statuses(await running, ['parse', 'secrets'])).toEqual(['passed', 'passed'])
  })
  it('holds whoever waits for it: nobody ends with status 13 and no word', { tags: ['deep'] }, async () => {
    const script = `import { verifyProject } from ${JSON.stringify(resolve('lib/domains/evidence/verify-project.ts'))}
      const file = Buffer.from('export const a = [' + '1, '.repeat(400_000) + ']\\n')
      const files = new Map(Array.from({ length: 9 }, (_, at) => ['lib/f' + at + '.ts', file]))
      const { checks } = await verifyProject(files, { only: ['parse'], wallMs: 400 })
      console.log('ended ' + checks[0].status)`
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script])
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
    const code = await new Promise((done) => child.on('close', done))
    expect([code, said]).toEqual([0, expect.stringMatching(/^ended (?:unavailable|failed|passed)\n$/)])
  })
})
