import { type ChildProcess, spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'

/** How long a command may take to end before it is ended. */
const GRACE_MS = 5_000

export type Child = {
  pid: number | undefined
  /** Its exit status; 0 when it was ended by `stop`; null when it could not be started. */
  ended: Promise<number | null>
  stop(signal: NodeJS.Signals): void
}

/** Starts a command of the project beside this process, in the same terminal. */
export function startChild(folder: string, args: readonly string[], env: Record<string, string | undefined>): Child {
  const [command = '', ...rest] = args
  const path = [join(folder, 'node_modules', '.bin'), env.PATH ?? env.Path].filter(Boolean).join(delimiter)
  const child: ChildProcess = spawn(command, rest, {
    cwd: folder,
    env: { ...env, PATH: path } as Record<string, string | undefined> as NodeJS.ProcessEnv,
    stdio: 'inherit',
    // Windows starts `next.cmd` by its shell alone; what is run stands in the project's own package.json.
    shell: process.platform === 'win32',
  })
  let isStopped = false
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null))
    child.once('exit', (code, signal) => resolve(isStopped ? 0 : (code ?? (signal === null ? 1 : 130))))
  })
  return {
    pid: child.pid,
    ended,
    stop(signal) {
      if (isStopped) return
      isStopped = true
      end(child, signal)
    },
  }
}

function end(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill(signal)
  const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS)
  timer.unref()
  child.once('exit', () => clearTimeout(timer))
}
