import { invalidKey, StorageError } from './storage-error.ts'

/*
 * Names of buckets and objects: what Amazon's S3 calls safe, as the original has it. Besides, no part of a name may be
 * `.` or `..`: browsers and file systems would walk them.
 */

const KEY = /^[\w/!.*'() &$=@;:+,?-]{1,1024}$/
const BUCKET = /^[\w!.*'() &$=@;:+,?-]{1,100}$/
const isWalk = (part: string): boolean => part === '.' || part === '..'

/** @throws StorageError */
export function checkKey(key: string): string {
  const isPlain = KEY.test(key) && !key.startsWith('/') && !key.endsWith('/') && !key.includes('//')
  if (!isPlain || key.split('/').some(isWalk)) throw invalidKey(key)
  return key
}

/** @throws StorageError */
export function checkBucketName(name: string): string {
  if (BUCKET.test(name) && name.trim() === name && !isWalk(name)) return name
  throw new StorageError(400, 'Invalid Input', 'Bucket name invalid', 'InvalidBucketName')
}

/** Bucket and key of the rest of an address, `avatars/folder/cat.png`. */
export function splitPath(path: string): { bucket: string; key: string } {
  const parts = path.split('/').map(decode)
  const bucket = parts[0] ?? ''
  return { bucket, key: parts.slice(1).join('/') }
}

/** What cannot be decoded is not a name; an encoded slash is a slash, as the original's router reads it. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw invalidKey(part)
  }
}
