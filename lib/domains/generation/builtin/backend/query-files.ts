import type { ProjectFile } from '../../agents/agent'
import { code, quote } from '../code'
import { profileColumns, type ProjectModel } from '../project-model'

/**
 * The shapes of every read (lists, choices, statistics) and the few functions that turn a query into database
 * conditions.
 */

const query = (): string => code`
  export type ListQuery = { search?: string; sort?: string; direction?: 'asc' | 'desc'; page?: number; pageSize?: number; filters?: Record<string, string> }
  export type ListResult<T> = { items: T[]; total: number; page: number; pageCount: number }
  export type Option = { id: string; label: string }

  export type StatsQuery = Pick<ListQuery, 'filters'>
  export type Point = { label: string; value: number }
  export type Group = { column: string; label: string; points: Point[] }
  export type NumberSummary = { column: string; label: string; sum: number; average: number; min: number; max: number }
  export type Stats = { total: number; groups: Group[]; numbers: NumberSummary[]; byMonth: Point[]; byDay: Point[]; trends: Group[] }
  export type Leader = { id: string; label: string; value: number; count: number }

  const DEFAULT_PAGE_SIZE = 20
  const MAX_PAGE_SIZE = 100

  export const emptyList = <T>(): ListResult<T> => ({ items: [], total: 0, page: 1, pageCount: 0 })

  const wholeNumber = (value: string | undefined): number | undefined => {
    const number = Number(value)
    return value !== undefined && Number.isInteger(number) && number > 0 ? number : undefined
  }

  /** Reads the address of a list page: 'q', 'sort', 'dir', 'page' and 'size' have a fixed meaning, everything else filters by a column. */
  export function parseListQuery(searchParams: Record<string, string | string[] | undefined>): ListQuery {
    const single = Object.entries(searchParams).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value] as const)
    const { q, sort, dir, page, size, ...rest } = Object.fromEntries(single)
    const filters = Object.entries(rest).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '')
    return {
      ...(q ? { search: q } : {}),
      ...(sort ? { sort } : {}),
      ...(dir === 'asc' || dir === 'desc' ? { direction: dir } : {}),
      page: wholeNumber(page) ?? 1,
      pageSize: wholeNumber(size) ?? DEFAULT_PAGE_SIZE,
      ...(filters.length > 0 ? { filters: Object.fromEntries(filters) } : {}),
    }
  }

  /** Which rows of the result a page shows. */
  export function pageOf(query: ListQuery): { page: number; pageSize: number; from: number; to: number } {
    const page = Math.max(1, query.page ?? 1)
    const pageSize = Math.min(MAX_PAGE_SIZE, Math.max(1, query.pageSize ?? DEFAULT_PAGE_SIZE))
    return { page, pageSize, from: (page - 1) * pageSize, to: page * pageSize - 1 }
  }

  /** What a column holds, as far as a filter has to know. */
  export type ColumnKind = 'text' | 'number' | 'boolean' | 'date' | 'time' | 'id' | 'person' | 'json'
  export type Condition = { column: string; operator: 'eq' | 'gte' | 'lte'; value: string }

  const SHAPES: Record<ColumnKind, RegExp> = {
    text: /^[^]*$/,
    number: /^-?\d+(\.\d+)?$/,
    boolean: /^(true|false)$/,
    date: /^\d{4}-\d{2}-\d{2}$/,
    time: /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/,
    id: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
    person: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
    json: /^(?!)/,
  }

  /**
   * The conditions of a query's filters. Unknown columns are ignored; a value that its column can never hold means that no row fits,
   * which is null: the database would answer an error instead.
   */
  export function conditionsOf(filters: Record<string, string> = {}, columns: Record<string, ColumnKind>, me: string | null): Condition[] | null {
    const conditions: Condition[] = []
    for (const [name, typed] of Object.entries(filters)) {
      const edge = /^(.+)_(from|to)$/.exec(name)
      const ranged = edge?.[1] !== undefined && (columns[edge[1]] === 'date' || columns[edge[1]] === 'time') && columns[name] === undefined
      const column = ranged ? (edge?.[1] ?? name) : name
      const kind = columns[column]
      if (kind === undefined) continue
      const value = kind === 'person' && typed === 'me' ? (me ?? '') : typed
      if (!SHAPES[kind].test(value)) return null
      if (!ranged) conditions.push({ column, operator: 'eq', value })
      else if (edge?.[2] === 'from') conditions.push({ column, operator: 'gte', value })
      else conditions.push({ column, operator: 'lte', value: kind === 'time' && value.length === 10 ? value + 'T23:59:59.999Z' : value })
    }
    return conditions
  }

  /** 'title.ilike.%soup%,body.ilike.%soup%'; characters with a meaning in that syntax become spaces. Empty when there is nothing to look for. */
  export function searchIn(columns: readonly string[], search: string | undefined): string {
    const words = (search ?? '').replace(/[%*,()"\\]/g, ' ').trim()
    return words === '' ? '' : columns.map((column) => column + '.ilike.%' + words + '%').join(',')
  }

  export function orderOf(query: ListQuery, columns: Record<string, ColumnKind>, usual: { column: string; ascending: boolean }): { column: string; ascending: boolean } {
    if (query.sort === undefined || columns[query.sort] === undefined) return usual
    return { column: query.sort, ascending: query.direction !== 'desc' }
  }

  export function listResult<T>(items: T[], count: number | null, query: ListQuery): ListResult<T> {
    const { page, pageSize } = pageOf(query)
    const total = count ?? items.length
    return { items, total, page, pageCount: Math.ceil(total / pageSize) }
  }
`

