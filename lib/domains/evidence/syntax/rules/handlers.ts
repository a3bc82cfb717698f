import type { AppModel, AppModule } from '../app-model.ts'
import { bare, follow, keyOf } from '../static-value.ts'
import { type Node, walk } from '../walk.ts'

/** What a `route.ts` offers: its methods, and which keys of a JSON body a method reads. */

const METHOD = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/

/** Exported methods; null when `export *` hides what is exported. */
export function exportedMethods(model: AppModel, path: string): Set<string> | null {
  const module = model.modules.get(path)
  if (!module) return null
  const methods = new Set<string>()
  for (const statement of module.source.program.body) {
    if (statement.type === 'ExportAllDeclaration') return null
    if (statement.type !== 'ExportNamedDeclaration') continue
    for (const specifier of statement.specifiers)
      methods.add(specifier.exported.type === 'Literal' ? String(specifier.exported.value) : specifier.exported.name)
    const { declaration } = statement
    if (declaration?.type === 'FunctionDeclaration' && declaration.id) methods.add(declaration.id.name)
    if (declaration?.type === 'VariableDeclaration')
      walk(declaration, (node, ancestors) => {
        if (
          node.type === 'Identifier' &&
          METHOD.test(node.name) &&
          ancestors.some(({ type }) => type === 'VariableDeclarator')
        )
          methods.add(node.name)
        return node.type !== 'ArrowFunctionExpression' && node.type !== 'FunctionExpression'
      })
  }
  return new Set([...methods].filter((name) => METHOD.test(name)))
}

/**
 * The function behind `export function POST` or `export const POST = …` (also wrapped: `withAuth(async (request) =>
 * …)`).
 */
function handlerFunction(module: AppModule, method: string): Node | undefined {
  for (const statement of module.source.program.body) {
    if (statement.type !== 'ExportNamedDeclaration') continue
    const { declaration } = statement
    if (declaration?.type === 'FunctionDeclaration' && declaration.id?.name === method) return declaration
    if (declaration?.type !== 'VariableDeclaration') continue
    const one = declaration.declarations.find(({ id }) => id.type === 'Identifier' && id.name === method)
    const init = bare(one?.init)
    if (init?.type === 'ArrowFunctionExpression' || init?.type === 'FunctionExpression') return init
  }
  return undefined
}

export type BodyReads = {
  keys: Set<string>
  /** Keys without which the handler refuses the request. */
  required: Set<string>
  /** Keys that it says it can do without. */
  optional: Set<string>
  /** It refuses a body with any other key. */
  strict: boolean
  /** The body goes somewhere as a whole, so any key may be read. */
  open: boolean
}

const isJsonOf = (node: Node | undefined): boolean => {
  const at = bare(node)
  if (at?.type === 'CallExpression' && at.callee.type === 'MemberExpression') {
    if (keyOf(at.callee) === 'json' && at.arguments.length === 0) return true
    if (keyOf(at.callee) === 'catch') return isJsonOf(at.callee.object) // await request.json().catch(() => null)
  }
  return false
}

/** Which keys the handler of `method` reads from its JSON body; undefined when it reads none or that cannot be told. */
export function bodyReads(model: AppModel, path: string, method: string): BodyReads | undefined {
  const module = model.modules.get(path)
  const handler = module && handlerFunction(module, method)
  if (!module || !handler) return undefined
  const body: Body = {
    reads: { keys: new Set(), required: new Set(), optional: new Set(), strict: false, open: false },
    names: new Set(),
    locals: new Map(),
  }
  if (!findBody(handler, body)) return undefined
  const { reads, names, locals } = body
  if (names.size === 0 && locals.size === 0) return schemaKeys(model, module, handler, null) ?? { ...reads, open: true }
  followBody(handler, body)
  const schema = schemaKeys(model, module, handler, names)
  if (schema) return schema
  for (const key of refused(handler, names, locals)) reads.required.add(key)
  for (const key of spared(module, handler, names, locals)) if (!reads.required.has(key)) reads.optional.add(key)
  return reads
}

/** A JSON body in a handler: the variables that hold it, and those that hold one key of it. */
type Body = { reads: BodyReads; names: Set<string>; locals: Map<string, string> }

