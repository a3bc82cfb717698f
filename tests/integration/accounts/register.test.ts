import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshIp, openApi, problemIn, type TestApi } from '../../support/api'
import { PASSWORD } from '../../support/people'

let api: TestApi
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

const address = () => `someone-${randomBytes(5).toString('hex')}@example.com`
const register = (email: string, more: object = {}) =>
  api.send('POST', '/auth/register', { body: { email, password: PASSWORD, ...more }, ip: freshIp() })

describe('registering', () => {
  it('answers the account and stores an argon2id hash of the agreed cost', async () => {
    const email = address()
    const answer = await register(`  ${email.toUpperCase()} `.trim(), { fullName: '  Ana Ruiz ' })
    expect(answer.status).toBe(201)
    expect(answer.body).toEqual({
      user: { id: expect.stringMatching(/^usr_/), email, fullName: 'Ana Ruiz', createdAt: expect.any(String) },
    })
    const { passwordHash } = await api.ctx.db.user.findUniqueOrThrow({
      where: { email },
      select: { passwordHash: true },
    })
    expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  it('gives an address to one of two who want it at the same moment', async () => {
    const email = address()
    const answers = await Promise.all([register(email), register(email.toUpperCase()), register(email)])
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409])
    expect(problemIn(answers.find((answer) => answer.status === 409)!)).toMatchObject({
      code: 'email_taken',
      invalidParams: [{ name: 'email' }],
    })
    expect(await api.ctx.db.user.count({ where: { email } })).toBe(1)
  })

  it.each([
    'password123',
    'Password1234',
    'qwertyuiop',
    '1q2w3e4r5t6y',
    'aaaaaaaaaaaa',
    'contraseña123',
    'ana-ruiz-1990',
  ])('refuses the password %s, which is guessed first', async (password) => {
    const body = { email: 'ana.ruiz@example.com', password, fullName: 'Ana Ruiz' }
    const problem = problemIn(await api.send('POST', '/auth/register', { body, ip: freshIp() }))
    expect(problem).toMatchObject({ status: 422, code: 'invalid_input', invalidParams: [{ name: 'password' }] })
  })

  it.each([
    ['email', { email: 'not an address' }],
    ['email', { email: 'a@b' }],
    ['email', { email: `${'a'.repeat(260)}@example.com` }],
    ['email', { email: 7 }],
    ['password', { password: 'short' }],
    ['password', { password: 'x'.repeat(201) }],
    ['fullName', { fullName: '   ' }],
    ['fullName', { fullName: 'NUL \0 inside' }],
    ['isStaff', { isStaff: true }],
  ])('refuses a wrong %s and stores nobody', async (name, wrong) => {
    const before = await api.ctx.db.user.count()
    const problem = problemIn(
      await api.send('POST', '/auth/register', {
        body: { email: address(), password: PASSWORD, ...wrong },
        ip: freshIp(),
      }),
    )
    expect(problem).toMatchObject({ status: 422, code: 'invalid_input' })
    expect(problem.invalidParams?.map((param) => param.name)).toContain(name)
    expect(await api.ctx.db.user.count()).toBe(before)
  })
})
