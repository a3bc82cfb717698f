import type { Finding } from '../../contract.ts'
import type { AppModel, AppModule } from '../app-model.ts'
import { bare, keyOf } from '../static-value.ts'
import { type Ancestors, type Node, walk } from '../walk.ts'

/** Forms that send nowhere and buttons that do nothing. */

export type Element = Node & { type: 'JSXOpeningElement' }

export const elementName = (node: Element): string => (node.name.type === 'JSXIdentifier' ? node.name.name : '')
export const attributes = (node: Element): Map<string, Node | null> => {
  const all = new Map<string, Node | null>()
  for (const one of node.attributes)
    if (one.type === 'JSXAttribute' && one.name.type === 'JSXIdentifier')
      all.set(
        one.name.name,
        one.value?.type === 'JSXExpressionContainer' ? (one.value.expression as Node) : (one.value as Node | null),
      )
  return all
}
export const hasSpread = (node: Element): boolean => node.attributes.some(({ type }) => type === 'JSXSpreadAttribute')
export const literal = (node: Node | null | undefined): string | undefined =>
  node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined

/** What a handler's body does that a person would notice; comments, logs and `preventDefault()` are nothing. */
function doesNothing(value: Node | null | undefined, ancestors: Ancestors): boolean {
  const at = bare(value)
  if (at?.type === 'Identifier' && at.name === 'undefined') return true
  if (at?.type === 'Identifier') {
    const program = ancestors[0]
    let body: boolean | undefined
    if (program)
      walk(program, (node) => {
        if (node.type === 'FunctionDeclaration' && node.id?.name === at.name)
          body = body === undefined ? emptyFunction(node) : false
        if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.id.name === at.name) {
          const init = bare(node.init)
          body =
            body === undefined && (init?.type === 'ArrowFunctionExpression' || init?.type === 'FunctionExpression')
              ? emptyFunction(init)
              : false
        }
      })
    return body ?? false
  }
  return at?.type === 'ArrowFunctionExpression' || at?.type === 'FunctionExpression' ? emptyFunction(at) : false
}

function emptyFunction(node: Node): boolean {
  const body = (node as { body?: Node | null }).body
  if (!body) return false
  const statements: Node[] = body.type === 'BlockStatement' ? (body.body as Node[]) : [body]
  return statements.every((statement) => {
    const at = bare(statement.type === 'ExpressionStatement' ? statement.expression : statement)
    if (at?.type === 'Identifier') return at.name === 'undefined'
    if (at?.type === 'UnaryExpression') return at.operator === 'void' && bare(at.argument)?.type !== 'CallExpression'
    if (at?.type !== 'CallExpression' || at.callee.type !== 'MemberExpression') return at?.type === 'EmptyStatement'
    const object = at.callee.object
    return (
      /^(?:preventDefault|stopPropagation)$/.test(keyOf(at.callee) ?? '') ||
      (object.type === 'Identifier' && object.name === 'console')
    )
  })
}

export function controlFindings(model: AppModel): Finding[] {
  const inForms = componentsInForms(model)
  const findings: Finding[] = []
  for (const module of model.modules.values())
    walk(module.source.program, (node, ancestors) => {
      if (node.type !== 'JSXOpeningElement') return
      const name = elementName(node)
      if (name === 'form') findings.push(...formFinding(model, module, node, ancestors))
      else if (
        name === 'button' ||
        ((name === 'Button' || name === 'IconButton') && !actsByItself(model, module, name))
      )
        findings.push(...buttonFinding(model, module, node, ancestors, inForms))
    })
  return findings
}

const acting = new WeakMap<AppModule, Map<string, boolean>>()

/**
 * Whether a component of the project, by this name in this module, hands its button a handler of its own (a "like"
 * button, say).
 */
function actsByItself(model: AppModel, module: AppModule, name: string): boolean {
  const known = acting.get(module) ?? new Map<string, boolean>()
  acting.set(module, known)
  const before = known.get(name)
  if (before !== undefined) return before
  const edge = module.edges.find((one) => one.import.names.some(({ local }) => local === name))
  const home = edge ? model.modules.get(edge.to) : module
  let acts = false
  if (home)
    walk(home.source.program, (node, ancestors) => {
      if (node.type !== 'JSXOpeningElement' || elementName(node) !== 'button' || componentOf(ancestors) !== name) return
      // A handler that is passed through from the props acts only where the caller gives one.
      const value = bare(attributes(node).get('onClick'))
      if (value?.type === 'ArrowFunctionExpression' && !emptyFunction(value)) acts = true
    })
  known.set(name, acts)
  return acts
}

