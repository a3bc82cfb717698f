import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020'
import { describe, expect, it } from 'vitest'
import { jsonSchemas } from '@/lib/domains/evidence/json-schemas'

const schemas = jsonSchemas()
const compile = (schema: object): ((document: unknown) => boolean) =>
  new Ajv2020({ strict: false }).compile(schema) as (document: unknown) => boolean

describe('public JSON Schemas', () => {
  it.each(['devora', 'report'] as const)('%s.schema.json is what the zod schema says', (name) => {
    expect(JSON.parse(readFileSync(`public/schemas/${name}.schema.json`, 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(schemas[name])),
    )
  })
  it('accept and refuse the same documents as the contract', () => {
    const devora = compile(schemas.devora)
    const spec = JSON.parse(readFileSync('tests/fixtures/bases/minimal/devora.json', 'utf8')) as Record<string, unknown>
    expect([
      devora(spec),
      devora({ devora: 1 }),
      devora({}),
      devora({ devora: 2 }),
      devora({ devora: 1, more: 1 }),
      devora({ devora: 1, kind: 'spaceship' }),
    ]).toEqual([true, true, false, false, false, false])
    expect([
      devora({ devora: 1, routes: [{ method: 'GET', path: '/api', own: 1 }] }),
      devora({ devora: 1, access: [{ table: 'a', allow: { owner: ['read'] }, own: 1 }] }),
      devora({ devora: 1, access: [{ table: 'a', allow: { guest: ['read'] } }] }),
    ]).toEqual([true, false, false])
    const report = compile(schemas.report)
    const sound = {
      report: 1,
      status: 'verified',
      manifest: 'a'.repeat(64),
      checks: [{ check: 'parse', status: 'passed', ms: 3, findings: [] }],
    }
    expect([
      report(sound),
      report({ ...sound, status: 'done' }),
      report({ ...sound, manifest: 'x' }),
      report({ ...sound, checks: [{ check: 'magic', status: 'passed', findings: [] }] }),
    ]).toEqual([true, false, false, false])
  })
})
