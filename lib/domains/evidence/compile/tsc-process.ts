import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { end, giveWay, type Warm, WarmProcesses } from './warm-processes.ts'

/**
 * TypeScript's compiler as a process, spoken to over the protocol of `typescript/unstable/*` (JSON-RPC with
 * Content-Length framing on stdin/stdout). The package's own client is not used because it inherits our environment and
 * stderr and gives no handle to kill or bound the process, and untrusted sources need all four. Pinned with the
 * `typescript` version.
 *
 * A process serves one project after another, each in a folder of its own: what it has read of the packages' types is
 * half of its work. What stopped one that has served before is tried again with a new one, so that a project is never
 * told what another one used up.
 */

/**
 * Answers the compiler's file questions. `undefined` lets it look at the real disk, so only known-safe paths may get
 * that.
 */
export type TypeFileSystem = {
  /** string: content · null: does not exist · undefined: read the real file */
  readFile(path: string): string | null | undefined
  fileExists(path: string): boolean | undefined
  directoryExists(path: string): boolean | undefined
  getAccessibleEntries(path: string): { files: string[]; directories: string[] } | undefined
  realpath(path: string): string | undefined
}

export type CompilerLimits = { wallMs: number; memoryMb: number; signal: AbortSignal }

/**
 * `crash`: it broke on these files. The others say how it was stopped, which may be for want of anything on our side.
 */
export type StopReason = 'time' | 'memory' | 'killed' | 'crash'

/** Why the compiler did not answer. */
export class CompilerStopped extends Error {
  readonly reason: StopReason
  constructor(reason: StopReason, detail: string) {
    super(detail)
    this.name = 'CompilerStopped'
    this.reason = reason
  }
}

const MAX_MESSAGE = 64 * 1024 * 1024
const CALLBACKS = ['readFile', 'fileExists', 'directoryExists', 'getAccessibleEntries', 'realpath'] as const
const require = createRequire(import.meta.url)

/** The folder of the native compiler: its binary and the standard library types. */
export const compilerFolder = (): string =>
  join(dirname(require.resolve(`@typescript/typescript-${process.platform}-${process.arch}/package.json`)), 'lib')

/** A compiler that has opened a project; `ask` is about that one. */
export type Compiler = { ask<T>(method: string): Promise<T> }

/** A project as the compiler gets it. */
export type CompilerProject = {
  /** Its folder, which no other project has had; it may be virtual. */
  root: string
  /** Path of its tsconfig. */
  config: string
  files: TypeFileSystem
}

type Message = { id?: number; method?: string; params?: unknown; result?: unknown; error?: { message: string } }

/** The process itself: nothing of our environment, and bounds that hold even when ours dies. */
function spawnCompiler(cwd: string, limits: CompilerLimits): ChildProcess {
  const exe = join(compilerFolder(), process.platform === 'win32' ? 'tsc.exe' : 'tsc')
  const args = ['--api', '--async', '--cwd', cwd, `--callbacks=${CALLBACKS.join(',')}`]
  const env = {
    // It does not live long: collecting as often as Go does by default is a third to a half of its processor time.
    GOGC: '400',
    GOMEMLIMIT: `${Math.floor(limits.memoryMb * 0.8)}MiB`,
    PATH: '/usr/bin:/bin',
    LANG: 'C',
  } as unknown as NodeJS.ProcessEnv // nothing of ours
  if (process.platform === 'win32') return spawn(exe, args, { env, stdio: ['pipe', 'pipe', 'pipe'] })
  // The hard bounds are the kernel's. -d counts only memory that is really mapped for writing (Go reserves far more
  // address space than it uses, so -v would refuse healthy runs); -t is CPU seconds of all threads.
  const seconds = Math.ceil((limits.wallMs / 1000) * 4) + 10
  const bounds = [`-d ${limits.memoryMb * 1024}`, `-t ${seconds}`, '-c 0'].map((one) => `ulimit ${one} 2>/dev/null; `)
  const script = `${bounds.join('')}exec "$0" "$@"`
  return spawn('/bin/sh', ['-c', script, exe, ...args], { env, cwd: compilerFolder(), stdio: ['pipe', 'pipe', 'pipe'] })
}

/** Why a compiler ended that nobody of ours stopped. */
function endOf(code: number | null, signal: NodeJS.Signals | null, stderr: string): CompilerStopped {
  if (/out of memory|cannot allocate memory/i.test(stderr))
    return new CompilerStopped('memory', 'The compiler ran out of memory.')
  const outside = signal === 'SIGXCPU' ? 'time' : signal === 'SIGKILL' || signal === 'SIGTERM' ? 'killed' : null
  return new CompilerStopped(outside ?? 'crash', `The compiler ended by itself (${signal ?? code}).`)
}

/** Answers a question of the compiler about its files; null alone lets it look at the disk. */
function answerFrom(fs: TypeFileSystem, method: string, params: unknown): unknown {
  const path = String(Array.isArray(params) ? params[0] : params)
  switch (method) {
    case 'readFile': {
      const content = fs.readFile(path)
      return content === undefined ? null : { content }
    }
    case 'fileExists':
      return fs.fileExists(path) ?? null
    case 'directoryExists':
      return fs.directoryExists(path) ?? null
    case 'getAccessibleEntries':
      return fs.getAccessibleEntries(path) ?? null
    case 'realpath':
      return fs.realpath(path) ?? null
    default:
      return null
  }
}

