import { DatabaseError } from '../database.ts'
import { BodyTooLarge } from '../read-bytes.ts'

/** What Supabase Storage answers when it refuses; `error` and `code` are names, `statusCode` the status as text. */
export class StorageError extends Error {
  readonly statusCode: number
  readonly error: string
  readonly code: string

  constructor(statusCode: number, error: string, message: string, code = error) {
    super(message)
    this.statusCode = statusCode
    this.error = error
    this.code = code
  }
}

export const noBucket = (): StorageError =>
  new StorageError(404, 'Bucket not found', 'Bucket not found', 'NoSuchBucket')
export const noObject = (): StorageError => new StorageError(404, 'not_found', 'Object not found', 'NoSuchKey')
export const accessDenied = (message: string): StorageError =>
  new StorageError(403, 'Unauthorized', message, 'AccessDenied')
export const invalidRequest = (message: string): StorageError => new StorageError(400, 'InvalidRequest', message)
export const invalidKey = (key: string): StorageError => new StorageError(400, 'InvalidKey', `Invalid key: ${key}`)
export const tooLarge = (): StorageError =>
  new StorageError(413, 'Payload too large', 'The object exceeded the maximum allowed size', 'EntityTooLarge')
export const invalidMimeType = (type: string): StorageError =>
  new StorageError(415, 'invalid_mime_type', `mime type ${type} is not supported`, 'InvalidMimeType')
export const invalidSignature = (message: string, error = 'InvalidSignature'): StorageError =>
  new StorageError(400, error, message)

/** The status of the answer is 400 whatever `statusCode` says, unless the fault is the server's: clients expect it. */
export const errorResponse = ({ statusCode, error, code, message }: StorageError): Response =>
  Response.json({ statusCode: String(statusCode), error, message, code }, { status: statusCode >= 500 ? 500 : 400 })

/** What the database refused, in Storage's words. */
export function toStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error
  if (error instanceof BodyTooLarge) return tooLarge()
  if (!(error instanceof DatabaseError))
    return new StorageError(500, 'Internal', 'Internal Server Error', 'InternalError')
  switch (error.code) {
    case '42501': {
      const isPolicy = error.message.includes('row-level security')
      return accessDenied(isPolicy ? 'new row violates row-level security policy' : error.message)
    }
    case '23505':
      return new StorageError(409, 'Duplicate', 'The resource already exists', 'ResourceAlreadyExists')
    case '23503':
      return new StorageError(404, 'ResourceReferenced', 'The related resource does not exist')
    case '42P17':
      return new StorageError(400, 'DatabaseInvalidObjectDefinition', error.message)
    default:
      // Values that Postgres cannot hold: a zero byte, half a character, a number too large.
      if (error.code.startsWith('22')) return new StorageError(400, 'InvalidParameter', error.message)
      return new StorageError(500, 'DatabaseError', `database error, code: ${error.code}`)
  }
}
