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
  return new SelectReader(source).all()
}

const DEEPEST = 10
const NAME = /^[\p{L}_][\p{L}\p{N}_$]*/u
/** A path into JSON, an aggregate and a cast behind the name of a column. */
const TAIL = /^(?:->>?\s*[\w'"-]+)*(?:\.(?:sum|avg|min|max|count)\(\))?(?:::\w+)?/

/** Reads from left to right; every part answers null when it cannot be read. */
class SelectReader {
  private readonly source: string
  private at = 0

  constructor(source: string) {
    this.source = source
  }

  all(): SelectItem[] | null {
    const items = this.list(0)
    this.skip()
    return items !== null && this.at === this.source.length ? items : null
  }

  private skip(): void {
    while (/\s/.test(this.source[this.at] ?? '')) this.at++
  }

  /** Steps over `text` when it stands here. */
  private take(text: string): boolean {
    const isHere = this.source.startsWith(text, this.at)
    if (isHere) this.at += text.length
    return isHere
  }

  private name(): string | null {
    this.skip()
    const { source } = this
    if (source[this.at] === '"') {
      const end = source.indexOf('"', this.at + 1)
      if (end < 0) return null
      const quoted = source.slice(this.at + 1, end)
      this.at = end + 1
      return quoted
    }
    const match = NAME.exec(source.slice(this.at))
    if (!match) return null
    this.at += match[0].length
    return match[0]
  }

  private list(depth: number): SelectItem[] | null {
    const items: SelectItem[] = []
    if (depth > DEEPEST) return null
    for (;;) {
      this.skip()
      if (this.source[this.at] === ')' && items.length === 0) return items
      const one = this.item(depth)
      if (one === null) return null
      items.push(one)
      this.skip()
      if (!this.take(',')) return items
    }
  }

  private item(depth: number): SelectItem | null {
    this.skip()
    if (this.take('*')) return { kind: 'all' }
    const word = this.aliasedName()
    const hints = word === null ? null : this.hints()
    if (word === null || hints === null) return null
    if (this.take('(')) return this.embed(word, hints, depth)
    if (hints.length > 0) return null
    this.at += TAIL.exec(this.source.slice(this.at))?.[0].length ?? 0
    return word === 'count' ? { kind: 'all' } : { kind: 'column', name: word }
  }

  /** `name`, `alias:name`, `...name`, `alias:...name` */
  private aliasedName(): string | null {
    this.take('...')
    const word = this.name()
    if (word === null) return null
    this.skip()
    if (this.source[this.at] !== ':' || this.source[this.at + 1] === ':') return word
    this.at++ // it was an alias
    this.skip()
    this.take('...')
    const name = this.name()
    this.skip()
    return name
  }

  /** `!notes_owner_id_fkey!inner` */
  private hints(): string[] | null {
    const hints: string[] = []
    while (this.take('!')) {
      const hint = this.name()
      if (hint === null) return null
      hints.push(hint)
      this.skip()
    }
    return hints
  }

  /** What stands in the brackets behind the name of a relation. */
  private embed(name: string, hints: string[], depth: number): SelectItem | null {
    const items = this.list(depth + 1)
    this.skip()
    if (items === null || !this.take(')')) return null
    // `count()` alone is an aggregate, not a relation.
    return items.length === 0 && name === 'count' ? { kind: 'all' } : { kind: 'embed', name, hints, items }
  }
}
