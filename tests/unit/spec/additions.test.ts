import { describe, expect, it } from 'vitest'
import {
  addEntity,
  type NewEntity,
  pluralFor,
  possibleParents,
  refuseEntity,
  type Sharing,
  usualPages,
  usualSharing,
} from '@/lib/domains/spec/edit/add-entity'
import { errorText } from '@/lib/core/error-texts'
import { ENTITY_PAGES } from '@/lib/domains/spec/edit/entity-pages'
import { faultsIn } from '@/lib/domains/spec/edit/faults'
import { addPage, authsFor, type NewPage, pathFor, refusePage, viewsFor } from '@/lib/domains/spec/edit/pages'
import { done } from '../../support/edited'
import { planApp } from '@/lib/domains/generation/builtin/architect/plan-app'
import { changePlan } from '@/lib/domains/generation/builtin/architect/change-plan'

const RECIPES = planApp({ prompt: 'A recipe box where members save recipes with ingredients and rate them.' })
const GADGET: NewEntity = {
  name: 'Gadget',
  plural: 'gadgets',
  sharing: 'public',
  field: { name: 'name', type: 'text', required: true },
  pages: ENTITY_PAGES,
}

describe('an entity that a person adds to a plan', () => {
  it.each([
    'A recipe box where members save recipes with ingredients and rate them.',
    'My personal book collection, only for me: books with title and author',
    'A CRM for a small sales team with contacts and deals',
    'Una agenda de citas para una barbería con servicios y clientes',
    'A task board for our team with projects and tasks',
  ])('comes with the access and the pages that the built-in planner gives it: %s', (prompt) => {
    const before = planApp({ prompt })
    const word =
      before.locale === 'es'
        ? { name: 'trasto', plural: 'trastos', add: 'Agrega trastos con nombre' }
        : { name: 'gadget', plural: 'gadgets', add: 'Add gadgets with a name' }
    const planned = changePlan(before, word.add)
    const made = planned.entities.find(({ table }) => table === word.plural)!
    const after = done(addEntity(before, { ...GADGET, ...word, sharing: usualSharing(before) }))
    const own = after.entities.find(({ table }) => table === word.plural)!
    const rule = after.access.find(({ table }) => table === word.plural)!
    const expected = planned.access.find(({ table }) => table === word.plural)!
    expect(made.name).toBe(own.name)
    expect({ ...rule, owner: 'x' }).toEqual({ ...expected, owner: 'x' })
    const pages = (spec: typeof before) =>
      spec.pages
        .filter(({ entity }) => entity === own.name)
        .map(({ path, title, purpose, auth, view, nav }) => ({ path, title, purpose, auth, view, nav }))
    expect(pages(after)).toEqual(pages(planned))
    expect([...faultsIn(after)]).toEqual([])
  })
  it.each([
    ['Story', 'Stories'],
    ['child', 'children'],
    [' box ', 'boxes'],
    ['', ''],
  ])('calls several of %j %j', (name, plural) => expect(pluralFor(RECIPES, name)).toBe(plural))
  it('hangs a part on its whole: seen with it, owned through it, shown there', () => {
    expect(possibleParents(RECIPES).map(({ table }) => table)).toEqual(['recipes', 'ratings'])
    const next = done(
      addEntity(RECIPES, { ...GADGET, sharing: 'part of recipes', pages: usualPages('part of recipes') }),
    )
    expect(next.access.at(-1)).toEqual({
      table: 'gadgets',
      via: { column: 'recipe_id', table: 'recipes' },
      allow: {
        owner: ['read', 'insert', 'update', 'delete'],
        service: ['read', 'insert', 'update', 'delete'],
        anon: ['read'],
        other: ['read'],
      },
    })
    expect(next.entities.at(-1)!.fields.at(-1)).toMatchObject({
      column: 'recipe_id',
      references: 'recipes',
      required: true,
    })
    expect(next.pages).toEqual(RECIPES.pages)
  })
  it.each([
    ['catalogue', 'admin', 'public'],
    ['inbox', 'public', 'admin'],
  ] as const)('says who the staff is where a %s needs one', (sharing, form, list) => {
    const next = done(addEntity(RECIPES, { ...GADGET, sharing, pages: usualPages(sharing) }))
    expect(next.claims).toEqual({ admin: { app_metadata: { role: 'admin' } } })
    expect(next.pages.find(({ path }) => path === '/gadgets/new')!.auth).toBe(form)
    expect(next.pages.find(({ path }) => path === '/gadgets')!.auth).toBe(list)
    expect([...faultsIn(next)]).toEqual([])
  })
  it('never grows the menu beyond what fits, and never has the same page twice', () => {
    const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].reduce(
      (spec, letter) => done(addEntity(spec, { ...GADGET, name: `gadget ${letter}`, plural: `gadgets ${letter}` })),
      RECIPES,
    )
    expect(many.pages.filter(({ nav }) => nav)).toHaveLength(7)
    expect(new Set(many.pages.map(({ path }) => path)).size).toBe(many.pages.length)
  })
  it.each([
    [{ name: '!!' }, 'name', 'Give it a name with letters'],
    [{ name: 'Recipe' }, 'name', 'There is an entity called recipe already.'],
    [{ name: 'recipes' }, 'name', 'There is an entity called recipe already.'],
    [{ plural: '7' }, 'plural', 'Say what several of them are called'],
    [{ plural: 'Recipes' }, 'plural', 'recipe has that name already.'],
    [{ plural: 'API' }, 'plural', 'Call it something else'],
    [{ plural: 'fields' }, 'plural', 'Call it something else'],
    [{ field: { name: '', type: 'text', required: true } }, 'field', 'Give it a name'],
    [{ field: { name: 'size', type: 'enum', required: true, values: ['one'] } }, 'values', 'at least two'],
  ] as const)('is refused in words, at its place: %j', (wrong, place, reason) => {
    const thing = { ...GADGET, ...wrong } as NewEntity
    const refusal = refuseEntity(RECIPES, thing)!
    expect([refusal.place, errorText('en', refusal.told)]).toEqual([place, expect.stringContaining(reason)])
    expect(addEntity(RECIPES, thing)).toEqual({ spec: null, refusal: refuseEntity(RECIPES, thing) })
  })
  it('may have the words of SQL as names', () => {
    const next = done(
      addEntity(RECIPES, {
        ...GADGET,
        name: 'Order',
        plural: 'order',
        field: { name: 'user id', type: 'text', required: true },
        sharing: 'private' as Sharing,
      }),
    )
    expect(next.entities.at(-1)).toMatchObject({ name: 'order', table: 'order_items' })
    expect(next.access.at(-1)!.owner).toBe('owner_id')
  })
})

