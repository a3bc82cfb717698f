/** Requests that make sense to PostgREST, put together by chance: every part of an address with every other. */
export type RandomRequest = { method: string; path: string; headers: Record<string, string>; body?: string }

type Table = { columns: string[]; toOne: string[]; toMany: string[]; json?: string }

const TABLES: Record<string, Table> = {
  authors: { columns: ['id', 'name', 'born'], toOne: ['mentor_id'], toMany: ['books!author_id', 'authors'] },
  books: {
    columns: ['id', 'title', 'price', 'copies', 'tags', 'printed', 'details', 'full_title'],
    toOne: ['authors!author_id', 'books_translator_id_fkey', 'publishers', 'covers', 'best_review'],
    toMany: ['reviews', 'genres', 'book_genres', 'praise'],
    json: 'details',
  },
  reviews: { columns: ['id', 'stars', 'text', 'written'], toOne: ['books'], toMany: [] },
  publishers: { columns: ['id', 'name', 'city'], toOne: [], toMany: ['books'] },
  genres: { columns: ['id', 'name'], toOne: [], toMany: ['books', 'book_genres'] },
  cheap_books: { columns: ['id', 'name', 'price'], toOne: ['authors'], toMany: [] },
}
const TARGETS: Record<string, string> = {
  mentor_id: 'authors',
  books_translator_id_fkey: 'authors',
  best_review: 'reviews',
  praise: 'reviews',
}
type Kind = { operators: string[]; values: string[] }

const NUMBERS = { operators: ['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'isdistinct'], values: ['1', '2', '3', '9.99'] }
const TEXTS = {
  operators: ['eq', 'neq', 'like', 'ilike', 'match', 'imatch', 'gt', 'lt', 'isdistinct', 'fts', 'wfts(simple)'],
  values: ['Jane', 'Ada', "it's", '"q"', '*a*', 'J%', 'a.b', ''],
}
/** Operators and values that make sense of a column; now and then any other is tried. */
const KINDS: Record<string, Kind> = {
  id: { ...NUMBERS, values: ['1', '2', '3'] },
  copies: { ...NUMBERS, values: ['1', '2'] },
  stars: { ...NUMBERS, values: ['1', '5'] },
  price: NUMBERS,
  tags: { operators: ['cs', 'cd', 'ov', 'eq'], values: ['{novel}', '{}', '{"a b",maths}'] },
  printed: { operators: ['eq', 'neq', 'isdistinct'], values: ['true', 'false'] },
  born: { operators: ['gt', 'lte'], values: ['1890-01-09', 'today'] },
  written: { operators: ['gt', 'lte'], values: ['2026-01-01', 'now'] },
  details: { operators: ['cs', 'cd', 'eq'], values: ['{"pages":500}', '[]', '1'] },
}
const ANY: Kind = {
  operators: ['eq', 'in', 'cs', 'sl', 'adj', 'like(all)', 'eq(any)', 'plfts', 'gt'],
  values: [...TEXTS.values, '\\', '{1,2}'],
}

const quote = (value: string): string => `"${value.replace(/["\\]/g, '\\$&')}"`

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

class Builder {
  private readonly next: () => number
  readonly parameters: [string, string][] = []
  private aliases = 0

  constructor(next: () => number) {
    this.next = next
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)]!
  }

  may(chance: number): boolean {
    return this.next() < chance
  }

  some<T>(list: readonly T[], chance: number): T[] {
    return list.filter(() => this.may(chance))
  }

  field(table: Table): string {
    const column = this.pick(table.columns)
    if (column !== table.json || this.may(0.3)) return column
    return `${column}${this.pick(['->pages', '->>isbn', '->parts->0->>name', '->"a b"'])}`
  }

  select(name: string, prefix: string, depth: number): string {
    const table = TABLES[name]!
    const items: string[] = this.may(0.3) ? ['*'] : []
    for (const column of this.some(table.columns, 0.4)) {
      const cast = this.may(0.2) ? '::text' : ''
      items.push(this.may(0.3) ? `c${this.aliases++}:${column}${cast}` : `${column}${cast}`)
    }
    if (this.may(0.05)) items.push('count()')
    if (this.may(0.05)) items.push(`m${this.aliases++}:id.max()`)
    if (depth < 3) {
      for (const embed of this.some([...table.toOne, ...table.toMany], 0.25)) {
        items.push(this.embed(embed, prefix, depth))
      }
    }
    return [...new Set(items)].join(',')
  }

  embed(embed: string, prefix: string, depth: number): string {
    const [relation = ''] = embed.split('!')
    const target = TARGETS[relation] ?? relation
    if (TABLES[target] === undefined) return `e${this.aliases++}:${embed}(*)`
    const join = this.may(0.3) ? this.pick(['!inner', '!left']) : ''
    const isSpread = this.may(0.15)
    const alias = `e${this.aliases++}`
    const path = `${prefix}${isSpread ? relation : alias}.`
    if (!isSpread) this.conditions(target, path)
    const inner = this.may(0.1) ? '' : this.select(target, path, depth + 1)
    if (!isSpread && prefix === '' && this.may(0.2)) {
      this.parameters.push([alias, this.pick(['is.null', 'not.is.null'])])
    }
    return `${isSpread ? '...' : `${alias}:`}${embed}${join}(${inner})`
  }

  /** @param isListed inside of a group, where commas and parentheses have to be quoted */
  condition(table: Table, isListed: boolean): string {
    const field = this.field(table)
    const kind = this.may(0.05) ? ANY : (KINDS[field] ?? TEXTS)
    const negation = this.may(0.2) ? 'not.' : ''
    const chance = this.pick([0, 1, 2, 3, 4, 5])
    if (chance === 0) return `${field}.${negation}is.${this.pick(['null', 'not_null'])}`
    if (chance === 1) return `${field}.${negation}in.(${this.some(kind.values, 0.5).map(quote).join(',')})`
    const value = this.pick(kind.values)
    return `${field}.${negation}${this.pick(kind.operators)}.${isListed ? quote(value) : value}`
  }

  conditions(name: string, prefix: string): void {
    const table = TABLES[name]!
    if (this.may(0.4)) {
      const condition = this.condition(table, false)
      const at = condition.indexOf('.')
      this.parameters.push([`${prefix}${condition.slice(0, at)}`, condition.slice(at + 1)])
    }
    if (this.may(0.2)) {
      const group = `and(${this.condition(table, true)},${this.condition(table, true)})`
      const first = this.condition(table, true)
      this.parameters.push([`${prefix}${this.pick(['or', 'not.and', 'and'])}`, `(${first},${group})`])
    }
    if (this.may(0.3)) {
      const order = `${this.field(table)}${this.pick(['', '.desc', '.asc.nullsfirst', '.nullslast'])}`
      this.parameters.push([`${prefix}order`, order])
    }
    if (this.may(0.2)) this.parameters.push([`${prefix}limit`, this.pick(['0', '1', '2'])])
    if (this.may(0.1)) this.parameters.push([`${prefix}offset`, '1'])
  }
}

