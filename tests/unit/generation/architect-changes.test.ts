import { describe, expect, it } from 'vitest'
import { planApp } from '../../../lib/domains/generation/builtin/architect/plan-app'
import { AppSpec, type Entity } from '../../../lib/domains/spec/contract'

/** A further prompt changes what it names and nothing else. */

const RECIPES = planApp({ prompt: 'A recipe box where members save recipes with ingredients and rate them' })
const BOARD = planApp({
  prompt: 'A kanban board for a small team with tasks, due dates and comments. Navy background, gold buttons.',
})
const STORE = planApp({
  prompt: 'Inventario de una ferretería: productos con código, existencias y precio, proveedores, compras y ventas',
})

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
      entity(change(RECIPES, 'Add comments to recipes'), 'comments').fields.find(
        (field) => field.column === 'recipe_id',
      )?.required,
    ).toBe(true)
    expect(
      entity(change(STORE, 'agrega comentarios a los productos'), 'comentarios').fields.some(
        (field) => field.references === 'productos',
      ),
    ).toBe(true)
  })

  it.each([
    [BOARD, 'remove the comments', 'comments'],
    [STORE, 'quita las ventas', 'ventas'],
  ] as const)('%# %s', (previous, prompt, table) => {
    const next = change(previous, prompt)
    expect(JSON.stringify([next.entities, next.access, next.pages, next.routes])).not.toMatch(
      new RegExp(`\\b${table}\\b`),
    )
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

const CLUB = planApp({
  prompt: 'A book club site: books with title, author, cover; members review books and attend meetings.',
})
const AGENCY = planApp({
  prompt:
    'CRM para una agencia: clientes con nombre, correo y empresa; proyectos con título y presupuesto; facturas de proyectos.',
})

describe('words around a field', () => {
  it.each([
    [AGENCY, 'agrega un campo teléfono a clientes', 'clientes', { telefono: 'text' }],
    [CLUB, 'add a genre field (fiction, poetry, essay) to books', 'books', { genre: 'enum' }],
    [CLUB, 'Books need a stage: planned, active, done', 'books', { stage: 'enum' }],
    [CLUB, 'add a website url and a phone number to meetings', 'meetings', { website_url: 'url', phone: 'text' }],
  ] as const)('%# %s', (previous, prompt, table, added) => {
    const next = change(previous, prompt)
    const types = Object.fromEntries(entity(next, table).fields.map((field) => [field.column, field.type]))
    expect(types).toMatchObject(added)
    expect(Object.keys(types)).toHaveLength(columns(previous, table).length + Object.keys(added).length)
    expect(rest(next, [], table)).toBe(rest(previous, [], table))
  })

  it.each([
    [AGENCY, 'quita el presupuesto', 'proyectos', 'presupuesto'],
    [CLUB, 'remove the cover field', 'books', 'cover'],
  ] as const)('takes away without saying from what: %#', (previous, prompt, table, gone) => {
    const next = change(previous, prompt)
    expect(columns(next, table)).toEqual(columns(previous, table).filter((column) => column !== gone))
    expect(rest(next, [], table)).toBe(rest(previous, [], table))
  })
})

describe('parts of what is there', () => {
  it.each([
    [CLUB, 'every meeting has many guests', 'guests', 'meetings'],
    [CLUB, 'add chapters to books', 'chapters', 'books'],
    [CLUB, 'add invoices with an amount and a due date for each meeting', 'invoices', 'meetings'],
    [AGENCY, 'cada cliente tiene muchos contactos con nombre y teléfono', 'contactos', 'clientes'],
  ] as const)('%# %s', (previous, prompt, table, parent) => {
    const next = change(previous, prompt)
    expect(entity(next, table).fields.some((field) => field.references === parent)).toBe(true)
    expect(next.entities.filter((each) => each.table !== table)).toEqual(previous.entities)
  })
})

describe('other words', () => {
  it('renames a thing and keeps its table, columns and addresses', () => {
    const next = change(CLUB, 'rename meetings to gatherings')
    expect(entity(next, 'meetings')).toEqual({ ...entity(CLUB, 'meetings'), name: 'gathering' })
    expect(next.pages.map((page) => page.path)).toEqual(CLUB.pages.map((page) => page.path))
    expect(next.pages.find((page) => page.path === '/meetings')).toMatchObject({
      entity: 'gathering',
      title: 'Gatherings',
    })
    expect(JSON.stringify(next.pages)).not.toMatch(/"meeting"/)
    expect(rest(next, ['pages'], 'meetings')).toBe(rest(CLUB, ['pages'], 'meetings'))
  })

  it('renames a field and keeps its column', () => {
    const next = change(CLUB, 'change author to writer')
    expect(entity(next, 'books').fields.find((field) => field.column === 'author')?.name).toBe('writer')
  })
})

describe('who may', () => {
  it.each([
    [CLUB, 'only admins can delete books', 'books', ['read', 'insert', 'update'], ['read', 'delete']],
    [
      AGENCY,
      'Solo los administradores pueden editar o borrar facturas',
      'facturas',
      ['read', 'insert'],
      ['read', 'delete', 'update'],
    ],
  ] as const)('%# %s', (previous, prompt, table, owner, admin) => {
    const next = change(previous, prompt)
    const rule = next.access.find((each) => each.table === table)!
    expect([rule.allow.owner, rule.allow.admin]).toEqual([owner, admin])
    expect(next.claims).toEqual({ admin: { app_metadata: { role: 'admin' } } })
    expect(next.entities).toEqual(previous.entities)
    expect(next.access.filter((each) => each !== rule)).toEqual(previous.access.filter((each) => each.table !== table))
  })

  it('removes nothing where people are allowed to remove', () => {
    expect(rest(change(CLUB, 'members can delete their meetings'), [])).toBe(rest(CLUB, []))
  })
})

it('adds a calendar where one is asked for by name', () => {
  const next = change(CLUB, 'add a calendar page')
  expect(next.pages.filter((page) => !CLUB.pages.some((each) => each.path === page.path))).toMatchObject([
    { path: '/calendar', view: 'calendar' },
  ])
  expect(rest(next, ['pages'])).toBe(rest(CLUB, ['pages']))
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
        expect(
          field.references === undefined || field.references === 'auth.users' || tables.includes(field.references),
        ).toBe(true)
    for (const page of next.pages)
      expect(page.entity === undefined || next.entities.some((each) => each.name === page.entity)).toBe(true)
    expect(new Set(next.pages.map((page) => page.path)).size).toBe(next.pages.length)
  })
})
