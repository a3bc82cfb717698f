/*
 * npm test: everything that must hold, on a fresh machine too, in under twelve minutes on two cores.
 * npm run test:deep: what takes longer (hostile projects, long chaos, real builds), before an issue is resolved.
 * Both end with one line, `N passed, N failed`.
 */
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { continueOnLockedNode, ensureInstalled } from './launch/install.mjs'
import { complain, say, step } from './launch/progress.mjs'
import { root } from './launch/project.mjs'

const isDeep = process.argv.includes('--deep')
const tally = { passed: 0, failed: 0 }
/** Temporary folder of everything that this run starts; what a test forgets in it is stopped and deleted at the end. */
let scratch = ''

/** The script that a package's command stands for, so that no shell and no npx is needed. */
const tool = (...path) => join(root, 'node_modules', ...path)

/** Runs Node with `args`. `isShown`: the output goes to the terminal as it comes; else it is returned. */
function run(args, isShown) {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', TMPDIR: scratch }
  return new Promise((done) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env,
      stdio: isShown ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
    child.once('error', (error) => done({ code: 1, output: error.message }))
    child.once('exit', (code) => done({ code: code ?? 1, output }))
  })
}

/** One gate counts as one test: it holds or it does not. */
async function gate(name, work) {
  try {
    await step(name, async () => {
      const { code, output } = await work()
      if (code !== 0) throw new Error(output.trim() || `ended with ${code}`)
    })
    tally.passed++
  } catch (error) {
    complain(error.message)
    tally.failed++
  }
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
  const { code } = await run([tool('vitest', 'vitest.mjs'), 'run', '--config', config, ...reporters, ...more], true)
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
  const { build, isBuilt } = await import('./launch/build.mjs')
  await prepareBinaries()
  await ensureClient()
  if (isDeep) {
    await vitest('Deep tests', 'vitest.deep.config.ts')
    return vitest('The other rows of the everyday tests', 'vitest.config.ts', '--tags-filter=deep')
  }
  await gate('Lint', () => run([tool('oxlint', 'bin', 'oxlint'), '--deny-warnings']))
  await gate('Format', () => run([tool('prettier', 'bin', 'prettier.cjs'), '--check', '.', '--log-level', 'warn']))
  await gate('Types', async () => {
    // Writes next-env.d.ts and the types of the routes, which a fresh clone does not have.
    const typegen = await run([tool('next', 'dist', 'bin', 'next'), 'typegen'])
    return typegen.code === 0 ? run([tool('typescript', 'bin', 'tsc'), '--noEmit']) : typegen
  })
  await vitest('Unit, integration and contract tests', 'vitest.config.ts', '--tags-filter=!deep')
  say()
  let isUsable = true
  await gate('Build', async () => {
    try {
      if (!isBuilt()) await build()
      return { code: 0, output: '' }
    } catch (error) {
      isUsable = false
      return { code: 1, output: error.message }
    }
  })
  if (isUsable) await vitest('Browser tests', 'vitest.e2e.config.ts')
  else {
    complain('no browser tests without a build')
    tally.failed++
  }
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
