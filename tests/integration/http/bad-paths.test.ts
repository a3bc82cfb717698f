import { describe, expect, it } from 'vitest'
import { problemIn } from '../../support/api'
import { address, all, asked, bodyOf, refused, openRows } from '../../support/bad-input'

/* File paths, prompts and addresses that cannot be. */
openRows()

describe('file paths', () => {
  const bad = [
    '..%2Fsecret',
    'a/..%2F..%2Fb',
    '%2Fetc/passwd',
    'a%00b',
    'a%5Cb',
    '%5C%5Cserver',
    'C:/x',
    'a//b',
    'a%2F%2Fb',
    '.git/config',
    'node_modules/x',
    'a%0Ab',
    `${'x'.repeat(301)}`,
    '%E2%80%AEtxt.exe',
    'e%CC%81',
  ]
  it.each(bad)('%s in the address', async (path) => {
    const project = asked.rows['projects']!
    for (const method of ['GET', 'PUT', 'DELETE'] as const) {
      const segments = path.split('/').map(decodeURIComponent)
      const handler = asked.api.routes.find(({ folder }) => folder === 'projects/[id]/files/[...path]')!.module[method]!
      const problem = await refused(async () => {
        const init: RequestInit = {
          method,
          headers: { authorization: `Bearer ${asked.ana.tokens.accessToken}`, 'content-type': 'application/json' },
        }
        if (method === 'PUT') init.body = '{"content":"x"}'
        const response = await handler(new Request(`http://devora.test/api/v2/projects/${project}/files/x`, init), {
          params: Promise.resolve({ id: project, path: segments }),
        })
        return { status: response.status, headers: response.headers, body: await response.clone().json(), response }
      })
      expect(problem, method).toMatchObject({ status: 422, code: 'invalid_input' })
      expect(
        problem.invalidParams?.map((param) => param.name),
        method,
      ).toContain('path')
    }
  })

  it.each([['../a'], ['/a'], ['a\\b'], ['./a'], ['a/'], [''], ['a/./b'], ['..']])('%j in a body', async (path) => {
    const created = await refused(() =>
      asked.ana.send('POST', '/projects', {
        body: {
          name: 'x',
          files: [
            { path: 'fine.txt', content: '' },
            { path, content: '' },
          ],
        },
      }),
    )
    expect(created).toMatchObject({ status: 422, invalidParams: [{ name: 'files.1.path' }] })
    const restored = await refused(() =>
      asked.ana.send('POST', `/projects/${asked.rows['projects']}/versions/1/restore`, { body: { path } }),
    )
    expect(restored).toMatchObject({ status: 422, invalidParams: [{ name: 'path' }] })
  })

  it.each(['aux', 'con.txt', 'lib/NUL.ts', 'docs/what?.md', 'a/b./c'])(
    '%s, which Windows cannot unpack, is taken by no route',
    async (path) => {
      const refusal = { status: 422, code: 'invalid_input' }
      const body = { name: 'x', files: [{ path, content: '' }] }
      expect(await refused(() => asked.ana.send('POST', '/projects', { body }))).toMatchObject({
        ...refusal,
        invalidParams: [{ name: 'files.0.path', reason: expect.stringContaining('Windows') }],
      })
      const file = `/projects/${asked.rows['projects']}/files/${path.split('/').map(encodeURIComponent).join('/')}`
      const put = await refused(() => asked.ana.send('PUT', file, { body: { content: 'x' } }))
      expect(put).toMatchObject({ ...refusal, invalidParams: [{ name: 'path' }] })
    },
  )

  it('that clash, repeat or overflow', async () => {
    const create = (files: Array<{ path: string; content: string }>) =>
      refused(() => asked.ana.send('POST', '/projects', { body: { name: 'x', files } }))
    const named = (...paths: string[]) => paths.map((path) => ({ path, content: '' }))
    expect(await create(named('a', 'a'))).toMatchObject({ status: 422, invalidParams: [{ name: 'files.1.path' }] })
    expect(await create(named('README.md', 'readme.md'))).toMatchObject({
      status: 422,
      invalidParams: [{ name: 'files.1.path' }],
    })
    expect(await create(named('App/a', 'app/b'))).toMatchObject({
      status: 422,
      invalidParams: [{ name: 'files.1.path' }],
    })
    expect(await create(named('a', 'a/b'))).toMatchObject({ status: 422, invalidParams: [{ name: 'files.0.path' }] })
    expect(await create(named(...Array.from({ length: 2_001 }, (_, n) => `${n}.txt`)))).toMatchObject({
      status: 422,
      invalidParams: [{ name: 'files' }],
    })
    expect(await create([{ path: 'big.txt', content: 'é'.repeat(1024 * 1024 + 1) }])).toMatchObject({
      status: 422,
      invalidParams: [{ name: 'files.0.path' }],
    })
    const clash = await refused(() =>
      asked.ana.send('PUT', `/projects/${asked.rows['projects']}/files/a.txt/b`, { body: { content: 'x' } }),
    )
    expect(clash).toMatchObject({
      status: 422,
      invalidParams: [{ name: 'path', reason: 'a.txt cannot be a file and a folder at once.' }],
    })
  })

  it('may not let a project grow beyond its bounds, one file at a time', async () => {
    const files = Array.from({ length: 9 }, (_, n) => ({ path: `${n}.txt`, content: 'x'.repeat(2_000_000) }))
    const project = await asked.ana.project({ files })
    const content = 'y'.repeat(2_000_000)
    expect((await asked.ana.send('PUT', `/projects/${project.id}/files/10.txt`, { body: { content } })).status).toBe(
      200,
    )
    const problem = problemIn(
      await asked.ana.send('PUT', `/projects/${project.id}/files/11.txt`, { body: { content } }),
    )
    expect(problem).toMatchObject({ status: 422, invalidParams: [{ name: 'path' }] })
    expect((await asked.ana.send('GET', `/projects/${project.id}`)).body).toMatchObject({ currentVersion: 2 })
  })
})

describe('prompts', () => {
  it.each([
    ['empty', ''],
    ['blank', ' \n\t '],
    ['of 100 kB', 'x'.repeat(100_000)],
  ])('%s', async (_, prompt) => {
    expect(await refused(() => asked.ana.send('POST', '/generate', { body: { prompt } }))).toMatchObject({
      status: 422,
      code: 'invalid_input',
      invalidParams: [{ name: 'prompt' }],
    })
  })

  it('for a project of somebody else', async () => {
    expect(
      await refused(() =>
        asked.bob.send('POST', '/generate', { body: { prompt: 'Change it', projectId: asked.rows['projects'] } }),
      ),
    ).toMatchObject({ status: 404, code: 'not_found' })
  })
})

describe('addresses', () => {
  it.each(['/nowhere', '/projects/x/y/z', '/', '/auth', '/projectss'])('%s means nothing', async (path) => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
      expect(problemIn(await asked.ana.send(method, path))).toMatchObject({ status: 404, code: 'not_found' })
    }
  })

  it.each(all.filter(([, { path }]) => path.includes('{number}')))(
    '%s with a version that is no number',
    async (_, contract) => {
      for (const number of ['0', '-1', 'latest', '1.5', '99999999999', 'Infinity']) {
        const problem = await refused(() =>
          asked.ana.send(contract.method, address(contract, { number }), bodyOf(contract)),
        )
        expect(problem, number).toMatchObject({ status: 422, invalidParams: [{ name: 'number' }] })
      }
      expect(
        await refused(() => asked.ana.send(contract.method, address(contract, { number: 7 }), bodyOf(contract))),
      ).toMatchObject({
        status: 404,
      })
    },
  )
})
