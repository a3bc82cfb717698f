import { findBucket, requireBucket } from './buckets.ts'
import { answerFile, readFile } from './download.ts'
import { checkKey, splitPath } from './names.ts'
import { newVersion, textArray, writeObject } from './objects.ts'
import { readBody } from './read-body.ts'
import { readUpload } from './read-upload.ts'
import { invalidRequest, invalidSignature, noBucket, noObject } from './storage-error.ts'
import { storeFile } from './upload.ts'
import { ownerOf, SERVICE, type Verb, type Work } from './work.ts'

/** What a signed address may be used for; one for reading writes nothing. */
type Scope = 'download' | 'upload'

const UPLOAD_SECONDS = 7200

const expiry = (work: Work, seconds: number): number => Math.floor(work.now.getTime() / 1000) + seconds

function readSeconds(body: Readonly<Record<string, unknown>>): number {
  const seconds = body['expiresIn']
  if (typeof seconds === 'number' && Number.isInteger(seconds) && seconds >= 1 && seconds <= 1e10) return seconds
  throw invalidRequest('body/expiresIn must be integer >= 1')
}

const addressOf = (work: Work, path: string, seconds: number): string => {
  const token = work.sign({ url: path, scope: 'download', exp: expiry(work, seconds) })
  return `/object/sign/${path}?token=${token}`
}

/** POST /object/sign/:bucket/… */
export const signObject: Verb = async (work, path) => {
  const { bucket, key } = splitPath(path)
  const seconds = readSeconds(await readBody(work.request))
  const known = await visible(work, bucket, [key])
  if (known.size === 0) throw noObject()
  return Response.json({ signedURL: addressOf(work, `${bucket}/${key}`, seconds) })
}

/** POST /object/sign/:bucket: many at once, each with its own error. */
export const signObjects: Verb = async (work, bucket) => {
  const body = await readBody(work.request)
  const seconds = readSeconds(body)
  const paths = body['paths']
  if (!Array.isArray(paths) || !paths.every((path) => typeof path === 'string')) {
    throw invalidRequest("body must have required property 'paths'")
  }
  const known = await visible(work, bucket, paths)
  return Response.json(
    paths.map((path) => {
      if (known.has(path)) return { error: null, path, signedURL: addressOf(work, `${bucket}/${path}`, seconds) }
      return { error: 'Either the object does not exist or you do not have access to it', path, signedURL: null }
    }),
  )
}

async function visible(work: Work, bucket: string, names: readonly string[]): Promise<Set<string>> {
  const { rows } = await work.database.query<{ name: string }>(
    `select o.name from storage.objects o where o.bucket_id = $1 and o.name = any($2::text[])`,
    [bucket, textArray(names)],
    work.actor,
  )
  return new Set(rows.map(({ name }) => name))
}

/** The claims of the token in the address, if it was made for this path and this use. @throws StorageError */
function checkToken(work: Work, path: string, scope: Scope): Readonly<Record<string, unknown>> {
  const token = work.url.searchParams.get('token') ?? ''
  if (token === '') throw invalidRequest("querystring must have required property 'token'")
  const claims = readToken(work, token)
  if (claims['scope'] !== scope) throw invalidSignature(`Token is not scoped for ${scope}`)
  if (claims['url'] !== path) throw invalidSignature('Invalid signature')
  return claims
}

function readToken(work: Work, token: string): Readonly<Record<string, unknown>> {
  try {
    return work.verify(token)
  } catch (error) {
    const isLate = error instanceof Error && 'fault' in error && error.fault === 'expired'
    throw invalidSignature(
      isLate ? '"exp" claim timestamp check failed' : 'signature verification failed',
      'InvalidJWT',
    )
  }
}

/** GET /object/sign/:bucket/…?token=: whoever has the address. */
export const downloadSigned: Verb = async (work, path) => {
  const { bucket, key } = splitPath(path)
  const { exp } = checkToken(work, `${bucket}/${key}`, 'download')
  if (!(await findBucket(work.database, SERVICE, bucket))) throw noBucket()
  const found = await readFile(work, SERVICE, bucket, key)
  return answerFile(work, found, typeof exp === 'number' ? new Date(exp * 1000) : undefined)
}

/** POST /object/upload/sign/:bucket/…: an address to which one file may be sent, by whom it is given to. */
export const signUpload: Verb = async (work, path) => {
  const { bucket, key } = splitPath(path)
  await requireBucket(work, bucket)
  checkKey(key)
  const isUpsert = work.request.headers.get('x-upsert') === 'true'
  const owner = ownerOf(work.caller)
  await tryUpload(work, bucket, key, owner, isUpsert)
  const url = `${bucket}/${key}`
  const token = work.sign({ owner, url, upsert: isUpsert, scope: 'upload', exp: expiry(work, UPLOAD_SECONDS) })
  return Response.json({ url: `/object/upload/sign/${url}?token=${token}`, token })
}

/** Whether whoever asks could upload it: tried in a transaction that is undone. */
async function tryUpload(work: Work, bucket: string, key: string, owner: string | null, isUpsert: boolean) {
  const metadata = {
    eTag: '',
    size: 0,
    mimetype: 'application/octet-stream',
    cacheControl: 'no-cache',
    lastModified: work.now.toISOString(),
    contentLength: 0,
    httpStatusCode: 200,
  } as const
  const made = { bucket, key, owner, version: newVersion(), metadata, userMetadata: null, now: work.now }
  await work.database.transaction(work.actor, (query) => writeObject(query, made, isUpsert), { isUndone: true })
}

/** PUT /object/upload/sign/:bucket/…?token= */
export const uploadSigned: Verb = async (work, path) => {
  const { bucket, key } = splitPath(path)
  const claims = checkToken(work, `${bucket}/${key}`, 'upload')
  const file = await readUpload(work, await requireBucket(work, bucket))
  const owner = typeof claims['owner'] === 'string' ? claims['owner'] : null
  const isUpsert = claims['upsert'] === true
  await storeFile(work, { bucket, key: checkKey(key), file, owner, isUpsert, actor: SERVICE })
  return Response.json({ Key: `${bucket}/${key}` })
}
