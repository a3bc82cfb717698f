import { describe, expect, it } from 'vitest'
import { planApp } from '../../../lib/domains/generation/builtin/architect/plan-app'
import { AppSpec, type Entity } from '../../../lib/domains/spec/contract'

/** A further prompt changes what it names and nothing else. */

const RECIPES = planApp({ prompt: 'A recipe box where members save recipes with ingredients and rate them' })
const BOARD = planApp({ prompt: 'A kanban board for a small team with tasks, due dates and comments. Navy background, gold buttons.' })
const STORE = planApp({ prompt: 'Inventario de una ferretería: productos con código, existencias y precio, proveedores, compras y ventas' })

const change = (previous: AppSpec, prompt: string): AppSpec => AppSpec.parse(planApp({ prompt, previous }))
const entity = (spec: AppSpec, table: string): Entity => {
  const found = spec.entities.find((each) => each.table === table)
  if (found === undefined) throw new Error(`no table ${table} in ${spec.entities.map((each) => each.table).join(' ')}`)
  return found
}
const columns = (spec: AppSpec, table: string): string[] => entity(spec, table).fields.map((field) => field.column)

/** What a change leaves alone, as text: everything but the named parts of the document and the named table. */
function rest(spec: AppSpec, parts: Array<keyof AppSpec>, table?: string): string {
  const slug = table === undefined ? undefined : `/api/${table.replaceAll('_', '-')}`
  const kept = Object.entries(spec).filter(([key]) => key !== 'prompt' && !parts.includes(key as keyof AppSpec))
  const entities = spec.entities.filter((each) => each.table !== table)
  const routes = spec.routes.filter((route) => slug === undefined || !route.path.startsWith(slug))
  return JSON.stringify([kept.filter(([key]) => key !== 'entities' && key !== 'routes'), entities, routes])
}

describe('fields', () => {
  it.each([
    [RECIPES, 'Add tags to recipes', 'recipes', ['tags']],
    [RECIPES, 'Please add a cooking time to each recipe', 'recipes', ['cook_time']],
    [BOARD, 'each task needs an estimated cost', 'tasks', ['estimated_cost']],
    [BOARD, 'Tasks should have a color and a url', 'tasks', ['color', 'url']],
    [STORE, 'agrega etiquetas a los productos', 'productos', ['etiquetas']],
    [STORE, 'Cada producto necesita una marca y un modelo', 'productos', ['marca', 'modelo']],
    [STORE, 'añade un teléfono de emergencia a los proveedores', 'proveedores', ['telefono_de_emergencia']],
  ] as const)('%# %s', (previous, prompt, table, added) => {
    const next = change(previous, prompt)
    expect(columns(next, table)).toEqual(expect.arrayContaining([...added]))
    expect(rest(next, [], table)).toBe(rest(previous, [], table))
    const requests = next.routes
      .filter((each) => each.method === 'POST' && each.path === `/api/${table}`)
      .map((each) => Object.keys(each.request as object))
    for (const keys of requests) expect(keys).toEqual(expect.arrayContaining([...added]))
  })

  it('does not add what is there', () => {
    const next = change(BOARD, 'each task needs a priority')
    expect(rest(next, [])).toBe(rest(BOARD, []))
  })

  it('takes fields away', () => {
    expect(columns(change(RECIPES, 'remove the photo from recipes'), 'recipes')).not.toContain('photo')
    expect(columns(change(STORE, 'quita el precio de los productos'), 'productos')).not.toContain('precio')
  })
})

