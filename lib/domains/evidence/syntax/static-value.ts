import type { AppModel, AppModule } from './app-model.ts'
import { type Node, walk } from './walk.ts'

/**
 * What an expression is known to be without running it. Whatever is not certain is `undefined`, and the rules then say
 * nothing: a red check must be a real fault.
 */

/** Stands in a text for a value that is not known. `ID_HOLE`: one that is surely an id or slug, never a fixed word. */
export const HOLE = '\u0000'
export const ID_HOLE = '\u0001'

export const hasHole = (text: string): boolean => text.includes(HOLE) || text.includes(ID_HOLE)

const ID_NAME = /(?:^|[a-z_])(?:Id|ID|_id|Uuid|_uuid|Slug|_slug)$|^(?:id|uuid|slug)$/

/** Takes off what only the type system sees: `x as T`, `x!`, `x satisfies T`, `await x`, parentheses. */
export function bare(node: Node | null | undefined): Node | undefined {
  let at = node ?? undefined
  while (at) {
    if (
      at.type === 'TSAsExpression' ||
      at.type === 'TSNonNullExpression' ||
      at.type === 'TSSatisfiesExpression' ||
      at.type === 'TSTypeAssertion' ||
      at.type === 'ParenthesizedExpression' ||
      at.type === 'ChainExpression'
    )
      at = at.expression as Node
    else if (at.type === 'AwaitExpression') at = at.argument as Node
    else return at
  }
  return undefined
}

export const keyOf = (node: Node): string | undefined => {
  if (node.type === 'Property' && !node.computed)
    return node.key.type === 'Identifier'
      ? node.key.name
      : node.key.type === 'Literal'
        ? String(node.key.value)
        : undefined
  if (node.type === 'MemberExpression')
    return !node.computed
      ? (node.property as { name?: string }).name
      : node.property.type === 'Literal'
        ? String(node.property.value)
        : undefined
  return undefined
}

type Declarations = { constants: Map<string, Node>; others: Set<string> }
const declared = new WeakMap<AppModule, Declarations>()

/**
 * Names that a module binds exactly once, as `const name = …`; any second binding of a name anywhere makes it unknown.
 */
function declarationsOf(module: AppModule): Declarations {
  const known = declared.get(module)
  if (known) return known
  const constants = new Map<string, Node>()
  const others = new Set<string>()
  const bind = (name: string, value?: Node): void => {
    if (value === undefined || constants.has(name) || others.has(name)) {
      constants.delete(name)
      others.add(name)
    } else constants.set(name, value)
  }
  const pattern = (node: Node | null): void => {
    if (!node) return
    walk(node, (inner, ancestors) => {
      if (inner.type === 'Identifier') {
        const parent = ancestors.at(-1)
        if (parent?.type === 'Property' && !parent.computed && parent.key === inner && parent.value !== inner) return
        bind(inner.name)
      }
      if (inner.type === 'TSTypeAnnotation') return false
      return
    })
  }
  walk(module.source.program, (node, ancestors) => {
    if (node.type === 'VariableDeclarator') {
      const parent = ancestors.at(-1)
      const isConst = parent?.type === 'VariableDeclaration' && parent.kind === 'const'
      if (node.id.type === 'Identifier') bind(node.id.name, isConst && node.init ? node.init : undefined)
      else pattern(node.id)
    } else if (
      node.type === 'FunctionDeclaration' ||
      node.type === 'FunctionExpression' ||
      node.type === 'ArrowFunctionExpression'
    ) {
      if (node.type === 'FunctionDeclaration' && node.id) bind(node.id.name)
      for (const parameter of node.params) pattern(parameter)
    } else if (node.type === 'CatchClause') pattern(node.param)
    else if (node.type === 'ClassDeclaration' && node.id) bind(node.id.name)
  })
  const result = { constants, others }
  declared.set(module, result)
  return result
}

const frozen = (node: Node): boolean =>
  node.type === 'TSAsExpression' ||
  node.type === 'TSSatisfiesExpression' ||
  node.type === 'ObjectExpression' ||
  node.type === 'ArrayExpression'

/**
 * The expression that a name or member stands for, followed through constants and imports of project files; else the
 * node itself.
 */
