import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Answer, BuiltApp, Question } from './build-child.ts'
import type { PreviewProblem } from './contract.ts'

export type Build = { version: string; app: BuiltApp | null; problems: PreviewProblem[] }

/** The first build on a machine bundles the packages and makes the database's first state: half a minute when busy. */
const TIMEOUT_MS = 180_000
const MEMORY_MB = 1024

type Waiting = { resolve: (build: Build) => void; reject: (error: Error) => void; timer: NodeJS.Timeout }
type Running = { child: ChildProcess; waiting: Map<number, Waiting> }
let running: Running | null = null
let ids = 0

/**
 * Next may have moved this file; the working directory of the web process is always the repository. Put together here,
 * because Next's bundler would look into a path that it can read, and take what it names for a module of its own.
 */
const CHILD = ['lib', 'domains', 'preview', 'build-child']
const childFile = (): string => join(process.cwd(), ...CHILD.map((part) => part)).concat('.ts')
const FLAGS = ['--no-warnings', '--experimental-strip-types', `--max-old-space-size=${MEMORY_MB}`]

function start(home: string): Running {
  const args = [...FLAGS, childFile(), home]
  const child = spawn(process.execPath, args, {
    serialization: 'advanced',
    // Nothing of ours: no key, no address.
    env: { PATH: '/usr/bin:/bin', NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const begun: Running = { child, waiting: new Map() }
  const end = (error: Error): void => {
    if (running === begun) running = null
    for (const { reject, timer } of begun.waiting.values()) {
      clearTimeout(timer)
      reject(error)
    }
    begun.waiting.clear()
  }
  child.on('message', ({ id, version, app, problems, error }: Answer) => {
    const one = begun.waiting.get(id)
    begun.waiting.delete(id)
    if (one === undefined) return
    clearTimeout(one.timer)
    if (begun.waiting.size === 0) hold(child, false)
    if (version === undefined) one.reject(new Error(error ?? 'The builder said nothing.'))
    else one.resolve({ version, app: app ?? null, problems: problems ?? [] })
  })
  child.on('error', end)
  child.on('exit', () => end(new Error('The builder of previews has stopped.')))
  return begun
}

/** A builder that waits keeps nobody alive. */
function hold(child: ChildProcess, isHeld: boolean): void {
  const act = isHeld ? 'ref' : 'unref'
  child[act]()
  child.channel?.[act]()
}

/** Builds files in the process for that. @throws when it breaks, or takes too long */
export function buildInChild(
  home: string,
  files: Map<string, Uint8Array>,
  env: Record<string, string>,
): Promise<Build> {
  running ??= start(home)
  const { child, waiting } = running
  const id = ++ids
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS)
    waiting.set(id, { resolve, reject, timer })
    hold(child, true)
    child.send({ id, files, env } satisfies Question)
  })
}
