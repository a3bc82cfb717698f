import { expect, it, describe } from 'vitest'
import { newId } from '@/lib/core/ids'
import { signAccessToken } from '@/lib/domains/accounts/sessions/tokens'
import { freshIp } from '../../support/api'
import { address, asked, BODIES, bodyOf, refused, openRows, withBody, withId, withUser } from '../../support/bad-input'

/* Who asks, on every route. */
openRows()

it('knows a right body for every route that takes one', () => {
  expect(withBody.filter(([, { id }]) => BODIES[id] === undefined).map(([name]) => name)).toEqual([])
  for (const [name, { id, body }] of withBody) expect(body!.safeParse(BODIES[id]).success, name).toBe(true)
})

describe('who asks', () => {
  it.each(withUser)('%s wants somebody', async (_, contract) => {
    const send = (token?: string) =>
      refused(() =>
        asked.api.send(contract.method, address(contract), {
          ...bodyOf(contract),
          ...(token === undefined ? {} : { token }),
          ip: freshIp(),
        }),
      )
    expect(await send()).toMatchObject({ status: 401, code: 'unauthenticated' })
    expect(await send('no.token.this'), 'broken').toMatchObject({ status: 401, code: 'unauthenticated' })
    expect(await send(`${asked.ana.tokens.accessToken.slice(0, -2)}AA`), 'changed').toMatchObject({
      status: 401,
      code: 'unauthenticated',
    })
    const old = await signAccessToken(
      asked.api.ctx.secret,
      { userId: asked.ana.id, sessionId: asked.ana.who.sessionId! },
      new Date(Date.now() - 31 * 60_000),
    )
    expect(await send(old), 'expired').toMatchObject({ status: 401, code: 'unauthenticated' })
    const foreign = await signAccessToken(
      'another installation of Devora, another secret',
      { userId: asked.ana.id, sessionId: asked.ana.who.sessionId! },
      new Date(),
    )
    expect(await send(foreign), 'signed by others').toMatchObject({ status: 401, code: 'unauthenticated' })
  })

  it.each(withId)('%s of somebody else is like one that does not exist', async (_, contract) => {
    const send = (id?: string) =>
      refused(() =>
        asked.bob.send(contract.method, address(contract, id === undefined ? {} : { id }), bodyOf(contract)),
      )
    const foreign = await send()
    expect(foreign).toMatchObject({ status: 404, code: 'not_found' })
    const kind =
      ({ runs: 'run', auth: 'session', memories: 'memory' } as const)[contract.path.split('/')[1]!] ?? 'project'
    const missing = await send(newId(kind))
    expect({ ...missing, requestId: '' }).toEqual({ ...foreign, requestId: '' })
  })

  it.each(withId)('%s answers 404 for what cannot be an id', async (_, contract) => {
    for (const id of ['x', '%00', '../../etc/passwd', 'prj_', "' or 1=1 --", 'x'.repeat(5_000), '💥']) {
      expect(
        await refused(() =>
          asked.ana.send(contract.method, address(contract, { id: id === '%00' ? '\0' : id }), bodyOf(contract)),
        ),
        JSON.stringify(id),
      ).toMatchObject({ status: 404, code: 'not_found' })
    }
  })
})
