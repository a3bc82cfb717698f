import type { ApiRoute, Field } from '../../../spec/contract'
import { fieldLabel } from '../../../spec/names'
import type { ProjectFile } from '../../agents/agent'
import { code, key, list, quote } from '../code'
import { changesOf, isOpenToVisitors, mayReadBack } from './actions-file'
import { type EntityModel, type ProjectModel } from '../project-model'
import { linkedPeople, linkedRows } from './links'
import type { Texts } from './texts'

/** `app/api/**`: one file per path of the plan, one exported function per method. */

const answers = (texts: Texts): string => code`
  import { explain } from '@/lib/database-errors'

  export type InvalidParam = { name: string; reason: string }

  /** A refusal as RFC 9457 describes it. */
  export function problem(status: number, detail: string, invalidParams?: InvalidParam[]): Response {
    const titles: Record<number, string> = { 400: 'Bad request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not found', 409: 'Conflict', 422: 'Invalid input', 503: 'Not available' }
    const body = { type: 'about:blank', title: titles[status] ?? 'Error', status, detail, ...(invalidParams === undefined ? {} : { invalidParams }) }
    return Response.json(body, { status, headers: { 'content-type': 'application/problem+json' } })
  }

  export const signInFirst = (): Response => problem(401, ${quote(texts.signInFirst)})
  export const forbidden = (): Response => problem(403, ${quote(texts.forbidden)})
  export const notFound = (): Response => problem(404, ${quote(texts.notFound)})
  export const malformed = (): Response => problem(400, ${quote(texts.malformed)})
  export const notConfigured = (): Response => problem(503, ${quote(texts.notConfigured)})

  export const invalidInput = (errors: Record<string, string>): Response =>
    problem(422, ${quote(texts.checkFields)}, Object.entries(errors).map(([name, reason]) => ({ name, reason })))

  export function refusedByDatabase(error: { code: string }): Response {
    const { status, message } = explain(error)
    return problem(status, message)
  }

  /** The JSON object of a request, or null when it is none. */
  export async function readObject(request: Request): Promise<Record<string, unknown> | null> {
    const body: unknown = await request.json().catch(() => null)
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : null
  }
`

/**
 * Where a route leads: the rows of an entity, one of them, the rows under one parent, the statistics of an entity, or its
 * rows as a file.
 */
export type Target =
  | { kind: 'list'; model: EntityModel }
  | { kind: 'one'; model: EntityModel; param: string }
  | { kind: 'nested'; model: EntityModel; param: string; column: string }
  | { kind: 'stats'; model: EntityModel }
  | { kind: 'export'; model: EntityModel }

/** `:id`, `{id}` and `[id]` all mean a parameter; Next.js wants the last form. */
export const normalizePath = (path: string): string =>
  path
    .replace(/\/:(\w+)/g, '/[$1]')
    .replace(/\{(\w+)\}/g, '[$1]')
    .replace(/\/$/, '')

const isParam = (segment: string): boolean => /^\[\w+\]$/.test(segment)

export function targetOf(project: ProjectModel, path: string): Target | null {
  const [api, ...segments] = normalizePath(path).split('/').filter(Boolean)
  if (api !== 'api') return null
  const find = (segment: string | undefined): EntityModel | undefined =>
    project.entities.find((model) => model.names.slug === segment || model.entity.table === segment)
  const model = find(segments[0])
  const param = (segments[1] ?? '').slice(1, -1)
  if (model === undefined) return null
  if (segments.length === 1) return { kind: 'list', model }
  if (segments.length === 2 && segments[1] === 'stats') return { kind: 'stats', model }
  if (segments.length === 2 && segments[1] === 'export') return { kind: 'export', model }
  if (segments.length === 2 && isParam(segments[1] ?? '')) return { kind: 'one', model, param }
  const child = find(segments[2])
  const link = child?.references.find((reference) => reference.table === model.entity.table)
  if (segments.length === 3 && child !== undefined && link !== undefined)
    return { kind: 'nested', model: child, param, column: link.column }
  return null
}

/** Asks who is there, as far as the route and the row need it. */
function gate(route: ApiRoute, model: EntityModel, options: { needsUser?: boolean } = {}): string {
  const isAdmin = route.auth === 'admin'
  const isPublic = route.auth === 'public' && options.needsUser !== true
  if (isPublic) return 'if (!isConfigured()) return notConfigured()'
  return code`
    if (!isConfigured()) return notConfigured()
    const user = await currentUser()
    if (user === null) return signInFirst()
    ${isAdmin ? 'if (!user.isAdmin) return forbidden()' : ''}
  `
}

const moneyArgument = (model: EntityModel): string => {
  const columns = model.fields.filter((field) => field.type === 'money').map((field) => field.column)
  return columns.length === 0 ? '' : `, ${list(columns)}`
}

