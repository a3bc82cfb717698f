import type { DLogger } from '@dbos-inc/dbos-sdk'
import type { Log } from '../core/log'

/** The engine's own messages in our log, one level quieter: its "info" is bookkeeping nobody here reads. */
export function dbosLogger(log: Log): DLogger {
  const child = log.child({ component: 'dbos' })
  return {
    info: (entry: unknown) => child.debug(String(entry)),
    debug: (entry: unknown) => child.trace(String(entry)),
    warn: (entry: unknown) => child.warn(String(entry)),
    error: (entry: unknown, metadata?: { stack?: string }) => child.error({ stack: metadata?.stack }, String(entry)),
  } as DLogger
}