function formFinding(model: AppModel, module: AppModule, node: Element, ancestors: Ancestors): Finding[] {
  if (hasSpread(node)) return []
  const all = attributes(node)
  const submit = all.get('onSubmit')
  const action = all.get('action')
  const dead = all.has('onSubmit') && !all.has('action') && doesNothing(submit, ancestors)
  if (!dead && (all.has('onSubmit') || (all.has('action') && literal(action) !== '#'))) return []
  // a GET of the same address: a search form
  if (!dead && (all.has('method') || literal(all.get('role')) === 'search')) return []
  let delegated = false
  const element = ancestors.at(-1)
  if (element)
    walk(element, (inner) => {
      if (inner.type === 'JSXAttribute' && inner.name.type === 'JSXIdentifier' && inner.name.name === 'formAction')
        delegated = true
    })
  if (delegated) return []
  const message = dead ? 'Sending this form does nothing.' : 'This form has neither an action nor an onSubmit handler.'
  return [model.report('contract', 'form-without-handler', module, node, message)]
}

/** Anything that can make a press do something. `on…`: handlers; the others: what the browser does by itself. */
const ACTS =
  /^(?:on[A-Z]\w*|formAction|form|popoverTarget|commandFor|command|href|asChild|disabled|aria-disabled|data-slot|render|as)$/
const TRIGGER = /(?:Trigger|Close|Cancel|Action|Link|Anchor|Toggle|Control)$/

function buttonFinding(
  model: AppModel,
  module: AppModule,
  node: Element,
  ancestors: Ancestors,
  inForms: ReadonlySet<string>,
): Finding[] {
  if (hasSpread(node)) return []
  const all = attributes(node)
  const type = all.get('type')
  const dead = [...all].some(([name, value]) => name === 'onClick' && doesNothing(value, ancestors))
  if (!dead && [...all.keys()].some((name) => ACTS.test(name))) return []
  if (type !== undefined && literal(type) !== 'button' && !dead) return [] // submit, reset, or not known
  const parents = ancestors
    .filter((one) => one.type === 'JSXElement')
    .map((one) => one.openingElement)
    .filter((one) => one !== node)
  if (
    parents.some(
      (one) =>
        TRIGGER.test(elementName(one)) ||
        attributes(one).has('asChild') ||
        elementName(one) === 'Link' ||
        elementName(one) === 'a' ||
        elementName(one) === 'summary',
    )
  )
    return []
  const submits = literal(type) !== 'button'
  if (
    submits &&
    !dead &&
    (parents.some((one) => elementName(one) === 'form' || elementName(one).endsWith('Form')) ||
      inForms.has(componentOf(ancestors)))
  )
    return []
  // A button that is handed to another component as a prop may be given its behaviour there.
  if (ancestors.some((one, index) => one.type === 'JSXAttribute' && index > 0)) return []
  const message = dead
    ? 'Pressing this button does nothing.'
    : 'This button has no handler, submits no form and opens nothing.'
  return [model.report('contract', 'button-without-handler', module, node, message)]
}

/** Name of the component that an element stands in. */
export function componentOf(ancestors: Ancestors): string {
  for (const [index, one] of ancestors.entries()) {
    if (one.type === 'FunctionDeclaration' && one.id && /^[A-Z]/.test(one.id.name)) return one.id.name
    const parent = ancestors[index - 1]
    if (
      (one.type === 'ArrowFunctionExpression' || one.type === 'FunctionExpression') &&
      parent?.type === 'VariableDeclarator' &&
      parent.id.type === 'Identifier' &&
      /^[A-Z]/.test(parent.id.name)
    )
      return parent.id.name
  }
  return ''
}

/** Names of components that some file renders inside a form: a button in them submits it. */
function componentsInForms(model: AppModel): Set<string> {
  const names = new Set<string>()
  for (const module of model.modules.values())
    walk(module.source.program, (node, ancestors) => {
      if (node.type !== 'JSXOpeningElement' || !/^[A-Z]/.test(elementName(node))) return
      if (
        ancestors.some(
          (one) =>
            one.type === 'JSXElement' &&
            one.openingElement !== node &&
            /^form$|Form$/.test(elementName(one.openingElement)),
        )
      )
        names.add(elementName(node))
    })
  return names
}