const context = (target: Target): string =>
  'param' in target ? `, { params }: { params: Promise<{ ${target.param}: string }> }` : ''

function get(project: ProjectModel, route: ApiRoute, target: Target): string {
  const { model } = target
  const { pascal, pascalMany, camel } = model.names
  const query = 'parseListQuery(Object.fromEntries(request.nextUrl.searchParams))'
  if (target.kind === 'one') {
    return code`
      export async function GET(_request: NextRequest${context(target)}): Promise<Response> {
        ${gate(route, model)}
        const row = await get${pascal}((await params).${target.param})
        return row === null ? notFound() : Response.json(row)
      }
    `
  }
  if (target.kind === 'stats') {
    return code`
      export async function GET(request: NextRequest): Promise<Response> {
        ${gate(route, model)}
        return Response.json(await ${camel}Stats(${query}))
      }
    `
  }
  if (target.kind === 'export') return exportRows(project, route, model, query)
  return code`
    export async function GET(request: NextRequest${context(target)}): Promise<Response> {
      ${gate(route, model)}
      ${
        target.kind === 'list'
          ? `return Response.json(await list${pascalMany}(${query}))`
          : `const query = ${query}\nreturn Response.json(await list${pascalMany}({ ...query, filters: { ...query.filters, ${key(target.column)}: (await params).${target.param} } }))`
      }
    }
  `
}

/** Rows as a file for spreadsheets, searched, filtered and sorted as their list is; whoever asks gets what they may see. */
function exportRows(project: ProjectModel, route: ApiRoute, model: EntityModel, query: string): string {
  const { pascalMany, slug } = model.names
  // An id that has no name beside it is nothing that people read.
  const named = [...linkedRows(project, model), ...linkedPeople(project, model)]
  const nameOf = (field: Field): string | undefined => named.find((one) => one.field === field)?.name
  const shown = model.fields.filter((field) =>
    field.type === 'reference' ? nameOf(field) !== undefined : field.type !== 'json',
  )
  const cells = shown.map((field) => {
    if (field.type === 'reference') return `row.${nameOf(field)}_label`
    return field.type === 'money' ? `money(row.${field.column})` : `row.${field.column}`
  })
  return code`
    /** So many pages of a hundred rows; a longer file is asked for in parts. */
    const MOST_PAGES = 100

    export async function GET(request: NextRequest): Promise<Response> {
      ${gate(route, model)}
      const query = ${query}
      const lines: (string | number | boolean | null)[][] = [${list(shown.map(fieldLabel))}]
      for (let page = 1; page <= MOST_PAGES; page += 1) {
        const rows = await list${pascalMany}({ ...query, page, pageSize: 100 })
        for (const row of rows.items) lines.push([${cells.join(', ')}])
        if (page >= rows.pageCount) break
      }
      return csvFile(${quote(slug + '.csv')}, lines)
    }
  `
}

const csv = (): string => code`
  type Cell = string | number | boolean | null | undefined

  /** Whole amounts as people write them: stored are minor units. */
  export const money = (minor: number | null): string => (minor === null ? '' : (minor / 100).toFixed(2))

  /** One cell as RFC 4180 writes it. What a spreadsheet would take for a formula is told to be a text. */
  function cellOf(value: Cell): string {
    const plain = value === null || value === undefined ? '' : String(value)
    const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(plain) && !/^[+-]?[\d.,\s]+$/.test(plain) ? "'" + plain : plain
    return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text
  }

  /** A file that spreadsheets open; the mark at its beginning tells them that it is UTF-8. */
  export function csvFile(name: string, lines: readonly (readonly Cell[])[]): Response {
    const text = lines.map((line) => line.map(cellOf).join(',') + '\r\n').join('')
    return new Response('\uFEFF' + text, {
      headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="' + name + '"' },
    })
  }
`

function post(route: ApiRoute, target: Target): string {
  const { model } = target
  const { pascal, table } = model.names
  const isOpen = isOpenToVisitors(model)
  const body = target.kind === 'nested' ? `{ ...body, ${key(target.column)}: (await params).${target.param} }` : 'body'
  const row = model.owner === null ? 'parsed.data' : `{ ...parsed.data, ${key(model.owner)}: user.id }`
  const mayRead = !isOpen && mayReadBack(model)
  return code`
    export async function POST(request: NextRequest${context(target)}): Promise<Response> {
      ${gate(route, model, { needsUser: model.owner !== null })}
      const body = await readObject(request)
      if (body === null) return malformed()
      const parsed = parse${pascal}(formFromJson(${body}${moneyArgument(model)}))
      if ('errors' in parsed) return invalidInput(parsed.errors)
      const supabase = await createClient()
      ${mayRead ? `const { data, error } = await supabase.from('${table}').insert(${row}).select().single()` : `const { error } = await supabase.from('${table}').insert(${row})`}
      if (error) return refusedByDatabase(error)
      return ${mayRead ? 'Response.json(data, { status: 201 })' : 'new Response(null, { status: 201 })'}
    }
  `
}

