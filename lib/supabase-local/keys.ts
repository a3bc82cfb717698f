import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { signJwt } from './jwt.ts'

/** What a project has in its settings: two keys in each of the two forms that Supabase hands out. */
export type Keys = {
  /** Signs every token. */
  secret: string
  anonKey: string
  serviceKey: string
  publishableKey: string
  secretKey: string
}

/** 2035-01-01, as far off as the keys that Supabase's own CLI prints. */
const FAR = 2_051_222_400

/** All keys from one secret, so that they stay the same from start to start. */
export function keysOf(secret: string): Keys {
  const key = (role: string): string => signJwt({ iss: 'supabase-local', role, exp: FAR }, secret)
  const short = (name: string): string => bytesToHex(hmac(sha256, utf8ToBytes(secret), utf8ToBytes(name))).slice(0, 32)
  return {
    secret,
    anonKey: key('anon'),
    serviceKey: key('service_role'),
    publishableKey: `sb_publishable_${short('publishable')}`,
    secretKey: `sb_secret_${short('secret')}`,
  }
}
