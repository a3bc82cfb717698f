import { describe, expect, it } from 'vitest'
import { contract } from '@/lib/domains/evidence/checks/contract'
import { imports } from '@/lib/domains/evidence/checks/imports'
import { lint } from '@/lib/domains/evidence/checks/lint'
import { parse } from '@/lib/domains/evidence/checks/parse'
import { secrets } from '@/lib/domains/evidence/checks/secrets'
import { types } from '@/lib/domains/evidence/checks/types'
import { loadProject } from '@/lib/domains/evidence/load-project'
import { planApp } from '@/lib/domains/generation/builtin/architect/plan-app'
import { stagesBefore } from '@/lib/domains/generation/retry-generation'
import { entityNames } from '@/lib/domains/spec/names'
import { ownerOf } from '@/lib/domains/spec/ownership'
import { applicationOf, testsOf, withTests } from '../../support/generated-project'
import { PLANS } from './frontend-specs'

const { signal } = new AbortController()
const RECIPES = withTests(planApp({ prompt: 'A recipe box where members save recipes with ingredients and rate them' }))
const application = applicationOf(RECIPES)
const tests = testsOf(RECIPES, application)
const VALIDATION = 'lib/validation/ratings.ts'
const VALIDATION_TEST = 'tests/unit/validation/ratings.test.ts'

describe('the built-in tester', () => {
  it('writes only what it owns, the same every time', () => {
    for (const path of tests.keys()) expect([path, ownerOf(path)]).toEqual([path, 'tests'])
    expect([...testsOf(RECIPES, application)]).toEqual([...tests])
  })

  it('tests each validator: good forms, missing fields, wrong values, ends of ranges', () => {
    for (const entity of RECIPES.entities)
      expect([...tests.keys()]).toContain(`tests/unit/validation/${entityNames(entity).slug}.test.ts`)
    const ratings = tests.get(VALIDATION_TEST)!
    expect(ratings).toContain("const required = ['stars', 'recipe_id']")
    expect(ratings).toContain("{ column: 'stars', typed: '6' }")
    expect(ratings).not.toContain('member_id')
  })

  it('claims of a module that was written otherwise only what the contract says', () => {
    const source = application.get(VALIDATION)!
    const edited = testsOf(RECIPES, new Map([...application, [VALIDATION, `${source}\n// A person was here.\n`]])).get(
      VALIDATION_TEST,
    )!
    expect(edited).toContain("{ column: 'stars', typed: 'abc' }")
    // The range comes from the built-in generators, not from the plan.
    expect(edited).not.toContain("typed: '6'")
    const query = testsOf(
      RECIPES,
      new Map([...application, ['lib/data/query.ts', 'export function parseListQuery() {}']]),
    )
    expect(query.get('tests/unit/lib/query.test.ts')).toContain("import { parseListQuery } from '@/lib/data/query'")
  })

  it('leaves out what is not there', () => {
    const bare = new Map(
      [...application].filter(
        ([path]) => path !== VALIDATION && path !== 'lib/data/statistics.ts' && path !== 'app/account/page.tsx',
      ),
    )
    const made = testsOf(RECIPES, bare)
    expect([...made.keys()]).not.toContain(VALIDATION_TEST)
    expect([...made.keys()]).not.toContain('tests/unit/lib/statistics.test.ts')
    expect([...made.values()].join('\n')).not.toContain("'/account'")
    const nothing = testsOf(RECIPES, new Map())
    expect([...nothing.keys()].filter((path) => path.startsWith('tests/unit/'))).toEqual([])
  })

  it('takes a page for private when its code asks who is there, whatever the plan says', () => {
    const pages = tests.get('tests/e2e/pages.spec.ts')!
    const access = tests.get('tests/e2e/access.spec.ts')!
    expect(access).toContain("'/recipes/new'")
    expect(pages).not.toContain("'/recipes/new'")
    const open = testsOf(
      RECIPES,
      new Map([...application, ['app/recipes/new/page.tsx', 'export default function Page() {}']]),
    )
    // The plan says private, the code does not: nothing is claimed.
    expect(open.get('tests/e2e/access.spec.ts')).not.toContain("'/recipes/new'")
    expect(open.get('tests/e2e/pages.spec.ts')).not.toContain("'/recipes/new'")
  })

  it('says in the language of the project what must hold', () => {
    const spec = withTests(planApp({ prompt: 'Una clínica veterinaria con mascotas, citas y vacunas' }))
    const files = applicationOf(spec)
    const made = [...testsOf(spec, files).values()].join('\n')
    expect(made).toContain('rechaza un formulario sin $column')
    expect(made).not.toContain('refuses a form')
    expect(files.get('README.md')).toContain('## Pruebas')
    expect(files.get('.gitignore')).toContain('test-results/')
    expect(applicationOf({ ...spec, makers: {} }).get('README.md')).not.toContain('## Pruebas')
  })
})

describe('a project with its tests', () => {
  it.each(Object.keys(PLANS))('%s passes every check of its files', { tags: ['deep'] }, passesAll)

  async function passesAll(name: string): Promise<void> {
    const spec = withTests(PLANS[name as keyof typeof PLANS]!)
    const app = applicationOf(spec)
    const encoder = new TextEncoder()
    const project = loadProject(
      new Map([...app, ...testsOf(spec, app)].map(([path, content]) => [path, encoder.encode(content)])),
    )
    for (const check of [parse, imports, types, lint, contract, secrets]) {
      const { findings } = await check.run(project, { signal } as Parameters<typeof check.run>[1])
      const ours = findings.filter(({ owner, file }) => owner === 'tests' || file === 'package.json')
      expect(ours.map(({ file, line, message }) => `${check.name} ${file}:${line} ${message}`)).toEqual([])
    }
  }
})

describe('a run with tests that is tried again', () => {
  it('takes over what was heard before the stage it begins with', () => {
    expect(stagesBefore('tests')).toEqual(
      expect.arrayContaining(['architect', 'frontend', 'review', 'frontend (fix 1)']),
    )
    expect(stagesBefore('tests').filter((stage) => stage.startsWith('tests'))).toEqual([])
    expect(stagesBefore(undefined)).toEqual(expect.arrayContaining(['tests', 'tests (fix 1)', 'tests (fix 2)']))
    expect(stagesBefore('review')).not.toContain('tests')
  })
})
