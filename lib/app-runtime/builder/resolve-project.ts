import { posix } from 'node:path'
import type { OnLoadResult, OnResolveArgs, OnResolveResult, PluginBuild } from 'esbuild'
import { imageSize } from 'image-size'
import { loadAbsent } from './absent.ts'
import { applyDirectives } from './directives.ts'
import { PROJECT } from './entries.ts'
import { loaderOf } from './modules.ts'
import { PACKAGES } from './packages.ts'
import { FileProblem, type Project, SCRIPT } from './project.ts'
import { scopeClasses, SYSTEM_FONT } from './styles.ts'
import type { Universe } from './universe.ts'

/** Answers what a bundle imports of the project's own files; `resolvePackages` answers the rest. */
export function resolveProject(build: PluginBuild, project: Project, universe: Universe): void {
  build.onResolve({ filter: /^\/project\// }, ({ path }) => own(project, path.slice(PROJECT.length + 1)))
  build.onResolve({ filter: /.*/ }, (args) => (isFromProject(args) ? lead(project, args) : undefined))
  build.onLoad({ filter: /.*/, namespace: 'project' }, ({ path }) =>
    readOr(project, path.slice(PROJECT.length + 1), universe),
  )
  loadAbsent(build, project)
  build.onLoad({ filter: /.*/, namespace: 'fonts' }, ({ path }) => ({ contents: fonts(project, path), loader: 'js' }))
}

const isFromProject = ({ importer, namespace }: OnResolveArgs): boolean =>
  namespace === 'project' && importer.startsWith(`${PROJECT}/`)

const own = (project: Project, path: string): OnResolveResult =>
  project.contents.has(path)
    ? { path: `${PROJECT}/${path}`, namespace: 'project' }
    : { errors: [{ text: `There is no file ${path}.` }] }

/** Packages are answered by the next plugin: undefined. */
function lead(project: Project, { importer, path }: OnResolveArgs): OnResolveResult | undefined {
  if (/^next\/font\/(?:google|local)$/.test(path)) return { path, namespace: 'fonts' }
  const found = project.resolve(importer.slice(PROJECT.length + 1), path)
  if (found.kind === 'file') return own(project, found.path)
  if (found.kind === 'package' || found.kind === 'builtin') return undefined
  if (found.kind === 'missing') return { errors: [{ text: `There is no file ${found.wanted}.` }] }
  return { errors: [{ text: `"${path}" leads out of the project.` }] }
}

/** What a step of ours says of a file is said with its name, not with the line of ours that said it. */
const readOr = (project: Project, path: string, universe: Universe): Promise<OnLoadResult> =>
  read(project, path, universe).catch((error: unknown) => {
    const detail = new FileProblem(path, error)
    return { errors: [{ text: detail.message, location: { file: path }, detail }] }
  })

async function read(project: Project, path: string, universe: Universe): Promise<OnLoadResult> {
  const resolveDir = PACKAGES
  if (path.endsWith('.module.css')) return { contents: scopeClasses(path, project.text(path)).script, loader: 'js' }
  if (/\.(?:css|scss|sass|less)$/.test(path)) return { contents: '', loader: 'js' }
  if (/\.(?:png|jpe?g|gif|webp|avif|svg|ico|bmp)$/i.test(path))
    return { contents: picture(project, path), loader: 'js' }
  const source = project.text(path)
  if (path.endsWith('.json')) return { contents: source, loader: 'json' }
  if (!SCRIPT.test(path)) return { contents: source, loader: 'text' }
  const loader = loaderOf(path)
  const directed = await applyDirectives({ path, source, loader, key: path }, universe)
  return { contents: directed ?? source, loader: directed === null ? loader : 'js', resolveDir }
}

const MIME: Readonly<Record<string, string>> = { jpg: 'jpeg', svg: 'svg+xml', ico: 'x-icon' }

/** What `import picture from './picture.png'` answers in Next (https://nextjs.org/docs/app/api-reference/components/image#src). */
function picture(project: Project, path: string): string {
  const content = project.contents.get(path) ?? new Uint8Array()
  const ending = posix.extname(path).slice(1).toLowerCase()
  const src = `data:image/${MIME[ending] ?? ending};base64,${Buffer.from(content).toString('base64')}`
  let size = { width: 0, height: 0 }
  try {
    const { width, height } = imageSize(content)
    size = { width, height }
  } catch {
    // No picture after all; it is shown as broken, like everywhere.
  }
  return `export default ${JSON.stringify({ src, ...size, blurDataURL: '' })}`
}

/** What Google's fonts are called in code. */
const FONT = /^[A-Z]\w*$/

/** Fonts come from Google at build time; a preview that needs no other host shows the system's own. */
function fonts(project: Project, specifier: string): string {
  const names = new Set<string>()
  for (const path of project.contents.keys()) {
    if (!SCRIPT.test(path)) continue
    for (const [, list] of project
      .text(path)
      .matchAll(/import\s*\{([^{}]{0,2000})\}\s*from\s*["']next\/font\/google["']/g))
      for (const name of (list ?? '').split(',')) names.add(name.trim().split(/\s+as\s+/)[0] ?? '')
  }
  const font = `const font = () => ({ className: '', variable: '', style: { fontFamily: ${JSON.stringify(SYSTEM_FONT)} } })`
  if (specifier.endsWith('local')) return `${font}; export default font`
  return `${font}; ${[...names]
    .filter((name) => FONT.test(name))
    .map((name) => `export const ${name} = font`)
    .join('; ')}`
}
