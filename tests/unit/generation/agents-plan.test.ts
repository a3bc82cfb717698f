import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { modelOf } from '../../../lib/domains/generation/builtin/project-model'
import { completePages } from '../../../lib/domains/generation/planning/complete-pages'
import { completePlan } from '../../../lib/domains/generation/planning/complete-plan'
import { DataAnswer, PagesAnswer } from '../../../lib/domains/generation/planning/plan-answers'
import { AppSpec } from '../../../lib/domains/spec/contract'

const PROMPT = 'A recipe box where members save recipes with ingredients and rate them, #fff8e7 background'
const text = (name: string, more: object = {}): object => ({
  name,
  column: name,
  type: 'text',
  required: true,
  unique: false,
  values: null,
  references: null,
  unit: null,
  ...more,
})
const ref = (column: string, references: string, more: object = {}): object =>
  text(column, { type: 'reference', references, ...more })
const entity = (name: string, table: string, access: string, fields: object[], more: object = {}): object => ({
  name,
  table,
  access,
  fields,
  states: null,
  parent: null,
  staff: false,
  pages: 'full',
  ...more,
})
const GOOD = {
  name: 'Recipe box',
  kind: 'social',
  locale: 'en',
  background: null,
  component: '#2f6b3c',
  hasProfiles: true,
  removed: [],
  entities: [
    entity('recipe', 'recipes', 'public', [text('title'), ref('author_id', 'auth.users')]),
    entity('ingredient', 'ingredients', 'child', [text('name'), ref('recipe_id', 'recipes')], {
      parent: 'recipes',
      pages: 'inline',
    }),
    entity(
      'rating',
      'ratings',
      'public',
      [
        text('stars', { type: 'integer' }),
        ref('recipe_id', 'recipes', { unique: true }),
        ref('member_id', 'auth.users', { unique: true }),
      ],
      { pages: 'inline' },
    ),
    entity('message', 'messages', 'inbox', [text('body', { type: 'longtext' })], { pages: 'list' }),
  ],
  routes: [
    { method: 'GET', path: '/api/recipes' },
    { method: 'POST', path: '/api/recipes' },
    { method: 'GET', path: '/api/unknown' },
    { method: 'POST', path: '/api/pay' },
  ],
}

const plan = (answer: unknown, previous?: AppSpec): AppSpec =>
  completePlan(DataAnswer.parse(answer), { prompt: PROMPT, ...(previous && { previous }) })!
const rule = (spec: AppSpec, table: string) => spec.access.find((one) => one.table === table)!

