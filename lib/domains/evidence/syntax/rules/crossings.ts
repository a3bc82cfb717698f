import type { Finding } from '../../contract.ts'
import type { AppModel, AppModule } from '../app-model.ts'
import { bare } from '../static-value.ts'
import { type Node, walk } from '../walk.ts'

/**
 * Functions that the server hands to the browser: only server actions can cross, everything else throws when the page
 * is rendered.
 */

const isFunction = (node: Node | undefined): boolean =>
  node?.type === 'FunctionDeclaration' ||
  node?.type === 'FunctionExpression' ||
  node?.type === 'ArrowFunctionExpression'

const isServerAction = (node: Node): boolean => {
  const body = 'body' in node ? (node.body as Node | null) : null
  if (body?.type !== 'BlockStatement') return false
  return (body.body as Node[]).some(
    (one) =>
      one.type === 'ExpressionStatement' && one.expression.type === 'Literal' && one.expression.value === 'use server',
  )
}

/**
 * The one function that a module binds to this name, wherever in it; undefined when there is none or more than one
 * binding.
 */
function functionNamed(module: AppModule, name: string): Node | undefined {
  const found: (Node | undefined)[] = []
  walk(module.source.program, (node) => {
    if (node.type === 'FunctionDeclaration' && node.id?.name === name) found.push(node)
    if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.id.name === name)
      found.push(bare(node.init))
    if (isFunction(node) && 'params' in node)
      for (const parameter of node.params as Node[])
        walk(parameter, (inner) => {
          if (inner.type === 'Identifier' && inner.name === name) found.push(undefined)
          return !inner.type.startsWith('TS')
        })
  })
  return found.length === 1 && isFunction(found[0]) ? found[0] : undefined
}

/**
 * What a prop's value is when it is a plain function: `inline`, or the file that it comes from; null when it may cross.
 */
function plainFunction(model: AppModel, module: AppModule, value: Node | undefined): { from: string | null } | null {
  if (!value) return null
  if (isFunction(value)) return isServerAction(value) ? null : { from: null }
  if (value.type !== 'Identifier') return null
  const own = functionNamed(module, value.name)
  if (own) return isServerAction(own) ? null : { from: null }
  for (const { to, import: one } of module.edges) {
    const name = one.names.find(({ local }) => local === value.name)
    const home = name && model.modules.get(to)
    if (!home || home.directive !== null || name.imported === 'default' || name.imported === '*') continue
    const imported = functionNamed(home, name.imported)
    if (imported && !isServerAction(imported)) return { from: to }
  }
  return null
}

/** Attributes of HTML elements that React hands to the server as an action. */
const ACTIONS = new Set(['action', 'formAction'])

/**
 * Plain functions in the props of `use client` components and in the actions of forms, in a module that the server
 * renders.
 */
export function crossingFindings(model: AppModel, module: AppModule): Finding[] {
  const clients = new Set<string>()
  for (const { to, import: one } of module.edges)
    if (model.modules.get(to)?.directive === 'client') for (const { local } of one.names) clients.add(local)
  const findings: Finding[] = []
  walk(module.source.program, (node, ancestors) => {
    if (node.type !== 'JSXAttribute' || node.value?.type !== 'JSXExpressionContainer') return
    const element = ancestors.at(-1)
    if (element?.type !== 'JSXOpeningElement' || element.name.type !== 'JSXIdentifier') return
    const name = node.name.type === 'JSXIdentifier' ? node.name.name : ''
    const tag = element.name.name
    const isAction = /^(?:form|button|input)$/.test(tag) && ACTIONS.has(name)
    if (!clients.has(tag) && !isAction) return
    const plain = plainFunction(model, module, bare(node.value.expression as Node))
    // A file that the browser imports as well may be rendered there alone.
    if (!plain || (isAction && model.client.has(module.source.path))) return
    const origin = plain.from === null ? 'a function' : `a function of ${plain.from}`
    const message = isAction
      ? `"${name}" of this <${tag}> is ${origin} that is no server action, so the server cannot render it.`
      : `"${name}" hands ${origin} from the server to the client component ${tag}.`
    const hint = `Only server actions and plain values can cross: ${plain.from === null ? 'put "use server" first in its body' : `put "use server" first in ${plain.from}`}, if it is an action.`
    findings.push(model.report('contract', 'function-to-client', module, node, message, { hint }))
  })
  return findings
}
