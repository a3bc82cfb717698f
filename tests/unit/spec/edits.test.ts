import { describe, expect, it } from 'vitest'
import { plannedTables } from '@/components/evidence/planned-access'
import { errorText } from '@/lib/core/error-texts'
import { planApp } from '@/lib/domains/generation/builtin/architect/plan-app'
import type { AppSpec } from '@/lib/domains/spec/contract'
import { refuseCell, setCell } from '@/lib/domains/spec/edit/access'
import { setColour } from '@/lib/domains/spec/edit/app'
import { dependentsOf, refuseRemoval, removeEntities, renameEntity } from '@/lib/domains/spec/edit/entities'
import { faultsIn, faultsSince } from '@/lib/domains/spec/edit/faults'
import { addField, refuseFieldRemoval, removeField } from '@/lib/domains/spec/edit/fields'
import { refusePageRemoval } from '@/lib/domains/spec/edit/pages'
import { Plan } from '@/lib/domains/spec/edit/plan'
import { done } from '../../support/edited'

const RECIPES = planApp({ prompt: 'A recipe box where members save recipes with ingredients and rate them.' })
const allowed = (spec: AppSpec, table: string, role: string) =>
  spec.access.find((rule) => rule.table === table)?.allow[role as 'anon'] ?? []

describe('a plan that is edited', () => {
  it('renames an entity everywhere it is named', () => {
    const next = done(renameEntity(RECIPES, 'recipes', 'dish', false))
    expect([...faultsIn(next)]).toEqual([])
    expect(next.entities.find(({ name }) => name === 'dish')?.table).toBe('dishes')
    expect(next.pages.filter(({ entity }) => entity === 'dish').map(({ path }) => path)).toEqual([
      '/dishes',
      '/dishes/[id]',
      '/dishes/new',
      '/dishes/[id]/edit',
    ])
    expect(next.pages.find(({ path }) => path === '/dishes/new')?.title).toBe('New dish')
    expect(JSON.stringify({ ...next, prompt: '', name: '' })).not.toMatch(/recipes/)
    expect(RECIPES.entities.some(({ table }) => table === 'recipes')).toBe(true)
  })
  it('keeps the table where there are rows already', () => {
    const next = done(renameEntity(RECIPES, 'recipes', 'dish', true))
    expect(next.entities.find(({ name }) => name === 'dish')?.table).toBe('recipes')
    expect([...faultsIn(next)]).toEqual([])
  })
  it('takes along what cannot be without a removed entity, and says so before', () => {
    expect([...dependentsOf(RECIPES, ['recipes'])].toSorted()).toEqual(['ingredients', 'ratings', 'recipes'])
    expect(refuseRemoval(RECIPES, ['recipes'])).not.toBeNull()
    const next = done(removeEntities(RECIPES, ['ratings']))
    expect(next.entities.map(({ table }) => table)).toEqual(['profiles', 'recipes', 'ingredients'])
    expect(next.pages.some(({ entity }) => entity === 'rating')).toBe(false)
    expect([...faultsIn(next)]).toEqual([])
  })
  it('adds a field before the links, with its API; never twice', () => {
    const next = done(addField(RECIPES, 'recipes', { name: 'Oven heat', type: 'integer', required: true }))
    const fields = next.entities.find(({ table }) => table === 'recipes')!.fields
    expect(fields.at(-2)).toEqual({ name: 'Oven heat', column: 'oven_heat', type: 'integer', required: true })
    expect(JSON.stringify(next.routes)).toContain('"oven_heat":"number"')
    expect(addField(next, 'recipes', { name: 'oven heat', type: 'text', required: false }).refusal).toMatchObject({
      place: 'field',
      told: { key: 'plan.fieldTwice' },
    })
    expect(
      done(addField(next, 'recipes', { name: 'Order', type: 'text', required: false })).entities[1]!.fields.at(-2)
        ?.column,
    ).toBe('order_field')
  })
  it('keeps what rows cannot be without', () => {
    const recipes = RECIPES.entities.find(({ table }) => table === 'recipes')!
    const stays = recipes.fields.filter((field) => refuseFieldRemoval(RECIPES, recipes, field) !== null)
    expect(stays.map(({ column }) => column)).toEqual(['author_id'])
    expect(refusePageRemoval('/')).not.toBeNull()
    expect(refusePageRemoval('/ratings')).toBeNull()
  })
  it('changes a colour and leaves none that was computed from the old one', () => {
    expect(done(setColour(RECIPES, 'component', '#FF0000')).theme).toEqual({
      background: RECIPES.theme.background,
      component: '#ff0000',
    })
    expect(setColour(RECIPES, 'component', 'red').refusal?.told.key).toBe('plan.componentForm')
  })
})

