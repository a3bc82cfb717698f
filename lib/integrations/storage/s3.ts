import { setTimeout as wait } from 'node:timers/promises'
import { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import type { S3Env } from '../../core/env'
import { AppError, refusal } from '../../core/errors'
import { type ByteRange, type FileStorage, requireKey, type StoredInfo } from './port'
import { type Spooled, withSpooled } from './spool'

const CONNECT_MS = 3_000
/** Without a byte in either direction. */
const IDLE_MS = 30_000
const TRIES = 3
const AT_ONCE = 8
const ignore = (): undefined => undefined

/**
 * Files at any server that speaks S3's protocol: bucket in the path, requests signed by version 4, and of checksums
 * only those that the protocol demands, because younger ones are not understood everywhere.
 */
export function s3Storage(env: S3Env): FileStorage {
  const client = new S3Client({
    endpoint: env.S3_ENDPOINT,
    region: env.S3_REGION,
    credentials: { accessKeyId: env.S3_ACCESS_KEY_ID, secretAccessKey: env.S3_SECRET_ACCESS_KEY },
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: TRIES,
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: IDLE_MS },
    // What goes wrong is thrown; without one the client writes to the console itself.
    logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  })
  const Bucket = env.S3_BUCKET
  return {
    name: 's3',
    put(key, content, { contentType, maxBytes }) {
      requireKey(key)
      return withSpooled(content, maxBytes, (spooled) =>
        orAway(async () => {
          await write(client, { Bucket, Key: key, ContentType: contentType }, spooled)
          return { key, contentType, size: spooled.size, sha256: spooled.sha256, storedAt: new Date() }
        }),
      )
    },
    get(key, range) {
      requireKey(key)
      return orAway(() => read(client, { Bucket, Key: key }, range))
    },
    head(key) {
      requireKey(key)
      return orAway(() => look(client, { Bucket, Key: key }))
    },
    async remove(keys) {
      for (const key of keys) requireKey(key)
      const rest = [...keys]
      const worker = async (): Promise<void> => {
        for (let key = rest.pop(); key !== undefined; key = rest.pop())
          await orMissing(client.send(new DeleteObjectCommand({ Bucket, Key: key })))
      }
      await orAway(() => Promise.all(Array.from({ length: AT_ONCE }, worker)))
    },
    list: (options) => orAway(() => list(client, Bucket, options)),
  }
}

type Place = { Bucket: string; Key: string }

async function look(client: S3Client, place: Place): Promise<StoredInfo | null> {
  const found = await orMissing(client.send(new HeadObjectCommand(place)))
  return found === null ? null : infoOf(place.Key, found, found.ContentLength ?? 0)
}

async function read(client: S3Client, place: Place, range: ByteRange | undefined): ReturnType<FileStorage['get']> {
  const asked = client.send(new GetObjectCommand({ ...place, Range: rangeLine(range) }))
  const found = await orMissing(asked).catch((error: unknown) => {
    if (statusOf(error) === 416) return null
    throw error
  })
  if (found?.Body !== undefined) {
    const size = Number(found.ContentRange?.split('/')[1] ?? found.ContentLength ?? 0)
    return { info: infoOf(place.Key, found, size), body: found.Body.transformToWebStream() }
  }
  // Nothing of it is asked for, or there is no such file.
  const info = await look(client, place)
  return info === null ? null : { info, body: new Response('').body! }
}

async function list(
  client: S3Client,
  Bucket: string,
  { prefix, after, limit }: Parameters<FileStorage['list']>[0],
): ReturnType<FileStorage['list']> {
  const listed = await client.send(
    new ListObjectsV2Command({ Bucket, Prefix: prefix, StartAfter: after, MaxKeys: limit }),
  )
  const files = (listed.Contents ?? []).map(({ Key = '', Size = 0, LastModified = new Date(0) }) => ({
    key: Key,
    size: Size,
    storedAt: LastModified,
  }))
  return { files, next: listed.IsTruncated === true ? (files.at(-1)?.key ?? null) : null }
}

type Target = Place & { ContentType: string }

/** A stream can be sent once, so each try has its own; the client's own tries are for what it can say twice. */
async function write(client: S3Client, target: Target, { size, sha256, read: again }: Spooled): Promise<void> {
  for (let left = TRIES - 1; ; left -= 1) {
    const command = new PutObjectCommand({
      ...target,
      Body: Readable.from(again(), { objectMode: false }),
      ContentLength: size,
      Metadata: { sha256 },
    })
    // The body is signed by the hash that is known already: a server that got other bytes refuses them.
    command.middlewareStack.add(
      (next) => (args) => {
        ;(args.request as { headers: Record<string, string> }).headers['x-amz-content-sha256'] = sha256
        return next(args)
      },
      { step: 'build', name: 'knownHash' },
    )
    try {
      await client.send(command)
      return
    } catch (error) {
      const status = statusOf(error)
      if (left === 0 || (status !== null && status < 500)) throw error
      await wait(200 * (TRIES - left))
    }
  }
}

/** As HTTP says it: first and last byte. */
const rangeLine = (range: ByteRange | undefined): string | undefined =>
  range === undefined
    ? undefined
    : `bytes=${range.offset}-${range.length === undefined ? '' : range.offset + range.length - 1}`

type Found = { ContentType?: string; Metadata?: Record<string, string>; LastModified?: Date }

const infoOf = (key: string, found: Found, size: number): StoredInfo => ({
  key,
  size,
  contentType: found.ContentType ?? 'application/octet-stream',
  sha256: found.Metadata?.['sha256'] ?? '',
  storedAt: found.LastModified ?? new Date(0),
})

const statusOf = (error: unknown): number | null =>
  error instanceof S3ServiceException ? (error.$metadata.httpStatusCode ?? null) : null

/** Null for what is not there. */
const orMissing = <T>(work: Promise<T>): Promise<T | null> =>
  work.catch((error: unknown) => {
    if (statusOf(error) === 404 && !isNoBucket(error)) return null
    throw error
  })
const isNoBucket = (error: unknown): boolean => error instanceof Error && error.name === 'NoSuchBucket'

/** What the server refuses or does not answer is ours to mend and nobody's input: the log has the reason. */
async function orAway<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof AppError) throw error
    throw refusal('unavailable', 'detail.storageAway', {}, { retryAfter: 30 }, { cause: error })
  }
}
