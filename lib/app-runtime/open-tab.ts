import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'
import { builtinModules, createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { build, type PluginBuild } from 'esbuild'
import { registrySource } from './builder/registry.ts'
import type { Runtime } from './open-runtime.ts'
import type { TabScripts } from './tab/frame-link.ts'
import { REGISTRY_SCRIPT } from './tab-parts.ts'

export type TabFiles = TabScripts & {
  /** The document of the frame. */
  html: string
  hash: string
}

const here = dirname(fileURLToPath(import.meta.url))

/** Builds what runs in the browser of whoever looks at a preview; the same for all projects. */
export async function buildTab(folder = join(here, 'tab')): Promise<TabFiles> {
  const script = (name: string): Promise<string> => bundleScript(join(folder, name))
  const [frame, appWorker, databaseWorker, page] = await Promise.all(
    ['frame.ts', 'app-worker.ts', 'database-worker.ts', 'page.ts'].map(script),
  )
  const html = frameHtml(frame ?? '')
  const scripts = { appWorker: appWorker ?? '', databaseWorker: databaseWorker ?? '', page: page ?? '' }
  const hash = createHash('sha256')
    .update(JSON.stringify([html, scripts]))
    .digest('hex')
    .slice(0, 16)
  return { html, hash, ...scripts }
}

const STYLE = `html, body { height: 100%; margin: 0; overflow: hidden; background: #fff }
div, iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0; background: #fff }
[hidden] { display: none }`

const frameHtml = (script: string): string =>
  `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Preview</title><style>${STYLE}</style></head>` +
  // After an opened comment the script's own end would not be seen any more.
  `<body><script>${script.replaceAll('<!--', '<\\!--')}</script></body></html>`

async function bundleScript(path: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'silent',
    legalComments: 'none',
    // PGlite asks for its files beside itself; the worker gives them by their names.
    define: {
      'import.meta.url': '"http://assets.invalid/pglite.js"',
      'process.env.NODE_ENV': '"production"',
      __dirname: '"/"',
      global: 'globalThis',
    },
    plugins: [{ name: 'node', setup: resolveNode }],
  })
  return outputFiles[0]?.text ?? ''
}

const require = createRequire(import.meta.url)
const NODE = new RegExp(`^(?:node:)?(?:${builtinModules.filter((name) => !name.startsWith('_')).join('|')})$`)

/** Next's browser versions of Node's modules ask for each other; PGlite asks for Node's own, which it uses in Node. */
function resolveNode(one: PluginBuild): void {
  one.onResolve({ filter: NODE }, ({ path, importer }) => {
    if (!importer.includes('next/dist/compiled')) return { path, namespace: 'absent' }
    return { path: require.resolve(`next/dist/compiled/${path === 'stream' ? 'stream-browserify' : path}`) }
  })
  one.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: 'module.exports = {}' }))
}

/** Where PGlite's own files lie: `pglite.wasm`, `pglite.data`, `<extension>.tar.gz`. */
export const pgliteFile = (name: string): string => join(dirname(require.resolve('@electric-sql/pglite')), name)

/** The text of a script that is the same for all projects. */
export const readTabScript = (runtime: Runtime, name: string): Promise<string> =>
  name === REGISTRY_SCRIPT ? Promise.resolve(registrySource()) : runtime.read(name)
