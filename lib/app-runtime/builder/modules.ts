import { readFile } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { dirname, extname } from 'node:path'
import type { Loader, OnLoadResult, OnResolveArgs, OnResolveResult, PluginBuild } from 'esbuild'
import { applyDirectives, directiveOf, referenceId } from './directives.ts'
import { moduleKey, PACKAGES } from './packages.ts'
import { REGISTRY, type Universe } from './universe.ts'
import { clientReferencesOf, patchVendor, resolveNext, VIRTUAL, vinext } from './vinext.ts'

/** Node's own modules that have a meaning without a file system, a network or processes. */
const HARMLESS = new Set(
  [
    'assert async_hooks buffer crypto diagnostics_channel events path querystring stream string_decoder timers url util',
  ].flatMap((names) => names.split(' ')),
)

const LOADERS: Readonly<Record<string, Loader>> = {
  '.ts': 'ts',
  '.tsx': 'tsx',
  '.mts': 'ts',
  '.jsx': 'jsx',
  '.json': 'json',
  '.css': 'css',
  '.wasm': 'binary',
}
export const loaderOf = (path: string): Loader => LOADERS[extname(path)] ?? 'js'

export type Packages = {
  universe: Universe
  /** True when the module is in the registry, or will be before the bundle runs. */
  isProvided(key: string): boolean | Promise<boolean>
  /** What stands in for a package that the project names and a preview has not; null for any other. */
  absent?(specifier: string): OnResolveResult | null
  /** Told of each client module of a package that server components refer to. */
  onClientModule?(key: string): void
}

/** Answers everything a bundle imports that is not a file of the project: packages, Next's own modules, Node's. */
export function resolvePackages(build: PluginBuild, { universe, isProvided, absent, onClientModule }: Packages): void {
  const place = async (path: string): Promise<OnResolveResult> => {
    const key = moduleKey(path)
    return (await isProvided(key)) ? { path: key + AS_COMMONJS, namespace: 'registry' } : { path }
  }
  const resolve = async (args: OnResolveArgs): Promise<OnResolveResult | undefined> => {
    const { path, pluginData } = args
    if (pluginData === ASKED) return undefined
    const name = path.replace(/^node:/, '')
    if (path.startsWith('node:') || (builtinModules.includes(name) && !path.includes('/')))
      return builtin(name, universe)
    const own = resolveNext(path, universe, (await vinext()).shims)
    if (own !== null) return place(own)
    const resolveDir = args.resolveDir.startsWith(PACKAGES) ? args.resolveDir : dirname(PACKAGES)
    const found = await build.resolve(path, { kind: args.kind, importer: args.importer, resolveDir, pluginData: ASKED })
    const placed = found.errors.length === 0 && found.path.startsWith(PACKAGES) ? await place(found.path) : null
    // A project has the packages that it may have, and those are in the registry.
    const isThere = placed !== null && (args.namespace !== 'project' || placed.namespace === 'registry')
    const standIn = isThere || args.namespace !== 'project' ? null : absent?.(path)
    if (standIn) return standIn
    if (found.errors.length > 0) return { errors: found.errors }
    if (!isThere) return { errors: [{ text: `"${path}" is none of the packages that a preview has.` }] }
    return placed
  }
  build.onResolve({ filter: /^virtual:/ }, ({ path }) => ({ path, namespace: 'virtual' }))
  build.onResolve({ filter: /^[^./]/ }, resolve)
  build.onResolve({ filter: /^\// }, ({ path, pluginData }) =>
    pluginData === ASKED || !path.startsWith(`${PACKAGES}/`) ? undefined : place(path),
  )
  loadPackages(build, universe, onClientModule)
}

/** esbuild takes a name that ends in `.mjs` for a module without `module.exports`. */
const AS_COMMONJS = '.cjs'

/** Marks a question that this plugin asks esbuild itself. */
const ASKED = Symbol('asked')

function builtin(name: string, universe: Universe): OnResolveResult {
  if (universe === 'client' || !HARMLESS.has(name)) return { path: name, namespace: 'absent' }
  return { path: `node:${name}`, namespace: 'node' }
}

function loadPackages(build: PluginBuild, universe: Universe, onClientModule?: (key: string) => void): void {
  const script = (contents: string): OnLoadResult => ({ contents, loader: 'js', resolveDir: dirname(PACKAGES) })
  build.onLoad({ filter: /.*/, namespace: 'virtual' }, ({ path }) => {
    if (path === 'virtual:vite-rsc/client-references') return script(clientReferencesOf(universe))
    const contents = VIRTUAL[path]
    return contents === undefined ? undefined : script(contents)
  })
  build.onLoad({ filter: /.*/, namespace: 'registry' }, ({ path }) =>
    script(
      `module.exports = ${REGISTRY}.get(${JSON.stringify(universe)}, ${JSON.stringify(path.slice(0, -AS_COMMONJS.length))})`,
    ),
  )
  build.onLoad({ filter: /.*/, namespace: 'node' }, ({ path }) =>
    script(`module.exports = ${REGISTRY}.require(${JSON.stringify(path)})`),
  )
  build.onLoad({ filter: /.*/, namespace: 'absent' }, ({ path }) => script(absentBuiltin(path)))
  build.onLoad({ filter: /[\\/]node_modules[\\/].*\.m?js$/ }, async ({ path }) => {
    const source = patchVendor(await readFile(path, 'utf8'))
    const key = moduleKey(path)
    const directed = await applyDirectives({ path, source, loader: 'js', key }, universe)
    if (directed !== null && onClientModule !== undefined && directiveOf(path, source) === 'client') onClientModule(key)
    return { contents: directed ?? source, loader: 'js', resolveDir: dirname(path) }
  })
}

/** A module that may be imported, and says what it is when it is used. */
const absentBuiltin = (name: string): string =>
  name === 'async_hooks'
    ? `class AsyncLocalStorage {
         run(_, work, ...args) { return work(...args) }
         exit(work, ...args) { return work(...args) }
         getStore() {}
         enterWith() {}
       }
       module.exports = { AsyncLocalStorage }`
    : `const say = () => { throw new Error(${JSON.stringify(`"${name}" of Node is not there in a preview`)}) }
       const get = (_, name) => name === '__esModule' ? false : say
       module.exports = new Proxy(function () {}, { get, apply: say, construct: say })`

/** Registers what other universes call by id. */
export const referTo = (universe: 'ssr' | 'client', key: string, name: string): string =>
  `${REGISTRY}.refer(${JSON.stringify(universe)}, ${JSON.stringify(referenceId(key))}, ${name})`
