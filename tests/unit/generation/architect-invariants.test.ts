import { describe, expect, it } from 'vitest'
import { AppSpec, DevoraJson } from '../../../lib/domains/spec/contract'
import { planApp } from '../../../lib/domains/generation/builtin/architect/plan-app'
import { contrast } from '../../../lib/domains/generation/builtin/architect/plan-theme'

/** Whatever a person types, the plan must be one that the three writers can build. */

const OPENERS = [
  'Please implement a website for',
  'Build an app to manage',
  'I want to track',
  'A marketplace for',
  'Create a dashboard of',
  'Necesito un sistema para gestionar',
  'Quiero una app de',
  'Haz un sitio web con',
]
const THINGS = [
  'recipes',
  'beehives with inspections and photos',
  'orders, users and groups',
  'kayak rentals',
  'tables, columns and selects',
  'expedientes, audiencias y clientes',
  'mascotas con raza, peso y fotos',
  'lost items and found items',
  'news, series and species',
  'quizzes with questions and answers',
]
const TAILS = [
  '',
  'where members comment and rate them',
  'and administrators manage everything. Dark theme with gold buttons.',
  'con reportes, calendario y fondo azul marino',
  'with a leaderboard, a newsletter and a contact form',
]
const COMPOSED = OPENERS.flatMap((opener, i) =>
  THINGS.map((thing, j) => `${opener} ${thing} ${TAILS[(i + j) % TAILS.length]!}`),
).concat(THINGS.flatMap((thing) => THINGS.map((other) => `${thing} and ${other}`)))
const NASTY = [
  'x',
  '42',
  '   ',
  '',
  '🍕🚲🎉',
  "'; drop table users; --",
  'select * from "user" where true;',
  '<script>alert(1)</script>',
  'SELECT TABLE ORDER GROUP USER',
  '日本語のブログ',
  'Une application pour gérer des livres et des auteurs',
  'приложение для учёта книг',
  '((((with (((with with with, , , and and',
  'https://example.com/a?b=c',
  'a'.repeat(100_000),
  'recipes with ingredients, '.repeat(4_000),
  '\u0000\u200b\ud800 recipes',
  'created_at, id and updated_at',
  'pg_class and auth.users',
]

type Rule = AppSpec['access'][number]
const reads = (rule: Rule, role: 'anon' | 'other'): boolean => rule.allow[role]?.includes('read') ?? false
const isOwned = (rule: Rule): boolean =>
  typeof rule.owner === 'string' && rule.via === undefined && rule.allow.owner?.join() === 'read,insert,update,delete'
/** The eight of docs/access-patterns.md, in its order. */
const PATTERNS: Array<(rule: Rule) => boolean> = [
  (rule) => isOwned(rule) && rule.readWhere === undefined && reads(rule, 'anon') && reads(rule, 'other'),
  (rule) =>
    isOwned(rule) &&
    rule.readWhere !== undefined &&
    !rule.readWhere.includes(':other') &&
    reads(rule, 'anon') &&
    reads(rule, 'other'),
  (rule) => isOwned(rule) && rule.readWhere === undefined && !reads(rule, 'anon') && !reads(rule, 'other'),
  (rule) => isOwned(rule) && rule.readWhere === undefined && !reads(rule, 'anon') && reads(rule, 'other'),
  (rule) =>
    isOwned(rule) && (rule.readWhere?.includes(':other') ?? false) && !reads(rule, 'anon') && reads(rule, 'other'),
  (rule) =>
    rule.via !== undefined && rule.owner === undefined && rule.allow.owner?.join() === 'read,insert,update,delete',
  (rule) =>
    rule.owner === null &&
    rule.via === undefined &&
    rule.allow.owner?.join() === 'read' &&
    rule.allow.admin?.join() === 'read,insert,update,delete',
  (rule) =>
    rule.owner === null &&
    rule.via === undefined &&
    rule.allow.anon?.join() === 'insert' &&
    rule.allow.admin?.join() === 'read,delete',
]
/** Columns of the row itself that a readWhere names. */
const columnsIn = (condition: string): string[] =>
  [/^(\w+)(?: = |$)/.exec(condition)?.[1], /\.id = (\w+) and/.exec(condition)?.[1]].filter(
    (column) => column !== undefined && column !== 'exists',
  ) as string[]

/** True when rows would need each other to exist first. */
function hasCircle(spec: AppSpec): boolean {
  const needs = new Map(
    spec.entities.map((entity) => [
      entity.table,
      entity.fields
        .filter((field) => field.required && spec.entities.some((one) => one.table === field.references))
        .map((field) => field.references!),
    ]),
  )
  const reaches = (from: string, to: string, seen: Set<string>): boolean =>
    (needs.get(from) ?? []).some((next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))))
  return [...needs.keys()].some((table) => reaches(table, table, new Set()))
}

