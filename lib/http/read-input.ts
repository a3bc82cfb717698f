import type { z } from 'zod'
import { es } from 'zod/locales'
import { invalid, refusal } from '../core/errors'
import type { Locale } from '../core/locale'
import { isStorable } from '../core/text'
import { acceptedLocale } from './accept-language'
import { bodyBoundsOf, readBytes, readJson, requireStorableText } from './body'
import type { Endpoint } from './endpoint'
import { invalidInput } from './problem'

/** What a request brings, read within its route's bounds and held against its contract. */
export type Input = { params: unknown; query: unknown; body: unknown }
export type RouteParams = { params: Promise<Record<string, string | string[]>> }

/** A validator's own words in the caller's language; English is its default. */
const WORDS: Readonly<Record<Locale, { error?: z.core.$ZodErrorMap }>> = { en: {}, es: { error: es().localeError } }

/** No route takes as many as ten. */
const MAX_QUERY_PARAMETERS = 32

/** @throws invalid_input · malformed_json · body_too_large · unsupported_media_type · not_found for what is no id */
export async function readInput(contract: Endpoint, request: Request, segments: RouteParams): Promise<Input> {
  const raw: Input = {
    params: await readParams(segments),
    query: readQuery(request),
    body: await readBody(contract, request),
  }
  const input: Input = { params: undefined, query: undefined, body: contract.rawBody ? raw.body : undefined }
  const words = WORDS[acceptedLocale(request.headers)]
  for (const part of ['params', 'query', 'body'] as const) {
    const schema = contract[part]
    if (schema === undefined) continue
    const result = schema.safeParse(part === 'body' && raw.body === undefined ? {} : raw[part], words)
    // An id of the wrong shape names nothing: the same 404 as an id that does not exist.
    if (!result.success)
      throw part === 'params' && !isPathParameter(result.error)
        ? refusal('not_found', 'detail.nothingHere')
        : invalidInput(result.error, part)
    input[part] = result.data
  }
  return input
}

async function readBody(contract: Endpoint, request: Request): Promise<unknown> {
  const bounds = bodyBoundsOf(contract)
  if (contract.rawBody) return readBytes(request, bounds.bytes)
  return contract.body === undefined ? undefined : readJson(request, bounds)
}

function readQuery(request: Request): Record<string, string> {
  const { searchParams } = new URL(request.url)
  if (searchParams.size > MAX_QUERY_PARAMETERS)
    throw invalid('query', { key: 'reason.tooManyParameters', values: { count: MAX_QUERY_PARAMETERS } })
  const query = Object.fromEntries(searchParams)
  requireStorableText(query, 'query')
  return query
}

async function readParams(segments: RouteParams): Promise<Record<string, string | string[]>> {
  // Next gives a route without dynamic segments no params at all.
  const params = (await segments.params) ?? {}
  for (const [name, value] of Object.entries(params)) {
    if ([value].flat().every(isStorable)) continue
    throw Array.isArray(value) ? invalid(name, 'reason.pathNul') : refusal('not_found', 'detail.nothingHere')
  }
  return params
}

/** A file path in the address is input of its own and deserves a reason; an id does not. */
const isPathParameter = (error: { issues: ReadonlyArray<{ path: PropertyKey[] }> }): boolean =>
  error.issues.some((issue) => issue.path[0] === 'path' || issue.path[0] === 'number')
