import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { LIMITS } from '@/lib/http/limits/table'
import { freshIp, openApi, problemIn, type TestApi } from '../../support/api'
import { newPerson, PASSWORD, type Person } from '../../support/people'

let api: TestApi
let ana: Person
beforeAll(async () => {
  api = await openApi()
  ana = await newPerson(api)
})
beforeEach(() => api.ctx.db.rateWindow.deleteMany())
afterAll(() => api.close())

describe('every answer', () => {
  it('says its request id, its time and what is left of the limit', async () => {
    const answers = [
      await ana.send('GET', '/projects'),
      await ana.send('GET', '/projects/x'),
      await api.send('GET', '/auth/me', { ip: freshIp() }),
    ]
    expect(answers.map((answer) => answer.status)).toEqual([200, 404, 401])
    for (const { headers } of answers) {
      expect(headers.get('x-request-id')).toMatch(/^req_[0-9a-z]{26}$/)
      expect(Number(headers.get('x-process-time'))).toBeGreaterThan(0)
      expect(Number(headers.get('x-ratelimit-limit'))).toBeGreaterThan(0)
      expect(Number(headers.get('x-ratelimit-remaining'))).toBeGreaterThan(0)
      expect(Number(headers.get('x-ratelimit-reset'))).toBeGreaterThan(0)
      expect(headers.get('cache-control')).toBe('no-store')
    }
    expect(new Set(answers.map((answer) => answer.headers.get('x-request-id'))).size).toBe(3)
  })

  it('carries no secret and no column that its contract does not name', async () => {
    const register = await api.send('POST', '/auth/register', {
      body: { email: 'plain@example.com', password: PASSWORD },
      ip: freshIp(),
    })
    expect(Object.keys((register.body as { user: object }).user)).toEqual(['id', 'email', 'fullName', 'createdAt'])
    const project = await ana.project()
    expect(Object.keys(project).toSorted()).toEqual([
      'asked',
      'createdAt',
      'currentVersion',
      'description',
      'id',
      'name',
      'status',
      'updatedAt',
    ])
  })

  it('says nothing about its inside when something breaks', async () => {
    await api.ctx.db.$executeRaw`alter table login_failure rename to login_failure_gone`
    try {
      // With the lock out of order nobody gets in: not even the right password.
      const problem = problemIn(
        await api.send('POST', '/auth/login', { body: { email: ana.email, password: PASSWORD }, ip: freshIp() }),
      )
      expect(problem).toMatchObject({ status: 500, code: 'internal', title: 'Something broke on our side' })
      expect(problem.detail).toBe(`Something broke on our side. Quote ${problem.requestId} when you ask about it.`)
    } finally {
      await api.ctx.db.$executeRaw`alter table login_failure_gone rename to login_failure`
    }
  })
})

describe('limits', () => {
  it('end sign-ins of one address, whoever it tries', async () => {
    const ip = freshIp()
    const { requests } = LIMITS.auth
    const tries = await Promise.all(
      Array.from({ length: requests + 5 }, (_, n) =>
        api.send('POST', '/auth/refresh', { body: { refreshToken: `guess ${n}` }, ip }),
      ),
    )
    expect(tries.filter((answer) => answer.status === 401)).toHaveLength(requests)
    const refused = tries.filter((answer) => answer.status === 429)
    expect(refused).toHaveLength(5)
    expect(problemIn(refused[0]!).code).toBe('rate_limited')
    expect(Number(refused[0]!.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(refused[0]!.headers.get('x-ratelimit-remaining')).toBe('0')
    expect(
      (await api.send('POST', '/auth/refresh', { body: { refreshToken: 'guess' }, ip: freshIp() })).status,
      'another address',
    ).toBe(401)
  })

  it('count a person, not the address they come from', async () => {
    const bob = await newPerson(api)
    const { requests, seconds } = LIMITS.api
    const start = new Date(Math.floor(Date.now() / 1_000 / seconds) * seconds * 1_000)
    const window = (windowStart: Date) => ({
      key: `api:${bob.id}`,
      windowStart,
      count: requests,
      expiresAt: new Date(Date.now() + 600_000),
    })
    // Two windows, in case the minute turns over right here.
    await api.ctx.db.rateWindow.deleteMany({ where: { key: `api:${bob.id}` } })
    await api.ctx.db.rateWindow.createMany({
      data: [window(start), window(new Date(start.getTime() + seconds * 1_000))],
    })
    expect((await bob.send('GET', '/projects', { ip: freshIp() })).status).toBe(429)
    expect((await ana.send('GET', '/projects', { ip: bob.ip })).status).toBe(200)
  })
})