describe('a page that a person adds to a plan', () => {
  const page: NewPage = { path: '/opening-hours', title: 'Opening hours', view: 'about', auth: 'public', entity: null }
  it('stands before the pages of signing in, and in the menu', () => {
    const next = done(addPage(RECIPES, page))
    const at = next.pages.findIndex(({ path }) => path === page.path)
    expect(next.pages[at]).toEqual({
      path: '/opening-hours',
      purpose: 'Opening hours',
      auth: 'public',
      view: 'about',
      title: 'Opening hours',
      nav: true,
    })
    expect(at).toBeLessThan(next.pages.findIndex(({ path }) => path === '/sign-in'))
    expect([...faultsIn(next)]).toEqual([])
  })
  it('shows an entity only as it can be shown, to whom it may be shown', () => {
    const recipe = RECIPES.entities.find(({ table }) => table === 'recipes')!
    expect(viewsFor(recipe)).toEqual(['list', 'detail', 'new', 'edit', 'gallery', 'leaderboard', 'report', 'dashboard'])
    expect(viewsFor(null)).toEqual(['about'])
    expect(authsFor(RECIPES, 'gallery', 'recipe')).toEqual(['public', 'user'])
    expect(authsFor(RECIPES, 'new', 'recipe')).toEqual(['user'])
    expect(pathFor(RECIPES, { title: 'Print it', view: 'detail', entity: 'recipe' })).toBe('/recipes/[id]/print-it')
  })
  it.each([
    [{ title: ' ' }, 'title', 'Give it a title'],
    [{ path: '' }, 'path', 'Give it an address'],
    [{ path: '/Öffnung' }, 'path', 'lower case letters'],
    [{ path: '/../etc' }, 'path', 'lower case letters'],
    [{ path: '/api/x' }, 'path', 'taken by the app itself'],
    [{ path: '/recipes' }, 'path', 'There is a page at /recipes already.'],
    [{ view: 'detail', entity: 'recipe' }, 'path', 'like /recipes/[id]/opening-hours'],
    [{ path: '/x/[id]' }, 'path', 'Only a page of one row'],
  ] as const)('is refused in words, at its place: %j', (wrong, place, reason) => {
    const refused = { ...page, ...wrong } as NewPage
    const refusal = refusePage(RECIPES, refused)!
    expect([refusal.place, errorText('en', refusal.told)]).toEqual([place, expect.stringContaining(reason)])
    expect(addPage(RECIPES, refused)).toEqual({ spec: null, refusal })
  })
})
