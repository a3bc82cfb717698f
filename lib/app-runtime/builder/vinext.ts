import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { PACKAGES } from './packages.ts'
import { REGISTRY, type Universe } from './universe.ts'

/*
 * All that is known here of vinext 1.4.0 (Next's App Router on web standards, https://vinext.dev) and of plugin-rsc:
 * where their parts are, and what their Vite plugins would fill in. Both move fast; they are pinned, and the tests of
 * the builder render real projects.
 */

const DIST = join(PACKAGES, 'vinext', 'dist')
const inDist = (path: string): string => join(DIST, path)

type ShimMap = Record<string, { shim: string; reactServer?: boolean }>
type RouteGraph = { routes: unknown[]; routeManifest: unknown }
type Parts = {
  shims: ShimMap
  appRouteGraph(folder: string): Promise<RouteGraph>
  forgetRoutes(): void
  scanMetadataFiles(folder: string): unknown[]
  generateRscEntry(...args: unknown[]): string
  generateBrowserEntry(routes: unknown[], pages: unknown[], rewrites: undefined, locales: unknown[]): string
  generateBrowserRouteManifestModule(manifest: unknown): string
}

const load = async <T>(path: string): Promise<T> => (await import(pathToFileURL(inDist(path)).href)) as T
let loading: Promise<Parts> | undefined

/** The parts of vinext that write entries. Its package does not export them: they are taken by path. */
export const vinext = (): Promise<Parts> => (loading ??= loadParts())

async function loadParts(): Promise<Parts> {
  const [shims, router, metadata, rsc, browser] = await Promise.all([
    load<{ default: ShimMap }>('shims/public-shim-map.json.js'),
    load<Pick<Parts, 'appRouteGraph'> & { invalidateAppRouteCache(): void }>('routing/app-router.js'),
    load<Pick<Parts, 'scanMetadataFiles'> & { invalidateMetadataFileCache(): void }>('server/metadata-routes.js'),
    load<Pick<Parts, 'generateRscEntry'>>('entries/app-rsc-entry.js'),
    load<Pick<Parts, 'generateBrowserEntry' | 'generateBrowserRouteManifestModule'>>('entries/app-browser-entry.js'),
  ])
  return {
    shims: shims.default,
    appRouteGraph: (folder) => router.appRouteGraph(folder),
    forgetRoutes() {
      router.invalidateAppRouteCache()
      metadata.invalidateMetadataFileCache()
    },
    scanMetadataFiles: (folder) => metadata.scanMetadataFiles(folder),
    generateRscEntry: (...args) => rsc.generateRscEntry(...args),
    generateBrowserEntry: (...args) => browser.generateBrowserEntry(...args),
    generateBrowserRouteManifestModule: (manifest) => browser.generateBrowserRouteManifestModule(manifest),
  }
}

/** Aliases of vinext's plugin that are no public module of Next. */
const INTERNAL: Readonly<Record<string, string>> = {
  'server-only': 'shims/server-only',
  'client-only': 'shims/client-only',
  'vinext/cache': 'cache',
  'vinext/client': 'client/index',
  'vinext/html': 'server/html',
  'vinext/instrumentation': 'server/instrumentation',
  'vinext/instrumentation-client': 'client/instrumentation-client',
  'next/dist/shared/lib/app-router-context.shared-runtime': 'shims/internal/app-router-context',
  'next/dist/shared/lib/app-router-context': 'shims/internal/app-router-context',
  'next/dist/server/web/spec-extension/cookies': 'shims/internal/cookies',
  'private-next-instrumentation-client': 'client/empty-module',
}

/** The file that a specifier of `next` or of vinext itself means in a universe; null when it is none of theirs. */
export function resolveNext(specifier: string, universe: Universe, shims: ShimMap): string | null {
  const name = specifier.replace(/\.js$/, '')
  const shim = shims[name]
  if (shim !== undefined) {
    const base = inDist(join('shims', shim.shim))
    const forServer = `${base}.react-server.js`
    return shim.reactServer === true && universe === 'rsc' && existsSync(forServer) ? forServer : `${base}.js`
  }
  const internal = INTERNAL[name]
  if (internal !== undefined) return inDist(`${internal}.js`)
  const [, folder, rest] = /^vinext\/(shims|server)\/(.+)$/.exec(name) ?? []
  if (folder !== undefined && rest !== undefined) return inDist(join(folder, `${rest}.js`))
  const [, alias] = /^vinext\/([\w-]+)$/.exec(name) ?? []
  return alias === undefined ? null : inDist(join('shims', `${alias}.js`))
}

const ACTION_CLIENT = 'server/app-browser-server-action-client.js'

