import { jwtVerify, SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { openGateway } from '@/lib/supabase-local/gateway'
import { signJwt, verifyJwt } from '@/lib/supabase-local/jwt'
import { keysOf } from '@/lib/supabase-local/keys'
import type { PartRequest } from '@/lib/supabase-local/part'

const SECRET = 'a secret of at least thirty-two characters'
const NOW = Date.UTC(2026, 0, 1)

describe('tokens', () => {
  test('are read by others, and others’ by us', async () => {
    const ours = signJwt({ sub: 'ünï', exp: NOW / 1000 + 60 }, SECRET)
    const { payload } = await jwtVerify(ours, new TextEncoder().encode(SECRET), { currentDate: new Date(NOW) })
    expect(payload.sub).toBe('ünï')
    const theirs = await new SignJWT({ sub: 'a' })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(SECRET))
    expect(verifyJwt(theirs, SECRET, NOW)).toEqual({ sub: 'a' })
  })

  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  test.each([
    ['no signature', `${part({ alg: 'none' })}.${part({ role: 'service_role' })}.`],
    ['no algorithm', `${part({ alg: 'none' })}.${part({ role: 'service_role' })}.x`],
    ['another secret', signJwt({ role: 'service_role' }, `${SECRET}!`)],
    ['another payload', signJwt({ role: 'anon' }, SECRET).replace(/\.[^.]+\./, `.${part({ role: 'service_role' })}.`)],
    ['expired', signJwt({ exp: NOW / 1000 }, SECRET)],
    ['not yet', signJwt({ nbf: NOW / 1000 + 1 }, SECRET)],
    ['no object', `${part({ alg: 'HS256' })}.${part('x')}.x`],
    ['not base64', 'ä.ö.ü'],
    ['too long', 'a.b.c'.padEnd(100_000, 'c')],
  ])('refuses one with %s', (_, token) => {
    expect(() => verifyJwt(token, SECRET, NOW)).toThrow(/refused/)
  })
})

describe('the gateway', () => {
  const keys = keysOf(SECRET)
  const part = {
    handle: ({ caller, path }: PartRequest) => Promise.resolve(Response.json({ role: caller.role, path })),
    refuse: ({ fault }: { fault: string }) => Response.json({ fault }, { status: 401 }),
  }
  const gateway = openGateway(
    [
      { prefix: '/rest/v1', part },
      { prefix: '/auth/v1', part },
    ],
    { keys, now: () => NOW, onError: () => undefined },
  )
  const ask = async (path: string, headers: Record<string, string> = {}, method = 'GET') => {
    const answer = await gateway(new Request(`http://supabase.local${path}`, { method, headers }))
    const text = await answer.text()
    return { status: answer.status, body: text === '' ? null : (JSON.parse(text) as unknown), headers: answer.headers }
  }

  test.each([
    ['the anonymous key', { apikey: keys.anonKey }, 'anon'],
    ['the service key', { apikey: keys.serviceKey }, 'service_role'],
    ['a publishable key', { apikey: keys.publishableKey, authorization: `Bearer ${keys.publishableKey}` }, 'anon'],
    ['a secret key', { apikey: keys.secretKey }, 'service_role'],
    [
      'a token',
      { apikey: keys.anonKey, authorization: `Bearer ${signJwt({ role: 'authenticated' }, SECRET)}` },
      'authenticated',
    ],
    [
      'a token without a role',
      { apikey: keys.anonKey, authorization: `Bearer ${signJwt({ sub: 'x' }, SECRET)}` },
      'anon',
    ],
  ])('knows who asks by %s', async (_, headers, role) => {
    await expect(ask('/rest/v1/todos', headers)).resolves.toMatchObject({ status: 200, body: { role, path: '/todos' } })
  })

  test('lets nobody in without a key, or with a wrong one', async () => {
    expect((await ask('/rest/v1/todos')).status).toBe(401)
    expect((await ask('/rest/v1/todos', { apikey: 'x' })).body).toMatchObject({ message: 'Invalid API key' })
    const expired = signJwt({ role: 'authenticated', exp: 1 }, SECRET)
    expect((await ask('/rest/v1/', { apikey: keys.anonKey, authorization: `Bearer ${expired}` })).body).toEqual({
      fault: 'expired',
    })
    expect((await ask('/auth/v1/verify?token=x')).status).toBe(200)
    expect((await ask('/auth/v1/verify/../user')).status).toBe(401)
  })

  test('answers the browser’s question before it asks, and says so of every answer', async () => {
    const preflight = await ask('/rest/v1/x', { 'access-control-request-headers': 'apikey,prefer' }, 'OPTIONS')
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-headers')).toBe('apikey,prefer')
    expect((await ask('/nothing')).headers.get('access-control-allow-origin')).toBe('*')
    expect((await ask('/nothing')).status).toBe(404)
  })
})
