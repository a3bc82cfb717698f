import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { NextRequest } from 'next/server'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { writeBackend } from '@/lib/domains/generation/builtin/backend/write-backend'
import { peluqueria, recipeBox } from './frontend-specs'

/** What an address of a generated project answers while its Supabase is not set, or is away. */

type Proxy = (request: NextRequest) => Promise<Response>
const { signal } = new AbortController()
const NAMES = ['NEXT_PUBLIC_SUPABASE_URL', 'NEXT_PUBLIC_SUPABASE_ANON_KEY', 'NODE_ENV'] as const

/** The project's own `proxy.ts`, run here. */
async function load(spec: typeof recipeBox): Promise<Proxy> {
  const files = new Map([...writeBackend({ spec, signal })].map(({ path, content }) => [path, content]))
  const { outputFiles } = await build({
    stdin: { contents: files.get('proxy.ts') ?? '', loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
    plugins: [
      {
        name: 'project',
        setup(builder) {
          builder.onResolve({ filter: /^@\// }, ({ path }) => ({ path: `${path.slice(2)}.ts`, namespace: 'project' }))
          builder.onResolve({ filter: /^next\/server$/ }, ({ path }) => ({ path: `${path}.js`, external: true }))
          builder.onResolve({ filter: /^@supabase\// }, () => ({ external: true }))
          builder.onLoad({ filter: /.*/, namespace: 'project' }, ({ path }) => ({
            contents: files.get(path) ?? '',
            loader: 'ts',
          }))
        },
      },
    ],
  })
  const file = join(folder, `${Math.random()}.mjs`)
  await writeFile(file, outputFiles[0]?.text ?? '')
  return ((await import(pathToFileURL(file).href)) as { proxy: Proxy }).proxy
}

const ask = (proxy: Proxy, path: string, headers: Record<string, string> = { accept: 'text/html' }) =>
  proxy(new NextRequest(`http://localhost:3000${path}`, { headers }))

let folder: string
const before = Object.fromEntries(NAMES.map((name) => [name, process.env[name]]))
const set = (values: Partial<Record<(typeof NAMES)[number], string>>): void => {
  Object.assign(process.env, values)
}

beforeAll(async () => {
  // Below the repository, where its packages are found.
  folder = await mkdtemp(join(process.cwd(), 'node_modules', '.unavailable-'))
})
afterEach(() => {
  for (const name of NAMES) {
    if (before[name] === undefined) Reflect.deleteProperty(process.env, name)
    else Object.assign(process.env, { [name]: before[name] })
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a project whose Supabase is not set', () => {
  it('says what to do, in its language, and 503 to programs', async () => {
    const page = await ask(await load(peluqueria), '/citas')
    expect(page.status).toBe(503)
    expect(page.headers.get('content-type')).toContain('text/html')
    const html = await page.text()
    expect(html).toContain('<html lang="es">')
    for (const text of ['npm run dev', 'NEXT_PUBLIC_SUPABASE_URL']) expect(html).toContain(text)

    const answer = await ask(await load(recipeBox), '/api/recipes', { accept: 'text/html' })
    expect(answer.status).toBe(503)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(await answer.json()).toMatchObject({ status: 503, detail: expect.stringContaining('NEXT_PUBLIC_') })
  })
})

describe('a project whose Supabase is away', () => {
  it('says so at once, lets forms speak for themselves, and comes back by itself', async () => {
    let asked = 0
    const listen = (port: number): Promise<Server> =>
      new Promise((resolve) => {
        const server = createServer((_request, response) => {
          asked++
          response.end('{}')
        })
        server.listen(port, '127.0.0.1', () => resolve(server))
      })
    const gone = await listen(0)
    const { port } = gone.address() as AddressInfo
    await new Promise((resolve) => gone.close(resolve))
    set({
      NEXT_PUBLIC_SUPABASE_URL: `http://127.0.0.1:${port}`,
      NEXT_PUBLIC_SUPABASE_ANON_KEY: 'key',
      NODE_ENV: 'development',
    })
    const proxy = await load(recipeBox)
    const page = await ask(proxy, '/recipes')
    expect(page.status).toBe(503)
    const html = await page.text()
    expect(html).toContain(`http://127.0.0.1:${port}`)
    expect(html).toContain('http-equiv="refresh"')
    expect((await ask(proxy, '/recipes', { rsc: '1' })).headers.get('content-type')).toContain('text/html')
    expect((await ask(proxy, '/api/recipes')).status).toBe(503)
    expect((await ask(proxy, '/recipes/new', { 'next-action': 'x' })).status).toBe(200)
    // Visitors of an application in use are told nothing of how it is run.
    set({ NODE_ENV: 'production' })
    expect(await (await ask(proxy, '/recipes')).text()).not.toContain('127.0.0.1')

    const back = await listen(port)
    for (const path of ['/recipes', '/recipes/new', '/api/recipes']) expect((await ask(proxy, path)).status).toBe(200)
    expect(asked).toBe(1)
    back.closeAllConnections()
    await new Promise((resolve) => back.close(resolve))
  })
})
