/** PostgREST's own refusals (https://docs.postgrest.org/en/stable/references/errors.html), one function per code. */
import { RestError } from './rest-error.ts'

export function queryParamError(message: string, details: string): RestError {
  return new RestError(400, 'PGRST100', message, { details })
}

export function invalidRpcMethod(method: string): RestError {
  return new RestError(405, 'PGRST101', `Cannot use the ${method} method on RPC`)
}

export function invalidBody(message: string): RestError {
  return new RestError(400, 'PGRST102', message)
}

export function invalidRange(details: string, headers: Record<string, string> = {}): RestError {
  return new RestError(416, 'PGRST103', 'Requested range not satisfiable', { details, headers })
}

export function invalidFilters(): RestError {
  const message = "Filters must include all and only primary key columns with 'eq' operators"
  return new RestError(405, 'PGRST105', message)
}

export function unacceptableSchema(schema: string, exposed: string[]): RestError {
  const hint = `Only the following schemas are exposed: ${exposed.join(', ')}`
  return new RestError(406, 'PGRST106', `Invalid schema: ${schema}`, { hint })
}

export function mediaTypeError(types: string[]): RestError {
  return new RestError(406, 'PGRST107', `None of these media types are available: ${types.join(', ')}`)
}

export function notEmbedded(resource: string): RestError {
  const hint = `Verify that '${resource}' is included in the 'select' query parameter.`
  return new RestError(400, 'PGRST108', `'${resource}' is not an embedded resource in this request`, { hint })
}

export function gucHeadersError(): RestError {
  const message = 'response.headers guc must be a JSON array composed of objects with a single key and a string value'
  return new RestError(500, 'PGRST111', message)
}

export function gucStatusError(): RestError {
  return new RestError(500, 'PGRST112', 'response.status guc must be a valid status code')
}

export function putLimitNotAllowed(): RestError {
  return new RestError(400, 'PGRST114', 'limit/offset querystring parameters are not allowed for PUT')
}

export function putMatchingPk(): RestError {
  return new RestError(400, 'PGRST115', 'Payload values do not match URL in primary key column(s)')
}

export function singularity(rows: number): RestError {
  const details = `The result contains ${rows} rows`
  return new RestError(406, 'PGRST116', 'Cannot coerce the result to a single JSON object', { details })
}

export function unsupportedMethod(method: string): RestError {
  return new RestError(405, 'PGRST117', `Unsupported HTTP method: ${method}`)
}

export function relatedOrderNotToOne(origin: string, target: string): RestError {
  const details = `'${origin}' and '${target}' do not form a many-to-one or one-to-one relationship`
  return new RestError(400, 'PGRST118', `A related order on '${target}' is not possible`, { details })
}

export function unacceptableFilter(target: string): RestError {
  const details = 'Only is null or not is null filters are allowed on embedded resources'
  return new RestError(400, 'PGRST120', `Bad operator on the '${target}' embedded resource`, { details })
}

export function raiseParseError(details: string, isMessage: boolean): RestError {
  const hint = isMessage
    ? "MESSAGE must be a JSON object with obligatory keys: 'code', 'message' and optional keys: 'details', 'hint'."
    : "DETAIL must be a JSON object with obligatory keys: 'status', 'headers' and optional key: 'status_text'."
  const message = `Could not parse JSON in the "RAISE SQLSTATE 'PGRST'" error`
  return new RestError(500, 'PGRST121', message, { details, hint })
}

export function invalidPreferences(preferences: string[]): RestError {
  const details = `Invalid preferences: ${preferences.join(', ')}`
  return new RestError(400, 'PGRST122', 'Invalid preferences given with handling=strict', { details })
}

export function aggregatesNotAllowed(): RestError {
  return new RestError(400, 'PGRST123', 'Use of aggregate functions is not allowed')
}

export function maxAffectedViolation(rows: number): RestError {
  const details = `The query affects ${rows} rows`
  return new RestError(400, 'PGRST124', 'Query result exceeds max-affected preference constraint', { details })
}

export function invalidPath(): RestError {
  return new RestError(404, 'PGRST125', 'Invalid path specified in request URL')
}

export function notImplemented(details: string): RestError {
  return new RestError(400, 'PGRST127', 'Feature not implemented', { details })
}

export function maxAffectedRpcViolation(): RestError {
  const message = 'Function must return SETOF or TABLE when max-affected preference is used with handling=strict'
  return new RestError(400, 'PGRST128', message)
}

export function columnNotFound(table: string, column: string): RestError {
  return new RestError(400, 'PGRST204', `Could not find the '${column}' column of '${table}' in the schema cache`)
}

export function tableNotFound(schema: string, table: string, closest: string | undefined): RestError {
  const hint = closest === undefined ? null : `Perhaps you meant the table '${schema}.${closest}'`
  const message = `Could not find the table '${schema}.${table}' in the schema cache`
  return new RestError(404, 'PGRST205', message, { hint })
}
