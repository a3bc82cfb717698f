import { dirname, join, normalize } from 'node:path/posix'
import { parseSync } from 'oxc-parser'

/*
 * Who may import whom, as data and functions over file contents: the contract test feeds the repository, its self-tests
 * feed small invented trees.
 */

/** Path from the root, with forward slashes → source text. */
export type Tree = ReadonlyMap<string, string>

type Import = { specifier: string; names: string[]; isTypeOnly: boolean }
type Edge = Import & { target: string }
type Module = { path: string; edges: Edge[]; packages: Import[]; isBarrel: boolean; readsEnvironment: boolean }

/** A domain may import the ones before it. `system` tells how the whole house is, so it stands last. */
export const DOMAIN_ORDER = [
  'spec',
  'accounts',
  'credits',
  'memory',
  'projects',
  'files',
  'runs',
  'evidence',
  'preview',
  'share',
  'generation',
  'billing',
  'workflows',
  'market',
  'consult',
  'support',
  'admin',
  'system',
]

const GENERATED = 'lib/core/db/generated/'
const WIRING = /^lib\/(web|worker|api)\.ts$/
/** What of `http` a domain may name: contracts, pages of lists, and who is asking. */
const HTTP_FOR_DOMAINS = /^(endpoint|page|principal)\.ts$/
/**
 * What of a domain and of `http` the browser may have: the types of contracts, the constants in them, and the pure
 * functions that turn a run's events into a page.
 */
const DOMAIN_FOR_BROWSER = /^(contract|constants|events|reduce)\.ts$|^edit\//
/** Pages that check by a schema themselves. For all others it would be the larger half of what they load. */
const CHECKING = /^components\/(accounts\/sign-(in|up)-form\.tsx|evidence\/planned-access\.ts)$/
const HTTP_FOR_BROWSER = /^(client|problem)\.ts$/
const FORBIDDEN_NAMES = /(^|\/)(utils?|helpers?|common|misc|manager|service|types|index)\.(ts|tsx)$/

const isText = (value: unknown): value is string => typeof value === 'string'

type Node = Record<string, unknown>
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

/**
 * Does any expression in the tree read `process.env`? Generated code in strings does not count, so the syntax tree
 * decides.
 */
function readsEnvironment(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(readsEnvironment)
  if (!isNode(node)) return false
  const { type, object, property } = node
  if (type === 'MemberExpression' && isNode(object) && isNode(property) && object.name === 'process') {
    if (property.name === 'env' || property.value === 'env') return true
  }
  if (type === 'VariableDeclarator' && isNode(node.init) && node.init.name === 'process') return true
  return Object.values(node).some((value) => isNode(value) && readsEnvironment(value))
}

function importsOf(path: string, source: string): { imports: Import[]; isBarrel: boolean; readsEnvironment: boolean } {
  const { module, program, errors } = parseSync(path, source)
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message ?? ''}`)
  const imports: Import[] = module.staticImports.map(({ moduleRequest, entries }) => ({
    specifier: moduleRequest.value,
    names: entries.map((entry) => entry.importName.name ?? entry.importName.kind),
    isTypeOnly: entries.length > 0 && entries.every((entry) => entry.isType),
  }))
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest, isType } of entries)
      if (moduleRequest) imports.push({ specifier: moduleRequest.value, names: [], isTypeOnly: isType })
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const text = source.slice(moduleRequest.start, moduleRequest.end)
    const specifier = /^(['"`])([^'"`$]+)\1$/.exec(text)?.[2]
    if (isText(specifier)) imports.push({ specifier, names: [], isTypeOnly: false })
  }
  const body = program.body as unknown as Node[]
  const isReexport = (statement: Node): boolean =>
    statement.type === 'ExportAllDeclaration' ||
    (statement.type === 'ExportNamedDeclaration' && isNode(statement.source))
  return {
    imports,
    isBarrel: body.length > 0 && body.every(isReexport),
    readsEnvironment: source.includes('process') && readsEnvironment(body),
  }
}

