/**
 * First import cycle (depth first, in the map's order), as `a → b → a`; null when there is none. Iterative, each edge
 * once.
 */
export function cycleOf(edges: ReadonlyMap<string, readonly string[]>): string[] | null {
  const done = new Set<string>()
  for (const start of edges.keys()) {
    if (done.has(start)) continue
    const path: string[] = [start]
    const cursor: number[] = [0]
    const onPath = new Set([start])
    while (path.length > 0) {
      const node = path[path.length - 1] as string
      const next = edges.get(node)?.[cursor[cursor.length - 1] as number]
      if (next === undefined) {
        done.add(node)
        onPath.delete(node)
        path.pop()
        cursor.pop()
        continue
      }
      cursor[cursor.length - 1] = (cursor[cursor.length - 1] as number) + 1
      if (onPath.has(next)) {
        const cycle = [...path.slice(path.indexOf(next)), next]
        return cycle.length > 12 ? [...cycle.slice(0, 6), '…', ...cycle.slice(-3)] : cycle
      }
      if (done.has(next)) continue
      path.push(next)
      cursor.push(0)
      onPath.add(next)
    }
  }
  return null
}
