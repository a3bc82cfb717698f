import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { planApp } from '../../../lib/domains/generation/builtin/architect/plan-app'
import { applicationOf, testsOf, withTests } from '../../support/generated-project'

/*
 * The tests that the built-in tester writes, really run: they pass on the project they were written for, and fail when
 * it is broken.
 */

const PROMPTS = {
  recipes: 'A recipe box where members save recipes with ingredients and rate them',
  shop: 'An online shop with products, prices, stock, orders and a contact form; only admins add products',
  citas: 'Una peluquería donde la gente reserva citas con fecha y hora, con precio y estado',
}
type Name = keyof typeof PROMPTS
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'devora-tests-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function write(name: string, prompt: string): Promise<{ root: string; files: Map<string, string> }> {
  const spec = withTests(planApp({ prompt }))
  const app = applicationOf(spec)
  const files = new Map([...app, ...testsOf(spec, app)])
  const root = join(folder, name)
  for (const [path, content] of files) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), content)
  }
  await symlink(resolve('node_modules'), join(root, 'node_modules'))
  return { root, files }
}

type Outcome = { success: boolean; numPassedTests: number; numFailedTests: number; failed: string[]; output: string }
/** `npm test` of the project, without what this run of Vitest has put into the environment. */
async function runTests(root: string): Promise<Outcome> {
  const { PATH = '', HOME = '' } = process.env
  const report = join(root, 'report.json')
  const args = [resolve('node_modules/vitest/vitest.mjs'), 'run', '--reporter=json', `--outputFile=${report}`]
  const output = await new Promise<string>((done) => {
    // A test that fails makes it an error; the report says which.
    execFile(process.execPath, args, { cwd: root, env: { PATH, HOME, NODE_ENV: 'test' } }, (_error, stdout, stderr) =>
      done(`${stdout}\n${stderr}`.slice(-4_000)),
    )
  })
  const text = await readFile(report, 'utf8').catch(() => null)
  if (text === null) throw new Error(`no report:\n${output}`)
  const read = JSON.parse(text) as Omit<Outcome, 'failed' | 'output'> & {
    testResults: Array<{ name: string; status: string }>
  }
  const failed = read.testResults
    .filter(({ status }) => status !== 'passed')
    .map(({ name }) => name.slice(root.length + 1))
  return { ...read, failed, output }
}

type Fault = [what: string, path: string, right: string, wrong: string, failing: string]
const FAULTS: [Fault, ...Fault[]] = [
  [
    'a field that is asked for no more',
    'lib/validation/recipes.ts',
    "read.required('title'",
    "read.optional('title'",
    'tests/unit/validation/recipes.test.ts',
  ],
  [
    'a range that is open',
    'lib/validation/ratings.ts',
    'min: 1, max: 5',
    'min: 1',
    'tests/unit/validation/ratings.test.ts',
  ],
  [
    'a page that is counted from zero',
    'lib/data/query.ts',
    '(page - 1) * pageSize',
    'page * pageSize',
    'tests/unit/lib/query.test.ts',
  ],
  ['a way out of the app', 'lib/forms.ts', '(?![/\\\\])', '', 'tests/unit/lib/forms.test.ts'],
]

describe('generated tests', () => {
  test.each(Object.keys(PROMPTS) as Name[])('%s: all pass', { tags: ['deep'] }, allPass)

  test.each(FAULTS)('fail for %s, and only where it is', { tags: ['deep'] }, failThere)
})

async function allPass(name: Name): Promise<void> {
  const { root } = await write(name, PROMPTS[name])
  const outcome = await runTests(root)
  expect(outcome.failed, outcome.output).toEqual([])
  expect(outcome).toMatchObject({ success: true, numFailedTests: 0 })
  expect(outcome.numPassedTests).toBeGreaterThan(30)
}

async function failThere(...[fault, path, right, wrong, failing]: Fault): Promise<void> {
  const { root, files } = await write(fault, PROMPTS.recipes)
  const source = files.get(path)!
  expect(source).toContain(right)
  await writeFile(join(root, path), source.replace(right, wrong))
  const outcome = await runTests(root)
  expect(outcome.failed, outcome.output).toEqual([failing])
}
