import { describe, expect, it } from 'vitest'
import { contracts } from '@/lib/api'
import { HTTP_METHODS } from '@/lib/http/endpoint'
import { loadRoutes } from '../support/api'

/**
 * Next routes by folder and export name; contracts say path and method. Here both are held together, because a PATCH
 * contract under `export const PUT` type-checks, and a contract nobody wrote a file for is only noticed by a caller.
 */
const folderOf = (path: string): string =>
  path
    .slice(1)
    .replace(/\{(\w+)\*\}/g, '[...$1]')
    .replace(/\{(\w+)\}/g, '[$1]')
const CATCH_ALL = '[[...path]]'

const routes = await loadRoutes()
const byFolder = new Map(routes.map(({ folder, module }) => [folder, module]))

describe('every contract', () => {
  it.each(contracts.map((contract) => [contract.method, contract.path, contract] as const))(
    '%s %s is served by its own file',
    (method, path, contract) => {
      const module = byFolder.get(folderOf(path))
      expect(module, `app/api/v2/${folderOf(path)}/route.ts`).toBeDefined()
      expect(module?.[method]?.endpoint?.id).toBe(contract.id)
      expect(module?.[method]?.endpoint).toBe(contract)
    },
  )

  it('has an id, and a method and path, of its own', () => {
    expect(new Set(contracts.map((contract) => contract.id)).size).toBe(contracts.length)
    expect(new Set(contracts.map((contract) => `${contract.method} ${folderOf(contract.path)}`)).size).toBe(
      contracts.length,
    )
  })
})

describe('every route file', () => {
  it.each(routes.filter(({ folder }) => folder !== CATCH_ALL).map((route) => [route.folder, route] as const))(
    '%s',
    async (folder, { module }) => {
      const served = contracts.filter((contract) => folderOf(contract.path) === folder)
      const taken = served.map((contract) => contract.method)
      expect(taken.length, 'has a contract').toBeGreaterThan(0)
      const others = Object.keys(module).filter((name) => !(HTTP_METHODS as readonly string[]).includes(name))
      expect(others, 'exports only methods').toEqual([])
      for (const method of HTTP_METHODS) expect(module[method], `exports ${method}`).toBeTypeOf('function')
      for (const method of taken)
        expect(module[method]?.method, `export ${method} carries its own contract`).toBe(method)
      for (const method of HTTP_METHODS.filter((one) => !taken.includes(one))) {
        const handler = module[method]
        expect(handler?.endpoint, `${method} is refused`).toBeNull()
        const response = await handler!(new Request(`http://devora.test/api/v2/${folder}`, { method }), {
          params: Promise.resolve({}),
        })
        expect(response.status).toBe(405)
        expect(response.headers.get('content-type')).toBe('application/problem+json')
        expect(response.headers.get('allow')?.split(', ').sort(), `Allow on ${method}`).toEqual([...taken].sort())
      }
    },
  )

  it('answers 404 everywhere else, for every method', async () => {
    const module = byFolder.get(CATCH_ALL)
    for (const method of HTTP_METHODS) {
      const response = await module![method]!(new Request('http://devora.test/api/v2/nowhere', { method }), {
        params: Promise.resolve({ path: ['nowhere'] }),
      })
      expect(response.status).toBe(404)
      expect(await response.json()).toMatchObject({ code: 'not_found', status: 404 })
    }
  })
})