/** The file that a relative or `@/` specifier means; null for a package, undefined when there is no such file. */
function resolve(from: string, specifier: string, tree: Tree): string | null | undefined {
  const isOurs = specifier.startsWith('.') || specifier.startsWith('@/')
  if (!isOurs) return null
  const base = specifier.startsWith('@/') ? normalize(specifier.slice(2)) : join(dirname(from), specifier)
  if (base.startsWith(GENERATED)) return base
  return [base, `${base}.ts`, `${base}.tsx`, `${base}.mjs`, `${base}/index.ts`].find((candidate) => tree.has(candidate))
}

const isSource = (path: string): boolean => /\.(ts|tsx|mjs)$/.test(path)

function load(tree: Tree, complaints: string[]): Map<string, Module> {
  const modules = new Map<string, Module>()
  for (const [path, source] of tree) {
    if (!isSource(path)) continue
    const { imports, ...facts } = importsOf(path, source)
    const found: Module = { path, edges: [], packages: [], ...facts }
    for (const entry of imports) {
      const target = resolve(path, entry.specifier, tree)
      if (target === undefined) complaints.push(`${path}: "${entry.specifier}" leads nowhere`)
      else if (target === null) found.packages.push(entry)
      else found.edges.push({ ...entry, target })
    }
    modules.set(path, found)
  }
  return modules
}

/** What reaches the browser with it: everything that is imported for its values, from `path` on. */
function browserHazard(path: string, modules: Map<string, Module>, seen = new Set<string>()): string | null {
  if (seen.has(path)) return null
  seen.add(path)
  if (path.startsWith(GENERATED) || path === 'lib/core/env.ts' || path.startsWith('lib/core/postgres/')) return path
  const found = modules.get(path)
  if (!found) return null
  const bad = found.packages.find(
    (entry) => !entry.isTypeOnly && /^(node:|pg$|pino$|@prisma\/|server-only$|next\/headers$)/.test(entry.specifier),
  )
  if (bad) return `${bad.specifier} (in ${path})`
  for (const edge of found.edges) {
    const hazard = edge.isTypeOnly ? null : browserHazard(edge.target, modules, seen)
    if (hazard) return hazard
  }
  return null
}

type Place = { layer: string; name: string; rest: string }

/** Which row of the table a file belongs to. */
function placeOf(path: string): Place {
  const [top = '', second = '', third = '', ...more] = path.split('/')
  if (WIRING.test(path)) return { layer: 'wiring', name: second, rest: '' }
  if (path === 'lib/context.ts') return { layer: 'context', name: '', rest: '' }
  if (top === 'lib' && (second === 'domains' || second === 'integrations'))
    return { layer: second, name: third, rest: more.join('/') }
  if (top === 'lib' && third !== '') return { layer: second, name: '', rest: [third, ...more].join('/') }
  if (top === 'components')
    return { layer: second === 'ui' || second === 'shell' ? 'frame' : 'components', name: second, rest: third }
  return { layer: top === 'app' ? 'app' : top === 'lib' ? 'stray' : 'root', name: '', rest: path }
}

const isPublicFile = (place: Place): boolean =>
  place.layer === 'domains' &&
  (place.rest.startsWith('edit/') || (!place.rest.includes('/') && !/^(store|policy)\.ts$/.test(place.rest)))

/**
 * `internal/` holds what trusts its caller to have checked who asks: no page and no route may call it, and of the later
 * domains only those that work on their own behalf, in a worker or after a check of their own.
 */
const INTERNAL_FOR: Readonly<Record<string, readonly string[]>> = {
  accounts: ['credits', 'memory', 'projects', 'runs', 'evidence', 'generation', 'system'],
  credits: ['runs', 'generation'],
  memory: ['projects', 'generation'],
  projects: ['files', 'runs', 'evidence', 'preview', 'generation'],
  files: ['evidence', 'system'],
  runs: ['evidence', 'generation'],
  preview: ['generation'],
  evidence: ['generation'],
}
const isInternalFor = (place: Place, name: string): boolean =>
  /^internal\/[^/]+$/.test(place.rest) && (INTERNAL_FOR[place.name] ?? []).includes(name)
const isEarlier = (name: string, than: string): boolean => DOMAIN_ORDER.indexOf(name) < DOMAIN_ORDER.indexOf(than)