const statistics = (): string => code`
  import type { Group, Leader, NumberSummary, Point, Stats } from '@/lib/data/query'

  /** Which columns of a row are counted, added up and put on a time line. */
  export type StatsShape<Row> = {
    groups: Array<{ column: string; label: string; read: (row: Row) => string | null; values?: readonly string[] }>
    numbers: Array<{ column: string; label: string; read: (row: Row) => number | null }>
    day: (row: Row) => string | null
  }

  const MAX_POINTS = 12
  const MAX_DAYS = 31

  function countBy(labels: Iterable<string>, start: Iterable<string> = []): Map<string, number> {
    const counts = new Map<string, number>([...start].map((label) => [label, 0]))
    for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1)
    return counts
  }

  const toPoints = (counts: Map<string, number>): Point[] => [...counts].map(([label, value]) => ({ label, value }))
  const byLabel = (a: Point, b: Point): number => (a.label < b.label ? -1 : 1)
  const isPresent = <T>(value: T | null): value is T => value !== null

  function groupOf<Row>(rows: readonly Row[], { column, label, read, values }: StatsShape<Row>['groups'][number]): Group {
    const points = toPoints(countBy(rows.map(read).filter(isPresent), values))
    return { column, label, points: values === undefined ? points.sort((a, b) => b.value - a.value).slice(0, MAX_POINTS) : points }
  }

  const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0)

  function summaryOf<Row>(rows: readonly Row[], { column, label, read }: StatsShape<Row>['numbers'][number]): NumberSummary {
    const numbers = rows.map(read).filter(isPresent)
    const sum = sumOf(numbers)
    const average = numbers.length === 0 ? 0 : sum / numbers.length
    const [min, max] = numbers.reduce<[number, number]>(([low, high], one) => [Math.min(low, one), Math.max(high, one)], [numbers[0] ?? 0, numbers[0] ?? 0])
    return { column, label, sum, average, min, max }
  }

  function trendOf<Row>(rows: readonly Row[], day: StatsShape<Row>['day'], { column, label, read }: StatsShape<Row>['numbers'][number]): Group {
    const perDay = new Map<string, number[]>()
    for (const row of rows) {
      const date = day(row)?.slice(0, 10)
      const value = read(row)
      if (date !== undefined && value !== null) perDay.set(date, [...(perDay.get(date) ?? []), value])
    }
    const points = [...perDay].map(([date, numbers]) => ({ label: date, value: sumOf(numbers) / numbers.length }))
    return { column, label, points: points.sort(byLabel).slice(-MAX_DAYS) }
  }

  export function statisticsOf<Row>(rows: readonly Row[], shape: StatsShape<Row>): Stats {
    const days = rows.map(shape.day).filter(isPresent)
    const perPeriod = (length: number, last: number): Point[] =>
      toPoints(countBy(days.map((day) => day.slice(0, length)))).sort(byLabel).slice(-last)
    return {
      total: rows.length,
      groups: shape.groups.map((group) => groupOf(rows, group)),
      numbers: shape.numbers.map((column) => summaryOf(rows, column)),
      byMonth: perPeriod(7, MAX_POINTS),
      byDay: perPeriod(10, MAX_DAYS),
      trends: shape.numbers.map((column) => trendOf(rows, shape.day, column)),
    }
  }

  /** Adds up per person, best first. */
  export function leadersOf<Row>(rows: readonly Row[], person: (row: Row) => { id: string | null; label: string }, value: (row: Row) => number): Leader[] {
    const leaders = new Map<string, Leader>()
    for (const row of rows) {
      const { id, label } = person(row)
      if (id === null) continue
      const leader = leaders.get(id) ?? { id, label, value: 0, count: 0 }
      leaders.set(id, { ...leader, value: leader.value + value(row), count: leader.count + 1 })
    }
    return [...leaders.values()].sort((a, b) => b.value - a.value || b.count - a.count).slice(0, 50)
  }
`

