import { describe, expect, it } from 'vitest'
import { answerAway, believeHeaders, isAskedForAtDoor, isPage, refuseAtDoor } from '@/lib/http/door'

const ask = (method: string, url: string, headers: Record<string, string> = {}) =>
  refuseAtDoor({ method, url, headers: { host: 'devora.example', ...headers } })

describe('the door', () => {
  it.each(['/', '/projects/a%20b', '/sign-in?next=%c0%ae', '/api/v2/projects/x/files/%E2%82%AC.txt'])(
    'lets %s through',
    (url) => expect(ask('GET', url)).toBeNull(),
  )

  it.each(['/api/v2/projects/x/files/%c0%ae', '/api/%', '/api/v2/%ff', '/api/a%00b'])(
    'refuses %s with problem+json',
    (url) => {
      const answer = ask('GET', url)!
      expect(answer).toMatchObject({ status: 400, headers: { 'Content-Type': 'application/problem+json' } })
      expect(JSON.parse(answer.body)).toMatchObject({ code: 'malformed_address', status: 400 })
    },
  )

  it('answers a page with a page that has a policy, in the language asked for', () => {
    const answer = ask('GET', '/projects/%c0%ae', { 'accept-language': 'es-CO' })!
    expect(answer.status).toBe(400)
    expect(answer.headers['Content-Security-Policy']).toContain("default-src 'none'")
    expect(answer.body).toContain('lang="es"')
  })

  it.each(['TRACE', 'PROPFIND', 'CONNECT'])('takes no %s', (method) =>
    expect(ask(method, '/api/v2/system/ping')).toMatchObject({ status: 405 }),
  )

  it('refuses a host that is none', () => expect(ask('GET', '/', { host: 'a b' })).toMatchObject({ status: 400 }))

  it('knows pages from data and files', () => {
    const is = (url: string) => isPage({ method: 'GET', url, headers: {} })
    expect(['/', '/projects/x?y=1', '/docs/api'].map(is)).toEqual([true, true, true])
    expect(['/api/v2/x', '/_next/x', '/icon.svg'].map(is)).toEqual([false, false, false])
  })

  it('asks for the database itself where nobody behind it would', () => {
    const is = (url: string) => isAskedForAtDoor({ method: 'GET', url, headers: {} })
    expect(['/', '/api/v2/system/ping', '/api/v2/system/ping?x'].map(is)).toEqual([true, true, true])
    expect(['/api/v2/system/health', '/_next/x', '/icon.svg'].map(is)).toEqual([false, false, false])
    const away = answerAway({ method: 'GET', url: '/api/v2/system/ping', headers: {} })
    expect(away).toMatchObject({ status: 503, headers: { 'Content-Type': 'application/problem+json' } })
    expect(JSON.parse(away.body)).toMatchObject({ code: 'unavailable', database: 'down' })
    expect(Number(away.headers['Retry-After'])).toBeGreaterThan(0)
  })
})

describe('what proxies write', () => {
  const claims = () => ({
    'x-forwarded-host': 'evil.example, devora.example',
    'x-forwarded-proto': 'https',
    'x-forwarded-for': '6.6.6.6, 203.0.113.9',
    'x-real-ip': '6.6.6.6',
  })
  it('counts for nothing without a proxy of ours', () => {
    const headers = claims()
    believeHeaders(headers, '198.51.100.7', 0)
    expect(headers).toEqual({ 'x-forwarded-for': '6.6.6.6, 203.0.113.9', 'x-real-ip': '198.51.100.7' })
  })
  it('counts as far as our proxies wrote it', () => {
    const headers = claims()
    believeHeaders(headers, '10.0.0.1', 1)
    expect(headers).toMatchObject({
      'x-forwarded-host': 'devora.example',
      'x-forwarded-proto': 'https',
      'x-real-ip': '203.0.113.9',
    })
  })
})
