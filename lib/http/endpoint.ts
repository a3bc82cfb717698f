import type { z } from 'zod'
import type { ErrorCode } from '../core/errors'
import type { LimitName } from './limits/table'

/**
 * One route of the API as data: validation, handler types, limits, OpenAPI and the typed client all come from here.
 * Browser-safe.
 */

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export const HTTP_METHODS: readonly HttpMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

type Schema = z.ZodType
/** What a route answers with when it is not JSON. */
export type RawReply = 'text/event-stream' | 'application/zip' | 'image/webp' | 'text/html'

type EndpointData = {
  /** Name in OpenAPI (`operationId`) and in logs. */
  id: string
  method: HttpMethod
  /** Below `/api/v2`, parameters in braces, `{path*}` for the rest of the path. */
  path: string
  tag: string
  summary: string
  auth: 'public' | 'user'
  limit?: LimitName
  /** What is not there counts here, by address: whoever looks for what others have is slow. */
  missLimit?: LimitName
  /** Answers with nothing beside it: no database, no limit, no caller. */
  isAlone?: boolean
  params?: Schema
  query?: Schema
  body?: Schema
  /** A body that is not JSON: raw bytes up to `bodyLimit`. */
  rawBody?: boolean
  /** Most bytes of the body, default 1 MiB; of a public route 4 kB, whatever stands here. */
  bodyLimit?: number
  reply: Schema | RawReply | null
  /** Success status, default 200; 204 when `reply` is null. */
  status?: 200 | 201 | 202 | 204
  /** Refusals of its own, beside those every route can give. */
  errors?: readonly ErrorCode[]
}

type Out<S> = S extends Schema ? z.output<S> : undefined
type In<S> = S extends Schema ? z.input<S> : undefined

export type Endpoint<Types = unknown> = EndpointData & { readonly $types?: Types }

type TypesOf<D extends EndpointData> = {
  method: D['method']
  path: D['path']
  auth: D['auth']
  params: Out<D['params']>
  query: Out<D['query']>
  body: D['rawBody'] extends true ? Uint8Array : Out<D['body']>
  reply: Out<D['reply']>
  sent: {
    params: In<D['params']>
    query: In<D['query']>
    body: D['rawBody'] extends true ? Uint8Array : In<D['body']>
  }
}

/** Declares a route. The types ride along in `$types`, because inferring them in the same call would widen literals. */
export const endpoint = <const D extends EndpointData>(data: D): Endpoint<TypesOf<D>> => data
