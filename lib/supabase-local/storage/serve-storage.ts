import { signJwt, verifyJwt, type JwtFault } from '../jwt.ts'
import type { Context, Part, PartRequest } from '../part.ts'
import { copyObject, moveObject, removeObject, removeObjects } from './arrange.ts'
import { changeBucket, createBucket, deleteBucket, emptyBucket, listBuckets, readBucket } from './buckets.ts'
import { downloadObject, downloadPublicObject, readInfo, readPublicInfo } from './download.ts'
import type { Files } from './files.ts'
import { listObjects, listObjectsV2 } from './list.ts'
import { splitPath } from './names.ts'
import { downloadSigned, signObject, signObjects, signUpload, uploadSigned } from './sign.ts'
import { errorResponse, StorageError, toStorageError } from './storage-error.ts'
import { InTurn } from '../../core/in-turn.ts'
import { updateObject, uploadObject } from './upload.ts'
import { actorOf, type Verb, type Work } from './work.ts'

export type StorageOptions = {
  files: Files
  /** The largest file; buckets may set less. */
  maxBytes: number
}

/** What `supabase init` allows. */
export const DEFAULT_MAX_BYTES = 50 * 1024 * 1024

type Route = [method: string, pattern: RegExp, verb: Verb]

/** The first that fits counts. What the brackets find is the path that a verb gets. Pictures are not scaled here. */
const ROUTES: readonly Route[] = [
  ['GET', /^\/bucket\/?$/, listBuckets],
  ['POST', /^\/bucket\/?$/, createBucket],
  ['POST', /^\/bucket\/([^/]+)\/empty$/, emptyBucket],
  ['GET', /^\/bucket\/([^/]+)$/, readBucket],
  ['PUT', /^\/bucket\/([^/]+)$/, changeBucket],
  ['DELETE', /^\/bucket\/([^/]+)$/, deleteBucket],
  ['POST', /^\/object\/move$/, moveObject],
  ['POST', /^\/object\/copy$/, copyObject],
  ['POST', /^\/object\/list\/([^/]+)$/, listObjects],
  ['POST', /^\/object\/list-v2\/([^/]+)$/, listObjectsV2],
  ['POST', /^\/object\/sign\/([^/]+)$/, signObjects],
  ['POST', /^\/object\/sign\/([^/]+\/.+)$/, signObject],
  ['GET', /^\/(?:object|render\/image)\/sign\/(.+)$/, downloadSigned],
  ['POST', /^\/object\/upload\/sign\/(.+)$/, signUpload],
  ['PUT', /^\/object\/upload\/sign\/(.+)$/, uploadSigned],
  ['GET', /^\/object\/info\/public\/(.+)$/, readPublicInfo],
  ['GET', /^\/object\/info\/(?:authenticated\/)?(.+)$/, readInfo],
  ['GET', /^\/(?:object|render\/image)\/public\/(.+)$/, downloadPublicObject],
  ['GET', /^\/(?:object|render\/image)\/(?:authenticated\/)?([^/]+\/.+)$/, downloadObject],
  ['POST', /^\/object\/([^/]+\/.+)$/, uploadObject],
  ['PUT', /^\/object\/([^/]+\/.+)$/, updateObject],
  ['DELETE', /^\/object\/([^/]+)$/, removeObjects],
  ['DELETE', /^\/object\/([^/]+\/.+)$/, removeObject],
]

/** Supabase Storage: what comes in under `/storage/v1`. */
export function openStorage(context: Context, { files, maxBytes }: StorageOptions): Part {
  const turns = new InTurn()
  // Another secret than that of the tokens: an address that was signed is nobody's token, and a token is no address.
  const secret = `${context.keys.secret}/storage`
  const workOf = ({ request, url, caller }: PartRequest): Work => ({
    database: context.database,
    files,
    turns,
    request,
    url,
    caller,
    actor: actorOf(caller),
    now: new Date(context.now()),
    sign: (claims) => signJwt(claims, secret),
    verify: (token) => verifyJwt(token, secret, context.now()),
    maxBytes,
  })
  return {
    handle: async (asked) => {
      try {
        const [verb, path] = findVerb(asked.request.method, asked.path)
        return await verb(workOf(asked), path)
      } catch (error) {
        const refusal = toStorageError(error)
        if (refusal.statusCode >= 500) context.onError(error)
        return errorResponse(refusal)
      }
    },
    refuse: ({ fault }) => errorResponse(new StorageError(403, 'Unauthorized', FAULTS[fault], 'InvalidJWT')),
  }
}

const FAULTS: Readonly<Record<JwtFault, string>> = {
  malformed: 'jwt malformed',
  signature: 'signature verification failed',
  expired: '"exp" claim timestamp check failed',
  early: '"nbf" claim timestamp check failed',
}

function findVerb(method: string, path: string): [Verb, string] {
  if (/^\/(?:upload\/resumable|s3|iceberg|vector)\b/.test(path)) {
    const message = 'Only the standard Storage API runs on this local Supabase; use upload() and download()'
    throw new StorageError(409, 'NotSupported', message)
  }
  const asked = method === 'HEAD' ? 'GET' : method
  for (const [routeMethod, pattern, verb] of ROUTES) {
    const found = routeMethod === asked ? pattern.exec(path) : null
    if (found) return [verb, isName(verb) ? splitPath(found[1] ?? '').bucket : (found[1] ?? '')]
  }
  throw new StorageError(404, 'Not Found', `Route ${method}:${path} not found`, 'InvalidRequest')
}

/** Verbs of which the path is one name, that of a bucket. */
const NAMED = new Set<Verb>([
  emptyBucket,
  readBucket,
  changeBucket,
  deleteBucket,
  listObjects,
  listObjectsV2,
  signObjects,
  removeObjects,
])
const isName = (verb: Verb): boolean => NAMED.has(verb)
