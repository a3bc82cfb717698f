import type { Source } from './source.ts'
import { type Ancestors, type Node, walk } from './walk.ts'

/** One place where a script names another module. */
export type ModuleImport = {
  specifier: string
  /** Of the specifier's string. */
  offset: number
  /** Vanishes when compiled: `import type`, `typeof import('x')`. */
  typeOnly: boolean
  /** `import('x')`: a cycle through it does no harm. */
  dynamic?: boolean
  /** Exported name → local name; `default` and `*` included. Empty for side effects and re-exports of everything. */
  names: { imported: string; local: string; typeOnly: boolean }[]
  reexport?: boolean
}

const stringOf = (node: Node | null | undefined): string | undefined => {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0)
    return node.quasis[0]?.value.cooked ?? undefined
  return undefined
}

const moduleName = (node: Node): string =>
  node.type === 'Identifier' ? node.name : node.type === 'Literal' ? String(node.value) : ''

const known = new WeakMap<Source, ModuleImport[]>()

/** Every module that a script names with a literal: static, dynamic, re-exported, required, or only for types. */
export function importsOf(source: Source): ModuleImport[] {
  const before = known.get(source)
  if (before) return before
  const found: ModuleImport[] = []
  walk(source.program, (node, ancestors) => {
    const one = importIn(node, ancestors)
    if (one !== undefined) found.push(one)
    return node.type !== 'ImportDeclaration' && node.type !== 'ExportAllDeclaration'
  })
  known.set(source, found)
  return found
}

/** The module that this node itself names; undefined: none, or not with a literal. */
function importIn(node: Node, ancestors: Ancestors): ModuleImport | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
      return declaredImport(node)
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
      return reexport(node)
    case 'ImportExpression': {
      const one = literalImport(node.source, false)
      return one && { ...one, dynamic: true }
    }
    case 'TSImportType':
      return literalImport(node.source, true)
    case 'TSExternalModuleReference':
      return literalImport(node.expression, false)
    case 'CallExpression':
      return requiredModule(node, ancestors)
    default:
      return undefined
  }
}

function literalImport(node: Node | undefined, typeOnly: boolean): ModuleImport | undefined {
  const specifier = stringOf(node)
  return specifier === undefined || !node ? undefined : { specifier, offset: node.start, typeOnly, names: [] }
}

function declaredImport(node: Node & { type: 'ImportDeclaration' }): ModuleImport {
  const names = node.specifiers.map((one) => ({
    imported:
      one.type === 'ImportDefaultSpecifier'
        ? 'default'
        : one.type === 'ImportNamespaceSpecifier'
          ? '*'
          : moduleName(one.imported),
    local: one.local.name,
    typeOnly: one.type === 'ImportSpecifier' && one.importKind === 'type',
  }))
  const typeOnly = node.importKind === 'type' || (names.length > 0 && names.every((one) => one.typeOnly))
  return { specifier: node.source.value, offset: node.source.start, typeOnly, names }
}

/** `export * from 'x'`, `export { a } from 'x'`; undefined when it exports what is this file's own. */
function reexport(node: Node & { type: 'ExportAllDeclaration' | 'ExportNamedDeclaration' }): ModuleImport | undefined {
  if (!node.source) return undefined
  const specifiers = node.type === 'ExportNamedDeclaration' ? node.specifiers : []
  return {
    specifier: node.source.value,
    offset: node.source.start,
    typeOnly: node.exportKind === 'type',
    names: specifiers.map((one) => ({
      imported: moduleName(one.local),
      local: '',
      typeOnly: one.exportKind === 'type',
    })),
    reexport: true,
  }
}

/** `require('x')`, `require.resolve('x')`; one in a `try` may fail, so nobody has to have the module. */
function requiredModule(node: Node & { type: 'CallExpression' }, ancestors: Ancestors): ModuleImport | undefined {
  const { callee } = node
  const isRequire = callee.type === 'Identifier' && callee.name === 'require'
  const isResolve =
    callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && callee.object.name === 'require'
  if (!isRequire && !isResolve) return undefined
  return ancestors.some(({ type }) => type === 'TryStatement') ? undefined : literalImport(node.arguments[0], false)
}