function problems(spec: AppSpec): string[] {
  const found: string[] = []
  const expectThat = (isTrue: boolean, what: string): void => void (isTrue || found.push(what))
  const tables = spec.entities.map((entity) => entity.table)
  expectThat(spec.entities.length > 0 && spec.entities.length <= 14, `${spec.entities.length} entities`)
  expectThat(new Set(tables).size === tables.length, `tables twice: ${tables.join(' ')}`)
  expectThat(new Set(spec.entities.map((entity) => entity.name)).size === tables.length, 'entity names twice')
  for (const entity of spec.entities) {
    const columns = entity.fields.map((field) => field.column)
    for (const name of [entity.table, ...columns])
      expectThat(/^[a-z][a-z0-9_]{0,62}$/.test(name), `identifier "${name}"`)
    expectThat(entity.name.trim() !== '', 'empty entity name')
    expectThat(new Set(columns).size === columns.length, `${entity.table}: columns twice`)
    expectThat(
      !columns.some((column) => ['id', 'created_at'].includes(column)),
      `${entity.table}: column the writers add themselves`,
    )
    for (const field of entity.fields) {
      expectThat(
        field.references === undefined || field.references === 'auth.users' || tables.includes(field.references),
        `${entity.table}.${field.column} → ${field.references}`,
      )
      expectThat(
        (field.type === 'reference') === (field.references !== undefined),
        `${entity.table}.${field.column}: reference without target`,
      )
      expectThat(
        field.type !== 'enum' ||
          ((field.values?.length ?? 0) > 1 && new Set(field.values).size === field.values!.length),
        `${entity.table}.${field.column}: values`,
      )
    }
    for (const change of entity.states ?? [])
      expectThat(
        entity.fields.some((field) => field.values?.includes(change.from) && field.values.includes(change.to)),
        `${entity.table}: state ${change.from}`,
      )
  }
  expectThat(!hasCircle(spec), 'required references in a circle')
  for (const page of spec.pages)
    expectThat(
      page.entity === undefined || spec.entities.some((entity) => entity.name === page.entity),
      `${page.path}: entity ${page.entity}`,
    )
  expectThat(new Set(spec.pages.map((page) => page.path)).size === spec.pages.length, 'paths twice')
  expectThat(spec.pages.filter((page) => page.nav).length <= 7, 'more than 7 links')
  for (const path of ['/', '/sign-in', '/sign-up'])
    expectThat(
      spec.pages.some((page) => page.path === path),
      `no ${path}`,
    )
  expectThat(
    spec.access
      .map((rule) => rule.table)
      .sort()
      .join() === [...tables].sort().join(),
    'one access rule per table',
  )
  for (const rule of spec.access) {
    const entity = spec.entities.find((one) => one.table === rule.table)!
    const owner = entity.fields.find((field) => field.column === rule.owner)
    expectThat(
      rule.owner == null || (owner?.references === 'auth.users' && owner.required === true),
      `${rule.table}: owner ${rule.owner}`,
    )
    expectThat(
      rule.via === undefined ||
        entity.fields.some(
          (field) =>
            field.column === rule.via!.column && field.references === rule.via!.table && field.required === true,
        ),
      `${rule.table}: via`,
    )
    expectThat(
      rule.via === undefined || spec.access.find((one) => one.table === rule.via!.table)?.owner != null,
      `${rule.table}: the parent of a child has an owner`,
    )
    expectThat(
      PATTERNS.some((isOne) => isOne(rule)),
      `${rule.table}: none of the eight patterns`,
    )
    expectThat(
      rule.readWhere === undefined ||
        columnsIn(rule.readWhere).every((column) => entity.fields.some((field) => field.column === column)),
      `${rule.table}: ${rule.readWhere}`,
    )
    expectThat(rule.allow.service?.includes('read') === true, `${rule.table}: service reads`)
    for (const role of ['anon', 'other'] as const)
      for (const operation of ['update', 'move', 'delete', 'insert_forged'] as const)
        expectThat(!rule.allow[role]?.includes(operation), `${rule.table}: ${role} may ${operation}`)
    expectThat(
      rule.allow.admin === undefined || spec.claims?.admin !== undefined,
      `${rule.table}: admin without claims`,
    )
  }
  for (const [token, surface] of [
    ['foreground', 'background'],
    ['muted', 'background'],
    ['componentForeground', 'component'],
  ] as const)
    expectThat(contrast(spec.theme[token]!, spec.theme[surface]!) >= 4.5, `${token} on ${surface}`)
  return found
}

describe('the plan of any prompt', () => {
  it.each([...COMPOSED, ...NASTY].map((prompt) => [prompt.slice(0, 90), prompt]))('can be built: %s', (_, prompt) => {
    const spec = planApp({ prompt })
    expect(AppSpec.safeParse(spec).error).toBeUndefined()
    expect(DevoraJson.safeParse(spec).error).toBeUndefined()
    expect(problems(spec)).toEqual([])
  })

  it('is the same on every call', () => {
    for (const prompt of COMPOSED.slice(0, 20)) expect(planApp({ prompt })).toEqual(planApp({ prompt }))
  })
})
