const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Whether somebody wants this process to end: Ctrl-C, a closed terminal, or a signal. */
export type Stopping = {
  /** Called with the first signal, at once when it has come already. */
  onStop(listener: (signal: NodeJS.Signals) => void): void
}

/** From now on signals end nothing by themselves, so that what is being written is written. */
export function listenForSignals(): Stopping {
  let came: NodeJS.Signals | null = null
  let listener: ((signal: NodeJS.Signals) => void) | null = null
  for (const signal of SIGNALS)
    process.on(signal, () => {
      came ??= signal
      listener?.(signal)
    })
  return {
    onStop(next) {
      listener = next
      if (came !== null) next(came)
    },
  }
}
