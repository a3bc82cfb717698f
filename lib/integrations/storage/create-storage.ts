import type { Db } from '../../core/db/db'
import type { S3Env } from '../../core/env'
import type { Clock } from '../../core/time'
import type { FileStorage } from './port'
import { postgresStorage } from './postgres'

/** The operator's S3 where one is set up, else Postgres. The client of S3 is only loaded where it is used. */
export async function createStorage(input: { db: Db; clock: Clock; s3: S3Env | null }): Promise<FileStorage> {
  if (input.s3 === null) return postgresStorage(input.db, input.clock)
  const { s3Storage } = await import('./s3')
  return s3Storage(input.s3)
}