/** Notes where the body goes that is read from the request; false: none is read. */
function findBody(handler: Node, body: Body): boolean {
  let isRead = false
  walk(handler, (node) => {
    if (node.type === 'VariableDeclarator' && isJsonOf(node.init ?? undefined)) {
      isRead = true
      takePattern(node.id, body)
    } else if (node.type === 'AssignmentExpression' && isJsonOf(node.right) && node.left.type === 'Identifier') {
      isRead = true
      body.names.add(node.left.name)
    } else if (isJsonOf(node) && node.type === 'CallExpression' && keyOf(node.callee) === 'json') isRead = true
  })
  return isRead
}

/** `const body = …`, or `const { title, done = false } = …`. */
function takePattern(pattern: Node, { reads, names, locals }: Body): void {
  if (pattern.type === 'Identifier') {
    names.add(pattern.name)
    return
  }
  if (pattern.type !== 'ObjectPattern') {
    reads.open = true
    return
  }
  for (const property of pattern.properties) {
    const key = property.type === 'Property' ? keyOf(property) : undefined
    if (property.type !== 'Property' || key === undefined) {
      reads.open = true
      continue
    }
    reads.keys.add(key)
    if (property.value.type === 'Identifier') locals.set(property.value.name, key)
    if (property.value.type === 'AssignmentPattern') reads.optional.add(key)
  }
}

/** Notes which keys are taken from the variables that hold the body, and whether it goes anywhere as a whole. */
function followBody(handler: Node, body: Body): void {
  walk(handler, (node, ancestors) => {
    if (node.type !== 'Identifier' || !body.names.has(node.name)) return
    const parent = ancestors.at(-1)
    if (!parent || (parent.type === 'MemberExpression' && parent.property === node && !parent.computed)) return
    if (parent.type === 'VariableDeclarator' && parent.id === node) return
    if (parent.type === 'AssignmentExpression' && parent.left === node) return
    if (parent.type === 'MemberExpression' && parent.object === node && keyOf(parent) !== undefined) {
      body.reads.keys.add(keyOf(parent) as string)
      return
    }
    if (parent.type === 'VariableDeclarator' && bare(parent.init) === node && parent.id.type === 'ObjectPattern')
      return takePattern(parent.id, body)
    if (
      parent.type === 'UnaryExpression' ||
      parent.type === 'IfStatement' ||
      parent.type === 'LogicalExpression' ||
      parent.type === 'BinaryExpression' ||
      parent.type.startsWith('TS')
    )
      return
    body.reads.open = true
  })
}

/** Keys that the handler does without: declared optional, given a default, or asked for before they are used. */
function spared(
  module: AppModule,
  handler: Node,
  bodies: ReadonlySet<string>,
  locals: ReadonlyMap<string, string>,
): Set<string> {
  const keys = new Set<string>()
  walk(module.source.program, (node) => {
    if (node.type === 'TSPropertySignature' && node.optional && node.key.type === 'Identifier') keys.add(node.key.name)
  })
  walk(handler, (node, ancestors) => {
    const key =
      node.type === 'Identifier'
        ? locals.get(node.name)
        : node.type === 'MemberExpression' && node.object.type === 'Identifier' && bodies.has(node.object.name)
          ? keyOf(node)
          : undefined
    if (key === undefined) return
    const [parent, outer] = [ancestors.at(-1), ancestors.at(-2)]
    const isAsked = (test: Node | undefined, by: Node | undefined): boolean =>
      test !== undefined && (by?.type === 'IfStatement' || by?.type === 'ConditionalExpression') && by.test === test
    if (
      (parent?.type === 'LogicalExpression' && parent.left === node) ||
      parent?.type === 'ChainExpression' ||
      (parent?.type === 'MemberExpression' && parent.optional && parent.object === node) ||
      isAsked(node, parent) ||
      (parent?.type === 'BinaryExpression' && isAsked(parent, outer))
    )
      keys.add(key)
  })
  return keys
}

/**
 * Keys that make the handler answer 4xx when they are absent: `if (!title) return …400`, `if (!body.title || …) return
 * …`.
 */
