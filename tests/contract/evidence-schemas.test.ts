import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020'
import { describe, expect, it } from 'vitest'
import { Report } from '@/lib/domains/evidence/contract'
import { jsonSchemas } from '@/lib/domains/evidence/json-schemas'
import { DevoraJson } from '@/lib/domains/spec/contract'

/**
 * `devora.json` and the report are public contracts: the zod schemas are the source, `public/schemas` is generated from
 * them, and both accept the same documents, those of the product's own schemas included where they are at hand.
 */

type Accepts = (document: unknown) => boolean
const compile = (schema: object): Accepts => new Ajv2020({ strict: false }).compile(schema) as Accepts
const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))
const published = (name: string): object => read(`public/schemas/${name}.schema.json`) as object

const example = read('tests/fixtures/contracts/devora.example.json') as Record<string, unknown>
const report = {
  report: 1,
  status: 'incomplete',
  manifest: 'a'.repeat(64),
  derived: ['access: notes is private to its owner (user_id)'],
  tools: { next: '16.4.6' },
  checks: [
    { check: 'parse', status: 'passed', ms: 3, findings: [] },
    {
      check: 'lint',
      status: 'failed',
      findings: [
        {
          check: 'lint',
          rule: 'no-any',
          severity: 'error',
          file: 'a.ts',
          line: 1,
          column: 2,
          message: 'm',
          hint: 'h',
          fingerprint: 'f',
          owner: 'frontend',
        },
      ],
    },
  ],
  access: [
    {
      table: 'notes',
      cells: [
        {
          role: 'anon',
          operation: 'read',
          expected: 'deny',
          actual: 'deny',
          statement: 'select 1',
          detail: 'sees no row',
        },
      ],
    },
  ],
}

const asks = [
  {
    id: 'a1',
    status: 'failed',
    control: 'pending',
    why: 'It is not there.',
    scenarios: [
      { status: 'failed', ms: 12, steps: [{ status: 'passed' }, { status: 'failed', seen: 'Nothing here yet' }] },
      { status: 'unproven', why: 'It needs a browser.', steps: [{ status: 'not_tried' }] },
    ],
  },
]

/** The document itself, and what becomes of it when one thing is taken away, replaced or added, at every depth. */
function* variants(document: unknown): Generator<unknown> {
  yield document
  if (Array.isArray(document)) {
    for (const [index, value] of document.entries()) for (const one of variants(value)) yield document.with(index, one)
  } else if (typeof document === 'object' && document !== null) {
    const object = document as Record<string, unknown>
    yield { ...object, somethingElse: 1 }
    for (const key of Object.keys(object)) {
      const { [key]: _gone, ...rest } = object
      yield rest
      for (const wrong of [null, 7, 'wrong', [], {}, true]) yield { ...object, [key]: wrong }
      for (const one of variants(object[key])) yield { ...object, [key]: one }
    }
  }
}

/** Documents that hold every optional part at least once. */
const full = {
  ...example,
  mode: 'fullstack',
  locale: 'es',
  seed: 'select 1',
  fixtures: { notes: [{ a: 1 }] },
  claims: { admin: { app_metadata: { role: 'admin' } } },
  makers: { frontend: 'builtin' },
  prompts: [
    {
      text: 'A list of my books, and a robot',
      context: [{ from: 0, text: 'A list of' }],
      notUnderstood: [{ from: 21, text: 'and a robot' }],
    },
  ],
  asks: [
    {
      id: 'a1',
      prompt: 0,
      spans: [{ from: 10, text: 'my books' }],
      meaning: 'A person keeps books.',
      kind: 'data',
      state: 'planned',
      items: ['entity:books'],
      scenarios: [
        {
          title: 'Ana adds a book and sees it',
          steps: [
            { do: 'visit', as: 'ana', path: '/books/new' },
            { do: 'fill', label: 'Title', value: 'Tokyo #1' },
            { do: 'press', button: 'Save' },
            { do: 'see', text: 'Tokyo #1' },
          ],
        },
      ],
    },
    {
      id: 'a2',
      prompt: 0,
      spans: [{ from: 26, text: 'robot' }],
      meaning: 'A robot.',
      kind: 'feature',
      state: 'not_built',
      why: 'No robots.',
      scenarios: [],
    },
  ],
}
const documents = {
  devora: [
    example,
    full,
    { devora: 1 },
    ...readdirSync('tests/fixtures/correct')
      .map((name) => join('tests/fixtures/correct', name, 'devora.json'))
      .filter((path) => existsSync(path))
      .map(read),
  ],
  report: [report, { ...report, asks }, { report: 1, status: 'verified', manifest: '0'.repeat(64), checks: [] }],
}
const zod = { devora: DevoraJson, report: Report }

describe.each(['devora', 'report'] as const)('%s', (name) => {
  const accepts = compile(published(name))
  it('is generated from the zod schema (npm run schemas)', () => {
    expect(published(name)).toEqual(JSON.parse(JSON.stringify(jsonSchemas()[name])))
  })
  it('accepts whole documents', () => {
    for (const document of documents[name]) expect(accepts(document)).toBe(true)
  })
  it('accepts and refuses exactly what the contract does', () => {
    const all = documents[name].slice(0, 6).flatMap((one) => [...variants(one)])
    expect(all.filter((document) => zod[name].safeParse(document).success !== accepts(document))).toEqual([])
    expect(all.filter((document) => !accepts(document)).length).toBeGreaterThan(20)
  })
  // Schemas that others hold us to, where a folder of them is named.
  const original = `${process.env.DEVORA_SCHEMAS ?? ''}/${name}.schema.json`
  it.runIf(existsSync(original))('accepts and refuses exactly what the given schema does', () => {
    const expected = compile(read(original) as object)
    const differences = new Map<string, unknown>()
    for (const document of documents[name].slice(0, 6).flatMap((one) => [...variants(one)]))
      if (expected(document) !== accepts(document))
        differences.set(JSON.stringify(document).slice(0, 600), { given: expected(document), ours: accepts(document) })
    expect([...differences].slice(0, 5)).toEqual([])
  })
})
