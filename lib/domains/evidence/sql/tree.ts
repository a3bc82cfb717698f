import type { Tree } from './parse-script.ts'

/** Reading Postgres' parse trees: every node is `{NodeName: {fields}}`, absent fields mean their default. */

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Name and fields of a wrapped node; a null name for anything else. */
export function unwrap(node: unknown): { name: string | null; fields: Tree } {
  if (!isTree(node)) return { name: null, fields: {} }
  const names = Object.keys(node)
  const name = names[0] ?? ''
  const fields = node[name]
  // Node names are capitalised, field names are not; a field of a fixed type holds its node without the name.
  return names.length === 1 && /^[A-Z]/.test(name) && isTree(fields) ? { name, fields } : { name: null, fields: node }
}

export const fieldsOf = (node: unknown): Tree => unwrap(node).fields
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
export const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Calls `visit(nodeName, fields)` for every node below `node`, itself included. */
export function walk(node: unknown, visit: (name: string, fields: Tree) => void): void {
  if (Array.isArray(node)) {
    for (const one of node) walk(one, visit)
    return
  }
  if (!isTree(node)) return
  for (const [name, value] of Object.entries(node)) {
    if (/^[A-Z]/.test(name) && isTree(value)) visit(name, value)
    walk(value, visit)
  }
}

/** Every object below `node` that satisfies `wanted`, wrapped or not. */
export function findAll(node: unknown, wanted: (fields: Tree) => boolean): Tree[] {
  if (Array.isArray(node)) return node.flatMap((one) => findAll(one, wanted))
  if (!isTree(node)) return []
  const below = Object.values(node).flatMap((value) => findAll(value, wanted))
  return wanted(node) ? [node, ...below] : below
}

/** `sval` of a String node. */
export const stringOf = (node: unknown): string => text(fieldsOf(node).sval)

/** Parts of a qualified name given as String nodes: `[{String}, {String}]` → `['auth', 'uid']`. */
export const nameParts = (nodes: unknown): string[] => list(nodes).map(stringOf)

export type Name = { schema: string; name: string }

/** A RangeVar's name; an unqualified one is in `public`. */
export function rangeName(node: unknown): Name {
  const { fields } = unwrap(node)
  const inner = isTree(fields.RangeVar) ? fields.RangeVar : fields
  return { schema: text(inner.schemaname) || 'public', name: text(inner.relname) }
}

/** A qualified name from String nodes; an unqualified one is in `public`. */
export function qualified(nodes: unknown): Name {
  const parts = nameParts(nodes)
  return {
    schema: parts.length > 1 ? (parts[parts.length - 2] as string) : 'public',
    name: parts[parts.length - 1] ?? '',
  }
}
