import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkSql, openTestCluster, readFixture } from './scratch-bench'

/** Every SQL fault is found by the right check at the right line; correct projects have no finding at all. */

type Expectation = { class: string; check: string; file: string; line: number; rule: string; alsoRules?: string[] }

const FAULTS = resolve('tests/fixtures/faults')
const CORRECT = resolve('tests/fixtures/correct')
const folders = async (root: string): Promise<string[]> =>
  (await readdir(root)).filter((name) => name.startsWith('sql-')).sort()

let bench: Awaited<ReturnType<typeof openTestCluster>>
beforeAll(async () => {
  bench = await openTestCluster()
})
afterAll(() => bench.close())

const readExpectation = async (name: string): Promise<Expectation> =>
  JSON.parse(await readFile(join(FAULTS, name, 'expect.json'), 'utf8')) as Expectation

/** The first fixture of each class of faults, and the others of the classes that have several. */
async function byClass(): Promise<{ first: string[]; others: string[] }> {
  const seen = new Set<string>()
  const parts = { first: [] as string[], others: [] as string[] }
  for (const name of await folders(FAULTS)) {
    const { class: kind } = await readExpectation(name)
    parts[seen.has(kind) ? 'others' : 'first'].push(name)
    seen.add(kind)
  }
  return parts
}

/** Checks these faulty projects, three at a time, and says of each class what was found, missed and made up. */
async function expectFound(queue: string[]): Promise<void> {
  const table = new Map<string, { found: number; missed: string[]; alarms: string[] }>()
  const one = async (name: string): Promise<void> => {
    const wanted = await readExpectation(name)
    const row = table.get(wanted.class) ?? { found: 0, missed: [], alarms: [] }
    table.set(wanted.class, row)
    const { findings } = await checkSql(await readFixture(join(FAULTS, name)), bench.cluster, { bounds: { ms: 3_000 } })
    const isWanted = ({ check, rule, file, line }: (typeof findings)[number]): boolean =>
      check === wanted.check && rule === wanted.rule && file === wanted.file && line === wanted.line
    if (findings.some(isWanted)) row.found++
    else
      row.missed.push(
        `${name}: ${findings.map(({ rule, file, line }) => `${rule} ${file}:${line}`).join(', ') || 'nothing'}`,
      )
    // A migration that fails leaves `access` without a database, which it says; consequences of a fault are listed in
    // `alsoRules`.
    const allowed = [wanted.rule, ...(wanted.alsoRules ?? []), 'migrations-not-applied']
    row.alarms.push(
      ...findings
        .filter(({ rule }) => !allowed.includes(rule ?? ''))
        .map(({ rule, message }) => `${name}: ${rule} ${message}`),
    )
  }
  await Promise.all(
    Array.from({ length: 3 }, async () => {
      for (let name = queue.shift(); name !== undefined; name = queue.shift()) await one(name)
    }),
  )
  const lines = [...table].sort(([a], [b]) => a.localeCompare(b))
  for (const [name, { found, missed, alarms }] of lines)
    process.stdout.write(`${name.padEnd(30)} found ${found} missed ${missed.length} false ${alarms.length}\n`)
  expect(lines.flatMap(([, { missed }]) => missed)).toEqual([])
  expect(lines.flatMap(([, { alarms }]) => alarms)).toEqual([])
}

test('faults: one of each class is found at its line, nothing else reported: those of every fifth class', async () => {
  const { first } = await byClass()
  expect(first.length).toBeGreaterThanOrEqual(25)
  await expectFound(first.filter((_, at) => at % 5 === 0))
})

test('faults: those of the classes between', { tags: ['deep'] }, async () => {
  const { first } = await byClass()
  const between = first.filter((_, at) => at % 5 !== 0)
  expect(between.length).toBeGreaterThanOrEqual(16)
  await expectFound(between)
})

test('faults: so are the others of each class', { tags: ['deep'] }, async () => {
  const { others } = await byClass()
  expect(others.length).toBeGreaterThanOrEqual(20)
  await expectFound(others)
})

test('correct projects: no finding, every cell as declared, none untested', async () => {
  const names = await folders(CORRECT)
  expect(names.length).toBeGreaterThanOrEqual(12)
  await expectSound(names.slice(0, 3))
})

test('correct projects: so are the others', { tags: ['deep'] }, async () => {
  const others = (await folders(CORRECT)).slice(3)
  expect(others.length).toBeGreaterThanOrEqual(9)
  await expectSound(others)
})

async function expectSound(names: readonly string[]): Promise<void> {
  for (const name of names) {
    const { findings, access, status } = await checkSql(await readFixture(join(CORRECT, name)), bench.cluster)
    expect({ name, findings, status }).toEqual({ name, findings: [], status: { schema: 'passed', access: 'passed' } })
    expect(access.flatMap(({ cells }) => cells).filter(({ actual, expected }) => actual !== expected)).toEqual([])
    expect(access.length).toBeGreaterThan(0)
  }
}

test('the same files give the same answer, also while others are checked', { tags: ['deep'] }, async () => {
  const files = await readFixture(join(CORRECT, 'sql-rpc'))
  const others = ['sql-multi-tenant', 'sql-recipes', 'sql-views'].map(async (name) =>
    checkSql(await readFixture(join(CORRECT, name)), bench.cluster),
  )
  const [first, second] = await Promise.all([checkSql(files, bench.cluster), checkSql(files, bench.cluster)])
  expect(second).toEqual(first)
  for (const other of await Promise.all(others)) expect(other.findings).toEqual([])
})
