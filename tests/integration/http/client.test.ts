import { afterAll, beforeAll, expect, it } from 'vitest'
import type * as contract from '@/lib/domains/projects/contract'
import { ApiError, call } from '@/lib/http/client'
import type { HttpMethod } from '@/lib/http/endpoint'
import { openApi, type TestApi } from '../../support/api'
import { newPerson, type Person } from '../../support/people'

/** The typed client against the real routes: both come from the same contracts, and here they meet. */
let api: TestApi
let ana: Person
let options: { fetch: typeof fetch }
beforeAll(async () => {
  api = await openApi()
  ana = await newPerson(api)
  options = {
    fetch: async (input, init) => {
      const address = String(input).replace('/api/v2', '')
      const headers = init?.headers as Record<string, string>
      return (
        await ana.send(init?.method as HttpMethod, address, {
          headers,
          ...(init?.body == null ? {} : { body: String(init.body) }),
        })
      ).response
    },
  }
})
afterAll(() => api.close())

it('sends params, query and body where they belong', async () => {
  const project = await call<typeof contract.createProject>(
    'POST /projects',
    { body: { name: 'By the client' } },
    options,
  )
  const path = ['app', '[id]', 'a b & ñ#.tsx']
  const version = await call<typeof contract.putFile>(
    'PUT /projects/{id}/files/{path*}',
    { params: { id: project.id, path }, body: { content: 'x', baseVersion: 0 } },
    options,
  )
  expect(version).toMatchObject({ number: 1, files: 1 })
  const file = await call<typeof contract.getFile>(
    'GET /projects/{id}/files/{path*}',
    { params: { id: project.id, path }, query: { version: 1 } },
    options,
  )
  expect(file).toMatchObject({ path: path.join('/'), content: 'x' })
  expect(
    await call<typeof contract.deleteProject>('DELETE /projects/{id}', { params: { id: project.id } }, options),
  ).toBeUndefined()
})

it('throws the problem, with the reason of each field', async () => {
  const failing = call<typeof contract.createProject>('POST /projects', { body: { name: ' ' } }, options)
  await expect(failing).rejects.toBeInstanceOf(ApiError)
  const error = await failing.catch((thrown: unknown) => thrown as ApiError)
  expect(error).toMatchObject({ problem: { status: 422, code: 'invalid_input' } })
  expect((error as ApiError).reasonFor('name')).toBe('Give it a name.')
  expect((error as ApiError).reasonFor('description')).toBeUndefined()
})

it('does not do a write twice when it is told they are one', async () => {
  const twice = await Promise.all(
    [1, 2].map(() =>
      call<typeof contract.createProject>(
        'POST /projects',
        { body: { name: 'Double click' } },
        { ...options, idempotencyKey: 'click' },
      ),
    ),
  )
  expect(twice[0]!.id).toBe(twice[1]!.id)
})
