import type { Launch } from '../../../app-runtime/open-app.ts'
import { runSandboxed, type SandboxEnd } from '../compile/sandbox.ts'

/** The application is no build: it answers some pages, on one processor. */
const MEMORY_MB = 6144
const TOTAL_MB = 1024

/** It ends after a second or two: what V8 would optimise is not worth the time that takes (15 % less CPU in all). */
export const SHORT_LIVED = ['--no-opt', '--no-maglev', '--max-semi-space-size=64', '--single-threaded']

/** The application's process, which is started by `openApp` through `launch`. */
export type AppSandbox = {
  launch: Launch
  /**
   * Ends it, after `patienceMs` if it does not end by itself, waits until nothing of it is left, and tells which bound
   * ended it.
   */
  end(patienceMs?: number): Promise<SandboxEnd['stopped']>
}

/** Starts the application's process in the sandbox. */
export function sandboxFor(wallMs: number, signal: AbortSignal): AppSandbox {
  const stopped = new AbortController()
  let ended: Promise<SandboxEnd['stopped']> = Promise.resolve(null)
  const launch: Launch = (files, args, env) =>
    new Promise((resolve, reject) => {
      const run = runSandboxed(files, ['--no-warnings', ...SHORT_LIVED, ...args], {
        wallMs,
        memoryMb: MEMORY_MB,
        totalMb: TOTAL_MB,
        signal: AbortSignal.any([signal, stopped.signal]),
        env: { ...env },
        onSocket: (socket) => resolve({ socket, stop: () => stopped.abort() }),
      })
      run.catch(reject)
      ended = run.then(
        (end) => end.stopped,
        () => null,
      )
    })
  return {
    launch,
    end(patienceMs = 0) {
      const timer = setTimeout(() => stopped.abort(), patienceMs)
      return ended.finally(() => clearTimeout(timer))
    },
  }
}
