import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { sourceTree } from '../support/source-tree'

/**
 * Some files are loaded by Node itself, without a bundler and without tsx: the scripts that start everything, and the
 * processes and threads that read untrusted sources. Node takes types out and nothing else: it adds no extension, knows
 * no `@/`, and takes JSON only when it is told so. What they import must be written for that, however deep below.
 */

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Loaded with tsx, which knows more: the worker's and web server's entries, and what `verify.mjs` registers it for. */
const BY_TSX = new Set(['scripts/web.mjs', 'scripts/verify.ts'])

/** What Node is told to run: the scripts, and whatever a file of ours names by its own address. */
function entries(): string[] {
  const scripts = readdirSync(join(root, 'scripts')).filter((name) => name.endsWith('.mjs'))
  const named = [...sourceTree()].flatMap(([path, source]) =>
    [...source.matchAll(/new URL\('(\.[^']+\.ts)', import\.meta\.url\)/g)].map(([, to]) => join(dirname(path), to!)),
  )
  return [...scripts.map((name) => `scripts/${name}`).filter((path) => !BY_TSX.has(path)), ...new Set(named)].sort()
}

const IMPORT = /^(?:import|export)\s+(?:[^'"`;]*?\bfrom\s*)?(['"])([^'"]+)\1(\s*with\s*\{[^}]*\bjson\b)?/gm
const DYNAMIC = /(?<![.\w])import\(\s*(['"])([^'"]+)\1\s*(,\s*\{\s*with)?/g

type Import = { to: string; saysJson: boolean }
const importsOf = (source: string): Import[] =>
  [...source.matchAll(IMPORT), ...source.matchAll(DYNAMIC)].map(([, , to, json]) => ({
    to: to!,
    saysJson: json !== undefined,
  }))

/** What Node would not load, from a file on and below. `read`: null when there is no such file. */
function faultsFrom(entry: string, read: (path: string) => string | null): string[] {
  const seen = new Set<string>()
  const faults: string[] = []
  const visit = (path: string): void => {
    if (seen.has(path) || BY_TSX.has(path)) return
    seen.add(path)
    const source = read(path)
    if (source === null) return void faults.push(`${path} does not exist`)
    if (path.endsWith('.json')) return
    let loaded = source
    try {
      if (path.endsWith('.ts')) loaded = stripTypeScriptTypes(source)
    } catch (error) {
      faults.push(`${path} is more than types: ${(error as Error).message.split('\n')[0]}`)
    }
    for (const { to, saysJson } of importsOf(loaded)) {
      const at = `${path} imports ${to}`
      if (to.startsWith('@/')) faults.push(`${at}: only the bundler knows @/`)
      else if (to === 'server-only') faults.push(`${at}: it throws outside of a React server`)
      else if (!to.startsWith('.')) continue
      else if (!/\.(?:ts|mjs|js|json)$/.test(to)) faults.push(`${at} without its extension`)
      else if (to.endsWith('.json') && !saysJson) faults.push(`${at} without saying that it is JSON`)
      else visit(join(dirname(path), to))
    }
  }
  visit(entry)
  return faults
}

const fromDisk = (path: string): string | null =>
  existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : null

describe('what plain Node loads', () => {
  it('is found: the scripts, the checking process and the SQL thread', () => {
    expect(entries()).toEqual(
      expect.arrayContaining([
        'scripts/start.mjs',
        'lib/domains/evidence/syntax/analysis-child.ts',
        'lib/domains/evidence/sql/parse-worker.ts',
      ]),
    )
  })

  it.each(entries())('%s, and all below it', (entry) => {
    expect(faultsFrom(relative(root, join(root, entry)), fromDisk)).toEqual([])
  })

  it('and each kind of fault would be found, however deep', () => {
    const files: Record<string, string> = {
      'a.ts': `import { b } from './b.ts'\nimport type { T } from './types'\nimport { type U } from './u'`,
      'b.ts': `import words from './words.json'\nimport more from './words.json' with { type: 'json' }\nawait import('./c')`,
      'words.json': '{}',
      'e.ts': `import {\n  one,\n  two,\n} from '@/lib/one'\nexport { three } from './gone.ts'\nenum Colour { Red }`,
    }
    const read = (path: string): string | null => files[path] ?? null
    expect(faultsFrom('a.ts', read)).toEqual([
      'b.ts imports ./words.json without saying that it is JSON',
      'b.ts imports ./c without its extension',
      'a.ts imports ./u without its extension',
    ])
    expect(faultsFrom('e.ts', read)).toEqual([
      expect.stringContaining('e.ts is more than types'),
      'e.ts imports @/lib/one: only the bundler knows @/',
      'gone.ts does not exist',
    ])
  })
})
