import type { Field } from '../../../spec/contract.ts'
import type { StageOptions } from '../../preview/shared-application.ts'

/** What stands between an application and its Supabase, and takes away what was asked from the answers. */

type Between = NonNullable<StageOptions['between']>

const tableOf = (request: Request): string | undefined =>
  /^\/rest\/v1\/([^/]+)$/.exec(new URL(request.url).pathname)?.[1]

/** More of an answer nobody changes. */
const MAX_BYTES = 4_000_000

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** Another value than the one that is there. */
function other(value: Json, values: readonly string[] | undefined): Json {
  if (typeof value === 'number') return value === 0 ? 1 : 0
  if (typeof value === 'boolean') return !value
  if (typeof value !== 'string') return Array.isArray(value) ? [] : null
  const choice = values?.find((one) => one !== value)
  if (choice !== undefined) return choice
  if (/^\d{4}-\d{2}-\d{2}/.test(value)) return `2001-02-03${value.slice(10)}`
  return /^\d+(?:\.\d+)?$/.test(value) ? (Number(value) === 0 ? '1' : '0') : ''
}

/** Every row that comes out of the table says something else in this column, or nothing. */
export function blanks(table: string, field: Pick<Field, 'column' | 'values'>): Between {
  const changed = (value: Json, isRow: boolean): Json => {
    if (Array.isArray(value)) return value.map((one) => changed(one, isRow))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [
        key,
        isRow && key === field.column ? other(one, field.values) : changed(one, key === table),
      ]),
    )
  }
  return async (request, next) => {
    const answer = await next(request)
    if (!/\/rest\/v1\//.test(request.url) || !/json/.test(answer.headers.get('content-type') ?? '')) return answer
    const text = await answer.text()
    const { status, headers } = answer
    if (text === '' || text.length > MAX_BYTES) return new Response(text || null, { status, headers })
    const body = JSON.stringify(changed(JSON.parse(text) as Json, tableOf(request) === table))
    return new Response(body, { status, headers })
  }
}

/** Not conditions: how many rows, in which order, with which columns. */
const SHAPE = new Set(['select', 'order', 'limit', 'offset', 'columns', 'on_conflict'])
/** By these a page finds one row or those of somebody, which is no search. */
const IDENTITY = /^(?:id|slug|.*_id)$/

const rewritten = (request: Request, change: (params: URLSearchParams) => void): Request => {
  const url = new URL(request.url)
  const isRead = (request.method === 'GET' || request.method === 'HEAD') && tableOf(request) !== undefined
  if (!isRead) return request
  change(url.searchParams)
  return new Request(url, { method: request.method, headers: request.headers })
}

/** Reads are not narrowed down any more. */
export const findsAll: Between = (request, next) =>
  next(
    rewritten(request, (params) => {
      for (const name of new Set(params.keys())) if (!SHAPE.has(name) && !IDENTITY.test(name)) params.delete(name)
    }),
  )

/** Reads come the other way round. */
export const turnsAround: Between = (request, next) =>
  next(
    rewritten(request, (params) => {
      const order = params.get('order')
      if (order !== null) params.set('order', order.split(',').map(turned).join(','))
    }),
  )

const turned = (term: string): string => {
  const [column = '', ...rest] = term.split('.')
  const isDown = rest.includes('desc')
  return [column, isDown ? 'asc' : 'desc', ...rest.filter((one) => one !== 'asc' && one !== 'desc')].join('.')
}
