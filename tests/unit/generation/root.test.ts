import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { planApp } from '@/lib/domains/generation/builtin/architect/plan-app'
import { packageName } from '@/lib/domains/generation/builtin/root/package-file'
import { writeRoot } from '@/lib/domains/generation/builtin/root/write-root'
import type { AppSpec } from '@/lib/domains/spec/contract'
import { demoPeople } from '@/lib/domains/spec/demo-people'
import { ownerOf } from '@/lib/domains/spec/ownership'
import { PLANS, recipeBox, shop } from './frontend-specs'

const rootOf = (spec: AppSpec): Map<string, string> => new Map(writeRoot(spec).map((file) => [file.path, file.content]))
const schema: object = JSON.parse(readFileSync('public/schemas/devora.schema.json', 'utf8'))

describe('the root of a project', () => {
  it('holds a devora.json that passes the public schema and reads back as the plan', () => {
    const validate = new Ajv2020({ strict: false }).compile(schema)
    for (const spec of Object.values(PLANS)) {
      const document: unknown = JSON.parse(rootOf(spec).get('devora.json') ?? '')
      expect(validate(document), JSON.stringify(validate.errors)).toBe(true)
      const demo = demoPeople(spec)
      expect(document).toEqual(JSON.parse(JSON.stringify(demo.length === 0 ? spec : { ...spec, demo })))
    }
  })

  it('names the demo people, unless the plan says otherwise', () => {
    const demoOf = (spec: AppSpec): unknown =>
      (JSON.parse(rootOf(spec).get('devora.json') ?? '') as { demo?: unknown }).demo
    expect(demoOf(recipeBox)).toMatchObject([{ email: 'ana@example.com' }, { email: 'ben@example.com' }])
    expect(demoOf(shop)).toContainEqual(expect.objectContaining({ email: 'admin@example.com', role: 'admin' }))
    expect(demoOf({ ...recipeBox, demo: [] })).toEqual([])
    expect(demoOf({ ...recipeBox, pages: recipeBox.pages.filter(({ view }) => view !== 'sign-in') })).toBeUndefined()
  })

  it('pins every package to the one version that Devora was tried with', () => {
    const installed = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> }
    const made = JSON.parse(
      rootOf({ ...recipeBox, dependencies: { recharts: '*', 'left-pad': '1.0.0' } }).get('package.json') ?? '',
    ) as Record<string, Record<string, string>>
    const all = { ...made['dependencies'], ...made['devDependencies'] }
    expect(all['recharts']).toBe(installed.dependencies['recharts'])
    expect(all['left-pad']).toBeUndefined()
    for (const [name, version] of Object.entries(all)) expect(version, name).toBe(installed.dependencies[name])
  })

  it('belongs to the architect, file by file', () => {
    for (const path of rootOf(shop).keys()) expect(ownerOf(path), path).toBe('architect')
  })

  it('names every variable of the plan without a value', () => {
    const env =
      rootOf({ ...shop, env: [...shop.env, { name: 'MAIL_KEY', secret: true, required: false }] }).get(
        '.env.example',
      ) ?? ''
    expect(env.match(/^[A-Z_]+=.*$/gm)).toEqual([
      'NEXT_PUBLIC_SUPABASE_URL=',
      'NEXT_PUBLIC_SUPABASE_ANON_KEY=',
      'MAIL_KEY=',
    ])
  })

  it('speaks the language of the project', () => {
    const spanish = planApp({ prompt: 'Una clínica veterinaria con mascotas, citas y vacunas' })
    expect(rootOf(spanish).get('README.md')).toContain('## Quién puede hacer qué')
    const english = rootOf(shop).get('README.md') ?? ''
    expect(english).toContain('## Who may do what')
    expect(english).toContain('`contact_messages`')
    expect(english).not.toMatch(/\\`|undefined|\[object/)
  })

  it('makes an npm name of any name', () => {
    expect(packageName('Peluquería  Sol!')).toBe('peluqueria-sol')
    expect(packageName('¿¡')).toBe('app')
  })
})
