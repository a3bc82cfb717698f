import { finding, type FindingInput, type ProjectUnderCheck } from '../check.ts'
import type { Finding } from '../contract.ts'
import { byCodeUnit, isAppScript } from '../paths.ts'
import { type AppRoutes, appFolder, appRoutes } from './app-routes.ts'
import { importsOf, type ModuleImport } from './imports.ts'
import { createResolver, type Resolver } from './resolve.ts'
import { type Source, sourcesOf } from './source.ts'
import type { Node } from './walk.ts'

/**
 * What the rules of `contract` and `secrets` know about an application: its modules, who imports whom, and on which
 * side they run.
 */

export type Edge = { to: string; import: ModuleImport }
export type AppModule = {
  source: Source
  directive: 'client' | 'server' | null
  /** Imports of project files that survive compilation (not `import type`). */
  edges: Edge[]
  imports: ModuleImport[]
}

export type AppModel = {
  project: ProjectUnderCheck
  modules: ReadonlyMap<string, AppModule>
  routes: AppRoutes
  resolve: Resolver
  /** Modules that end up in the browser: `use client` modules and what they import, up to `use server`. */
  client: ReadonlySet<string>
  /**
   * Modules that the server renders or runs: reached from pages, layouts, handlers and their like without passing `use
   * client`.
   */
  server: ReadonlySet<string>
  /** Makes a finding of a check at a node of a module. */
  report(
    check: 'contract' | 'lint' | 'secrets',
    rule: string,
    module: AppModule,
    node: Pick<Node, 'start'> | number,
    message: string,
    more?: Partial<FindingInput>,
  ): Finding
}

const ENTRY =
  /^(?:(?:src\/)?(?:middleware|proxy|instrumentation)\.[jt]s|(?:src\/)?app\/(?:.*\/)?(?:page|layout|template|default|error|global-error|loading|not-found|forbidden|unauthorized|route|sitemap|robots|manifest|icon|apple-icon|opengraph-image|twitter-image)\.[cm]?[jt]sx?)$/

const directiveOf = (source: Source): AppModule['directive'] => {
  for (const statement of source.program.body) {
    if (
      statement.type !== 'ExpressionStatement' ||
      !('directive' in statement) ||
      typeof statement.directive !== 'string'
    )
      return null
    if (statement.directive === 'use client') return 'client'
    if (statement.directive === 'use server') return 'server'
  }
  return null
}

function reach(
  modules: ReadonlyMap<string, AppModule>,
  from: Iterable<string>,
  stop: (module: AppModule) => boolean,
): Set<string> {
  const seen = new Set<string>()
  const open = [...from]
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const module = modules.get(path)
    if (!module || seen.has(path) || stop(module)) continue
    seen.add(path)
    for (const edge of module.edges) open.push(edge.to)
  }
  return seen
}

const models = new WeakMap<ProjectUnderCheck, AppModel>()

export function appModel(project: ProjectUnderCheck): AppModel {
  const known = models.get(project)
  if (known) return known
  const resolve = createResolver(project)
  const modules = new Map<string, AppModule>()
  for (const source of sourcesOf(project).scripts.values()) {
    if (!isAppScript(source.path)) continue
    const imports = importsOf(source)
    const edges = imports.flatMap((one): Edge[] => {
      if (one.typeOnly) return []
      const to = resolve(source.path, one.specifier)
      return to.kind === 'file' ? [{ to: to.path, import: one }] : []
    })
    modules.set(source.path, { source, directive: directiveOf(source), edges, imports })
  }
  const paths = [...project.files.keys()].sort(byCodeUnit)
  // A module that makes Supabase's browser client is meant for the browser, whoever imports it today.
  const isForBrowser = ({ directive, imports }: AppModule): boolean =>
    directive === 'client' ||
    imports.some(
      ({ specifier, names }) =>
        specifier === '@supabase/ssr' && names.some(({ imported }) => imported === 'createBrowserClient'),
    )
  const clientRoots = [...modules.values()].filter(isForBrowser).map(({ source }) => source.path)
  const base = appFolder(paths)
  const entries = [...modules.keys()].filter(
    (path) => ENTRY.test(path) && (!/^(?:src\/)?app\//.test(path) || path.startsWith(base)),
  )
  const actions = [...modules.values()]
    .filter(({ directive }) => directive === 'server')
    .map(({ source }) => source.path)
  const model: AppModel = {
    project,
    modules,
    resolve,
    routes: appRoutes(paths),
    client: reach(modules, clientRoots, ({ directive }) => directive === 'server'),
    server: reach(modules, [...entries, ...actions], ({ directive }) => directive === 'client'),
    report: (check, rule, module, node, message, more = {}) =>
      finding({
        check,
        rule,
        file: module.source.path,
        ...module.source.at(typeof node === 'number' ? node : node.start),
        message,
        ...more,
      }),
  }
  models.set(project, model)
  return model
}
