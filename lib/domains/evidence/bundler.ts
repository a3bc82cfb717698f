import { spawn } from 'node:child_process'
import pLimit from 'p-limit'
import type { AppBuild } from '../../app-runtime/build-app.ts'
import { end, type Warm, WarmProcesses } from './compile/warm-processes.ts'
import type { BundleReply, BundleRequest } from './preview/bundle-child.ts'

/** A project takes half a second; a busy machine is no fault of it. */
const WALL_MS = 20_000
const MEMORY_MB = 1024
/** Packages keep things, which must not add up. */
const REUSES = 50
const MAX_WARM = 1
/** Each may take a gigabyte; who comes later waits. */
const MAX_AT_ONCE = 3
const MAX_STDERR = 4096
const NESTED = 'A file is nested too deeply to be parsed.'

/** Bundling ended for want of time or memory, which may be the machine's fault as well as the project's. */
export class BundleStopped extends Error {
  override readonly name = 'BundleStopped'
}

export type BundleOptions = {
  /** Where the runtime keeps its scripts. */
  folder: string
  /** What the browser may know, too. */
  env: Readonly<Record<string, string>>
  signal?: AbortSignal
  wallMs?: number
}

/** How the process is started: Node, and the file of `bundle-child`. */
export type BundlerProgram = { node: string; entry: string; env: NodeJS.ProcessEnv }

/**
 * Bundles a project in a process of its own, which is kept for the next one.
 * @throws BundleStopped; the signal's reason when aborted
 */
export type BundleProject = (files: ReadonlyMap<string, Uint8Array>, options: BundleOptions) => Promise<AppBuild>

export function createBundler(program: BundlerProgram): BundleProject {
  const bundlers = new WarmProcesses<Bundler>({ maxWarm: MAX_WARM, reuses: REUSES })
  const limit = pLimit(MAX_AT_ONCE)
  return (files, options) =>
    limit(() =>
      bundle(
        bundlers.take(() => startBundler(program)),
        bundlers,
        files,
        options,
      ),
    )
}

async function bundle(
  bundler: Bundler,
  bundlers: WarmProcesses<Bundler>,
  files: ReadonlyMap<string, Uint8Array>,
  { folder, env, signal, wallMs = WALL_MS }: BundleOptions,
): Promise<AppBuild> {
  const bounds = AbortSignal.timeout(wallMs)
  try {
    signal?.throwIfAborted()
    const request: BundleRequest = { folder, files: new Map(files), env: { ...env } }
    const reply = await ask(bundler, request, AbortSignal.any([bounds, ...(signal === undefined ? [] : [signal])]))
    if (reply === 'crash') {
      end(bundler)
      return { bundle: null, problems: [{ message: NESTED }] }
    }
    if ('error' in reply) throw new Error(reply.error)
    bundlers.keep(bundler)
    return reply.build
  } catch (error) {
    end(bundler)
    signal?.throwIfAborted()
    if (bounds.aborted) throw new BundleStopped(`The project could not be bundled within ${wallMs / 1000} s.`)
    throw error
  }
}

type Bundler = Warm & { stderr: string }

function startBundler({ node, entry, env }: BundlerProgram): Bundler {
  const child = spawn(node, [`--max-old-space-size=${MEMORY_MB}`, '--no-warnings', entry], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
    env,
  })
  const bundler: Bundler = { child, served: 0, stderr: '' }
  child.stderr?.on('data', (chunk: Buffer) => {
    bundler.stderr = (bundler.stderr + chunk.toString('utf8')).slice(-MAX_STDERR)
  })
  return bundler
}

/** What the process answers; `crash` when a parser ended it. */
function ask(bundler: Bundler, request: BundleRequest, stop: AbortSignal): Promise<BundleReply | 'crash'> {
  const { child } = bundler
  return new Promise((resolve, reject) => {
    const abort = (): void => settle(() => reject(stop.reason as Error))
    const onMessage = (reply: BundleReply): void => settle(() => resolve(reply))
    const onClose = (code: number | null, by: NodeJS.Signals | null): void => settle(() => ended(code, by))
    const onError = (error: Error): void => settle(() => reject(error))
    const ended = (code: number | null, by: NodeJS.Signals | null): void => {
      const { stderr } = bundler
      if (by === 'SIGSEGV' || by === 'SIGBUS' || /overflowed its stack|stack overflow/i.test(stderr))
        return resolve('crash')
      if (by !== null || /heap out of memory/i.test(stderr))
        return reject(new BundleStopped(`The project could not be bundled within ${MEMORY_MB} MB of memory.`))
      reject(new Error(`The process that bundles ended with ${code}: ${stderr.slice(0, 300)}`))
    }
    const settle = (act: () => void): void => {
      stop.removeEventListener('abort', abort)
      child.off('message', onMessage).off('close', onClose).off('error', onError)
      act()
    }
    child.on('message', onMessage).on('close', onClose).on('error', onError)
    stop.addEventListener('abort', abort, { once: true })
    child.send(request, (error) => error !== null && child.kill('SIGKILL'))
  })
}
