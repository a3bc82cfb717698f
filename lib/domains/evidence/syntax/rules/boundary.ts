import type { Finding } from '../../contract.ts'
import type { AppModel, AppModule } from '../app-model.ts'
import { bare, keyOf } from '../static-value.ts'
import { type Ancestors, type Node, walk } from '../walk.ts'
import { crossingFindings } from './crossings.ts'

/** The line between server and browser: what needs `use client`, and what must not cross to the browser. */

/** Hooks of React that a server component may call (they are in React's `react-server` build). */
const SERVER_HOOKS = new Set(['use', 'useId', 'useMemo', 'useCallback', 'useDebugValue'])
const CLIENT_REACT = new Set(['createContext', 'Component', 'PureComponent'])
/** Builtins for which a bundler has nothing to put into the browser. */
const SERVER_BUILTINS =
  /^(?:fs|fs\/promises|child_process|net|tls|dns|http2|http|https|worker_threads|cluster|os|readline|module|v8|vm|inspector|async_hooks|perf_hooks|dgram|zlib|sqlite)$/
const SERVER_PACKAGES = new Set(['server-only', 'next/headers', 'next/cache'])
const BROWSER = new Set(['window', 'document', 'localStorage', 'sessionStorage', 'navigator'])

export function boundaryFindings(model: AppModel): Finding[] {
  const findings: Finding[] = []
  for (const module of model.modules.values()) {
    findings.push(...directiveFindings(model, module))
    findings.push(...pagesRouter(model, module))
    if (model.server.has(module.source.path) && module.directive === null) {
      const one = missingUseClient(model, module)
      if (one) findings.push(one)
      findings.push(...crossingFindings(model, module))
    }
    if (model.client.has(module.source.path)) findings.push(...serverCode(model, module))
  }
  return findings
}

