import { z } from 'zod'
import { STATUS } from '../core/errors'
import type { Endpoint } from './endpoint'
import { LIMITS } from './limits/table'
import { exampleOf, GUIDE } from './openapi-guide'
import { Problem } from './problem'

type JsonObject = Record<string, unknown>

/** JSON Schema (draft 2020-12, as OpenAPI 3.1 wants it) of one side of a zod schema. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonObject
  return rest
}

function parameters(schema: z.ZodType | undefined, place: 'path' | 'query'): JsonObject[] {
  if (schema === undefined) return []
  const object = jsonSchema(schema, 'input')
  const required = new Set((object['required'] as string[] | undefined) ?? [])
  const properties = (object['properties'] as Record<string, JsonObject> | undefined) ?? {}
  return Object.entries(properties).map(([name, schemaOf]) => ({
    name,
    in: place,
    required: place === 'path' || required.has(name),
    schema: place === 'path' ? { type: 'string' } : schemaOf,
  }))
}

function success(contract: Endpoint): JsonObject {
  if (contract.reply === null) return { '204': { description: 'Done' } }
  const content =
    typeof contract.reply === 'string'
      ? { [contract.reply]: { schema: { type: 'string' } } }
      : { 'application/json': { schema: jsonSchema(contract.reply, 'output') } }
  return { [String(contract.status ?? 200)]: { description: contract.summary, content } }
}

function refusals(contract: Endpoint): JsonObject {
  const codes = new Set<keyof typeof STATUS>(['internal', 'unavailable', ...(contract.errors ?? [])])
  if (contract.isAlone !== true) codes.add('rate_limited')
  if (contract.auth === 'user') codes.add('unauthenticated')
  if (contract.params !== undefined) codes.add('not_found')
  if (contract.body !== undefined || contract.query !== undefined) codes.add('invalid_input')
  const byStatus = new Map<number, string[]>()
  for (const code of codes) byStatus.set(STATUS[code], [...(byStatus.get(STATUS[code]) ?? []), code])
  return Object.fromEntries(
    [...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, names]) => [
        String(status),
        {
          description: names.join(', '),
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      ]),
  )
}

const withExample = (schema: JsonObject): JsonObject => ({ schema, example: exampleOf(schema) })

function operation(contract: Endpoint): JsonObject {
  const limit = LIMITS[contract.limit ?? 'api']
  const body = contract.rawBody
    ? {
        requestBody: {
          required: true,
          content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
        },
      }
    : contract.body !== undefined
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': withExample(jsonSchema(contract.body, 'input')) },
          },
        }
      : {}
  return {
    operationId: contract.id,
    tags: [contract.tag],
    summary: contract.summary,
    description: contract.isAlone
      ? 'Not limited.'
      : `Limit: ${limit.requests} requests per ${limit.seconds} s and ${limit.by}.`,
    security: contract.auth === 'user' ? [{ bearer: [] }, { cookie: [] }] : [],
    parameters: [...parameters(contract.params, 'path'), ...parameters(contract.query, 'query')],
    ...body,
    responses: { ...success(contract), ...refusals(contract) },
  }
}

/** The OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.1) of all contracts. */
export function openApiDocument(contracts: readonly Endpoint[]): JsonObject {
  const paths: Record<string, JsonObject> = {}
  for (const contract of contracts) {
    const path = contract.path.replace(/\{(\w+)\*\}/g, '{$1}')
    paths[path] = { ...paths[path], [contract.method.toLowerCase()]: operation(contract) }
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Devora API',
      version: '2',
      description: GUIDE,
    },
    servers: [{ url: '/api/v2' }],
    paths,
    components: {
      schemas: { Problem: jsonSchema(Problem, 'output') },
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'The `accessToken` of `POST /auth/login`.',
        },
        cookie: {
          type: 'apiKey',
          in: 'cookie',
          name: 'next-auth.session-token',
          description: 'The session of the pages; the browser sends it by itself.',
        },
      },
    },
  }
}
