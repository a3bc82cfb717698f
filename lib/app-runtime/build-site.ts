import { posix } from 'node:path'
import { build, type Loader, type Plugin, transform } from 'esbuild'
import { PAGE_DEFINE } from './builder/universe.ts'

/*
 * A plain site: HTML, styles and scripts that a browser opens as they are. In a preview they stand in a document that
 * was written and has no address, so what their scripts take for `location` is replaced, as in an application.
 */

type Files = ReadonlyMap<string, Uint8Array>

const SCRIPT = /\.[cm]?js$/
const PAGE = /\.html?$/
/** Longer ones are somebody else's library, which asks for no address. */
const MAX_BYTES = 2 * 1024 * 1024

/** A page at the top and no application: files of a plain site. */
export const isSite = (paths: Iterable<string>): boolean => {
  const all = [...paths]
  return all.some((path) => PAGE.test(path)) && !all.some((path) => /^(?:src\/)?app\/.*\.[jt]sx?$/.test(path))
}

/**
 * What of a site's files is different in a preview: path → text. A script that does not parse stays as it is, for the
 * browser to say so. Nothing is executed.
 */
export async function buildSite(files: Files): Promise<Record<string, string>> {
  const changed: Record<string, string> = {}
  for (const [path, bytes] of files) {
    if (bytes.length > MAX_BYTES || !(SCRIPT.test(path) || PAGE.test(path))) continue
    const text = new TextDecoder().decode(bytes)
    const made = PAGE.test(path) ? await pageOf(path, text, files) : await scriptOf(path, text, files)
    if (made !== text) changed[path] = made
  }
  return changed
}

const isModule = (text: string): boolean => /^\s*(?:import[\s{*'"]|export[\s{*])/m.test(text)

/** A module with all that it imports of the site, since nothing is loaded by its address in a preview. */
const scriptOf = (path: string, text: string, files: Files): Promise<string> =>
  isModule(text) ? moduleOf(path, text, files) : classicOf(path, text)

async function classicOf(path: string, text: string): Promise<string> {
  try {
    const { code } = await transform(text, {
      define: PAGE_DEFINE,
      loader: 'js',
      target: 'esnext',
      sourcefile: path,
      logLevel: 'silent',
      legalComments: 'inline',
    })
    return code
  } catch {
    return text
  }
}

async function moduleOf(path: string, text: string, files: Files): Promise<string> {
  try {
    const { outputFiles } = await build({
      stdin: { contents: text, sourcefile: path, resolveDir: `/${posix.dirname(path)}`, loader: 'js' },
      bundle: true,
      write: false,
      format: 'esm',
      target: 'esnext',
      define: PAGE_DEFINE,
      logLevel: 'silent',
      legalComments: 'inline',
      outfile: 'site.js',
      plugins: [ofSite(files)],
    })
    return outputFiles.find((file) => file.path.endsWith('.js'))?.text ?? text
  } catch {
    return text
  }
}

const LOADERS: Readonly<Record<string, Loader>> = { '.json': 'json', '.txt': 'text', '.svg': 'dataurl' }

/** Imports lead to the site's own files; every other stays, for the frame to refuse. */
const ofSite = (files: Files): Plugin => ({
  name: 'site',
  setup(one) {
    one.onResolve({ filter: /.*/ }, ({ path, resolveDir }) => {
      const found = posix.join(path.startsWith('/') ? '/' : resolveDir, path).slice(1)
      const isOurs = /^\.{0,2}\//.test(path) && files.has(found)
      return isOurs ? { path: found, namespace: 'site' } : { path, external: true }
    })
    one.onLoad({ filter: /.*/, namespace: 'site' }, ({ path }) => ({
      contents: files.get(path) ?? new Uint8Array(),
      loader: LOADERS[posix.extname(path)] ?? 'js',
      resolveDir: `/${posix.dirname(path)}`,
    }))
  },
})

const INLINE = /(<script\b([^>]*)>)([^]*?)(<\/script\s*>)/gi

/** A page with its scripts that stand in it. */
async function pageOf(path: string, text: string, files: Files): Promise<string> {
  let made = ''
  let from = 0
  for (const match of text.matchAll(INLINE)) {
    const [whole, open = '', attributes = '', code = '', close = ''] = match
    const kind = /\btype\s*=\s*["']?([^"'\s>]*)/i.exec(attributes)?.[1]?.toLowerCase() ?? ''
    const isScript = ['', 'module', 'text/javascript', 'application/javascript'].includes(kind)
    if (!isScript || /\bsrc\s*=/i.test(attributes) || code.trim() === '') continue
    const script = await (kind === 'module' ? moduleOf(path, code, files) : classicOf(path, code))
    made += text.slice(from, match.index) + open + script.replaceAll(/<\/script/gi, '<\\/script') + close
    from = match.index + whole.length
  }
  return made + text.slice(from)
}
