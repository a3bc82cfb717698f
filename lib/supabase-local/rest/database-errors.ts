import type { DatabaseError } from '../database.ts'
import { raiseParseError } from './errors.ts'
import { RestError } from './rest-error.ts'

/** Statuses by whole SQLSTATE, then by class, as PostgREST's documentation lists them; anything else is 400. */
const BY_CODE: Record<string, number> = {
  '21000': 500,
  '23503': 409,
  '23505': 409,
  '25006': 405,
  '53400': 500,
  '57P01': 503,
  P0001: 400,
  '42883': 404,
  '42P01': 404,
  '42P17': 500,
}
const BY_CLASS: Record<string, number> = {
  '08': 503,
  '09': 500,
  '0L': 403,
  '0P': 403,
  '25': 500,
  '28': 403,
  '2D': 500,
  '38': 500,
  '39': 500,
  '3B': 500,
  '40': 500,
  '53': 503,
  '54': 500,
  '55': 500,
  '57': 500,
  '58': 500,
  F0: 500,
  HV: 500,
  P0: 500,
  XX: 500,
}

/**
 * What Postgres said, as PostgREST passes it on.
 *
 * @param isAnonymous a visitor who may not do something is asked to sign in (401), anybody else is refused (403)
 */
export function fromDatabase(error: DatabaseError, isAnonymous: boolean): RestError {
  if (error.code === 'PGRST') return fromRaise(error)
  const status = statusOf(error, isAnonymous)
  return new RestError(status, error.code, error.message, {
    details: error.detail,
    hint: error.hint,
    headers: status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {},
  })
}

function statusOf({ code, message }: DatabaseError, isAnonymous: boolean): number {
  if (code === '42501') return isAnonymous ? 401 : 403
  if (code === '21000' && message.endsWith('requires a WHERE clause')) return 400
  if (code === '22023' && message.startsWith('role') && message.endsWith('does not exist')) return 401
  if (code.startsWith('PT')) {
    const status = Number(code.slice(2))
    return Number.isInteger(status) && status >= 200 && status <= 599 ? status : 500
  }
  return BY_CODE[code] ?? BY_CLASS[code.slice(0, 2)] ?? 400
}

type Message = { code?: unknown; message?: unknown; details?: unknown; hint?: unknown }
type Detail = { status?: unknown; headers?: unknown }

/** `raise sqlstate 'PGRST'`: the function writes the whole answer, as JSON in its message and detail. */
function fromRaise({ message, detail }: DatabaseError): RestError {
  const said = readObject<Message>(message)
  if (typeof said?.code !== 'string' || typeof said.message !== 'string') {
    return raiseParseError(`Invalid JSON value for MESSAGE: '${message}'`, true)
  }
  if (detail === null) return raiseParseError('DETAIL is missing in the RAISE statement', false)
  const more = readObject<Detail>(detail)
  const status = more?.status
  if (typeof status !== 'number' || typeof more?.headers !== 'object' || status < 200 || status > 599) {
    return raiseParseError(`Invalid JSON value for DETAIL: '${detail}'`, false)
  }
  return new RestError(status, said.code, said.message, {
    details: said.details ?? null,
    hint: typeof said.hint === 'string' ? said.hint : null,
    headers: Object.fromEntries(Object.entries(more.headers ?? {}).map(([name, value]) => [name, String(value)])),
  })
}

function readObject<T>(text: string): T | undefined {
  try {
    const json: unknown = JSON.parse(text)
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as T) : undefined
  } catch {
    return undefined
  }
}
