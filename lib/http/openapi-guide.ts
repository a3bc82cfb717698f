import { STATUS, TITLE } from '../core/errors'

type Schema = Record<string, unknown>

const NAMED: Record<string, string> = {
  password: 'a long password',
  prompt: 'A recipe box where members save recipes with ingredients and rate them',
  name: 'Recipe box',
  reason: 'The finding is known and will be repaired by hand.',
}

/** An example value of a schema: what is required, so that the call can be sent after filling in. Pure. */
export function exampleOf(schema: Schema): unknown {
  const choices = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined
  if (choices?.[0] !== undefined) return exampleOf(choices[0])
  if (schema.default !== undefined) return schema.default
  if (schema.const !== undefined) return schema.const
  if (Array.isArray(schema.enum)) return schema.enum[0]
  if (schema.format === 'email') return 'ana@example.com'
  if (schema.format === 'date-time') return '2026-11-29T08:00:00.000Z'
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

const REFUSALS = Object.entries(TITLE).map(
  ([code, title]) => `| \`${code}\` | ${STATUS[code as keyof typeof STATUS]} | ${title} |`,
)

/** What a reader needs before the first call; Markdown, shown above the operations. */
export const GUIDE = `Turn a sentence into a working full-stack application, and follow it being proven.

JSON in camelCase, times in UTC, lists as \`{items, nextCursor}\`. The document itself is at \`/api/v2/openapi.json\`.

## Authentication

Sign in with \`POST /auth/login\` and send what it answers as \`Authorization: Bearer …\`. An access token lives 30
minutes; \`POST /auth/refresh\` gives a new one. In the browser the session cookie of the pages does as well.

\`\`\`sh
api=http://localhost:3000/api/v2
json='Content-Type: application/json'
curl -s $api/auth/register -H "$json" -d '{"email":"ana@example.com","password":"a long password"}'
curl -s $api/auth/login -H "$json" -d '{"email":"ana@example.com","password":"a long password"}'
curl -s $api/generate -H "$json" -H "Authorization: Bearer $TOKEN" \\
  -d '{"prompt":"A recipe box where members save recipes with ingredients and rate them"}'
curl -sN $api/runs/$RUN/events -H "Authorization: Bearer $TOKEN"
\`\`\`

## Writing once

Send an \`Idempotency-Key\` with a write, and a retry does it once: the same key is given the first answer again.

## Refusals

Every error is \`application/problem+json\` (RFC 9457) with \`type\`, \`title\`, \`status\`, \`code\`, \`detail\` and
\`requestId\`; bad input adds \`invalidParams\` with the name of each field and the reason. \`title\`, \`detail\` and
reasons are English, or Spanish when \`Accept-Language\` asks for it. \`code\` never changes.

| code | status | meaning |
|---|---|---|
${REFUSALS.join('\n')}
`