export function follow(
  model: AppModel,
  module: AppModule,
  node: Node | null | undefined,
  depth = 0,
): { node: Node; module: AppModule } | undefined {
  const at = bare(node)
  if (!at || depth > 8) return undefined
  if (at.type === 'Identifier') {
    const value = declarationsOf(module).constants.get(at.name)
    if (value) return follow(model, module, value, depth + 1) ?? { node: value, module }
    if (declarationsOf(module).others.has(at.name)) return { node: at, module }
    for (const edge of module.edges) {
      const name = edge.import.names.find(({ local }) => local === at.name)
      const target =
        name && name.imported !== 'default' && name.imported !== '*' ? model.modules.get(edge.to) : undefined
      const init = target && declarationsOf(target).constants.get(name?.imported ?? '')
      if (target && init) return follow(model, target, init, depth + 1) ?? { node: init, module: target }
    }
    return { node: at, module }
  }
  if (at.type === 'MemberExpression') {
    const key = keyOf(at)
    const object = follow(model, module, at.object, depth + 1)
    if (key !== undefined && object && frozen(object.node) && object.node.type === 'ObjectExpression') {
      const property = object.node.properties.findLast((one) => one.type === 'Property' && keyOf(one) === key)
      if (property?.type === 'Property') return follow(model, object.module, property.value, depth + 1)
    }
  }
  return { node: at, module }
}

const lastName = (node: Node | undefined): string => {
  if (!node) return ''
  if (node.type === 'Identifier') return node.name
  if (node.type === 'MemberExpression') return keyOf(node) ?? ''
  if (
    node.type === 'CallExpression' &&
    node.callee.type === 'Identifier' &&
    /^(?:String|encodeURIComponent)$/.test(node.callee.name)
  )
    return lastName(bare(node.arguments[0]))
  return ''
}

/**
 * The texts that an expression can be, with holes for what is not known; undefined when nothing about it is known.
 * A conditional gives both branches.
 */
export function textsOf(
  model: AppModel,
  module: AppModule,
  node: Node | null | undefined,
  depth = 0,
): string[] | undefined {
  const found = follow(model, module, node)
  if (!found || depth > 8) return undefined
  const { node: at, module: home } = found
  const hole = (part: Node): string[] =>
    textsOf(model, home, part, depth + 1) ?? [ID_NAME.test(lastName(bare(part))) ? ID_HOLE : HOLE]
  const join = (parts: string[][]): string[] =>
    parts.reduce((all, next) => all.flatMap((left) => next.map((right) => left + right)).slice(0, 16), [''])
  switch (at.type) {
    case 'Literal':
      return typeof at.value === 'string' ? [at.value] : typeof at.value === 'number' ? [String(at.value)] : undefined
    case 'TemplateLiteral':
      return join(
        at.quasis.flatMap((quasi, index) => [
          [quasi.value.cooked ?? ''],
          ...(at.expressions[index] ? [hole(at.expressions[index])] : []),
        ]),
      )
    case 'BinaryExpression':
      return at.operator === '+' ? join([hole(at.left), hole(at.right)]) : undefined
    case 'ConditionalExpression': {
      const branches = [at.consequent, at.alternate].map((branch) => textsOf(model, home, branch, depth + 1))
      const sure = branches.flatMap((branch) => branch ?? [])
      return sure.length > 0 ? sure : undefined
    }
    case 'LogicalExpression': {
      const right = textsOf(model, home, at.right, depth + 1)
      return right && at.operator !== '&&' ? right : undefined
    }
    default:
      return undefined
  }
}

/** One certain text without holes. */
export function textOf(model: AppModel, module: AppModule, node: Node | null | undefined): string | undefined {
  const texts = textsOf(model, module, node)
  return texts?.length === 1 && !hasHole(texts[0]!) ? texts[0] : undefined
}

/** Keys of an object expression with their nodes; `open` when a spread or computed key may add others. */
export function keysOf(node: Node): { keys: Map<string, Node>; open: boolean } | undefined {
  if (node.type !== 'ObjectExpression') return undefined
  const keys = new Map<string, Node>()
  let open = false
  for (const property of node.properties) {
    const key = property.type === 'Property' ? keyOf(property) : undefined
    if (key === undefined) open = true
    else keys.set(key, property)
  }
  return { keys, open }
}