/** True when the table lets `from` import `to`; `hazard` says what would be wrong with `to` in a browser. */
function isAllowed(path: string, to: Place, edge: Edge, hazard: () => string | null): boolean {
  const from = placeOf(path)
  const isBrowserSafe = (): boolean => edge.isTypeOnly || hazard() === null
  switch (from.layer) {
    case 'app':
      return (
        ['app', 'components', 'frame', 'core'].includes(to.layer) || edge.target === 'lib/web.ts' || isPublicFile(to)
      )
    case 'components': {
      if (
        to.layer === 'frame' ||
        (to.layer === 'components' && (to.name === from.name || isEarlier(to.name, from.name)))
      )
        return true
      const isOpen =
        to.layer === 'core' ||
        (to.layer === 'domains' &&
          DOMAIN_FOR_BROWSER.test(to.rest) &&
          (to.rest !== 'contract.ts' || edge.isTypeOnly || CHECKING.test(path))) ||
        (to.layer === 'http' && HTTP_FOR_BROWSER.test(to.rest)) ||
        // The page's side of a preview's frame.
        (from.name === 'preview' && to.layer === 'app-runtime' && /^tab\/(host|frame-link)\.ts$/.test(to.rest))
      return isOpen && isBrowserSafe()
    }
    case 'frame':
      if (to.layer === 'frame') return true
      // The shell says what a refusal of the API tells; primitives know of no API.
      if (from.name === 'shell' && to.layer === 'http') return HTTP_FOR_BROWSER.test(to.rest) && isBrowserSafe()
      return to.layer === 'core' && isBrowserSafe()
    case 'root':
      return ['root', 'core', 'wiring', 'context'].includes(to.layer)
    case 'wiring':
      return edge.target.startsWith('lib/') && to.layer !== 'stray'
    case 'domains': {
      if (to.layer === 'core' || (to.layer === 'domains' && to.name === from.name)) return true
      if (to.layer === 'domains')
        return isEarlier(to.name, from.name) && (isPublicFile(to) || isInternalFor(to, from.name))
      if (to.layer === 'context') return edge.isTypeOnly && edge.names.every((name) => name === 'Ctx')
      if (to.layer === 'integrations') return to.rest === 'port.ts'
      if (to.layer === 'supabase-local' || to.layer === 'app-runtime') return true
      return (
        (to.layer === 'http' && HTTP_FOR_DOMAINS.test(to.rest)) || (to.layer === 'engine' && to.rest === 'define.ts')
      )
    }
    case 'context':
      return ['core', 'integrations', 'engine'].includes(to.layer)
    case 'integrations':
      return to.layer === 'core' || (to.layer === 'integrations' && to.name === from.name)
    case 'app-runtime':
      // What a preview's database in the tab answers by.
      return ['core', 'app-runtime', 'supabase-local'].includes(to.layer)
    case 'laptop':
      return ['core', 'laptop', 'supabase-local'].includes(to.layer)
    case 'supabase-local':
    case 'http':
    case 'engine':
      return to.layer === 'core' || to.layer === from.layer
    case 'core':
      return to.layer === 'core'
    default:
      return false
  }
}

function complainAboutEdge(found: Module, edge: Edge, modules: Map<string, Module>): string[] {
  const { path } = found
  if (edge.target.startsWith(GENERATED)) {
    const may =
      path.startsWith('lib/core/db/') || /^lib\/domains\/[^/]+\/store\.ts$/.test(path) || path.startsWith('prisma/')
    return may ? [] : [`${path}: the generated Prisma client belongs to core/db and store.ts files`]
  }
  if (!isSource(edge.target)) return []
  const hazard = (): string | null => browserHazard(edge.target, modules)
  if (isAllowed(path, placeOf(edge.target), edge, hazard)) return []
  const what = hazard()
  const why = path.startsWith('components/') && what ? ` (not for browsers: ${what})` : ''
  return [`${path}: may not import ${edge.target}${why}`]
}

