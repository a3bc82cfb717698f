import type { Source } from './source.ts'
import { type Node, walk } from './walk.ts'

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
    switch (node.type) {
      case 'ImportDeclaration': {
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
        found.push({ specifier: node.source.value, offset: node.source.start, typeOnly, names })
        return false
      }
      case 'ExportAllDeclaration':
        found.push({
          specifier: node.source.value,
          offset: node.source.start,
          typeOnly: node.exportKind === 'type',
          names: [],
          reexport: true,
        })
        return false
      case 'ExportNamedDeclaration':
        if (node.source) {
          const names = node.specifiers.map((one) => ({
            imported: moduleName(one.local),
            local: '',
            typeOnly: one.exportKind === 'type',
          }))
          found.push({
            specifier: node.source.value,
            offset: node.source.start,
            typeOnly: node.exportKind === 'type',
            names,
            reexport: true,
          })
        }
        return
      case 'ImportExpression': {
        const specifier = stringOf(node.source)
        if (specifier !== undefined)
          found.push({ specifier, offset: node.source.start, typeOnly: false, dynamic: true, names: [] })
        return
      }
      case 'TSImportType': {
        const specifier = stringOf(node.source)
        if (specifier !== undefined) found.push({ specifier, offset: node.source.start, typeOnly: true, names: [] })
        return
      }
      case 'TSExternalModuleReference': {
        const specifier = stringOf(node.expression)
        if (specifier !== undefined)
          found.push({ specifier, offset: node.expression.start, typeOnly: false, names: [] })
        return
      }
      case 'CallExpression': {
        const callee = node.callee
        const isRequire = callee.type === 'Identifier' && callee.name === 'require'
        const isResolve =
          callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && callee.object.name === 'require'
        const specifier = isRequire || isResolve ? stringOf(node.arguments[0]) : undefined
        const optional = ancestors.some(({ type }) => type === 'TryStatement')
        if (specifier !== undefined && node.arguments[0] && !optional)
          found.push({ specifier, offset: node.arguments[0].start, typeOnly: false, names: [] })
        return
      }
    }
  })
  known.set(source, found)
  return found
}
