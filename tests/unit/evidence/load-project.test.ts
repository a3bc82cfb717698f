import { describe, expect, it } from 'vitest'
import { LIMITS, loadProject } from '@/lib/domains/evidence/load-project'

const files = (entries: Record<string, string | Uint8Array>): Map<string, Uint8Array> =>
  new Map(
    Object.entries(entries).map(([path, content]) => [
      path,
      typeof content === 'string' ? Buffer.from(content) : content,
    ]),
  )
const rules = (entries: Record<string, string | Uint8Array>): (string | undefined)[] =>
  loadProject(files(entries)).specFindings.map(({ rule }) => rule)

describe('loadProject', () => {
  it('derives what devora.json does not say, and names it', () => {
    expect(loadProject(files({ 'a.ts': '' })).derived[0]).toMatch(/absent/)
    const { derived, spec } = loadProject(files({ 'devora.json': '{ "devora": 1, "pages": [], "access": [] }' }))
    expect(derived.map((one) => one.split(':')[0])).toEqual(['routes', 'env'])
    expect(spec.access).toEqual([])
  })
  it('keeps the sound parts of a devora.json that breaks its schema, and says where it is broken', () => {
    const project = loadProject(
      files({
        'devora.json': '{\n  "devora": 1,\n  "kind": "spaceship",\n  "access": [{ "table": "notes", "allow": {} }]\n}',
      }),
    )
    expect(project.spec.access).toEqual([{ table: 'notes', allow: {} }])
    expect(project.spec.kind).toBeUndefined()
    expect(project.specFindings).toMatchObject([{ rule: 'bad-spec', file: 'devora.json', line: 3 }])
  })
  it.each([
    '../up.ts',
    '/etc/passwd',
    'a\\b.ts',
    'a\u0000.ts',
    'a//b.ts',
    './a.ts',
    'C:/a.ts',
    'a/../b.ts',
    'x'.repeat(600),
  ])('refuses the path %j', (path) => {
    expect(rules({ [path]: 'export {}', 'a.ts': '' })).toEqual(['bad-path'])
  })
  it('leaves out what tools generate, and says so', () => {
    const project = loadProject(
      files({ 'node_modules/x/index.js': '', 'lib/node_modules/y.js': '', '.next/z.js': '', 'lib/a.ts': '' }),
    )
    expect([...project.files.keys()]).toEqual(['lib/a.ts'])
    expect(project.specFindings.map(({ rule }) => rule)).toEqual(['vendored-files'])
  })
  it('bounds the size of a source and the number of files', () => {
    expect(rules({ 'a.ts': new Uint8Array(LIMITS.sourceBytes + 1) })).toEqual(['too-large'])
    expect(rules({ 'supabase/seed.sql': 'x'.repeat(LIMITS.sourceBytes + 1) })).toEqual([])
    const many = new Map(Array.from({ length: LIMITS.files + 5 }, (_, index) => [`f${index}.ts`, Buffer.from('')]))
    const project = loadProject(many)
    expect(project.files.size).toBe(LIMITS.files)
    expect(project.specFindings.map(({ rule }) => rule)).toEqual(['too-many-files'])
  })
  it('reads text only where it is text', () => {
    const project = loadProject(files({ 'a.ts': 'é', 'b.ts': new Uint8Array([0xe9]), 'c.ts': new Uint8Array([65, 0]) }))
    expect([project.text('a.ts'), project.text('b.ts'), project.text('c.ts'), project.text('d.ts')]).toEqual([
      'é',
      undefined,
      undefined,
      undefined,
    ])
  })
  it('reports an empty project', () => expect(rules({})).toEqual(['empty-project']))
})