/** Puts the messages together again that the compiler writes; `refuse`: one is larger than may be read. */
function messageReader(receive: (message: Message) => void, refuse: () => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = []
  let size = 0
  let need = 0 // bytes of the message in progress, header included; 0 while the header is not complete
  return (chunk) => {
    chunks.push(chunk)
    size += chunk.length
    while (size > 0) {
      if (need > 0 && size < need) return
      const all = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)
      chunks = [all]
      const header = all.indexOf('\r\n\r\n')
      if (header < 0) return
      const length = Number(/Content-Length: (\d+)/i.exec(all.toString('latin1', 0, header))?.[1])
      if (!(length <= MAX_MESSAGE)) return refuse()
      need = header + 4 + length
      if (size < need) return
      const body = all.toString('utf8', header + 4, need)
      chunks = [all.subarray(need)]
      size -= need
      need = 0
      receive(JSON.parse(body) as Message)
    }
    chunks = []
  }
}

type Process = Warm & {
  /** Of the project it works on; between two of them nothing exists. */
  files: TypeFileSystem
  request<T>(method: string, params: unknown): Promise<T>
  /** Ends it, and whoever waits for it is told why. */
  stop(reason: Error): void
  /** The tsconfig of the project before, which is let go of with the next. */
  before: string | null
}

function startProcess(cwd: string, limits: CompilerLimits): Process {
  const child = giveWay(spawnCompiler(cwd, limits))
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (reason: Error) => void }>()
  let stopped: Error | undefined
  let stderr = ''
  let id = 0
  const send = (message: object): void => {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }))
    child.stdin?.write(Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]))
  }
  const one: Process = {
    child,
    served: 0,
    files: NO_FILES,
    before: null,
    stop(reason) {
      stopped ??= reason
      end(one)
      for (const each of waiting.values()) each.reject(stopped)
      waiting.clear()
    },
    request: (method, params) =>
      new Promise((resolve, reject) => {
        if (stopped) return reject(stopped)
        waiting.set(++id, { resolve, reject })
        send({ id, method, params })
      }),
  }
  const receive = (message: Message): void => {
    if (message.method !== undefined) {
      if (message.id !== undefined)
        send({ id: message.id, result: answerFrom(one.files, message.method, message.params) })
      return
    }
    const asked = message.id === undefined ? undefined : waiting.get(message.id)
    if (asked === undefined || message.id === undefined) return
    waiting.delete(message.id)
    if (message.error) asked.reject(new Error(`tsc: ${message.error.message}`))
    else asked.resolve(message.result as never)
  }
  child.on('error', (error) => one.stop(error))
  child.stderr?.on('data', (chunk: Buffer) => {
    if (stderr.length < 8192) stderr += chunk.toString('utf8')
  })
  child.on('exit', (code, signal) => one.stop(endOf(code, signal, stderr)))
  child.stdin?.on('error', () => {}) // EPIPE after a kill; `exit` tells the story
  const refuse = (): void => one.stop(new CompilerStopped('memory', 'The compiler answered more than can be read.'))
  child.stdout?.on('data', messageReader(receive, refuse))
  return one
}

const NO_FILES: TypeFileSystem = {
  readFile: () => null,
  fileExists: () => false,
  directoryExists: () => false,
  getAccessibleEntries: () => ({ files: [], directories: [] }),
  realpath: (path) => path,
}

/** Each holds what it has parsed of the packages, and of the last project. */
const REUSES = 10

/** Per bounds, to which the kernel holds a process from its start on. */
const pools = new Map<string, WarmProcesses<Process>>()

function poolFor({ wallMs, memoryMb }: CompilerLimits): WarmProcesses<Process> {
  const key = `${wallMs} ${memoryMb}`
  const pool = pools.get(key) ?? new WarmProcesses<Process>({ maxWarm: 1, reuses: REUSES })
  pools.set(key, pool)
  return pool
}

/**
 * Opens `project` in a compiler and does `work` with it; the wall clock, the memory and the signal end both.
 * @throws CompilerStopped; the signal's reason when aborted
 */
export async function withCompiler<T>(
  project: CompilerProject,
  limits: CompilerLimits,
  work: (compiler: Compiler) => Promise<T>,
): Promise<T> {
  const pool = poolFor(limits)
  for (;;) {
    const one = pool.take(() => startProcess(dirname(project.root), limits))
    try {
      const done = await serve(one, project, limits, work)
      pool.keep(one)
      return done
    } catch (error) {
      one.stop(new Error('Closed.'))
      // Memory may have been used up by the projects before; a project's time is its own.
      const isTriedAgain = one.served > 0 && error instanceof CompilerStopped && error.reason !== 'time'
      if (!isTriedAgain) throw error
    }
  }
}

/** As in `typescript/unstable`: the handles of what is open. */
type Snapshot = { snapshot: number; projects: { id: string; configFileName: string }[] }

async function serve<T>(
  one: Process,
  { config, files }: CompilerProject,
  { signal, wallMs }: CompilerLimits,
  work: (compiler: Compiler) => Promise<T>,
): Promise<T> {
  const abort = (): void => one.stop(signal.reason instanceof Error ? signal.reason : new Error('Cancelled.'))
  const late = (): void => one.stop(new CompilerStopped('time', `The compiler worked for more than ${wallMs} ms.`))
  const timer = setTimeout(late, wallMs)
  if (signal.aborted) abort()
  else signal.addEventListener('abort', abort, { once: true })
  one.files = files
  try {
    if (one.served === 0) await one.request('initialize', null)
    const closing = one.before === null ? {} : { closeProjects: [one.before] }
    const { snapshot, projects } = await one.request<Snapshot>('updateSnapshot', { openProjects: [config], ...closing })
    one.before = config
    const project = projects.find((each) => each.configFileName === config)?.id
    if (project === undefined) throw new Error('The compiler opened no project.')
    return await work({ ask: (method) => one.request(method, { snapshot, project }) })
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
    one.files = NO_FILES
  }
}
