import { createHash } from 'node:crypto'
import { hasDirective, transformDirectiveProxyExport, transformServerActionServer } from '@vitejs/plugin-rsc/transforms'
import { transform, type Loader } from 'esbuild'
import { LRUCache } from 'lru-cache'
import { parseSync } from 'oxc-parser'
import type { Universe } from './universe.ts'

/**
 * What `'use client'` and `'use server'` make of a module (https://react.dev/reference/rsc/directives): where server
 * components render, a client module is a table of references; everywhere else, a module of server actions is a table
 * of calls. plugin-rsc does the rewriting.
 */
export type Directive = 'client' | 'server' | null

/** `{ type: 'Program' }` as plugin-rsc reads it. */
type Program = Parameters<typeof hasDirective>[0] extends (infer _)[]
  ? { body: Parameters<typeof hasDirective>[0] }
  : never

const parse = (path: string, source: string): Program => {
  const { program, errors } = parseSync(path, source)
  if (errors[0] !== undefined) throw new Error(errors[0].message)
  return program as unknown as Program
}

/** Texts of a project are the same from edit to edit, and many from project to project: characters that are kept. */
const KEPT_CHARACTERS = 32_000_000
const sizeOf = (kept: { text: string | null }, key: string): number => key.length + (kept.text?.length ?? 0)
const kept = new LRUCache<string, { text: string | null }>({ maxSize: KEPT_CHARACTERS, sizeCalculation: sizeOf })

const remembered = (key: string, text: string | null): string | null => {
  kept.set(key, { text })
  return text
}

/** The module's own directive. Inner `'use server'` of functions are found by the transformation itself. */
export function directiveOf(path: string, source: string): Directive {
  if (!/["']use (?:client|server)["']/.test(source)) return null
  const key = `directive ${path}\n${source}`
  const known = kept.get(key)
  return (known === undefined ? remembered(key, readDirective(path, source)) : known.text) as Directive
}

function readDirective(path: string, source: string): Directive {
  const { body } = parse(path, source)
  if (hasDirective(body, 'use client')) return 'client'
  return hasDirective(body, 'use server') ? 'server' : null
}

/** What a module is called between the universes: the same in all of them, and nothing about where it lies. */
export const referenceId = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 16)

export type Module = { path: string; source: string; loader: Loader; key: string }

/** The text of a module in a universe; null when directives change nothing about it. */
export async function applyDirectives(module: Module, universe: Universe): Promise<string | null> {
  const { path, source, key: name } = module
  if (!/["']use (?:client|server)["']/.test(source)) return null
  const key = `${universe} ${name}\n${path}\n${source}`
  const known = kept.get(key)
  return known === undefined ? remembered(key, await apply(module, universe)) : known.text
}

async function apply(module: Module, universe: Universe): Promise<string | null> {
  const directive = directiveOf(module.path, module.source)
  if (directive === 'client') return universe === 'rsc' ? clientReferences(await plain(module), module.key) : null
  if (universe === 'rsc') return serverActions(await plain(module), module.key)
  return directive === 'server' ? actionCalls(await plain(module), module.key, universe) : null
}

/** Without types and JSX: what follows reads plain JavaScript. */
async function plain({ path, source, loader }: Module): Promise<string> {
  const { code } = await transform(source, { loader, jsx: 'automatic', sourcefile: path, target: 'es2022' })
  return code
}

function clientReferences(code: string, key: string): string {
  const { output } = transformDirectiveProxyExport(parse('module.js', code) as never, {
    directive: 'use client',
    code,
    runtime: (name) =>
      `$$rsc.registerClientReference(() => { throw new Error(${JSON.stringify(
        `${name} is a client component: it can be rendered here, not called`,
      )}) }, ${JSON.stringify(referenceId(key))}, ${JSON.stringify(name)})`,
  }) ?? { output: null }
  if (output === null) throw new Error('a client module without exports')
  return `import * as $$rsc from '@vitejs/plugin-rsc/rsc';${output.toString()}`
}

function serverActions(code: string, key: string): string | null {
  const { output } = transformServerActionServer(code, parse('module.js', code) as never, {
    runtime: (value, name) =>
      `$$rsc.registerServerReference(${value}, ${JSON.stringify(referenceId(key))}, ${JSON.stringify(name)})`,
    rejectNonAsyncFunction: true,
    encode: (value) => `$$rsc.encryptActionBoundArgs(${value})`,
    decode: (value) => `await $$rsc.decryptActionBoundArgs(${value})`,
  })
  return output.hasChanged() ? `import * as $$rsc from '@vitejs/plugin-rsc/rsc';${output.toString()}` : null
}

function actionCalls(code: string, key: string, universe: 'ssr' | 'client'): string | null {
  const from = universe === 'ssr' ? 'ssr' : 'browser'
  const { output } = transformDirectiveProxyExport(parse('module.js', code) as never, {
    directive: 'use server',
    code,
    runtime: (name) =>
      `$$react.createServerReference(${JSON.stringify(`${referenceId(key)}#${name}`)}, $$react.callServer)`,
    rejectNonAsyncFunction: true,
  }) ?? { output: null }
  return output === null ? null : `import * as $$react from '@vitejs/plugin-rsc/${from}';${output.toString()}`
}
