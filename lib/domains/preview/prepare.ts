import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createBundler } from '../evidence/bundler.ts'
import type { Prepared } from './prepare-child.ts'

/** The first time on a machine the packages are bundled and a database is made: half a minute when it is busy. */
const TIMEOUT_MS = 180_000

/**
 * Next may have moved this file; the working directory of the web process is always the repository. Put together here,
 * because Next's bundler would look into a path that it can read, and take what it names for a module of its own.
 */
const sourceOf = (parts: readonly string[]): string => join(process.cwd(), 'lib', 'domains', ...parts).concat('.ts')

/** What the web process was started from holds its parts as plain JavaScript; in development there is only source. */
function partOf(name: string, source: readonly string[]): string {
  const built = join(dirname(process.argv[1] ?? ''), `${name}.js`)
  return existsSync(built) ? built : sourceOf(source)
}

/** Nothing of ours: no key, no address. */
const ENVIRONMENT: NodeJS.ProcessEnv = {
  PATH: '/usr/bin:/bin',
  NODE_ENV: 'production',
  NODE_COMPILE_CACHE: join(process.cwd(), 'node_modules', '.cache', 'node'),
}

/** Bundles a version in a process of its own. */
export const bundleVersion = createBundler({
  node: process.execPath,
  entry: partOf('bundle-child', ['evidence', 'preview', 'bundle-child']),
  env: ENVIRONMENT,
})

/** This file is in the web server's bundle and in Next's: the process is one. */
const shared = globalThis as { devoraPreviews?: Promise<Prepared> }

/** What all previews share, made when it is not there. @throws when that breaks, or takes too long */
export function prepared(home: string): Promise<Prepared> {
  shared.devoraPreviews ??= prepare(home).catch((error: unknown) => {
    delete shared.devoraPreviews
    throw error
  })
  return shared.devoraPreviews
}

/** It runs from source: what it builds for the browser is bundled from there. */
function prepare(home: string): Promise<Prepared> {
  const args = ['--no-warnings', '--experimental-strip-types', sourceOf(['preview', 'prepare-child']), home]
  const child = spawn(process.execPath, args, {
    env: ENVIRONMENT,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
  })
  // It ends by itself, and keeps nobody alive.
  child.unref()
  child.channel?.unref()
  return new Promise((resolve, reject) => {
    child.once('message', (said: Prepared) => resolve(said))
    child.once('error', reject)
    child.once('exit', (code, signal) =>
      reject(new Error(`What previews share could not be made: the process ended by ${signal ?? code}.`)),
    )
  })
}