/** What only works below `pages/`: in the app router it throws, or is never called. */
function pagesRouter(model: AppModel, module: AppModule): Finding[] {
  if (!model.server.has(module.source.path) && !model.client.has(module.source.path)) return []
  if (/^(?:src\/)?pages\//.test(module.source.path)) return []
  return module.imports
    .filter(({ specifier, typeOnly }) => !typeOnly && (specifier === 'next/router' || specifier === 'next/head'))
    .map((one) =>
      model.report(
        'contract',
        'pages-router',
        module,
        one.offset,
        `"${one.specifier}" only works in the pages router, which this project does not use.`,
        {
          hint:
            one.specifier === 'next/router'
              ? 'Import useRouter from "next/navigation".'
              : 'Export `metadata` from the page.',
        },
      ),
    )
}

/** `'use client'` that stands too late to count; what a `use client` or `use server` module may not export. */
function directiveFindings(model: AppModel, module: AppModule): Finding[] {
  return module.source.program.body.flatMap((statement) => {
    if (isLateDirective(statement))
      return [
        model.report(
          'contract',
          'misplaced-directive',
          module,
          statement,
          `"${statement.expression.value}" only counts before every import.`,
          { hint: 'Move it to the first line.' },
        ),
      ]
    if (statement.type !== 'ExportNamedDeclaration' || statement.exportKind === 'type') return []
    const { declaration } = statement
    const declared: Node[] =
      declaration?.type === 'VariableDeclaration' ? declaration.declarations : declaration ? [declaration] : []
    return declared.flatMap((one) => exportFindings(model, module, one))
  })
}

type LateDirective = { type: 'ExpressionStatement'; expression: { value: 'use client' | 'use server' } }
const isLateDirective = <T extends Node>(statement: T): statement is T & LateDirective =>
  statement.type === 'ExpressionStatement' &&
  !('directive' in statement && statement.directive) &&
  statement.expression.type === 'Literal' &&
  (statement.expression.value === 'use client' || statement.expression.value === 'use server')

function declaredName(node: Node): string {
  if (node.type === 'VariableDeclarator') return node.id.type === 'Identifier' ? node.id.name : ''
  return 'id' in node && node.id && 'name' in node.id ? String(node.id.name) : ''
}

/** What is wrong with one thing that a `use client` or `use server` module exports. */
function exportFindings(model: AppModel, module: AppModule, one: Node): Finding[] {
  const findings: Finding[] = []
  const name = declaredName(one)
  if (
    module.directive === 'client' &&
    /^(?:metadata|generateMetadata|generateStaticParams|viewport|generateViewport)$/.test(name) &&
    /(^|\/)(?:page|layout)\.[jt]sx?$/.test(module.source.path)
  )
    findings.push(
      model.report(
        'contract',
        'metadata-in-client',
        module,
        one,
        `"${name}" cannot be exported from a "use client" file.`,
        { hint: 'Keep the page a server component and move the interactive part into a component of its own.' },
      ),
    )
  if (module.directive === 'server' && !isAsync(one))
    findings.push(
      model.report(
        'contract',
        'bad-action-export',
        module,
        one,
        `A "use server" file may only export async functions; "${name}" is not one.`,
        { hint: 'Move it to a file without "use server".' },
      ),
    )
  return findings
}

function isAsync(node: Node): boolean {
  if (
    node.type === 'FunctionDeclaration' ||
    node.type === 'FunctionExpression' ||
    node.type === 'ArrowFunctionExpression'
  )
    return node.async
  if (/^TS(?:InterfaceDeclaration|TypeAliasDeclaration|DeclareFunction)$/.test(node.type)) return true
  if (node.type === 'VariableDeclarator') {
    const init = bare(node.init)
    // a wrapper may answer an async function
    return init === undefined ? false : init.type === 'CallExpression' || init.type === 'Identifier' || isAsync(init)
  }
  return false
}

/** The first thing in a server component that only works in the browser. */
function missingUseClient(model: AppModel, module: AppModule): Finding | null {
  const { fromPackage, actions } = importedNames(model, module)
  let found: Finding | null = null
  walk(module.source.program, (node, ancestors) => {
    if (found) return false
    const works = browserCall(node, fromPackage) ?? browserHandler(node, ancestors, actions)
    const exists = node.type === 'Identifier' && BROWSER.has(node.name) && isRenderedGlobal(node, ancestors)
    const said = works !== null ? `"${works}" only works` : exists ? `"${node.name}" only exists` : null
    if (said !== null)
      found = model.report(
        'contract',
        'missing-use-client',
        module,
        node,
        `${said} in the browser, but this file is rendered on the server.`,
        { hint: 'Put "use client" on the first line, or move this part into a component of its own that has it.' },
      )
    return
  })
  return found
}

type FromPackage = ReadonlyMap<string, { specifier: string; imported: string }>

/** Local names of what comes from packages, and of server actions. */
function importedNames(model: AppModel, module: AppModule): { fromPackage: FromPackage; actions: ReadonlySet<string> } {
  const fromPackage = new Map<string, { specifier: string; imported: string }>()
  const actions = new Set<string>()
  for (const one of module.imports) {
    if (one.typeOnly) continue
    const to = model.resolve(module.source.path, one.specifier)
    for (const { local, imported, typeOnly } of one.names) {
      if (typeOnly) continue
      if (to.kind === 'package') fromPackage.set(local, { specifier: one.specifier, imported })
      if (to.kind === 'file' && model.modules.get(to.path)?.directive === 'server') actions.add(local)
    }
  }
  return { fromPackage, actions }
}

/** The hook, or the part of React, that a call needs the browser for; null: none. */
function browserCall(node: Node, fromPackage: FromPackage): string | null {
  if (node.type !== 'CallExpression') return null
  const { callee } = node
  const direct = callee.type === 'Identifier' ? fromPackage.get(callee.name) : undefined
  const member =
    callee.type === 'MemberExpression' && callee.object.type === 'Identifier'
      ? fromPackage.get(callee.object.name)
      : undefined
  const name = direct ? (direct.imported === 'default' ? '' : direct.imported) : member ? (keyOf(callee) ?? '') : ''
  const specifier = direct?.specifier ?? member?.specifier ?? ''
  const isHook = /^use[A-Z]/.test(name) && !(specifier === 'react' && SERVER_HOOKS.has(name))
  return isHook || (specifier === 'react' && CLIENT_REACT.has(name)) ? name : null
}

/** The event for which an element of the page gets a handler that is no server action; null: none. */
function browserHandler(node: Node, ancestors: Ancestors, actions: ReadonlySet<string>): string | null {
  if (
    node.type !== 'JSXAttribute' ||
    node.name.type !== 'JSXIdentifier' ||
    !/^on[A-Z]/.test(node.name.name) ||
    node.value?.type !== 'JSXExpressionContainer'
  )
    return null
  const element = ancestors.at(-1)
  const value = bare(node.value.expression as Node)
  const isIntrinsic =
    element?.type === 'JSXOpeningElement' && element.name.type === 'JSXIdentifier' && /^[a-z]/.test(element.name.name)
  const isAction = value?.type === 'Identifier' && actions.has(value.name)
  const isHandler =
    value?.type === 'ArrowFunctionExpression' ||
    value?.type === 'FunctionExpression' ||
    value?.type === 'Identifier' ||
    value?.type === 'MemberExpression'
  return isIntrinsic && isHandler && !isAction && !isParameter(value, ancestors) ? node.name.name : null
}

/** A handler that came in as a prop: whoever passes it decides. */
const isParameter = (value: Node | undefined, ancestors: Ancestors): boolean => {
  if (value?.type !== 'Identifier') return false
  return ancestors.some(
    (one) =>
      (one.type === 'FunctionDeclaration' ||
        one.type === 'ArrowFunctionExpression' ||
        one.type === 'FunctionExpression') &&
      one.params.some((parameter) => bindsName(parameter, value.name)),
  )
}

function bindsName(pattern: Node, name: string): boolean {
  let found = false
  walk(pattern, (node) => {
    if (node.type === 'Identifier' && node.name === name) found = true
    return !node.type.startsWith('TS')
  })
  return found
}

/**
 * A global of the browser that is read while a component renders: not guarded, not in a nested function, not a name of
 * ours.
 */
function isRenderedGlobal(node: Node & { type: 'Identifier' }, ancestors: Ancestors): boolean {
  const parent = ancestors.at(-1)
  if (parent?.type !== 'MemberExpression' || parent.object !== node) return false
  const functions = ancestors.filter(
    ({ type }) => type === 'FunctionDeclaration' || type === 'ArrowFunctionExpression' || type === 'FunctionExpression',
  )
  const outer = functions[0]
  if (functions.length > 1) return false
  if (outer && !/^[A-Z]/.test(functionName(outer, ancestors))) return false
  if (
    ancestors.some(
      (one) =>
        one.type === 'IfStatement' ||
        one.type === 'ConditionalExpression' ||
        one.type === 'LogicalExpression' ||
        one.type === 'TryStatement' ||
        one.type === 'UnaryExpression',
    )
  )
    return false
  let shadowed = false
  const scope = ancestors[0]
  if (scope)
    walk(scope, (one) => {
      if (one.type === 'VariableDeclarator' && bindsName(one.id as Node, node.name)) shadowed = true
      if (
        /Function/.test(one.type) &&
        'params' in one &&
        (one.params as Node[]).some((parameter) => bindsName(parameter, node.name))
      )
        shadowed = true
      // an early return may be the guard
      if (one.type === 'ReturnStatement' && !one.argument) shadowed ||= functions.length > 0
    })
  return !shadowed
}

function functionName(node: Node, ancestors: Ancestors): string {
  if ((node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression') && node.id) return node.id.name
  const parent = ancestors[ancestors.indexOf(node) - 1]
  if (parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier') return parent.id.name
  return parent?.type === 'ExportDefaultDeclaration' ? 'Default' : ''
}

const serverOnly = (model: AppModel, module: AppModule): string | undefined => {
  for (const one of module.imports) {
    if (one.typeOnly) continue
    const to = model.resolve(module.source.path, one.specifier)
    // What bundlers put in for `node:` addresses in the browser lacks most of what code calls.
    if (to.kind === 'builtin' && (SERVER_BUILTINS.test(to.name) || one.specifier.startsWith('node:')))
      return one.specifier
    if (
      to.kind === 'package' &&
      SERVER_PACKAGES.has(one.specifier) &&
      !(one.specifier === 'next/cache' && one.names.length === 0)
    )
      return one.specifier
  }
  return undefined
}

/** Imports by which code for the server would reach the browser: reported where the browser's side takes the step. */
function serverCode(model: AppModel, module: AppModule): Finding[] {
  const findings: Finding[] = []
  const own = serverOnly(model, module)
  if (own !== undefined && module.directive === 'client') {
    const one = module.imports.find(({ specifier }) => specifier === own)
    return [
      model.report(
        'contract',
        'server-code-in-client',
        module,
        one?.offset ?? 0,
        `"${own}" only works on the server, but this is a "use client" file.`,
      ),
    ]
  }
  if (own !== undefined) return [] // whoever imports it took the step
  for (const { to, import: one } of module.edges) {
    const target = model.modules.get(to)
    const reason = target && target.directive === null ? serverOnly(model, target) : undefined
    if (target && reason !== undefined)
      findings.push(
        model.report(
          'contract',
          'server-code-in-client',
          module,
          one.offset,
          `${to} uses "${reason}", which only works on the server, and would end up in the browser.`,
          { hint: 'Call it from a server component, a server action or a route handler.' },
        ),
      )
  }
  return findings
}
