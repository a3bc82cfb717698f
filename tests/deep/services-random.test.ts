import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DATABASES, type Local, openLocal } from '../support/supabase-local'

const ROUNDS = 2000
const NOBODY = '00000000-0000-4000-8000-000000000000'

/** What no client sends: zero bytes, halves of characters, other kinds, SQL, paths, very long and very large. */
const VALUES: unknown[] = [
  '',
  'a@b.cd',
  'x@y.zz',
  '\0',
  'a\0b',
  '\ud800',
  1,
  -1,
  1e308,
  null,
  true,
  [],
  {},
  { a: '\0' },
  { a: '\ud800' },
  ['x'],
  'x'.repeat(5000),
  "'; drop table auth.users;--",
  '$1',
  '../..',
  'pkce_x',
  'email',
  'totp',
  NOBODY,
  '%',
  '💥',
]
const KINDS = ['email', 'signup', 'recovery', 'magiclink', 'email_change', 'invite', 'email_change_new']
const NAMES = [
  'email password phone data token token_hash type code_challenge code_challenge_method refresh_token auth_code nonce',
  'code_verifier user_metadata app_metadata ban_duration id role password_hash email_confirm new_email redirect_to',
  'factor_type friendly_name challenge_id code create_user should_soft_delete issuer prefix limit offset search sortBy',
  'cursor with_delimiter bucketId sourceKey destinationKey destinationBucket prefixes paths expiresIn name public',
  'file_size_limit allowed_mime_types metadata messages',
].flatMap((line) => line.split(' '))

const ROUTES = `
  POST /auth/v1/signup
  POST /auth/v1/token?grant_type=password
  POST /auth/v1/token?grant_type=refresh_token
  POST /auth/v1/token?grant_type=pkce
  POST /auth/v1/recover
  POST /auth/v1/otp
  POST /auth/v1/resend
  POST /auth/v1/verify
  GET /auth/v1/verify?type=signup&token=%00
  GET /auth/v1/verify?type=email&token=%ff&redirect_to=%00
  GET /auth/v1/user
  PUT /auth/v1/user
  POST /auth/v1/logout?scope=local%00
  POST /auth/v1/factors
  POST /auth/v1/factors/x/challenge
  POST /auth/v1/factors/%00/verify
  POST /auth/v1/admin/users
  GET /auth/v1/admin/users?page=99999999&per_page=999999999
  PUT /auth/v1/admin/users/${NOBODY}
  GET /auth/v1/admin/users/%00
  POST /auth/v1/admin/generate_link
  POST /auth/v1/invite
  DELETE /auth/v1/user/identities/%00
  POST /storage/v1/object/list/b
  POST /storage/v1/object/list-v2/b
  POST /storage/v1/object/list/%00
  POST /storage/v1/object/move
  POST /storage/v1/object/copy
  DELETE /storage/v1/object/b
  POST /storage/v1/object/sign/b
  POST /storage/v1/object/sign/b/x
  POST /storage/v1/bucket
  PUT /storage/v1/bucket/b
  GET /storage/v1/bucket?search=%00&limit=-1&offset=99999999999999999999
  GET /storage/v1/bucket/%00
  POST /storage/v1/bucket/%00/empty
  DELETE /storage/v1/bucket/%00
  GET /storage/v1/object/public/b/%00
  GET /storage/v1/object/info/b/%00
  GET /storage/v1/object/sign/b/x?token=x.y.z
  POST /storage/v1/object/b/x
  POST /storage/v1/object/upload/sign/b/x
  PUT /storage/v1/object/upload/sign/b/x?token=
  POST /realtime/v1/api/broadcast
  POST /realtime/v1/api/broadcast/%00/events/%ff?private=true`
  .trim()
  .split('\n')
  .map((route) => route.trim().split(' ') as [method: string, path: string])

/** The same numbers in every run. */
function numbers(start: number): (below: number) => number {
  let seed = start
  return (below) => {
    seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff
    return seed % below
  }
}

describe.each(DATABASES)('services of the local Supabase, asked nonsense: %s', (kind) => {
  let local: Local
  beforeAll(async () => {
    local = await openLocal(kind, `insert into storage.buckets (id, name, public) values ('b', 'b', true)`)
  })
  // It throws what went wrong inside.
  afterAll(() => local?.close())

  it('never answer that something went wrong on their side', async () => {
    const next = numbers(kind.length)
    const pick = <T>(list: readonly T[]): T => list[next(list.length)]!
    const { data } = await local.client().auth.signUp({ email: 'a@b.cd', password: 'secret-1' })
    const { anonKey, serviceKey } = local.supabase.keys
    const tokens = [data.session!.access_token, serviceKey, anonKey]
    const body = (): Record<string, unknown> => ({
      ...Object.fromEntries(Array.from({ length: next(6) }, () => [pick(NAMES), pick(VALUES)])),
      // Half of them get further.
      ...(next(2) === 0 ? {} : { email: pick(['a@b.cd', 'x@y.zz']), password: 'secret-1', type: pick(KINDS) }),
      ...(next(2) === 0 ? {} : { bucketId: 'b', expiresIn: 60 }),
    })
    const failed: string[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const [method, path] = pick(ROUTES)
      const sent = JSON.stringify(body())
      const type = pick(['application/json', 'application/json', 'multipart/form-data; boundary=x'])
      const headers = { apikey: anonKey, authorization: `Bearer ${pick(tokens)}`, 'content-type': type }
      const init = { method, headers, ...(method === 'GET' ? {} : { body: sent }) }
      const answer = await local.supabase.fetch(new Request(`http://supabase.local${path}`, init))
      if (answer.status >= 500) failed.push(`${method} ${path} ${sent.slice(0, 300)}: ${await answer.text()}`)
    }
    expect(failed).toEqual([])
  })
})