function complainAboutFile(found: Module, modules: Map<string, Module>): string[] {
  const { path } = found
  const { layer, name } = placeOf(path)
  const out: string[] = []
  const isBelowPages = ['domains', 'core', 'engine', 'integrations'].includes(layer)
  if (layer === 'stray') out.push(`${path}: has no place in the house; wiring is web.ts, worker.ts and api.ts`)
  if (layer === 'domains' && !DOMAIN_ORDER.includes(name))
    out.push(`${path}: the domain "${name}" has no place in the order of domains`)
  // `types` is also the name of a check, and every check's file is named after it.
  if (FORBIDDEN_NAMES.test(path) && path !== 'lib/domains/evidence/checks/types.ts')
    out.push(`${path}: a name that says nothing`)
  if (found.isBarrel) out.push(`${path}: only passes on what other files export (a barrel)`)
  if (found.readsEnvironment && path !== 'lib/core/env.ts' && layer !== 'root')
    out.push(`${path}: reads process.env; only lib/core/env.ts does`)
  for (const { specifier, isTypeOnly } of found.packages) {
    if (specifier === 'server-only' && path !== 'lib/web.ts')
      out.push(`${path}: "server-only" throws in the worker and in tests; only lib/web.ts has it`)
    if (isBelowPages && !isTypeOnly && /^(next|react|react-dom)(\/|$)/.test(specifier))
      out.push(`${path}: may not import "${specifier}"`)
  }
  const isForBrowser =
    /^lib\/domains\/[^/]+\/(contract\.ts|constants\.ts|edit\/.*)$/.test(path) || path === 'lib/http/client.ts'
  const hazard = isForBrowser ? browserHazard(path, modules) : null
  if (hazard) out.push(`${path}: must work in a browser, but brings ${hazard}`)
  return out
}

const packageName = (specifier: string): string => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
/** Frameworks that several floors use by right; next-auth has a half of its own for the browser. */
const SHARED_PACKAGES = new Set(['zod', 'next', 'react', 'next-auth'])

/** A vendor's SDK that an integration wraps must be imported nowhere else, or the port would have a back door. */
function complainAboutVendors(modules: Map<string, Module>): string[] {
  const homes = new Map<string, string>()
  for (const { path, packages } of modules.values()) {
    if (!path.startsWith('lib/integrations/')) continue
    for (const { specifier } of packages) {
      if (!specifier.startsWith('node:') && !SHARED_PACKAGES.has(packageName(specifier)))
        homes.set(packageName(specifier), placeOf(path).name)
    }
  }
  return [...modules.values()].flatMap(({ path, packages }) =>
    packages
      .filter(
        ({ specifier }) =>
          homes.has(packageName(specifier)) &&
          !path.startsWith(`lib/integrations/${homes.get(packageName(specifier))}/`),
      )
      .map(
        ({ specifier }) => `${path}: "${specifier}" belongs to integrations/${homes.get(packageName(specifier)) ?? ''}`,
      ),
  )
}

/**
 * Circles of imports, of types too: two files that need each other are one. Each is told once, from its first file in
 * the alphabet.
 */
function complainAboutCycles(modules: Map<string, Module>): string[] {
  const done = new Set<string>()
  const told = new Map<string, string>()
  const walk = (path: string, trail: string[]): void => {
    const start = trail.indexOf(path)
    if (start >= 0) {
      const circle = trail.slice(start)
      told.set(circle.toSorted().join(' '), `a circle of imports: ${[...circle, path].join(' → ')}`)
      return
    }
    if (done.has(path)) return
    for (const edge of modules.get(path)?.edges ?? []) walk(edge.target, [...trail, path])
    done.add(path)
  }
  for (const path of [...modules.keys()].toSorted()) walk(path, [])
  return [...told.values()]
}

/** Everything in the tree that breaks the table; empty when it is kept. */
export function importComplaints(tree: Tree): string[] {
  const complaints: string[] = []
  const modules = load(tree, complaints)
  for (const found of modules.values()) {
    complaints.push(
      ...complainAboutFile(found, modules),
      ...found.edges.flatMap((edge) => complainAboutEdge(found, edge, modules)),
    )
  }
  complaints.push(...complainAboutVendors(modules), ...complainAboutCycles(modules))
  return [...new Set(complaints)].toSorted()
}
