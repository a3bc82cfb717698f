import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from '../../lib/core/postgres/open-lock.ts'
import { compressBelow } from './compress.mjs'
import { step } from './progress.mjs'
import { filesBelow, hashOf, root } from './project.mjs'
import { runChild } from './run-child.mjs'

/**
 * What the web build is made from. The rest of the repository (scripts, tests, docs) may change without a new build.
 */
export const SOURCES = [
  'app',
  'blueprints',
  'components',
  'lib',
  'messages',
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

const MARK = 'devora-build'
/** More than the slowest machine needs. */
const BUILD_MS = 30 * 60_000
/** Written by others (type generation, `next dev`), by the running server, or for people who look into a build. */
const NOT_OF_THE_BUILD = ['cache', 'dev', 'diagnostics', 'lock', 'trace', 'trace-build', 'turbopack', 'types', MARK]
/** Only read to find a line of source: their number decides nothing, and they are the larger half. */
const LEFT_OUT = /\.map$/
/** Prerendered pages, which the running server may write anew: they must be there, whatever is in them. */
const REWRITTEN = /\.(?:html|rsc|meta|body)$/

/** SHA-256 over what `next build` has written into the folder; missing, cut and changed files change it. */
export function hashOfBuild(folder) {
  const hash = createHash('sha256')
  for (const file of filesBelow(folder, new Set(NOT_OF_THE_BUILD))) {
    if (LEFT_OUT.test(file)) continue
    const info = lstatSync(file)
    hash.update(file.slice(folder.length)).update('\0')
    if (info.isSymbolicLink()) hash.update(readlinkSync(file))
    else if (!REWRITTEN.test(file)) hash.update(readFileSync(file))
    else if (info.size === 0) hash.update('empty')
    hash.update('\0')
  }
  return hash.digest('hex')
}

const output = join(root, '.next')
const mark = join(output, MARK)

/**
 * Why `.next` does not hold a whole build of exactly these sources; null when it does. A build that was stopped half
 * way, or a file that was lost or cut since, would answer 500 to everybody.
 */
function reasonToBuild() {
  if (!existsSync(mark) || !existsSync(join(output, 'BUILD_ID'))) return 'there is none'
  const [sources, built] = readFileSync(mark, 'utf8').trim().split('\n')
  if (sources !== hashOf(SOURCES)) return 'the sources have changed'
  return built === hashOfBuild(output) ? null : 'the last one is damaged'
}

export const isBuilt = () => reasonToBuild() === null

/** Runs `next build`; throws with what it said when it fails. */
export async function build() {
  const sources = hashOf(SOURCES)
  // Only a build that has ended is marked: one that is stopped leaves files of two builds.
  rmSync(mark, { force: true })
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', CI: '1' }
  const args = [join(root, 'node_modules', 'next', 'dist', 'bin', 'next'), 'build']
  const done = await runChild(process.execPath, args, { cwd: root, env })
  if (done.status !== 0) throw new Error(`next build failed:\n${done.output.trim()}`)
  await compressBelow(join(output, 'static'))
  writeFileSync(mark, `${sources}\n${hashOfBuild(output)}\n`)
}

/** Builds when there is no whole build of these sources; who starts at the same time waits for the one that does. */
export async function ensureBuilt() {
  if (isBuilt()) return
  await withLock(
    join(root, 'node_modules', '.devora-build.lock'),
    async () => {
      const reason = reasonToBuild()
      if (reason === null) return
      await step('Building the web application', async () => {
        await build()
        return reason === 'there is none' ? undefined : reason
      })
    },
    BUILD_MS,
  )
}
