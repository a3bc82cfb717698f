import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { Bucket } from './buckets.ts'
import type { Metadata } from './objects.ts'
import { readBytes } from '../read-bytes.ts'
import { invalidMimeType, invalidRequest, tooLarge } from './storage-error.ts'
import type { Work } from './work.ts'

export type Upload = {
  bytes: Uint8Array
  metadata: Metadata
  userMetadata: Record<string, unknown> | null
}

type Parts = { bytes: Uint8Array; type: string; cacheControl: string; userMetadata: string | null }

/** A form has a little more than its file in it. */
const FORM_BYTES = 64 * 1024

/** The file of a request, which is its body or the file of a form. @throws StorageError */
export async function readUpload(work: Work, bucket: Bucket): Promise<Upload> {
  const max = Math.min(work.maxBytes, bucket.file_size_limit ?? work.maxBytes)
  const contentType = work.request.headers.get('content-type') ?? ''
  const isForm = /^multipart\/form-data/i.test(contentType)
  const parts = isForm ? await readForm(work.request, contentType, max) : await readRaw(work.request, max)
  if (parts.bytes.length > max) throw tooLarge()
  const mimetype = checkType(parts.type, bucket.allowed_mime_types)
  return {
    bytes: parts.bytes,
    userMetadata: parts.userMetadata === null ? null : readMetadata(parts.userMetadata),
    metadata: {
      eTag: `"${bytesToHex(sha256(parts.bytes)).slice(0, 32)}"`,
      size: parts.bytes.length,
      mimetype,
      cacheControl: /^[\w =,.-]{1,200}$/.test(parts.cacheControl) ? parts.cacheControl : 'no-cache',
      lastModified: work.now.toISOString(),
      contentLength: parts.bytes.length,
      httpStatusCode: 200,
    },
  }
}

async function readRaw(request: Request, max: number): Promise<Parts> {
  const packed = request.headers.get('x-metadata')
  return {
    bytes: await readBytes(request, max),
    type: request.headers.get('content-type') ?? 'application/octet-stream',
    cacheControl: request.headers.get('cache-control') ?? 'no-cache',
    userMetadata: packed === null ? null : unpack(packed),
  }
}

/** Base64 of UTF-8. */
function unpack(text: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)))
  } catch {
    throw invalidRequest('Invalid x-metadata header')
  }
}

async function readForm(request: Request, contentType: string, max: number): Promise<Parts> {
  const bytes = await readBytes(request, max + FORM_BYTES)
  const form = await new Response(bytes, { headers: { 'content-type': contentType } }).formData().catch(() => {
    throw invalidRequest('Invalid multipart form')
  })
  const file = [...form.values()].find((value) => typeof value !== 'string')
  if (!file) throw invalidRequest('No content provided')
  const text = (name: string): string | null => {
    const value = form.get(name)
    return typeof value === 'string' ? value : null
  }
  const seconds = text('cacheControl')
  return {
    bytes: new Uint8Array(await file.arrayBuffer()),
    type: text('contentType') ?? (file.type || 'application/octet-stream'),
    cacheControl: seconds === null ? 'no-cache' : `max-age=${seconds}`,
    userMetadata: text('metadata'),
  }
}

function readMetadata(text: string): Record<string, unknown> {
  try {
    const value = JSON.parse(text) as unknown
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {
    // Said below.
  }
  throw invalidRequest('Invalid metadata')
}

const TYPE = /^[\w.+-]+\/[\w.+-]+(?: *; *[\w-]+=(?:[\w.+-]+|"[\w .+-]*"))*$/

/** A type that goes into a header of later answers: nothing but a type may be in it. */
function checkType(type: string, allowed: readonly string[] | null): string {
  if (!TYPE.test(type) || type.length > 200) throw invalidMimeType(type.slice(0, 100))
  const [main = '', sub = ''] = (type.split(';')[0] ?? '').trim().toLowerCase().split('/')
  const isAllowed = (pattern: string): boolean => {
    const [allowedMain, allowedSub] = pattern.toLowerCase().split(';')[0]?.trim().split('/') ?? []
    return pattern === '*/*' || (allowedMain === main && (allowedSub === '*' || allowedSub === sub))
  }
  if (allowed && allowed.length > 0 && !allowed.some(isAllowed)) throw invalidMimeType(type)
  return type
}
