import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { step } from './progress.mjs'
import { hashOf, root } from './project.mjs'

/**
 * What the web build is made from. The rest of the repository (scripts, tests, docs) may change without a new build.
 */
const SOURCES = [
  'app',
  'components',
  'lib',
  'public',
  'prisma/schema',
  'package-lock.json',
  'tsconfig.json',
  'next.config.ts',
  'postcss.config.mjs',
  'proxy.ts',
  'instrumentation.ts',
  'instrumentation-client.ts',
]

const mark = join(root, '.next', 'devora-build')

/** True when `.next` holds a finished build of exactly these sources. */
export function isBuilt() {
  return (
    existsSync(mark) &&
    existsSync(join(root, '.next', 'BUILD_ID')) &&
    readFileSync(mark, 'utf8').trim() === hashOf(SOURCES)
  )
}

/** Runs `next build`; throws with what it said when it fails. */
export function build() {
  const hash = hashOf(SOURCES)
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', CI: '1' }
  const args = [join(root, 'node_modules', 'next', 'dist', 'bin', 'next'), 'build']
  const done = spawnSync(process.execPath, args, { cwd: root, env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  if (done.status !== 0) throw new Error(`next build failed:\n${`${done.stdout}${done.stderr}`.trim()}`)
  mkdirSync(join(root, '.next'), { recursive: true })
  writeFileSync(mark, `${hash}\n`)
}

export async function ensureBuilt() {
  if (!isBuilt()) await step('Building the web application', async () => build())
}
