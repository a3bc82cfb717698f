/**
 * Runs once when the web process starts: opens the context before the first request asks for it, starts the worker inside this
 * process when `WORKER=embedded`, and ends both cleanly (Next alone dies within milliseconds of SIGTERM, in the middle of answers).
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const [{ closeContext }, { env }, { webContext }] = await Promise.all([import('./lib/context'), import('./lib/core/env'), import('./lib/web')])
  const ctx = await webContext()
  const embedded = env().WORKER === 'embedded' ? await (await import('./lib/worker')).runWorker() : null
  if (!env().NEXT_MANUAL_SIG_HANDLE) return
  let stopping = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) return
      stopping = true
      void Promise.allSettled([embedded?.stop(), closeContext(ctx)]).then(() => process.exit(0))
    })
  }
}
