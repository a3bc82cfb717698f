import { type Logger, pino } from 'pino'

/** Fields that never reach a log line, wherever they stand in the object that is logged. */
const SECRET_KEYS = [
  'password',
  'passwordHash',
  'accessToken',
  'refreshToken',
  'token',
  'authorization',
  'cookie',
  'apiKey',
  'secret',
  'refreshHash',
]

export type Log = Logger

/**
 * Structured logs: one JSON object a line on standard output.
 * @param base fields that every line of this process carries, e.g. `{process: 'web'}`
 */
export function createLog(level: string, base: Record<string, unknown> = {}): Log {
  return pino({
    level,
    base,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[redacted]' },
  })
}
