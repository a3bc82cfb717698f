import type { Launch } from '../../../app-runtime/open-app.ts'
import { runSandboxed } from '../compile/sandbox.ts'

/** The application is no build: it answers some pages, on one processor. */
const MEMORY_MB = 6144
const TOTAL_MB = 1024

/** Starts the application's process in the sandbox; `wasShort` tells afterwards whether a bound ended it. */
export function launchSandboxed(wallMs: number, signal: AbortSignal): { launch: Launch; wasShort: () => boolean } {
  let isShort = false
  const launch: Launch = (files, args, env) =>
    new Promise((resolve, reject) => {
      const stopped = new AbortController()
      runSandboxed(files, ['--no-warnings', ...args], {
        wallMs,
        memoryMb: MEMORY_MB,
        totalMb: TOTAL_MB,
        signal: AbortSignal.any([signal, stopped.signal]),
        env: { ...env },
        onSocket: (socket) => resolve({ socket, stop: () => stopped.abort() }),
      }).then((end) => (isShort = end.stopped === 'time' || end.stopped === 'memory'), reject)
    })
  return { launch, wasShort: () => isShort }
}