describe('who may do what, edited', () => {
  it('lets a refusal reach those below, what they did with the row, its children and its pages', () => {
    const next = done(setCell(RECIPES, 'recipes', 'other', 'read', false))
    expect(allowed(next, 'recipes', 'other')).toEqual([])
    expect(allowed(next, 'recipes', 'anon')).toEqual([])
    expect(allowed(next, 'recipes', 'owner')).toContain('read')
    expect(allowed(next, 'ingredients', 'anon')).toEqual([])
    expect(next.pages.find(({ path }) => path === '/recipes')?.auth).toBe('user')
    const back = done(setCell(next, 'recipes', 'anon', 'read', true))
    expect(allowed(back, 'recipes', 'other')).toEqual(['read'])
    expect(back.pages.find(({ path }) => path === '/recipes')?.auth).toBe('public')
  })
  it('gives reading to who may change, since a row is found before it is changed', () => {
    const closed = done(setCell(RECIPES, 'ratings', 'other', 'read', false))
    expect(allowed(done(setCell(closed, 'ratings', 'other', 'update', true)), 'ratings', 'other')).toEqual([
      'read',
      'update',
    ])
  })
  it('leaves cells that cannot be otherwise', () => {
    for (const [role, operation] of [
      ['service', 'read'],
      ['anon', 'insert'],
      ['other', 'insert'],
      ['other', 'insert_forged'],
      ['owner', 'move'],
    ] as const) {
      expect(refuseCell(RECIPES, 'recipes', role, operation)).not.toBeNull()
      expect(setCell(RECIPES, 'recipes', role, operation, true).spec).toBeNull()
    }
    expect(errorText('en', refuseCell(RECIPES, 'ingredients', 'anon', 'read')!.told)).toBe('It follows recipes.')
  })
  it('shows the plan as unproven', () => {
    expect(
      plannedTables(RECIPES.access)
        .flatMap(({ cells }) => cells)
        .every(({ actual }) => actual === 'untested'),
    ).toBe(true)
  })
})

describe('what a plan must be', () => {
  const broken: [key: string, path: string, breakIt: (plan: AppSpec) => void][] = [
    ['nameless', 'name', (plan) => void (plan.name = ' ')],
    ['noEntities', 'entities', (plan) => void (plan.entities = [])],
    ['backgroundForm', 'theme.background', (plan) => void (plan.theme.background = 'navy')],
    ['pageTwice', 'pages.1.path', (plan) => void (plan.pages[1]!.path = '/')],
    ['pathForm', 'pages.1.path', (plan) => void (plan.pages[1]!.path = '/Recipes')],
    ['pathTaken', 'pages.1.path', (plan) => void (plan.pages[1]!.path = '/api/x')],
    ['pathNeedsRow', 'pages.2.path', (plan) => void (plan.pages[2]!.path = '/one')],
    ['strayPage', 'pages.1.entity', (plan) => void (plan.pages[1]!.entity = 'dragon')],
    ['entityTwice', 'entities.1.name', (plan) => void (plan.entities[1]!.name = plan.entities[0]!.name)],
    ['reserved', 'entities.1.table', (plan) => void (plan.entities[1]!.table = 'fields')],
    ['noFields', 'entities.1.fields', (plan) => void (plan.entities[1]!.fields = [])],
    ['strayReference', 'entities.1.fields.0.references', (plan) => pointNowhere(plan)],
    ['noChoices', 'entities.1.fields.0.values', (plan) => void (plan.entities[1]!.fields[0]!.type = 'enum')],
    ['withoutAccess', 'access', (plan) => void plan.access.pop()],
    ['strayRule', 'access.4.table', (plan) => void plan.access.push({ table: 'dragons', allow: {} })],
  ]
  const pointNowhere = (plan: AppSpec): void =>
    void Object.assign(plan.entities[1]!.fields[0]!, { type: 'reference', references: 'dragons' })

  it.each(broken)('is refused by the schema: %s', (key, path, breakIt) => {
    const plan = structuredClone(RECIPES)
    breakIt(plan)
    const issues = Plan.safeParse(plan).error?.issues ?? []
    const found = issues.map((issue) => [
      issue.code === 'custom' ? (issue.params as { told: { key: string } }).told.key : issue.code,
      issue.path.join('.'),
    ])
    expect(found).toContainEqual([`plan.${key}`, path])
    // What was so before is not held against an edit.
    const named = done(setColour(RECIPES, 'component', '#ff0000'))
    breakIt(named)
    expect(faultsSince(plan, named)).toEqual([])
    expect(faultsSince(RECIPES, plan).map(({ told }) => told.key)).toContain(`plan.${key}`)
  })
  it('takes what stands', () => expect(Plan.safeParse(RECIPES).success).toBe(true))

  it('holds after any edit that is possible', () => {
    const edits = RECIPES.entities.flatMap(({ table, fields }) => [
      removeEntities(RECIPES, [table]),
      ...fields.map(({ column }) => removeField(RECIPES, table, column)),
    ])
    const possible = edits.flatMap(({ spec }) => (spec === null ? [] : [spec]))
    expect(possible.length).toBeGreaterThan(5)
    expect(possible.flatMap((spec) => [...faultsIn(spec)])).toEqual([])
  })
})
