/** JSON Schema (draft 2020-12) as flat rows for a reader. Pure. */
export type Schema = { [key: string]: unknown }
export type SchemaRow = { name: string; type: string; isRequired: boolean; note: string }

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const asSchema = (value: unknown): Schema => (isSchema(value) ? value : {})
const variants = (schema: Schema): Schema[] => [...((schema.anyOf ?? schema.oneOf ?? []) as unknown[])].filter(isSchema)

/** `string | null`, `"a" | "b"`, `Item[]`: as one would write it in TypeScript. */
export function typeText(schema: Schema): string {
  const choices = variants(schema)
  if (choices.length > 0) return choices.map(typeText).join(' | ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (schema.type === 'array') {
    const item = typeText(asSchema(schema.items))
    return item.includes('|') ? `(${item})[]` : `${item}[]`
  }
  if (Array.isArray(schema.type)) return schema.type.join(' | ')
  return typeof schema.type === 'string' ? schema.type : 'any'
}

const MAX_SAFE = Number.MAX_SAFE_INTEGER
const isBound = (value: unknown): value is number => typeof value === 'number' && Math.abs(value) < MAX_SAFE

/** Limits in words: "1 to 100 characters, default 20". */
export function noteText(schema: Schema): string {
  const range = (low: unknown, high: unknown, unit: string): string => {
    const [min, max] = [
      isBound(low) ? low.toLocaleString('en') : null,
      isBound(high) ? high.toLocaleString('en') : null,
    ]
    if (min !== null && max !== null) return `${min} to ${max}${unit}`
    if (min !== null) return `at least ${min}${unit}`
    return max === null ? '' : `at most ${max}${unit}`
  }
  return [
    typeof schema.description === 'string' ? schema.description : '',
    typeof schema.format === 'string' ? schema.format : '',
    range(schema.minLength, schema.maxLength, ' characters'),
    range(schema.minItems, schema.maxItems, ' items'),
    range(schema.minimum, schema.maximum, ''),
    schema.default === undefined ? '' : `default ${JSON.stringify(schema.default)}`,
  ]
    .filter((part) => part !== '')
    .join(', ')
}

/** The object inside a value that may also be null or a list of it. */
function inner(schema: Schema): { schema: Schema; suffix: string } | null {
  if (isSchema(schema.properties)) return { schema, suffix: '' }
  if (schema.type === 'array') {
    const found = inner(asSchema(schema.items))
    return found === null ? null : { schema: found.schema, suffix: `[]${found.suffix}` }
  }
  const objects = variants(schema).flatMap((one) => inner(one) ?? [])
  return objects.length === 1 ? (objects[0] ?? null) : null
}

/** One row per field; nested objects follow as `items[].name`. */
export function schemaRows(schema: Schema, prefix = '', depth = 0): SchemaRow[] {
  const found = inner(schema)
  if (found === null || depth > 4) return []
  const required = new Set((found.schema.required ?? []) as string[])
  const start = prefix === '' ? (found.suffix === '' ? '' : `${found.suffix}.`) : `${prefix}${found.suffix}.`
  return Object.entries(asSchema(found.schema.properties)).flatMap(([key, value]) => {
    const field = asSchema(value)
    const row: SchemaRow = {
      name: start + key,
      type: typeText(field),
      isRequired: required.has(key),
      note: noteText(field),
    }
    return [row, ...schemaRows(field, start + key, depth + 1)]
  })
}
