/**
 * The `select` language of PostgREST (https://docs.postgrest.org/en/v13/references/api/resource_embedding.html), as far
 * as names go: `id, title, owner:profiles!notes_owner_id_fkey!inner(name), ...team(label), data->>x,
 * total:amount.sum()`.
 */
export type SelectItem =
  | { kind: 'column'; name: string }
  | { kind: 'embed'; name: string; hints: string[]; items: SelectItem[] }
  | { kind: 'all' }

/** Parses a select string; null when it is not in the language we know (then nothing is said about it). */
export function parseSelect(source: string): SelectItem[] | null {
  let at = 0
  const skip = (): void => {
    while (/\s/.test(source[at] ?? '')) at++
  }
  const name = (): string | null => {
    skip()
    if (source[at] === '"') {
      const end = source.indexOf('"', at + 1)
      if (end < 0) return null
      const quoted = source.slice(at + 1, end)
      at = end + 1
      return quoted
    }
    const match = /^[\p{L}_][\p{L}\p{N}_$]*/u.exec(source.slice(at))
    if (!match) return null
    at += match[0].length
    return match[0]
  }
  const list = (depth: number): SelectItem[] | null => {
    const items: SelectItem[] = []
    if (depth > 10) return null
    for (;;) {
      skip()
      if (source[at] === ')' && items.length === 0) return items
      const one = item(depth)
      if (one === null) return null
      items.push(one)
      skip()
      if (source[at] !== ',') return items
      at++
    }
  }
  const item = (depth: number): SelectItem | null => {
    skip()
    if (source[at] === '*') {
      at++
      return { kind: 'all' }
    }
    if (source.startsWith('...', at)) at += 3
    let word = name()
    if (word === null) return null
    skip()
    if (source[at] === ':' && source[at + 1] !== ':') {
      at++ // it was an alias
      skip()
      if (source.startsWith('...', at)) at += 3
      word = name()
      if (word === null) return null
      skip()
    }
    const hints: string[] = []
    while (source[at] === '!') {
      at++
      const hint = name()
      if (hint === null) return null
      hints.push(hint)
      skip()
    }
    if (source[at] === '(') {
      at++
      const items = list(depth + 1)
      skip()
      if (items === null || source[at] !== ')') return null
      at++
      // `count()` alone is an aggregate, not a relation.
      if (items.length === 0 && word === 'count') return { kind: 'all' }
      return { kind: 'embed', name: word, hints, items }
    }
    if (hints.length > 0) return null
    const tail = /^(?:->>?\s*[\w'"-]+)*(?:\.(?:sum|avg|min|max|count)\(\))?(?:::\w+)?/.exec(source.slice(at))
    at += tail?.[0].length ?? 0
    if (word === 'count') return { kind: 'all' }
    return { kind: 'column', name: word }
  }
  const items = list(0)
  skip()
  return items !== null && at === source.length ? items : null
}
