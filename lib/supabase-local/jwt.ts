import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'

/*
 * JSON Web Tokens with HS256 (RFC 7515, RFC 7519), as a Supabase project signs them. Not by Web Crypto: in a frame of
 * an opaque origin `crypto.subtle` is missing.
 */

export type Claims = Readonly<Record<string, unknown>>

export type JwtFault = 'malformed' | 'signature' | 'expired' | 'early'

/** A token that says nothing; each service has words of its own for it. */
export class JwtError extends Error {
  readonly fault: JwtFault
  constructor(fault: JwtFault) {
    super(`The token is refused: ${fault}.`)
    this.fault = fault
  }
}

const encode = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
const decode = (text: string): Uint8Array =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0))
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

const signatureOf = (signed: string, secret: string): string => encode(hmac(sha256, bytesOf(secret), bytesOf(signed)))

export function signJwt(claims: Claims, secret: string): string {
  const part = (value: unknown): string => encode(bytesOf(JSON.stringify(value)))
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`
  return `${signed}.${signatureOf(signed, secret)}`
}

/** Longer ones are no token of ours, and would be read in vain. */
const MAX_LENGTH = 16_384

/** The claims of a token that this secret signed and that holds at `now`, in milliseconds. @throws JwtError */
export function verifyJwt(token: string, secret: string, now: number): Claims {
  const [header = '', payload = '', signature = '', ...more] = token.length > MAX_LENGTH ? [] : token.split('.')
  if (signature === '' || more.length > 0) throw new JwtError('malformed')
  if (parse(header)['alg'] !== 'HS256') throw new JwtError('signature')
  if (!isSame(signature, signatureOf(`${header}.${payload}`, secret))) throw new JwtError('signature')
  const claims = parse(payload)
  const seconds = now / 1000
  if (typeof claims['exp'] === 'number' && claims['exp'] <= seconds) throw new JwtError('expired')
  if (typeof claims['nbf'] === 'number' && claims['nbf'] > seconds) throw new JwtError('early')
  return claims
}

function parse(part: string): Claims {
  try {
    const value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(decode(part))) as unknown
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Claims
  } catch {
    // Said below: whatever is wrong with it, nobody's.
  }
  throw new JwtError('malformed')
}

/** Takes as long for a wrong first sign as for a wrong last one. */
function isSame(one: string, other: string): boolean {
  let difference = one.length ^ other.length
  for (let at = 0; at < one.length; at++) difference |= one.charCodeAt(at) ^ other.charCodeAt(at % other.length)
  return difference === 0
}
