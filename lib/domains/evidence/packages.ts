import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/**
 * The packages a generated project may use, each at the one version that was tried together with the others and whose
 * types ship with Devora (a test holds these versions against what is installed). Anything else is refused.
 */
const RUNTIME: Record<string, string> = {
  next: '16.4.6',
  react: '19.3.1',
  'react-dom': '19.3.1',
  '@hookform/resolvers': '7.0.7',
  '@supabase/ssr': '0.12.7',
  '@supabase/supabase-js': '2.119.0',
  '@tanstack/react-query': '5.108.0',
  'class-variance-authority': '0.7.1',
  clsx: '2.1.1',
  'date-fns': '4.4.0',
  geist: '1.7.2',
  'lucide-react': '1.75.0',
  motion: '14.14.0',
  'next-themes': '0.4.6',
  'radix-ui': '1.8.1',
  'react-hook-form': '7.92.0',
  recharts: '3.10.1',
  sonner: '2.0.8',
  'tailwind-merge': '3.7.0',
  'tw-animate-css': '1.4.0',
  zod: '4.6.7',
  zustand: '5.1.0',
}
const DEVELOPMENT: Record<string, string> = {
  typescript: '7.0.2',
  '@electric-sql/pglite': '0.5.16',
  tailwindcss: '4.3.5',
  '@tailwindcss/postcss': '4.3.5',
  '@types/node': '24.19.2',
  '@types/react': '19.3.0',
  '@types/react-dom': '19.3.0',
  playwright: '1.65.1',
  prettier: '3.10.1',
  vitest: '5.1.1',
}
/** Next answers these itself; they need no entry in package.json. */
export const PROVIDED_BY_NEXT: ReadonlySet<string> = new Set(['server-only', 'client-only'])

export type AllowedPackage = { version: string; runtime: boolean }
const pinned = (versions: Record<string, string>, runtime: boolean): [string, AllowedPackage][] =>
  Object.entries(versions).map(([name, version]) => [name, { version, runtime }])
export const ALLOWED_PACKAGES: ReadonlyMap<string, AllowedPackage> = new Map([
  ...pinned(RUNTIME, true),
  ...pinned(DEVELOPMENT, false),
])

/** Packages a project needs without importing them: frameworks, types and tools that are run, not imported. */
export const USED_WITHOUT_IMPORT: ReadonlySet<string> = new Set([
  'next',
  'react',
  'react-dom',
  ...Object.keys(DEVELOPMENT),
])

const require = createRequire(import.meta.url)

/** The `node_modules` that holds the pinned packages (where `typescript` itself was found). */
export const nodeModules = (): string => dirname(dirname(require.resolve('typescript/package.json')))

type PackageManifest = {
  version?: string
  exports?: unknown
  dependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}
const manifests = new Map<string, PackageManifest | null>()
/** package.json of an installed package, or null. Pinned packages do not change while we run, so it is read once. */
export function installedManifest(name: string): PackageManifest | null {
  const known = manifests.get(name)
  if (known !== undefined) return known
  const file = join(nodeModules(), name, 'package.json')
  const manifest = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as PackageManifest) : null
  manifests.set(name, manifest)
  return manifest
}

/** Version of a tool that Devora itself runs, for the report. */
export const packageVersion = (name: string): string => installedManifest(name)?.version ?? 'unknown'

/** `@scope/name/sub/path` → `@scope/name` and `./sub/path` (`.` for the package itself). */
export function splitSpecifier(specifier: string): { name: string; subpath: string } {
  const parts = specifier.split('/')
  const name = parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
  const rest = parts.slice(specifier.startsWith('@') ? 2 : 1).join('/')
  return { name, subpath: rest === '' ? '.' : `./${rest}` }
}

/** Whether an `exports` target leads to a file under any condition; `null` targets hide a path on purpose. */
const leadsSomewhere = (target: unknown): boolean =>
  typeof target === 'string' ||
  (Array.isArray(target)
    ? target.some(leadsSomewhere)
    : typeof target === 'object' && target !== null && Object.values(target).some(leadsSomewhere))

function exportsSubpath(exports: unknown, subpath: string): boolean {
  if (typeof exports !== 'object' || exports === null || Array.isArray(exports)) return subpath === '.'
  const entries = Object.entries(exports)
  if (!entries.some(([key]) => key.startsWith('.'))) return subpath === '.' // conditions only: the package itself
  const exact = entries.find(([key]) => key === subpath)
  if (exact) return leadsSomewhere(exact[1])
  return entries.some(([key, target]) => {
    const star = key.indexOf('*')
    if (star < 0) return key.endsWith('/') && subpath.startsWith(key) && leadsSomewhere(target)
    return (
      subpath.startsWith(key.slice(0, star)) &&
      subpath.endsWith(key.slice(star + 1)) &&
      subpath.length >= key.length &&
      leadsSomewhere(target)
    )
  })
}

const subpaths = new Map<string, boolean>()
/**
 * Whether `import '<name>/<subpath>'` finds something in the installed package: by its `exports`, else by its files.
 */
export function hasSubpath(name: string, subpath: string): boolean {
  const key = `${name}|${subpath}`
  const known = subpaths.get(key)
  if (known !== undefined) return known
  const manifest = installedManifest(name)
  let found: boolean
  if (manifest === null) found = false
  else if (manifest.exports !== undefined) found = exportsSubpath(manifest.exports, subpath)
  else if (subpath === '.') found = true
  else {
    const base = join(nodeModules(), name, subpath)
    const inside = base.startsWith(join(nodeModules(), name))
    found =
      inside &&
      ['', '.js', '.mjs', '.cjs', '.json', '.d.ts', '/index.js', '/package.json', '/index.d.ts'].some((end) =>
        existsSync(base + end),
      )
  }
  if (subpaths.size < 10_000) subpaths.set(key, found)
  return found
}
