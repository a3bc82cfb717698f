import { readBytes } from '../read-bytes.ts'
import { invalidRequest } from './storage-error.ts'

const MAX_JSON_BYTES = 1024 * 1024

/** The members of a JSON body. @throws StorageError */
export async function readBody(request: Request): Promise<Readonly<Record<string, unknown>>> {
  const text = new TextDecoder().decode(await readBytes(request, MAX_JSON_BYTES))
  const value = text === '' ? {} : parse(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalidRequest('body must be object')
  return value as Record<string, unknown>
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalidRequest('Body is not valid JSON')
  }
}

/** A member that has to be a text. @throws StorageError */
export function textOf(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name]
  if (typeof value !== 'string' || value === '') throw invalidRequest(`body must have required property '${name}'`)
  return value
}
