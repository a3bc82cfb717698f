import type { Launch } from '../../../app-runtime/open-app.ts'
import { runSandboxed, SANDBOX_SCRIPTS, type SandboxEnd, type SandboxLimits } from '../compile/sandbox.ts'

/** The application is no build: it answers some pages, on one processor. */
const MEMORY_MB = 6144
const TOTAL_MB = 1024

/** It ends after some seconds: what is young by then need not be collected. */
export const SHORT_LIVED = ['--no-warnings', '--max-semi-space-size=64']

/** What an application's process is held to in here. */
export const appLimits = (wallMs: number, signal: AbortSignal): SandboxLimits => ({
  wallMs,
  memoryMb: MEMORY_MB,
  totalMb: TOTAL_MB,
  signal,
})

/** An application's process, which is started by `openApp` or `openBuilt` through `launch`. */
export type AppSandbox = {
  launch: Launch
  /**
   * Ends it, after `patienceMs` if it does not end by itself, waits until nothing of it is left, and tells how it
   * ended; null when it was aborted or could not be started.
   */
  end(patienceMs?: number): Promise<SandboxEnd | null>
}

export type SandboxOptions = {
  /** For Node. */
  flags?: readonly string[]
  /** How long it may take to end by itself when nobody needs it any more: what is aborted says nothing of its end. */
  goneWithinMs?: number
  /** When its wall clock begins; absent: at once. */
  begun?: Promise<void>
}

/** Starts an application's process in the sandbox. */
export function sandboxFor(
  limits: SandboxLimits,
  { flags = [], goneWithinMs = 0, begun }: SandboxOptions = {},
): AppSandbox {
  const stopped = new AbortController()
  let ended: Promise<SandboxEnd | null> = Promise.resolve(null)
  const stop = (): void =>
    goneWithinMs === 0 ? stopped.abort() : void setTimeout(() => stopped.abort(), goneWithinMs).unref()
  const launch: Launch = ({ files, scripts, args, env }) =>
    new Promise((resolve, reject) => {
      const run = runSandboxed(files, [...flags, ...args(SANDBOX_SCRIPTS)], {
        ...limits,
        ...(begun && { begun }),
        scripts,
        signal: AbortSignal.any([limits.signal, stopped.signal]),
        env: { ...env },
        onSocket: (socket) => resolve({ socket, stop }),
      })
      run.catch(reject)
      ended = run.catch(() => null)
    })
  return {
    launch,
    end(patienceMs = 0) {
      const timer = setTimeout(() => stopped.abort(), patienceMs)
      return ended.finally(() => clearTimeout(timer))
    },
  }
}