function change(route: ApiRoute, target: Extract<Target, { kind: 'one' }>): string {
  const { model, param } = target
  const { pascal, table } = model.names
  // A PATCH names only what changes, so the rest of the row completes it; a PUT stands for the whole row.
  const body = route.method === 'PATCH' ? '{ ...before, ...body }' : 'body'
  return code`
    export async function ${route.method}(request: NextRequest${context(target)}): Promise<Response> {
      ${gate(route, model)}
      const { ${param} } = await params
      const body = await readObject(request)
      if (body === null) return malformed()
      const before = await get${pascal}(${param})
      if (before === null) return notFound()
      const parsed = parse${pascal}(formFromJson(${body}${moneyArgument(model)}))
      if ('errors' in parsed) return invalidInput(parsed.errors)
      const supabase = await createClient()
      const { data, error } = await supabase.from('${table}').update(${changesOf(model, 'parsed.data')}).eq('id', ${param}).select().maybeSingle()
      if (error) return refusedByDatabase(error)
      return data === null ? forbidden() : Response.json(data)
    }
  `
}

function remove(route: ApiRoute, target: Extract<Target, { kind: 'one' }>): string {
  const { model, param } = target
  const { table } = model.names
  return code`
    export async function DELETE(_request: NextRequest${context(target)}): Promise<Response> {
      ${gate(route, model)}
      const { ${param} } = await params
      if (!isId(${param})) return notFound()
      const supabase = await createClient()
      const { data, error } = await supabase.from('${table}').delete().eq('id', ${param}).select('id')
      if (error) return refusedByDatabase(error)
      return data.length === 0 ? notFound() : new Response(null, { status: 204 })
    }
  `
}

function handler(project: ProjectModel, route: ApiRoute, target: Target): string {
  if (route.method === 'GET') return get(project, route, target)
  if (route.method === 'POST' && (target.kind === 'list' || target.kind === 'nested')) return post(route, target)
  if (target.kind !== 'one') return ''
  if (route.method === 'PATCH' || route.method === 'PUT') return change(route, target)
  return route.method === 'DELETE' ? remove(route, target) : ''
}

/** Names that a route file may use and where they come from; a file imports those that occur in it. */
function importsFor(body: string, model: EntityModel): string[] {
  const { slug, pascal, pascalMany, camel } = model.names
  const sources: Array<[string, readonly string[]]> = [
    [
      '@/lib/api',
      [
        'forbidden',
        'invalidInput',
        'malformed',
        'notConfigured',
        'notFound',
        'readObject',
        'refusedByDatabase',
        'signInFirst',
      ],
    ],
    ['@/lib/auth', ['currentUser']],
    [`@/lib/data/${slug}`, [`${camel}Stats`, `get${pascal}`, `list${pascalMany}`]],
    ['@/lib/data/query', ['parseListQuery']],
    ['@/lib/csv', ['csvFile', 'money']],
    ['@/lib/supabase/server', ['createClient', 'isConfigured']],
    ['@/lib/validation/fields', ['formFromJson', 'isId']],
    [`@/lib/validation/${slug}`, [`parse${pascal}`]],
  ]
  const lines = sources.map(([from, names]) => [from, names.filter((name) => body.includes(name + '('))] as const)
  return [
    "import type { NextRequest } from 'next/server'",
    ...lines
      .filter(([, names]) => names.length > 0)
      .map(([from, names]) => `import { ${names.join(', ')} } from '${from}'`),
  ]
}

/** Route files of the plan. A path that leads to no entity is the architect's fault; the `contract` check names it. */
export function apiFiles(project: ProjectModel, texts: Texts): ProjectFile[] {
  const byPath = new Map<string, ApiRoute[]>()
  for (const route of project.spec.routes)
    byPath.set(normalizePath(route.path), [...(byPath.get(normalizePath(route.path)) ?? []), route])
  const files: ProjectFile[] = []
  for (const [path, routes] of byPath) {
    const target = targetOf(project, path)
    if (target === null) continue
    const methods = new Map(routes.map((route) => [route.method, route]))
    const body = [...methods.values()]
      .map((route) => handler(project, route, target))
      .filter(Boolean)
      .join('\n\n')
    if (body === '') continue
    files.push({
      path: `app${path}/route.ts`,
      content: [importsFor(body, target.model).join('\n'), body].join('\n\n') + '\n',
    })
  }
  const hasExport = files.some(({ content }) => content.includes('csvFile('))
  return files.length === 0
    ? []
    : [
        { path: 'lib/api.ts', content: answers(texts) + '\n' },
        ...(hasExport ? [{ path: 'lib/csv.ts', content: csv() + '\n' }] : []),
        ...files,
      ]
}