/** Modules that the Vite plugins of vinext and plugin-rsc write; the application's own are in the registry. */
export const VIRTUAL: Readonly<Record<string, string>> = {
  'virtual:vinext-cacheability-manifest': 'export default null',
  'virtual:vinext-cacheability-request-projection': 'export default null',
  'virtual:vinext-pregenerated-concrete-paths': 'export {}',
  'virtual:vinext-cache-adapters': 'export function registerConfiguredCacheAdapters() {}',
  'virtual:vinext-cdn-cache-adapter': 'export function registerConfiguredCacheAdapters() {}',
  'virtual:vinext-image-adapters': 'export function registerConfiguredImageOptimizer() {}',
  'virtual:vinext-pages-client-assets': 'export default {}',
  'virtual:vinext-app-capabilities': `
    export const hasServerActions = true
    export const loadServerActionClient = () => import(${JSON.stringify(inDist(ACTION_CLIENT))})`,
  'virtual:vinext-app-route-manifest': `export default ${REGISTRY}.app.routeManifest`,
  'virtual:vite-rsc/assets-manifest':
    'export default { bootstrapScriptContent: "", clientReferenceDeps: {}, serverResources: {} }',
  // Arguments that a server action closes over travel encrypted; whoever sees the preview owns all of it.
  'virtual:vite-rsc/encryption-key': `export default () => ${REGISTRY}.encryptionKey`,
  'virtual:vite-rsc/server-references': `export default ${REGISTRY}.serverReferences`,
}

/** The client modules that a universe can load, by id. */
export const clientReferencesOf = (universe: Universe): string =>
  `export default ${REGISTRY}.clientReferences(${JSON.stringify(universe)}); export const routeClientReferences = null`

/** What Vite would have replaced in a file of vinext or plugin-rsc. */
export const patchVendor = (source: string): string =>
  source
    .replaceAll(/import\.meta\.viteRsc\.loadModule\(\s*["']ssr["'],\s*["']index["']\s*\)/g, `${REGISTRY}.loadSsr()`)
    .replaceAll(/import\.meta\.viteRsc\.loadBootstrapScriptContent\([^)]*\)/g, '""')
    // It hands its window around; the address is the virtual one all the same.
    .replaceAll('targetWindow.location', 'window.location')
    .replaceAll('__webpack_require__.u', '({}).u')
    .replaceAll('__webpack_require__', '__vite_rsc_require__')

export const SSR_ENTRY = inDist('server/app-ssr-entry.js')
export const BROWSER_ENTRY = inDist('server/app-browser-entry.js')

/** Replaced at build time, as vinext's plugin does for a project without a configuration of its own. */
export const DEFINE: Readonly<Record<string, string>> = {
  'process.env.NODE_ENV': '"production"',
  'process.env.NEXT_RUNTIME': '"nodejs"',
  'process.env.NEXT_DEPLOYMENT_ID': 'false',
  'process.env.__NEXT_VERSION': '"16.4.6"',
  'process.env.__NEXT_ROUTER_BASEPATH': '""',
  'process.env.__NEXT_CACHE_COMPONENTS': 'false',
  'process.env.__NEXT_CONFIG_OUTPUT': '""',
  'process.env.__NEXT_CLIENT_ROUTER_DYNAMIC_STALETIME': '"0"',
  'process.env.__NEXT_CLIENT_ROUTER_STATIC_STALETIME': '"300"',
  'process.env.__NEXT_APP_NAV_FAIL_HANDLING': 'false',
  'process.env.__NEXT_GESTURE_TRANSITION': 'false',
  'process.env.__NEXT_EXPERIMENTAL_CACHED_NAVIGATIONS': 'false',
  'process.env.__NEXT_SCROLL_RESTORATION': '"false"',
  'process.env.__NEXT_TEST_MODE': 'false',
  'process.env.__VINEXT_BUILD_ID': '"preview"',
  'process.env.__VINEXT_DEPLOYMENT_ID': '""',
  'process.env.__VINEXT_RSC_COMPATIBILITY_ID': '"preview"',
  'process.env.__VINEXT_RSC_BUILD_IDENTITY': '""',
  'process.env.__VINEXT_TRAILING_SLASH': '"false"',
  'process.env.__VINEXT_MANUAL_TRAILING_SLASH': '"false"',
  'process.env.__VINEXT_HAS_PAGES_ROUTER': '"false"',
  'process.env.__VINEXT_HAS_CLIENT_REWRITES': '"false"',
  'process.env.__VINEXT_HAS_CONFIG_HEADERS': '"false"',
  'process.env.__VINEXT_HAS_CONFIG_REDIRECTS': '"false"',
  'process.env.__VINEXT_HAS_CONFIG_REWRITES': '"false"',
  'process.env.__VINEXT_PREFETCH_INLINING': '"false"',
  'process.env.__VINEXT_IMAGE_REMOTE_PATTERNS': '"[]"',
  'process.env.__VINEXT_IMAGE_DOMAINS': '"[]"',
  'process.env.__VINEXT_IMAGE_DANGEROUSLY_ALLOW_SVG': '"false"',
  'process.env.__VINEXT_IMAGE_DANGEROUSLY_ALLOW_LOCAL_IP': '"false"',
  'process.env.__VINEXT_IMAGE_UNOPTIMIZED': '"true"',
  'import.meta.env.DEV': 'false',
  'import.meta.env.BASE_URL': '"/"',
  'import.meta.env.__vite_rsc_build__': 'true',
  'import.meta.hot': 'undefined',
}
