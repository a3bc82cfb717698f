import { type Schema, type SchemaRow, noteText, typeText } from './schema-rows'

/** The OpenAPI document (lib/http/openapi.ts) as the reference page needs it. Pure. */
export type Operation = {
  id: string
  method: string
  path: string
  tag: string
  summary: string
  description: string
  needsSignIn: boolean
  parameters: SchemaRow[]
  body: Schema | null
  reply: { status: string; mediaType: string | null; schema: Schema | null }
  refusals: { status: string; codes: string }[]
}

type Media = Record<string, { schema?: Schema }>
type RawOperation = {
  operationId: string
  tags?: string[]
  summary?: string
  description?: string
  security?: unknown[]
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema }[]
  requestBody?: { content: Media }
  responses: Record<string, { description: string; content?: Media }>
}

export function readOperations(document: Record<string, unknown>): Operation[] {
  const paths = document.paths as Record<string, Record<string, RawOperation>>
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, raw]) => readOperation(path, method, raw)),
  )
}

function readOperation(path: string, method: string, raw: RawOperation): Operation {
  const responses = Object.entries(raw.responses)
  const [status = '200', success] = responses.find(([code]) => code.startsWith('2')) ?? []
  const [mediaType = null, media] = Object.entries(success?.content ?? {})[0] ?? []
  const [bodyType, body] = Object.entries(raw.requestBody?.content ?? {})[0] ?? []
  return {
    id: raw.operationId,
    method: method.toUpperCase(),
    path,
    tag: raw.tags?.[0] ?? 'Other',
    summary: raw.summary ?? '',
    description: raw.description ?? '',
    needsSignIn: (raw.security ?? []).length > 0,
    parameters: (raw.parameters ?? []).map(({ name, in: place, required = false, schema = {} }) => ({
      name,
      type: typeText(schema),
      isRequired: required,
      note: [`in the ${place}`, noteText(schema)].filter(Boolean).join(', '),
    })),
    body: bodyType === undefined ? null : (body?.schema ?? {}),
    reply: { status, mediaType, schema: mediaType === 'application/json' ? (media?.schema ?? {}) : null },
    refusals: responses
      .filter(([code]) => !code.startsWith('2'))
      .map(([code, { description }]) => ({ status: code, codes: description })),
  }
}

/** An example value of a schema: what is required, so that the call can be pasted and run after filling in. */
export function exampleOf(schema: Schema): unknown {
  const choices = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined
  if (choices?.[0] !== undefined) return exampleOf(choices[0])
  if (schema.default !== undefined) return schema.default
  if (schema.const !== undefined) return schema.const
  if (Array.isArray(schema.enum)) return schema.enum[0]
  if (schema.format === 'email') return 'ana@example.com'
  if (schema.type === 'object') {
    const required = new Set((schema.required ?? []) as string[])
    const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>)
    return Object.fromEntries(
      properties.filter(([name]) => required.has(name)).map(([name, value]) => [name, NAMED[name] ?? exampleOf(value)]),
    )
  }
  if (schema.type === 'array') return []
  if (schema.type === 'integer' || schema.type === 'number') return 1
  return schema.type === 'boolean' ? false : 'text'
}

const NAMED: Record<string, string> = {
  password: 'a long password',
  prompt: 'A recipe box where members save recipes with ingredients and rate them',
  name: 'Recipe box',
  reason: 'The finding is known and will be mended by hand.',
}

export function curlOf(operation: Operation, server: string): string {
  const streams = operation.reply.mediaType === 'text/event-stream'
  const saves = operation.reply.mediaType === 'application/zip'
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => `$${name.toUpperCase()}`)
  const lines = [
    `curl${streams ? ' -N' : ''}${operation.method === 'GET' ? '' : ` -X ${operation.method}`} "${server}${path}"`,
    operation.needsSignIn ? '-H "Authorization: Bearer $TOKEN"' : '',
    operation.body === null
      ? ''
      : `-H "Content-Type: application/json" -d '${JSON.stringify(exampleOf(operation.body))}'`,
    saves ? '-o project.zip' : '',
  ]
  return lines.filter((line) => line !== '').join(' \\\n  ')
}
