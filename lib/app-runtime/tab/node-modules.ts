import { hmac } from '@noble/hashes/hmac.js'
import { Buffer, SlowBuffer } from 'next/dist/compiled/buffer'
import * as events from 'next/dist/compiled/events'
import path from 'next/dist/compiled/path-browserify'
import * as querystring from 'next/dist/compiled/querystring-es3'
import * as stream from 'next/dist/compiled/stream-browserify'
import * as stringDecoder from 'next/dist/compiled/string_decoder'
import * as util from 'next/dist/compiled/util'
import { AsyncLocalStorage, AsyncResource } from './async-context.ts'
import { setEnvironment } from './process.ts'
import { bytesOf, hashOf, randomUuid } from './web-crypto.ts'

/*
 * Node's modules that mean something without files, network and processes, for server code that runs in a browser's
 * worker. The other ones are refused when the application is built.
 */

type Data = string | BufferSource
type Digest = { update(data: Data, encoding?: BufferEncoding): Digest; digest(encoding?: BufferEncoding): unknown }

const read = (data: Data, encoding: BufferEncoding = 'utf8'): Uint8Array =>
  typeof data === 'string' ? Buffer.from(data, encoding) : bytesOf(data)

function digesting(hash: { update(bytes: Uint8Array): unknown; digest(): Uint8Array }): Digest {
  const one: Digest = {
    update(data, encoding) {
      hash.update(read(data, encoding))
      return one
    },
    digest(encoding) {
      const bytes = Buffer.from(hash.digest())
      return encoding === undefined ? bytes : bytes.toString(encoding)
    },
  }
  return one
}

const randomBytes = (size: number): Buffer => Buffer.from(crypto.getRandomValues(new Uint8Array(size)))

function isSame(one: BufferSource, other: BufferSource): boolean {
  const [left, right] = [bytesOf(one), bytesOf(other)]
  if (left.length !== right.length) throw new RangeError('Input buffers must have the same byte length')
  return left.every((byte, at) => byte === right[at])
}

const cryptoModule = {
  createHash: (name: string) => digesting(hashOf(name).create()),
  createHmac: (name: string, key: Data) => digesting(hmac.create(hashOf(name), read(key))),
  randomBytes,
  randomUUID: randomUuid,
  randomInt: (from: number, to?: number): number => {
    const [low, high] = to === undefined ? [0, from] : [from, to]
    return low + (randomBytes(6).readUIntBE(0, 6) % (high - low))
  },
  getRandomValues: (array: Uint8Array) => crypto.getRandomValues(array as Uint8Array<ArrayBuffer>),
  timingSafeEqual: isSame,
  get subtle() {
    return crypto.subtle
  },
  get webcrypto() {
    return crypto
  },
}

const asyncHooks = { AsyncLocalStorage, AsyncResource, executionAsyncId: () => 0, triggerAsyncId: () => 0 }
const url = {
  URL,
  URLSearchParams,
  fileURLToPath: (address: string | URL) => new URL(address).pathname,
  pathToFileURL: (file: string) => new URL(`file://${file}`),
}
const assert = Object.assign(
  (value: unknown, message = 'The assertion failed'): void => {
    if (!value) throw new Error(message)
  },
  { ok: (value: unknown, message?: string): void => assert(value, message) },
)
function isUtf8(bytes: BufferSource): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}
const isAscii = (bytes: BufferSource): boolean => bytesOf(bytes).every((byte) => byte < 128)
const timers = {
  setTimeout: (...args: Parameters<typeof setTimeout>) => setTimeout(...args),
  clearTimeout: (id: number) => clearTimeout(id),
  setInterval: (...args: Parameters<typeof setInterval>) => setInterval(...args),
  clearInterval: (id: number) => clearInterval(id),
  setImmediate: (work: VoidFunction) => setTimeout(work, 0),
  clearImmediate: (id: number) => clearTimeout(id),
}

const MODULES: Readonly<Record<string, unknown>> = {
  assert,
  async_hooks: asyncHooks,
  buffer: { Buffer, SlowBuffer, Blob, File, atob: globalThis.atob, btoa: globalThis.btoa, isUtf8, isAscii },
  crypto: cryptoModule,
  diagnostics_channel: { channel: () => ({ hasSubscribers: false, publish: () => undefined }) },
  events,
  path: { ...path, posix: path, win32: path, default: path },
  querystring,
  stream,
  string_decoder: stringDecoder,
  timers,
  url,
  util: { ...util, TextEncoder, TextDecoder },
}

/** Node's `require` for these. @throws a sentence that names the one that is not there */
export function requireNode(specifier: string): unknown {
  const name = specifier.replace(/^node:/, '')
  if (Object.hasOwn(MODULES, name)) return MODULES[name]
  throw new Error(`"${name}" of Node is not there in a preview`)
}

/** What server code finds without asking for it. */
export function defineNodeGlobals(env: Readonly<Record<string, string>>): void {
  const exact = Buffer as { allocUnsafeSlow?: typeof SlowBuffer }
  exact.allocUnsafeSlow ??= (size) => Buffer.alloc(size)
  setEnvironment(env)
  Object.assign(globalThis, { Buffer, global: globalThis, setImmediate: timers.setImmediate })
}