function refused(handler: Node, bodies: ReadonlySet<string>, locals: ReadonlyMap<string, string>): Set<string> {
  const keys = new Set<string>()
  const absent = (test: Node): void => {
    const at = bare(test)
    if (at?.type === 'LogicalExpression' && at.operator === '||') {
      absent(at.left)
      absent(at.right)
    } else if (at?.type === 'UnaryExpression' && at.operator === '!') {
      const inner = bare(at.argument)
      if (inner?.type === 'Identifier' && locals.has(inner.name)) keys.add(locals.get(inner.name) as string)
      if (
        inner?.type === 'MemberExpression' &&
        inner.object.type === 'Identifier' &&
        bodies.has(inner.object.name) &&
        keyOf(inner)
      )
        keys.add(keyOf(inner) as string)
    }
  }
  walk(handler, (node) => {
    if (node.type !== 'IfStatement') return
    const body = node.consequent.type === 'BlockStatement' ? node.consequent.body.at(-1) : node.consequent
    if (body?.type !== 'ReturnStatement' && body?.type !== 'ThrowStatement') return
    let status = body.type === 'ThrowStatement'
    walk(body, (inner) => {
      if (inner.type === 'Literal' && typeof inner.value === 'number' && inner.value >= 400 && inner.value < 500)
        status = true
    })
    if (status) absent(node.test)
  })
  return keys
}

/** Keys of `schema.parse(body)` where the schema is a `z.object({…})` that can be read. */
function schemaKeys(
  model: AppModel,
  module: AppModule,
  handler: Node,
  bodies: ReadonlySet<string> | null,
): BodyReads | undefined {
  let found: BodyReads | undefined
  const isBody = (argument: Node | undefined): boolean =>
    bodies === null ? isJsonOf(argument) : argument?.type === 'Identifier' && bodies.has(argument.name)
  walk(handler, (node) => {
    if (found || node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return
    if (!/^(?:parse|safeParse|parseAsync|safeParseAsync)$/.test(keyOf(node.callee) ?? '')) return
    const argument = bare(node.arguments[0])
    const schema = follow(model, module, node.callee.object)
    if (!isBody(argument) || !schema) return
    const { call, mode } = objectSchema(schema.node)
    if (!call) return
    const shape = bare(call.arguments[0])
    if (shape?.type !== 'ObjectExpression') return
    const reads: BodyReads = {
      keys: new Set(),
      required: new Set(),
      optional: new Set(),
      strict: mode === 'strict',
      open: mode === 'open',
    }
    for (const property of shape.properties) {
      const key = property.type === 'Property' ? keyOf(property) : undefined
      if (property.type !== 'Property' || key === undefined) {
        reads.open = true
        continue
      }
      reads.keys.add(key)
      const text = schema.module.source.text.slice(property.value.start, property.value.end)
      // Only a literal chain on `z` says for sure whether the key must be there.
      if (!/^z\b/.test(text)) continue
      if (/\.(?:optional|nullish|default|catch|prefault)\(/.test(text)) reads.optional.add(key)
      else if (!/\b(?:any|unknown|undefined|preprocess|coerce|union|or|partial)\b/.test(text)) reads.required.add(key)
    }
    found = reads
  })
  return found
}

/**
 * `z.object({…})` under what is chained to it; `open`: it lets other keys through, or its keys were changed by a method
 * unknown here.
 */
function objectSchema(node: Node): { call?: Node & { type: 'CallExpression' }; mode: 'strict' | 'strip' | 'open' } {
  let mode: 'strict' | 'strip' | 'open' = 'strip'
  for (
    let at: Node | undefined = node;
    at?.type === 'CallExpression' && at.callee.type === 'MemberExpression';
    at = bare(at.callee.object)
  ) {
    const method = keyOf(at.callee) ?? ''
    if (/^(?:object|strictObject|looseObject)$/.test(method))
      return { call: at, mode: method === 'strictObject' ? 'strict' : method === 'looseObject' ? 'open' : mode }
    if (method === 'strict') mode = mode === 'strip' ? 'strict' : mode
    else if (method === 'passthrough' || method === 'loose' || method === 'catchall') mode = 'open'
    else if (!/^(?:strip|refine|superRefine|transform|describe|meta|check|readonly|brand)$/.test(method))
      return { mode: 'open' }
  }
  return { mode }
}