/** Names of people come from `profiles`; without that table nobody has a public name. */
function people(project: ProjectModel): string {
  const columns = profileColumns(project)
  if (columns === null || columns.name === null) {
    return code`
      import 'server-only'
      import type { Option } from '@/lib/data/query'

      /** This project keeps no public profiles, so there are no people to choose from. */
      export const personOptions = async (): Promise<Option[]> => []
    `
  }
  const { user, name } = columns
  return code`
    import 'server-only'
    import type { Option } from '@/lib/data/query'
    import { createClient, isConfigured } from '@/lib/supabase/server'

    /** Everyone a form may choose, by name. */
    export async function personOptions(): Promise<Option[]> {
      if (!isConfigured()) return []
      const supabase = await createClient()
      const { data, error } = await supabase.from('profiles').select('${user}, ${name}').order('${name}').limit(500)
      if (error) throw new Error(${quote('Could not read people: ')} + error.message)
      return data.flatMap((person) => (person.${user} === null ? [] : [{ id: person.${user}, label: person.${name} ?? '' }]))
    }

    /** Person → name, for the people of one page in one query. People whose profile the reader may not see are missing. */
    export async function personNames(ids: Iterable<string | null>): Promise<Map<string, string>> {
      const wanted = [...new Set(ids)].filter((id): id is string => id !== null)
      const names = new Map<string, string>()
      if (wanted.length === 0 || !isConfigured()) return names
      const supabase = await createClient()
      // Ids travel in the address of the request, so not too many at once.
      for (let from = 0; from < wanted.length; from += 100) {
        const { data, error } = await supabase.from('profiles').select('${user}, ${name}').in('${user}', wanted.slice(from, from + 100))
        if (error) throw new Error(${quote('Could not read people: ')} + error.message)
        for (const person of data) {
          if (person.${user} !== null && person.${name} !== null) names.set(person.${user}, person.${name})
        }
      }
      return names
    }
  `
}

export const queryFiles = (project: ProjectModel): ProjectFile[] => [
  { path: 'lib/data/query.ts', content: query() + '\n' },
  { path: 'lib/data/statistics.ts', content: statistics() + '\n' },
  { path: 'lib/data/people.ts', content: people(project) + '\n' },
]
