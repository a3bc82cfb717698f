/*
 * Writes public/schemas/*.json from the zod schemas. `--check`: writes nothing and ends with 1 when a file is not up to
 * date.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { jsonSchemas } from '../lib/domains/evidence/json-schemas.ts'

const folder = fileURLToPath(new URL('../public/schemas', import.meta.url))
const isCheck = process.argv.includes('--check')
mkdirSync(folder, { recursive: true })
for (const [name, schema] of Object.entries(jsonSchemas())) {
  const file = join(folder, `${name}.schema.json`)
  const text = `${JSON.stringify(schema, null, 2)}\n`
  if (!isCheck) writeFileSync(file, text)
  else if (readFileSync(file, 'utf8') !== text) {
    process.stderr.write(`${file} is not up to date: run npm run schemas\n`)
    process.exitCode = 1
  }
}
