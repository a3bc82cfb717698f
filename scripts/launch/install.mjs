/* Runs before any package is there and on whatever Node the machine has: nothing here may need more than Node 20.12. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import module from 'node:module'
import { join } from 'node:path'
import { root } from './project.mjs'
import { step } from './progress.mjs'
import { endChildren, runChild } from './run-child.mjs'

const modules = join(root, 'node_modules')
const mark = join(modules, '.devora-lock')
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']
const bundledNode = join(modules, '.bin', 'node')

/** What an installation depends on: the lock, and the platform whose binaries were chosen. */
function wanted() {
  const lock = readFileSync(join(root, 'package-lock.json'))
  return createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex')
}

function isInstalled() {
  return existsSync(mark) && readFileSync(mark, 'utf8').trim() === wanted()
}

function npmCommand() {
  // npm names itself to the scripts it runs; started with plain `node`, it is looked for in PATH.
  const own = process.env.npm_execpath
  if (own?.endsWith('.js') && own.includes('npm') && existsSync(own)) return [process.execPath, [own]]
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', []]
}

/** A signal during `work` ends what it runs, and then this process: nobody else listens so early. */
async function untilSignalled(work) {
  const onSignal = () => void endChildren().then(() => process.exit(130))
  for (const signal of SIGNALS) process.on(signal, onSignal)
  try {
    return await work()
  } catch (error) {
    throw new Error(`npm could not be run: ${error.message}`, { cause: error })
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal)
  }
}

/**
 * Installs the locked packages when node_modules is missing or belongs to another lock. `npm install --no-save`, not
 * `npm ci`: a registry that lacks other platforms' optional packages makes `npm ci` refuse the lock, and --no-save
 * leaves the lock as it is.
 */
export async function ensureInstalled() {
  if (isInstalled()) return
  await step('Installing packages', async () => {
    const hash = wanted()
    rmSync(mark, { force: true })
    const [command, before] = npmCommand()
    // NODE_ENV=production would leave out what tests and the type check need.
    const env = { ...process.env, NODE_ENV: '', npm_config_omit: '', npm_config_production: '' }
    const args = [
      ...before,
      'install',
      '--no-save',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      '--include=dev',
      '--include=optional',
    ]
    const done = await untilSignalled(() => runChild(command, args, { cwd: root, env }))
    if (done.status !== 0) throw new Error(`npm install failed:\n${done.output.trim()}`)
    mkdirSync(modules, { recursive: true })
    writeFileSync(mark, `${hash}\n`)
  })
}

/**
 * True when this process runs on a Node that the packages support; where the locked Node exists, only that one counts.
 */
function isRightNode() {
  if (existsSync(bundledNode)) return realpathSync(bundledNode) === realpathSync(process.execPath)
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 17)) return true
  throw new Error(
    `Devora needs Node 22.17 or newer on ${process.platform}-${process.arch}; this is ${process.versions.node}.`,
  )
}

/**
 * Goes on in the Node that is locked with the packages (the machine's own may be 20). Never returns when it had to
 * change: this process then only passes signals on, and ends as the other one ends.
 * @param {string} script absolute path of the script to run again
 */
export async function continueOnLockedNode(script) {
  // Every process of ours starts with the same packages: compiled once, their code is kept, half of a start's work.
  process.env.NODE_COMPILE_CACHE ||= join(modules, '.cache', 'node')
  if (isRightNode()) return void module.enableCompileCache?.()
  const path = `${join(modules, '.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}`
  const child = spawn(bundledNode, [script, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
  })
  // A terminal's Ctrl-C reaches the child by itself (same process group); passing it on again would count as the second
  // one.
  process.on('SIGINT', () => {
    if (!process.stdin.isTTY) child.kill('SIGINT')
  })
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  const code = await new Promise((done) => {
    child.on('error', (error) => {
      process.stderr.write(`${error.message}\n`)
      done(1)
    })
    child.on('exit', (status, signal) => done(status ?? (signal === 'SIGKILL' ? 137 : 1)))
  })
  process.exit(code)
}
