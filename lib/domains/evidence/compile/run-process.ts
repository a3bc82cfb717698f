import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { nodeModules } from '../packages.ts'

/**
 * A tool run on untrusted files: in a process group of its own, with nothing of our environment, bounded from outside.
 */

export type ProcessLimits = {
  cwd: string
  wallMs: number
  /** When the wall clock begins, for a process that waits for its work; absent: at once. */
  begun?: Promise<void>
  /** Data segment of each process. */
  memoryMb: number
  signal: AbortSignal
  env?: Record<string, string>
  /** Told once the process runs; `kill` ends its whole group. */
  onStart?: (pid: number, kill: () => void) => void
  /** Given the other end of the process's file descriptor 3. */
  onSocket?: (socket: Duplex) => void
}
export type ProcessEnd = { code: number | null; stdout: string; stderr: string; stopped: 'time' | 'output' | null }

const MAX_OUTPUT = 32 * 1024 * 1024

/** Plain Node strips types from 22.18 on; where an older one runs us, ours stands beside the packages. */
export function nodeBinary(): string {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 18) ? process.execPath : join(nodeModules(), '.bin', 'node')
}

/**
 * Environment of a process of ours that reads untrusted text: no key, no address, only where Node keeps what it has
 * compiled (https://nodejs.org/api/module.html#module-compile-cache).
 */
export const bareEnvironment = (): NodeJS.ProcessEnv => ({
  NODE_ENV: 'production',
  NODE_COMPILE_CACHE: join(nodeModules(), '.cache', 'node'),
})

/** Calls `over` when the wall clock is. @returns stops it */
function startClock({ wallMs, begun }: ProcessLimits, over: () => void): () => void {
  let timer: NodeJS.Timeout | undefined
  let isEnded = false
  const count = (): void => {
    if (!isEnded) timer = setTimeout(over, wallMs)
  }
  if (begun === undefined) count()
  else void begun.then(count)
  return () => {
    isEnded = true
    clearTimeout(timer)
  }
}

/**
 * Runs `command` and answers how it ended; a process that was stopped says why.
 * @throws the signal's reason when aborted, and what `spawn` says when the command cannot start.
 */
export function runProcess(command: string, args: string[], limits: ProcessLimits): Promise<ProcessEnd> {
  const windows = process.platform === 'win32'
  const bounds = `ulimit -d ${limits.memoryMb * 1024} 2>/dev/null; ulimit -t ${Math.ceil((limits.wallMs / 1000) * 4) + 10} 2>/dev/null; ulimit -c 0 2>/dev/null; exec "$0" "$@"`
  return new Promise((resolve, reject) => {
    const child = spawn(windows ? command : '/bin/sh', windows ? args : ['-c', bounds, command, ...args], {
      cwd: limits.cwd,
      detached: !windows, // so that the whole group can be killed
      stdio: ['ignore', 'pipe', 'pipe', ...(limits.onSocket === undefined ? [] : (['pipe'] as const))],
      env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', ...limits.env } as unknown as NodeJS.ProcessEnv,
    })
    let stopped: ProcessEnd['stopped'] = null
    const out: Buffer[] = []
    const err: Buffer[] = []
    let size = 0
    const kill = (): void => {
      try {
        if (child.pid !== undefined) process.kill(windows ? child.pid : -child.pid, 'SIGKILL')
      } catch {
        // it has ended already
      }
    }
    const stop = (why: 'time' | 'output') => (): void => {
      stopped ??= why
      kill()
    }
    const keep =
      (list: Buffer[]) =>
      (chunk: Buffer): void => {
        size += chunk.length
        if (size > MAX_OUTPUT) stop('output')()
        else list.push(chunk)
      }
    const endClock = startClock(limits, stop('time'))
    if (child.pid !== undefined) limits.onStart?.(child.pid, kill)
    if (limits.signal.aborted) kill()
    limits.signal.addEventListener('abort', kill, { once: true })
    const settle = (): void => {
      endClock()
      limits.signal.removeEventListener('abort', kill)
    }
    if (child.pid !== undefined) limits.onSocket?.(child.stdio[3] as Duplex)
    child.stdout?.on('data', keep(out))
    child.stderr?.on('data', keep(err))
    child.on('error', (error) => {
      settle()
      reject(error)
    })
    child.on('close', (code) => {
      settle()
      kill() // whatever it left running in its group
      if (limits.signal.aborted)
        return reject(limits.signal.reason instanceof Error ? limits.signal.reason : new Error('Cancelled.'))
      resolve({
        code,
        stdout: Buffer.concat(out).toString('utf8'),
        stderr: Buffer.concat(err).toString('utf8'),
        stopped,
      })
    })
  })
}
