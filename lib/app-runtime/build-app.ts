import { build, type BuildFailure, type Message } from 'esbuild'
import { standInFor } from './builder/absent.ts'
import { referenceId } from './builder/directives.ts'
import { type Entries, generateEntries, PROJECT } from './builder/entries.ts'
import { resolvePackages } from './builder/modules.ts'
import { moduleKey } from './builder/packages.ts'
import { FileProblem, type Project, type ProjectFiles, readProject } from './builder/project.ts'
import { resolveProject } from './builder/resolve-project.ts'
import type { Runtime } from './open-runtime.ts'
import { buildStyles } from './builder/styles.ts'
import { COMMON, CONDITIONS, PAGE_DEFINE, REGISTRY, type Universe } from './builder/universe.ts'
import { BROWSER_ENTRY, DEFINE } from './builder/vinext.ts'

/** One script of an application, and the scripts of packages that must run before it, in order. */
export type Script = { code: string; map: string; chunks: string[] }

export type Problem = { file?: string; line?: number; column?: number; message: string }

/** An application that can be started: on the server by `rsc` and `ssr`, in the browser by `client`. */
export type AppBundle = {
  rsc: Script
  ssr: Script
  client: Script
  css: string
  /** Names of packages that the project has and a preview has not; something stands in for each (`absent.ts`). */
  absent: readonly string[]
  /** Of a plain site, which has none of the others: files that are different in a preview (`build-site.ts`). */
  site?: Record<string, string>
}

export type AppBuild = { bundle: AppBundle; problems: [] } | { bundle: null; problems: Problem[] }

export type AppInput = {
  files: ProjectFiles
  runtime: Runtime
  /** Public variables (`NEXT_PUBLIC_…`), which Next writes into the pages. */
  env: Readonly<Record<string, string>>
}

/**
 * Bundles a project's own files for a preview. Nothing of the project is executed, and nothing outside of it and of the
 * pinned packages is read; its configurations of Next, PostCSS and Tailwind are code and count for nothing.
 */
export async function buildApp({ files, runtime, env }: AppInput): Promise<AppBuild> {
  try {
    const project = readProject(files)
    const entries = await generateEntries(files.contents)
    const make = (universe: Universe, source: string, clientModules: readonly string[] = []): Promise<Script> =>
      bundle({ project, runtime, env, entries, universe, source, clientModules })
    const rsc = await make('rsc', rscSource(project))
    const referred = runtime.clientModulesOf(rsc.chunks)
    const [ssr, client, css] = await Promise.all([
      make('ssr', clientTable(project, 'ssr'), referred),
      make('client', clientSource(project), referred),
      buildStyles(project),
    ])
    return { bundle: { rsc, ssr, client, css, absent: [...project.absent].sort() }, problems: [] }
  } catch (error) {
    return { bundle: null, problems: problemsOf(error) }
  }
}

/** The server's entry, and where it finds the actions that the browser calls by id. */
const rscSource = (project: Project): string => `
import entry from 'app:rsc'
${REGISTRY}.app.entry = entry
${REGISTRY}.app.serverReferences = ${tableOf(project.serverModules)}`

const clientTable = (project: Project, universe: 'ssr' | 'client'): string =>
  `${REGISTRY}.app.clientReferences.${universe} = ${tableOf(project.clientModules)}`

const clientSource = (project: Project): string => `
import routeManifest from 'app:routes'
${REGISTRY}.app.routeManifest = routeManifest
${clientTable(project, 'client')}
${REGISTRY}.app.start = () => import('app:client')`

const tableOf = (paths: readonly string[]): string => {
  const load = (path: string): string => `() => import(${JSON.stringify(`${PROJECT}/${path}`)})`
  return `{${paths.map((path) => `${JSON.stringify(referenceId(path))}: ${load(path)}`).join(', ')}}`
}

type Task = {
  project: Project
  runtime: Runtime
  env: AppInput['env']
  entries: Entries
  universe: Universe
  source: string
  clientModules: readonly string[]
}

async function bundle({ project, runtime, env, entries, universe, source, clientModules }: Task): Promise<Script> {
  const used = new Set<string>()
  const provide = async (key: string): Promise<boolean> => {
    const isProvided = await runtime.provide(universe, key)
    if (isProvided) used.add(key)
    return isProvided
  }
  for (const key of clientModules) await provide(key)
  const generated: Readonly<Record<string, string>> = {
    'app:rsc': entries.rsc,
    // The browser's own entry starts the page when it is loaded.
    'app:client': entries.client.replace(/import\s*"[^"]*app-browser-entry\.js";?\s*$/, startBrowser),
    'app:routes': entries.routeManifest,
  }
  const { outputFiles } = await build({
    ...COMMON,
    conditions: CONDITIONS[universe],
    define: {
      ...DEFINE,
      ...publicVariables(env),
      ...(universe === 'client' && { 'process.env': '{}', ...PAGE_DEFINE }),
    },
    stdin: { contents: source, resolveDir: '/', sourcefile: 'entry.js' },
    sourcemap: 'external',
    sourcesContent: false,
    tsconfigRaw: '{}',
    outfile: 'app.js',
    plugins: [
      {
        name: 'app',
        setup(one) {
          one.onResolve({ filter: /^app:/ }, ({ path, namespace }) =>
            namespace === 'project' ? undefined : { path, namespace: 'app' },
          )
          one.onLoad({ filter: /.*/, namespace: 'app' }, ({ path }) => ({
            contents: generated[path] ?? '',
            loader: 'js',
            resolveDir: '/',
          }))
          resolveProject(one, project, universe)
          resolvePackages(one, { universe, isProvided: provide, absent: (specifier) => standInFor(project, specifier) })
        },
      },
    ],
  })
  const textOf = (ending: string): string => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? ''
  return { code: textOf('.js'), map: textOf('.map'), chunks: runtime.chunksOf(universe, used) }
}

const startBrowser = `${REGISTRY}.get('client', ${JSON.stringify(moduleKey(BROWSER_ENTRY))}).start();`

const publicVariables = (env: AppInput['env']): Record<string, string> =>
  Object.fromEntries(Object.entries(env).map(([name, value]) => [`process.env.${name}`, JSON.stringify(value)]))

const isFailure = (error: unknown): error is BuildFailure =>
  error instanceof Error && Array.isArray((error as Partial<BuildFailure>).errors)

function problemsOf(error: unknown): Problem[] {
  if (error instanceof FileProblem) return [{ file: error.path, message: error.message }]
  if (isFailure(error)) return error.errors.slice(0, 50).map(problemOf)
  return [{ message: error instanceof Error ? error.message : String(error) }]
}

function problemOf({ text, location, detail }: Message): Problem {
  if (location === null) return { message: text }
  // What a step of ours says of a file has that file in its words; where it was thrown is nobody's business.
  if (detail instanceof FileProblem) return { file: detail.path, message: text }
  const file = location.file.replace(/^project:/, '').replace(/^\/project\//, '')
  return { file, line: location.line, column: location.column + 1, message: text }
}