/** One request; what it changes is undone. */
export function randomRequest(next: () => number): RandomRequest {
  const builder = new Builder(next)
  const names = Object.keys(TABLES)
  const name = builder.pick(names)
  const isCall = builder.may(0.1)
  const table = isCall ? 'books' : name
  builder.parameters.push(['select', builder.select(table, '', 0)])
  builder.conditions(table, '')
  const prefer = ['tx=rollback', builder.pick(['count=exact', 'count=planned', 'count=estimated', 'return=minimal'])]
  const accept = builder.pick(['application/json', 'application/json', 'text/csv', 'application/vnd.pgrst.object+json'])
  const method = builder.pick(['GET', 'GET', 'GET', 'HEAD', 'PATCH', 'DELETE', 'POST'])
  if (builder.may(0.7)) prefer.push('return=representation')
  const headers = { accept, prefer: prefer.join(','), 'content-type': 'application/json' }
  const query = String(new URLSearchParams(builder.parameters))
  if (isCall) return { method: 'GET', path: `/rpc/books_by?author=Ada&${query}`, headers }
  const row = { id: Math.floor(next() * 9) + 1, ...(table === 'reviews' && { stars: 3 }) }
  const body = method === 'POST' ? JSON.stringify(builder.may(0.5) ? [row] : row) : '{"id":1}'
  const hasBody = method === 'POST' || method === 'PATCH'
  return { method, path: `/${name}?${query}`, headers, ...(hasBody && { body }) }
}