describe('a plan from a model', () => {
  const spec = plan(GOOD)
  it('becomes a valid AppSpec with a complete access matrix', () => {
    expect(AppSpec.parse(spec)).toEqual(spec)
    expect(spec.entities.map((one) => one.table)).toEqual(['profiles', 'recipes', 'ingredients', 'ratings', 'messages'])
    expect(spec.access.map((one) => one.table).sort()).toEqual(spec.entities.map((one) => one.table).sort())
    expect(rule(spec, 'recipes')).toMatchObject({
      owner: 'author_id',
      allow: { anon: ['read'], owner: ['read', 'insert', 'update', 'delete'] },
    })
    expect(rule(spec, 'ingredients')).toMatchObject({
      via: { column: 'recipe_id', table: 'recipes' },
      allow: { anon: ['read'] },
    })
    expect(rule(spec, 'ratings').owner).toBe('member_id')
    expect(rule(spec, 'messages')).toMatchObject({
      owner: null,
      allow: { anon: ['insert'], admin: ['read', 'delete'] },
    })
    expect(spec.claims).toEqual({ admin: { app_metadata: { role: 'admin' } } })
  })
  it("takes the colours of the prompt to the letter, the model's otherwise", () =>
    expect(spec.theme).toMatchObject({ background: '#fff8e7', component: '#2f6b3c' }))
  it('keeps routes over its entities only', () =>
    expect(spec.routes.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /api/recipes',
      'POST /api/recipes',
    ]))
  it('has the pages that its entities need', () => {
    const paths = spec.pages.map((page) => page.path)
    expect(paths).toEqual(
      expect.arrayContaining([
        '/',
        '/recipes',
        '/recipes/[id]',
        '/recipes/new',
        '/recipes/[id]/edit',
        '/messages/new',
        '/sign-in',
        '/sign-up',
        '/account',
      ]),
    )
    expect(paths).not.toContain('/ingredients')
    expect(spec.pages.find((page) => page.path === '/messages')!.auth).toBe('admin')
  })

  it('makes the best of what a weak model writes', () => {
    const weak = {
      plan: {
        name: 'Shop',
        kind: 'SHOP!!',
        locale: 'es-CO',
        theme: { primary: '#123' },
        entities: [
          { name: 'User', table: 'users', fields: [{ name: 'password' }] },
          {
            name: 'Order',
            table: 'Order',
            access: 'owner',
            fields: [
              { name: 'Order total', column: 'orderTotal', type: 'currency' },
              { name: 'id', type: 'uuid' },
              { name: 'user', column: 'user_id', type: 'uuid', references: 'users(id)' },
              { name: 'status', type: 'select', options: ['new', 'paid'] },
              { name: 'coupon', type: 'reference', references: 'coupons' },
            ],
          },
          {
            name: 'Order item',
            fields: [
              { column: 'order', type: 'fk', references: 'public.Order' },
              { name: 'count', type: 'int' },
              { name: 'count', type: 'int' },
            ],
            access: 'child',
          },
          { name: 'Order', table: 'orders2', fields: [] },
          { name: '!!!', table: '???', fields: [] },
          'nonsense',
        ],
      },
    }
    const made = plan(weak)
    expect(AppSpec.parse(made)).toEqual(made)
    expect(made.locale).toBe('es')
    expect(made.entities.length).toBe(2)
    const [order, item] = made.entities
    expect(order!.fields.map(({ column, type, references }) => [column, type, references])).toEqual([
      ['ordertotal', 'money', undefined],
      ['user_id', 'reference', 'auth.users'],
      ['status', 'enum', undefined],
    ])
    expect(rule(made, order!.table)).toMatchObject({
      owner: 'user_id',
      allow: { owner: ['read', 'insert', 'update', 'delete'] },
    })
    expect(rule(made, order!.table).allow.anon).toBeUndefined()
    expect(item!.fields.find((field) => field.references === order!.table)!.column).toMatch(/_id$/)
    expect(rule(made, item!.table).via).toEqual({
      column: item!.fields.find((field) => field.references === order!.table)!.column,
      table: order!.table,
    })
  })

  it('makes a missing rule private to an owner', () => {
    const made = plan({
      ...GOOD,
      hasProfiles: false,
      entities: [{ name: 'note', table: 'notes', fields: [text('title')] }],
    })
    expect(rule(made, 'notes')).toEqual({
      table: 'notes',
      owner: 'user_id',
      allow: {
        owner: ['read', 'insert', 'update', 'delete'],
        service: ['read', 'insert', 'insert_forged', 'update', 'move', 'delete'],
      },
    })
    expect(made.entities[0]!.fields.at(-1)).toMatchObject({
      column: 'user_id',
      references: 'auth.users',
      required: true,
    })
  })

  it.each([
    [
      'a child of a child',
      entity('step', 'steps', 'child', [text('name'), ref('ingredient_id', 'ingredients')], { parent: 'ingredients' }),
      'steps',
    ],
    ['a child without a parent', entity('step', 'steps', 'child', [text('name')]), 'steps'],
    ['two parties without a second one', entity('step', 'steps', 'two-party', [text('name')]), 'steps'],
  ])('keeps %s private', (_, extra, table) => {
    const made = plan({ ...GOOD, entities: [...GOOD.entities, extra] })
    expect(rule(made, table)).toMatchObject({ owner: 'user_id' })
    expect(rule(made, table).allow.anon).toBeUndefined()
    expect(rule(made, table).allow.other).toBeUndefined()
  })

  it('gives two parties, publishing and states the columns they need', () => {
    const made = plan({
      ...GOOD,
      entities: [
        entity('job', 'jobs', 'published', [text('title')]),
        entity('application', 'applications', 'two-party', [
          text('letter'),
          ref('job_id', 'jobs'),
          ref('applicant_id', 'auth.users'),
        ]),
        entity('letter', 'letters', 'two-party', [
          text('body'),
          ref('sender_id', 'auth.users'),
          ref('recipient_id', 'auth.users'),
        ]),
        entity('task', 'tasks', 'private', [text('title')], {
          states: [
            { from: 'open', to: 'done' },
            { from: 'done', to: 'open' },
          ],
        }),
      ],
    })
    expect(rule(made, 'jobs').readWhere).toBe('published')
    expect(rule(made, 'applications')).toMatchObject({
      owner: 'applicant_id',
      readWhere: expect.stringContaining('jobs.user_id = :other') as string,
    })
    expect(rule(made, 'letters')).toMatchObject({ owner: 'sender_id', readWhere: 'recipient_id = :other' })
    expect(modelOf(made).byTable.get('tasks')!.state).toMatchObject({ column: 'status', values: ['open', 'done'] })
  })

  it('breaks circles of references', () => {
    const made = plan({
      ...GOOD,
      entities: [
        entity('a', 'as_list', 'private', [text('n'), ref('b_id', 'bs'), ref('a_id', 'as_list')]),
        entity('b', 'bs', 'private', [text('n'), ref('c_id', 'cs')]),
        entity('c', 'cs', 'private', [text('n'), ref('a_id', 'as_list')]),
      ],
    })
    const links = made.entities.flatMap((one) =>
      one.fields.flatMap((field) =>
        field.references?.startsWith('auth') === false ? [`${one.table}>${field.references}`] : [],
      ),
    )
    expect(links).toEqual(['as_list>bs', 'as_list>as_list', 'bs>cs'])
  })

  it('is nothing when there is nothing to store', () =>
    expect(completePlan(DataAnswer.parse({ ...GOOD, entities: [] }), { prompt: PROMPT })).toBeNull())

  it('changes a plan without losing what the model forgot', () => {
    const changed = plan(
      {
        ...GOOD,
        entities: [
          entity('recipe', 'recipes', 'private', [text('title', { type: 'integer' }), text('source')]),
          entity('collection', 'collections', 'private', [text('name')]),
        ],
        removed: ['messages'],
      },
      spec,
    )
    expect(changed.entities.map((one) => one.table)).toEqual([
      'profiles',
      'recipes',
      'ingredients',
      'ratings',
      'collections',
    ])
    expect(rule(changed, 'recipes')).toEqual(rule(spec, 'recipes'))
    expect(changed.entities[1]!.fields.map(({ column, type, required }) => [column, type, required])).toEqual([
      ['title', 'text', true],
      ['author_id', 'reference', true],
      ['source', 'text', undefined],
    ])
    expect(changed.pages.map((page) => page.path)).toEqual(
      expect.arrayContaining(['/recipes/[id]', '/collections', '/collections/new']),
    )
    expect(changed.pages.some((page) => page.path.startsWith('/messages'))).toBe(false)
    expect(changed.theme).toEqual(spec.theme)
  })
  it('is shown to models as a strict schema', () => {
    const shown = z.toJSONSchema(DataAnswer, { io: 'input', target: 'draft-7', unrepresentable: 'any' }) as {
      type?: string
      required?: string[]
      additionalProperties?: boolean
    }
    expect(shown.type).toBe('object')
    expect(shown.required).toContain('entities')
  })
})

