import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/*
 * A server that speaks as much of S3's protocol as the file storage needs, and checks every signature as S3 does
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html).
 */

type S3Object = { bytes: Buffer; contentType: string; metadata: Record<string, string>; at: Date }
type Failure = { status: number; code: string }

export type S3Server = {
  env: {
    S3_ENDPOINT: string
    S3_REGION: string
    S3_BUCKET: string
    S3_ACCESS_KEY_ID: string
    S3_SECRET_ACCESS_KEY: string
  }
  objects: Map<string, S3Object>
  /** How the next requests are answered, whatever they are. */
  failures: Failure[]
  close(): Promise<void>
}

const hex = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex')
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
const escaped = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)

class S3Error extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string) {
    super(code)
    this.status = status
    this.code = code
  }
}

export async function openS3Server(): Promise<S3Server> {
  const objects = new Map<string, S3Object>()
  const failures: Failure[] = []
  const env = {
    S3_ENDPOINT: '',
    S3_REGION: 'eu-test-1',
    S3_BUCKET: 'devora-files',
    S3_ACCESS_KEY_ID: 'AKIDTEST',
    S3_SECRET_ACCESS_KEY: 'a/secret+key',
  }
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const body = Buffer.concat(parts)
      try {
        const failure = failures.shift()
        if (failure !== undefined) throw new S3Error(failure.status, failure.code)
        verify(request, body, env)
        serve({ request, response, body, objects, bucket: env.S3_BUCKET })
      } catch (error) {
        const { status, code } = error instanceof S3Error ? error : new S3Error(500, 'InternalError')
        response.writeHead(status, { 'content-type': 'application/xml' })
        response.end(request.method === 'HEAD' ? '' : `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  env.S3_ENDPOINT = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return { env, objects, failures, close }
}

/** Signature version 4 over method, path, query, the headers it names and the hash of the body. */
function verify(request: IncomingMessage, body: Buffer, env: S3Server['env']): void {
  const header = (name: string): string => String(request.headers[name] ?? '')
  const said =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=(\w+)$/
  const [, id, day = '', region = '', names = '', signature] = said.exec(header('authorization')) ?? []
  if (id !== env.S3_ACCESS_KEY_ID || region !== env.S3_REGION) throw new S3Error(403, 'InvalidAccessKeyId')
  if (!names.split(';').includes('host')) throw new S3Error(403, 'AccessDenied')
  const payload = header('x-amz-content-sha256')
  if (payload !== hex(body)) throw new S3Error(400, 'XAmzContentSHA256Mismatch')
  const time = header('x-amz-date')
  const url = new URL(request.url ?? '/', env.S3_ENDPOINT)
  const query = [...url.searchParams]
    .map(([name, value]) => `${escaped(name)}=${escaped(value)}`)
    .toSorted()
    .join('&')
  const canonical = [
    request.method,
    url.pathname,
    query,
    ...names.split(';').map((name) => `${name}:${header(name).trim()}`),
    '',
    names,
    payload,
  ].join('\n')
  const scope = `${day}/${region}/s3/aws4_request`
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${env.S3_SECRET_ACCESS_KEY}`)
  const wanted = hmac(key, ['AWS4-HMAC-SHA256', time, scope, hex(canonical)].join('\n')).toString('hex')
  if (signature !== wanted || !time.startsWith(day)) throw new S3Error(403, 'SignatureDoesNotMatch')
}

type Served = {
  request: IncomingMessage
  response: ServerResponse
  body: Buffer
  objects: Map<string, S3Object>
  bucket: string
}

function serve({ request, response, body, objects, bucket }: Served): void {
  const url = new URL(request.url ?? '/', 'http://s3')
  const [, inBucket, ...rest] = url.pathname.split('/')
  if (inBucket !== bucket) throw new S3Error(404, 'NoSuchBucket')
  const key = rest.map(decodeURIComponent).join('/')
  if (request.method === 'GET' && key === '') return list(url.searchParams, response, objects, bucket)
  if (request.method === 'PUT') {
    const metadata = Object.fromEntries(
      Object.entries(request.headers).filter(([name]) => name.startsWith('x-amz-meta-')),
    ) as Record<string, string>
    objects.set(key, { bytes: body, contentType: request.headers['content-type'] ?? '', metadata, at: new Date() })
    return void response.writeHead(200, { etag: '"e"' }).end()
  }
  if (request.method === 'DELETE') {
    objects.delete(key)
    return void response.writeHead(204).end()
  }
  const found = objects.get(key)
  if (found === undefined) throw new S3Error(404, request.method === 'HEAD' ? 'NotFound' : 'NoSuchKey')
  read(request, response, found)
}

function read(
  request: IncomingMessage,
  response: ServerResponse,
  { bytes, contentType, metadata, at }: S3Object,
): void {
  const headers = { 'content-type': contentType, 'last-modified': at.toUTCString(), ...metadata }
  if (request.method === 'HEAD')
    return void response.writeHead(200, { ...headers, 'content-length': bytes.length }).end()
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '')
  if (range === null) return void response.writeHead(200, { ...headers, 'content-length': bytes.length }).end(bytes)
  const from = Number(range[1])
  if (from >= bytes.length) throw new S3Error(416, 'InvalidRange')
  const to = Math.min(bytes.length - 1, range[2] === '' ? bytes.length - 1 : Number(range[2]))
  const length = { 'content-length': to + 1 - from, 'content-range': `bytes ${from}-${to}/${bytes.length}` }
  response.writeHead(206, { ...headers, ...length }).end(bytes.subarray(from, to + 1))
}

const tag = (name: string, ...content: string[]): string => `<${name}>${content.join('')}</${name}>`

function list(query: URLSearchParams, response: ServerResponse, objects: Map<string, S3Object>, bucket: string): void {
  if (query.get('list-type') !== '2') throw new S3Error(400, 'NotImplemented')
  const most = Number(query.get('max-keys') ?? 1_000)
  const all = [...objects]
    .filter(([key]) => key.startsWith(query.get('prefix') ?? '') && key > (query.get('start-after') ?? ''))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  const entries = all
    .slice(0, most)
    .map(([key, { bytes, at }]) =>
      tag('Contents', tag('Key', key), tag('Size', String(bytes.length)), tag('LastModified', at.toISOString())),
    )
  const isCut = `<IsTruncated>${all.length > most}</IsTruncated>`
  response.writeHead(200, { 'content-type': 'application/xml' })
  response.end(
    `<?xml version="1.0"?><ListBucketResult><Name>${bucket}</Name>${isCut}${entries.join('')}</ListBucketResult>`,
  )
}
