import type { Finding } from '../../contract.ts'
import { appFolder } from '../app-routes.ts'
import type { AppModel, AppModule } from '../app-model.ts'
import { type Node, walk } from '../walk.ts'
import { exportedMethods } from './handlers.ts'

/**
 * What the App Router demands of its files before it builds: a root layout over every page, a component in each, a
 * method in a handler.
 */

const COMPONENTS =
  /^(?:src\/)?app\/(?:.*\/)?(page|layout|template|default|error|global-error|loading|not-found|forbidden|unauthorized)\.(?:tsx|jsx|js|ts)$/

const hasDefault = (module: AppModule): boolean =>
  module.source.program.body.some((statement) => {
    if (statement.type === 'ExportDefaultDeclaration') return true
    if (statement.type !== 'ExportNamedDeclaration') return false
    return statement.specifiers.some(
      ({ exported }) => (exported.type === 'Literal' ? exported.value : exported.name) === 'default',
    )
  })

/** The folders from the application's root down to the one of `path`, each with a slash at its end. */
function foldersOf(base: string, path: string): string[] {
  const folders = [base]
  for (const part of path.slice(base.length).split('/').slice(0, -1)) folders.push(`${folders.at(-1)}${part}/`)
  return folders
}

/** Whether a module, or a project file that it imports, contains an element of this name. */
function renders(model: AppModel, path: string, tag: string, seen = new Set<string>()): boolean {
  const module = model.modules.get(path)
  if (!module || seen.has(path)) return false
  seen.add(path)
  let found = false
  walk(module.source.program, (node: Node) => {
    if (node.type === 'JSXOpeningElement' && node.name.type === 'JSXIdentifier' && node.name.name === tag) found = true
    return !found
  })
  return found || module.edges.some(({ to }) => renders(model, to, tag, seen))
}

export function appFileFindings(model: AppModel): Finding[] {
  const { files } = model.project
  const paths = [...files.keys()]
  const base = appFolder(paths)
  // A folder without a package is one of parts, whose layout stands elsewhere.
  const isWhole = files.has('package.json') || paths.some((path) => /^next\.config\.\w+$/.test(path))
  return [...(isWhole ? layoutFindings(model, base) : []), ...exportFindings(model, base)]
}

/** Each page stands below a root layout, one for all or one per route group, and that layout renders the document. */
function layoutFindings(model: AppModel, base: string): Finding[] {
  const findings: Finding[] = []
  const layouts = new Map(
    [...model.project.files.keys()]
      .filter((path) => path.startsWith(base) && /\/layout\.(?:tsx|jsx|js|ts)$/.test(path))
      .map((path) => [path.slice(0, path.lastIndexOf('/') + 1), path]),
  )
  const roots = new Set<string>()
  const bare = new Map<string, string[]>()
  for (const { path } of model.routes.pages) {
    const folders = foldersOf(base, path)
    const root = folders.find((folder) => layouts.has(folder))
    if (root !== undefined) roots.add(layouts.get(root)!)
    else bare.set(folders[1] ?? base, [...(bare.get(folders[1] ?? base) ?? []), path])
  }
  for (const pages of bare.values()) {
    const module = model.modules.get(pages[0] as string)
    const these = pages.length > 1 ? `this page and ${pages.length - 1} more` : 'this page'
    const message = `No root layout stands over ${these}, so the application does not build.`
    const hint = `Add ${base}layout.tsx with <html> and <body> around its children.`
    if (module) findings.push(model.report('contract', 'missing-root-layout', module, 0, message, { hint }))
  }
  for (const path of roots) {
    const module = model.modules.get(path)
    const absent = ['html', 'body'].filter((tag) => module && !renders(model, path, tag))
    if (module && absent.length > 0) {
      const message = `The root layout renders no ${absent.map((tag) => `<${tag}>`).join(' and no ')}, which Next demands of it.`
      findings.push(model.report('contract', 'root-layout-without-document', module, 0, message))
    }
  }
  return findings
}

/** A file with a name of the router's exports what the router takes from it. */
function exportFindings(model: AppModel, base: string): Finding[] {
  const findings: Finding[] = []
  for (const module of model.modules.values()) {
    const { path } = module.source
    const kind = COMPONENTS.exec(path)?.[1]
    if (kind === undefined || !path.startsWith(base) || /\/_[^/]*\//.test(path) || hasDefault(module)) continue
    const message = `A ${kind} must export its component as default; this file does not.`
    findings.push(model.report('contract', 'missing-default-export', module, 0, message))
  }
  for (const { path } of model.routes.handlers) {
    const module = model.modules.get(path)
    if (!module || exportedMethods(model, path)?.size !== 0) continue
    const message = 'This route handler exports no method, so every request to it is answered with 405.'
    const hint = 'Export a function named GET, POST, PUT, PATCH or DELETE.'
    findings.push(model.report('contract', 'missing-method', module, 0, message, { hint }))
  }
  return findings
}
