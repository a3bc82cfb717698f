import pg from 'pg'
import type { Log } from '../log'

/** Waits for notifications of one Postgres channel; the payload says whom it concerns. */
export type Listener = {
  /**
   * Resolves when `key` is notified (true), the time is over, or the signal is aborted (false). Lost notifications cost
   * at most `ms`.
   */
  wait(key: string, ms: number, signal?: AbortSignal): Promise<boolean>
  close(): Promise<void>
}

/** One connection per process listens for everybody, and reconnects by itself. */
export function createListener(databaseUrl: string, channel: string, log: Log): Listener {
  const waiting = new Map<string, Set<() => void>>()
  let client: pg.Client | null = null
  let closed = false
  let retry: NodeJS.Timeout | undefined

  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: databaseUrl })
    next.on('error', (error) => log.warn({ err: error }, 'listener lost its connection'))
    next.on('end', () => {
      client = null
      if (!closed) retry = setTimeout(() => void connect().catch(() => undefined), 500)
    })
    next.on('notification', ({ payload }) => {
      for (const wake of waiting.get(payload ?? '') ?? []) wake()
    })
    await next.connect()
    await next.query(`listen ${channel}`)
    client = next
    // Whatever was said while nobody listened is found by looking again.
    for (const wakes of waiting.values()) for (const wake of wakes) wake()
  }
  connect().catch((error: unknown) => {
    log.warn({ err: error }, 'listener cannot connect')
    if (!closed) retry = setTimeout(() => void connect().catch(() => undefined), 500)
  })

  return {
    wait(key, ms, signal) {
      return new Promise((resolve) => {
        const wakes = waiting.get(key) ?? new Set()
        waiting.set(key, wakes)
        const end = (isNotified: boolean): void => {
          clearTimeout(timer)
          signal?.removeEventListener('abort', stop)
          wakes.delete(wake)
          if (wakes.size === 0) waiting.delete(key)
          resolve(isNotified)
        }
        const wake = (): void => end(true)
        const stop = (): void => end(false)
        const timer = setTimeout(stop, ms)
        signal?.addEventListener('abort', stop, { once: true })
        wakes.add(wake)
      })
    },
    async close() {
      closed = true
      clearTimeout(retry)
      await client?.end()
    },
  }
}
