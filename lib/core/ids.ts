import { randomBytes } from 'node:crypto'

/** Kind of row → prefix of its id. A prefix says at a glance what an id in a log or a bug report belongs to. */
export const ID_PREFIX = {
  user: 'usr',
  session: 'ses',
  project: 'prj',
  version: 'ver',
  message: 'msg',
  run: 'run',
  attempt: 'att',
  request: 'req',
  worker: 'wrk',
  idempotency: 'idk',
  credit: 'crd',
  memory: 'mem',
  file: 'fil',
  object: 'obj',
  share: 'shr',
} as const

export type IdKind = keyof typeof ID_PREFIX

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz' // Crockford base 32, lower case

function base32(bytes: Uint8Array): string {
  let bits = 0
  let value = 0
  let out = ''
  for (const byte of bytes) {
    value = (value << 8) | byte
    bits += 8
    while (bits >= 5) {
      out += ALPHABET[(value >>> (bits - 5)) & 31]
      bits -= 5
    }
  }
  return bits > 0 ? out + ALPHABET[(value << (5 - bits)) & 31] : out
}

/**
 * `newId('project')` → `prj_` + 26 characters: 48 bits of milliseconds, then 80 random bits, so ids sort by time of
 * creation (as in ULID, https://github.com/ulid/spec) and cannot be guessed.
 */
export function newId(kind: IdKind, now: number = Date.now()): string {
  const bytes = new Uint8Array(16)
  let rest = now
  for (let i = 5; i >= 0; i--) {
    bytes[i] = rest % 256
    rest = Math.floor(rest / 256)
  }
  bytes.set(randomBytes(10), 6)
  return `${ID_PREFIX[kind]}_${base32(bytes)}`
}

/** True when `value` looks like an id of that kind; says nothing about whether the row exists. */
export const isId = (kind: IdKind, value: string): boolean =>
  new RegExp(`^${ID_PREFIX[kind]}_[0-9a-hjkmnp-tv-z]{26}$`).test(value)
