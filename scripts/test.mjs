/*
 * npm test: everything that must hold, on a fresh machine too, in under twelve minutes on two cores.
 * npm run test:deep: what takes longer (hostile projects, long chaos, real builds), before an issue is resolved.
 * Both end with one line, `N passed, N failed`.
 */
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { setPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { continueOnLockedNode, ensureInstalled } from './launch/install.mjs'
import { complain, dim, green, red, say } from './launch/progress.mjs'
import { root } from './launch/project.mjs'

const isDeep = process.argv.includes('--deep')
const tally = { passed: 0, failed: 0 }
/** As `nice` counts: tests that wait for an answer go before a build that nobody waits for yet. */
const LOW_PRIORITY = 10
/** Temporary folder of everything that this run starts; what a test forgets in it is stopped and deleted at the end. */
let scratch = ''
const BUILDS = 'tests/deep/start-build.test.ts'

/** The script that a package's command stands for, so that no shell and no npx is needed. */
const tool = (...path) => join(root, 'node_modules', ...path)

/**
 * Runs Node with `args`. `isShown`: the output goes to the terminal as it comes; else it is returned. `isBeside`: it
 * only gets what others leave of the processors.
 */
function run(args, { isShown = false, isBeside = false } = {}) {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', TMPDIR: scratch }
  // Test runners start with other files each time: keeping their code costs more than it saves (measured: 5 % of CPU).
  delete env.NODE_COMPILE_CACHE
  return new Promise((done) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env,
      stdio: isShown ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    })
    if (isBeside && child.pid) setPriority(child.pid, LOW_PRIORITY)
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
    child.once('error', (error) => done({ code: 1, output: error.message }))
    child.once('exit', (code) => done({ code: code ?? 1, output }))
  })
}

/** What has to hold beside the tests, in this order. Types: a fresh clone lacks next-env.d.ts and the routes' types. */
const GATES = [
  ['Lint', [tool('oxlint', 'bin', 'oxlint'), '--deny-warnings']],
  ['Format', [tool('oxfmt', 'bin', 'oxfmt'), '--check']],
  ['Types', [tool('next', 'dist', 'bin', 'next'), 'typegen'], [tool('typescript', 'bin', 'tsc'), '--noEmit']],
  [
    'Build',
    ['--input-type=module', '--eval', "import { ensureBuilt } from './scripts/launch/build.mjs'\nawait ensureBuilt()"],
  ],
]

/** Runs gates one after the other and says nothing yet. `isBeside`: with what the tests leave of the processors. */
async function passGates(gates, { isBeside = false } = {}) {
  const passed = []
  for (const [name, ...commands] of gates) {
    const began = performance.now()
    let done = { code: 0, output: '' }
    for (const args of commands) if (done.code === 0) done = await run(args, { isBeside })
    passed.push({ name, ...done, ms: performance.now() - began })
  }
  return passed
}

/** One gate counts as one test: it holds or it does not. */
function tell({ name, code, output, ms }) {
  if (code === 0) tally.passed++
  else tally.failed++
  say(`${code === 0 ? green('✓') : red('✗')} ${name} ${dim(`${(ms / 1000).toFixed(1)} s`)}`)
  if (code !== 0) complain(output.trim() || `ended with ${code}`)
}

/** A file that could not even be loaded has no tests of its own in the report, and still is a failure. */
function count(report) {
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  )
  tally.passed += report.numPassedTests
  tally.failed += report.numFailedTests + broken.length
  return report.numFailedTests + broken.length
}

async function vitest(name, config, ...more) {
  say(`\n${name}`)
  const file = join(scratch, `${name}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const { code } = await run([tool('vitest', 'vitest.mjs'), 'run', '--config', config, ...reporters, ...more], {
    isShown: true,
  })
  let failed = 0
  try {
    failed = count(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    complain(`${name} ended without a report`)
    failed = 1
    tally.failed++
  }
  // A set-up or tear-down that fails, or an error outside of every test, shows in the exit code alone.
  if (code !== 0 && failed === 0) tally.failed++
}

/**
 * Removes the folder; a Postgres cluster that was left in it is stopped first, or its server would outlive its data.
 */
async function cleanUp(folder) {
  const { removeCluster } = await import('../lib/core/postgres/cluster.ts')
  const homes = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.name === 'open.lock' || entry.name === 'password',
  )
  for (const home of new Set(homes.map((entry) => entry.parentPath))) await removeCluster(home)
  rmSync(folder, { recursive: true, force: true })
}

async function runAll() {
  scratch = mkdtempSync(join(tmpdir(), 'devora-test-'))
  // As root, Postgres runs as another account, which must be able to walk through.
  chmodSync(scratch, 0o711)
  const { prepareBinaries } = await import('../lib/core/postgres/binaries.ts')
  const { ensureClient } = await import('./launch/client.mjs')
  await prepareBinaries()
  await ensureClient()
  if (isDeep) {
    // Applications wait for it while their tests' time runs, and beside hostile projects it takes minutes.
    for (const gate of await passGates(GATES.slice(-1))) tell(gate)
    await vitest('Deep tests', 'vitest.deep.config.ts', '--exclude', BUILDS)
    // It takes the build away that others start.
    await vitest('Deep tests of the build', 'vitest.deep.config.ts', BUILDS)
    await vitest('The other rows of the everyday tests', 'vitest.config.ts', '--tags-filter=deep')
    return vitest('The other rows of the browser tests', 'vitest.e2e.config.ts', '--tags-filter=deep')
  }
  // Tests wait half of their time, for databases and clocks: the gates and the build take place meanwhile.
  const gates = passGates(GATES, { isBeside: true })
  await vitest('Unit, integration and contract tests', 'vitest.config.ts', '--tags-filter=!deep')
  say()
  for (const gate of await gates) tell(gate)
  if ((await gates).at(-1).code === 0) return vitest('Browser tests', 'vitest.e2e.config.ts', '--tags-filter=!deep')
  complain('no browser tests without a build')
  tally.failed++
}

try {
  await ensureInstalled()
  await continueOnLockedNode(fileURLToPath(import.meta.url))
  await runAll()
} catch (error) {
  complain(error.message)
  tally.failed++
} finally {
  if (scratch) await cleanUp(scratch)
}
say(`\n${tally.passed} passed, ${tally.failed} failed`)
process.exitCode = tally.failed > 0 ? 1 : 0