describe('pages from a model', () => {
  const spec = plan(GOOD)
  const page = (path: string, more: object = {}): object => ({
    path,
    title: 'T',
    purpose: 'P',
    view: null,
    entity: null,
    auth: 'public',
    nav: false,
    ...more,
  })
  const pages = (...list: object[]) =>
    new Map(completePages(PagesAnswer.parse({ pages: list }), spec).map((one) => [one.path, one]))
  it('never takes a page away, and gives better words', () => {
    const made = pages(
      page('/recipes', { title: 'Cook', purpose: 'Find something', nav: true, auth: 'admin', view: 'about' }),
    )
    expect([...made.keys()]).toEqual(spec.pages.map((one) => one.path))
    expect(made.get('/recipes')).toMatchObject({
      title: 'Cook',
      purpose: 'Find something',
      auth: 'public',
      view: 'list',
      nav: true,
    })
  })
  it('adds what leads somewhere', () => {
    const made = pages(
      page('/Top_Rated/', { view: 'leaderboard', entity: 'Rating', nav: true }),
      page('/menu'),
      page('/recipes/:recipeId/print', { entity: 'recipes', auth: 'user' }),
    )
    expect(made.get('/top-rated')).toMatchObject({ view: 'leaderboard', entity: 'rating', nav: true })
    expect(made.get('/menu')).toEqual({ path: '/menu', title: 'T', purpose: 'P', auth: 'public', nav: false })
    expect(made.get('/recipes/[id]/print')).toMatchObject({ entity: 'recipe', auth: 'user', nav: false })
  })
  it('is never more open than the data', () =>
    expect(pages(page('/inbox', { view: 'list', entity: 'message' })).get('/inbox')!.auth).toBe('admin'))
  it.each(['/api/x', '/auth/confirm', '/../x', '/a b', '/recipes/[id]/[id]', '/x/[id]', '/<script>', ''])(
    'leaves out %j',
    (path) => {
      expect([...pages(page(path)).keys()]).toEqual(spec.pages.map((one) => one.path))
    },
  )
  it('leaves out views without an entity, and more than ten', () => {
    expect(pages(page('/board', { view: 'board', entity: 'nothing' })).has('/board')).toBe(false)
    expect(pages(...Array.from({ length: 30 }, (_, n) => page(`/p${n}`))).size).toBe(spec.pages.length + 10)
  })
  it('links to seven pages at most', () => {
    const made = pages(...Array.from({ length: 10 }, (_, n) => page(`/p${n}`, { nav: true })))
    expect([...made.values()].filter((one) => one.nav).length).toBeLessThanOrEqual(7)
  })
})
