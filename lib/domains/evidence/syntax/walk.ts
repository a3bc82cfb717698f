import { visitorKeys, type Node } from 'oxc-parser'

export type { Node }
export type Ancestors = readonly Node[]

/**
 * Calls `visit` for every node below and including `root`, in source order; `false` skips what is below. Does not
 * recurse, so depth is no danger.
 */
export function walk(root: Node, visit: (node: Node, ancestors: Ancestors) => boolean | void): void {
  const ancestors: Node[] = []
  type Step = { node: Node; enter: boolean }
  const open: Step[] = [{ node: root, enter: true }]
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    if (!step.enter) {
      ancestors.pop()
      continue
    }
    if (visit(step.node, ancestors) === false) continue
    ancestors.push(step.node)
    open.push({ node: step.node, enter: false })
    const below = childrenOf(step.node)
    for (let index = below.length - 1; index >= 0; index--) open.push({ node: below[index] as Node, enter: true })
  }
}

export function childrenOf(node: Node): Node[] {
  const found: Node[] = []
  for (const key of visitorKeys[node.type] ?? []) {
    const value = (node as unknown as Record<string, unknown>)[key]
    if (Array.isArray(value)) {
      for (const one of value) if (one !== null) found.push(one as Node)
    } else if (value !== null && value !== undefined) found.push(value as Node)
  }
  return found
}
