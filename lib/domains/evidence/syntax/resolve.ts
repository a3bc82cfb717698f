import { isBuiltin } from 'node:module'
import { posix } from 'node:path'
import type { ProjectTexts } from '../check.ts'
import { isGenerated } from '../paths.ts'
import { aliasesOf, baseOf } from './aliases.ts'

/** Where an import leads. `missing` carries the project path that was meant. */
export type Resolution =
  | { kind: 'file'; path: string }
  | { kind: 'package'; specifier: string }
  | { kind: 'builtin'; name: string }
  | { kind: 'missing'; wanted: string; wrongCase?: string }
  | { kind: 'outside' }
  | { kind: 'url' }

const ENDINGS = [
  '',
  '.ts',
  '.tsx',
  '.d.ts',
  '.mts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '.json',
  '/index.ts',
  '/index.tsx',
  '/index.d.ts',
  '/index.js',
  '/index.jsx',
  '/index.mjs',
]
/** A TypeScript file may be imported by the name it compiles to. */
const COMPILED: Record<string, string[]> = {
  '.js': ['.ts', '.tsx', '.d.ts'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
}

export type Resolver = (from: string, specifier: string) => Resolution

/** Resolves specifiers as the bundler does, looking at nothing but the project's own list of files. */
export function createResolver(project: ProjectTexts): Resolver {
  const files = new Set([...project.files.keys()].filter((path) => !isGenerated(path)))
  const lower = new Map([...files].map((path) => [path.toLowerCase(), path]))
  const aliases = aliasesOf(project)
  const imports = subpathImports(project)
  const base = baseOf(project)

  const candidates = (wanted: string): string[] => {
    const extension = /\.[cm]?jsx?$/.exec(wanted)?.[0]
    const renamed =
      extension === undefined ? [] : (COMPILED[extension] ?? []).map((end) => wanted.slice(0, -extension.length) + end)
    return [...ENDINGS.map((ending) => wanted + ending), ...renamed]
  }
  const find = (wanted: string): Resolution => {
    if (wanted === '..' || wanted.startsWith('../')) return { kind: 'outside' }
    const all = candidates(wanted === '.' ? 'index' : wanted)
    const hit = all.find((one) => files.has(one))
    if (hit !== undefined) return { kind: 'file', path: hit }
    const wrongCase = all.map((one) => lower.get(one.toLowerCase())).find((one) => one !== undefined)
    return { kind: 'missing', wanted, ...(wrongCase !== undefined && { wrongCase }) }
  }
  return (from, raw) => {
    const specifier = raw.replace(/\?[^?]*$/, '')
    if (/^(?:https?:|data:|npm:|jsr:|blob:)/.test(specifier)) return { kind: 'url' }
    if (specifier.startsWith('/') || specifier.startsWith('file:')) return { kind: 'outside' }
    if (specifier === '.' || specifier === '..' || specifier.startsWith('./') || specifier.startsWith('../'))
      return find(posix.normalize(posix.join(posix.dirname(from), specifier)).replace(/\/$/, ''))
    for (const { key, target } of [...aliases, ...imports]) {
      const star = key.endsWith('*')
      if (star ? !specifier.startsWith(key.slice(0, -1)) : specifier !== key) continue
      return find(
        posix.normalize(star ? target.slice(0, -1) + specifier.slice(key.length - 1) : target).replace(/\/$/, ''),
      )
    }
    if (isBuiltin(specifier)) return { kind: 'builtin', name: specifier.replace(/^node:/, '') }
    const based = base === null ? null : find(posix.join(base, specifier).replace(/\/$/, ''))
    return based?.kind === 'file' ? based : { kind: 'package', specifier }
  }
}

/** `imports` of package.json (`#name`), as far as they stay inside the project. */
function subpathImports(project: ProjectTexts): { key: string; target: string }[] {
  try {
    const imports =
      (JSON.parse(project.text('package.json') ?? '{}') as { imports?: Record<string, unknown> }).imports ?? {}
    return Object.entries(imports).flatMap(([key, target]) => {
      if (
        !key.startsWith('#') ||
        typeof target !== 'string' ||
        !target.startsWith('./') ||
        key.endsWith('*') !== target.endsWith('*')
      )
        return []
      const inside = posix.normalize(target)
      return inside.startsWith('..') ? [] : [{ key, target: inside }]
    })
  } catch {
    return []
  }
}