describe('things', () => {
  it.each([
    [RECIPES, 'Also track suppliers with a name and a phone number', 'suppliers'],
    [STORE, 'También registra clientes con nombre y teléfono', 'clientes'],
  ] as const)('%# %s', (previous, prompt, table) => {
    const next = change(previous, prompt)
    expect(columns(next, table)).toEqual(expect.arrayContaining([previous.locale === 'es' ? 'telefono' : 'phone']))
    expect(next.access.some((rule) => rule.table === table)).toBe(true)
    for (const view of ['list', 'detail', 'new', 'edit'])
      expect(next.pages.some((page) => page.view === view && page.entity === entity(next, table).name)).toBe(true)
    expect(next.entities.slice(0, previous.entities.length)).toEqual(previous.entities)
    expect(next.pages.filter((page) => previous.pages.some((each) => each.path === page.path))).toEqual(previous.pages)
    expect(next.pages.filter((page) => page.nav).length).toBeLessThanOrEqual(7)
  })

  it('hangs comments on what they were asked for', () => {
    expect(
      entity(change(RECIPES, 'Add comments to recipes'), 'comments').fields.find((field) => field.column === 'recipe_id')?.required,
    ).toBe(true)
    expect(
      entity(change(STORE, 'agrega comentarios a los productos'), 'comentarios').fields.some((field) => field.references === 'productos'),
    ).toBe(true)
  })

  it.each([
    [BOARD, 'remove the comments', 'comments'],
    [STORE, 'quita las ventas', 'ventas'],
  ] as const)('%# %s', (previous, prompt, table) => {
    const next = change(previous, prompt)
    expect(JSON.stringify([next.entities, next.access, next.pages, next.routes])).not.toMatch(new RegExp(`\\b${table}\\b`))
    expect(next.entities.length).toBeLessThan(previous.entities.length)
  })

  it('takes along what cannot be without the removed', () => {
    const next = change(RECIPES, 'delete the recipes')
    // Recipes are all there is: nothing would be left.
    expect(next.entities).toEqual(RECIPES.entities)
    const store = planApp({ prompt: 'Online store with products, categories, customers and orders' })
    const without = change(store, 'remove the orders')
    expect(without.entities.some((each) => each.table === 'orders' || each.table === 'order_items')).toBe(false)
  })
})

describe('name and colours', () => {
  it.each([
    ['call it "Tasty Book"', 'Tasty Book'],
    ["Rename the app to Grandma's Kitchen.", "Grandma's Kitchen"],
    ['Llámala Sabores', 'Sabores'],
  ])('%s', (prompt, name) => {
    const next = change(RECIPES, prompt)
    expect(next.name).toBe(name)
    expect(rest(next, ['name'])).toBe(rest(RECIPES, ['name']))
  })

  it.each([
    [RECIPES, 'make the background navy', { background: '#000080', component: RECIPES.theme.component }],
    [STORE, 'Pon el fondo azul marino y los botones dorados', { background: '#000080', component: '#d4a017' }],
    [RECIPES, 'Use teal for the buttons', { background: RECIPES.theme.background, component: '#008080' }],
  ] as const)('%# %s', (previous, prompt, theme) => {
    const next = change(previous, prompt)
    expect(next.theme).toMatchObject(theme)
    expect(rest(next, ['theme'])).toBe(rest(previous, ['theme']))
  })
})

describe('any change', () => {
  it.each([
    '',
    '🍕',
    "'; drop table recipes; --",
    'add add add to to',
    'remove everything',
    'x'.repeat(50_000),
    'add recipes to recipes',
    'añade',
    'remove the from the of the',
    'add profiles to profiles and users',
  ])('keeps the plan whole: %s', (prompt) => {
    const next = change(RECIPES, prompt)
    const tables = next.entities.map((each) => each.table)
    expect(new Set(tables).size).toBe(tables.length)
    expect(next.access.map((rule) => rule.table).sort()).toEqual([...tables].sort())
    for (const each of next.entities)
      for (const field of each.fields)
        expect(field.references === undefined || field.references === 'auth.users' || tables.includes(field.references)).toBe(true)
    for (const page of next.pages) expect(page.entity === undefined || next.entities.some((each) => each.name === page.entity)).toBe(true)
    expect(new Set(next.pages.map((page) => page.path)).size).toBe(next.pages.length)
  })
})
