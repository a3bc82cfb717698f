import { describe, expect, it } from 'vitest'
import { planApp } from '@/lib/domains/generation/builtin/architect/plan-app'
import { planSite } from '@/lib/domains/generation/builtin/site/plan-site'
import { AppSpec } from '@/lib/domains/spec/contract'
import { addEntity, type NewEntity } from '@/lib/domains/spec/edit/add-entity'
import { faultsSince } from '@/lib/domains/spec/edit/faults'
import { done } from '../../support/edited'

/**
 * A change by the built-in architect is held to the rules that the studio and models' answers are held to: whatever a
 * prompt says about a plan that exists, what comes out has no fault that was not there before.
 */

const BUYS: NewEntity = {
  name: 'purchase',
  plural: 'purchases',
  sharing: 'private',
  field: { name: 'sum', type: 'money', required: true },
  pages: ['list', 'new'],
}
const PLANS: Record<string, AppSpec> = {
  recipes: planApp({ prompt: 'A recipe box where members save recipes with ingredients and rate them' }),
  board: planApp({ prompt: 'A kanban board for a small team with tasks, due dates and comments' }),
  store: planApp({ prompt: 'Inventario de una ferretería: productos con código y precio, proveedores y ventas' }),
  shop: planApp({ prompt: 'A bike shop: bikes (name, price, photo), repairs (title, cost, status: open, closed)' }),
  edited: done(addEntity(planApp({ prompt: 'A blog with posts and comments' }), BUYS)),
}
/** What people ask of each of them, and what nobody should. */
const asks = (spec: AppSpec): string[] => {
  const [first, second = first] = spec.entities.map((one) => entityWords(one.table))
  const field = spec.entities[0]!.fields.find(({ type }) => type === 'text')?.name ?? 'name'
  const all = spec.entities.map((one) => entityWords(one.table)).join(', ')
  return [
    `add a due date to ${first}`,
    `add id, owner and created at to ${first}`,
    `add select, order and table to ${first}`,
    `add ${'tags, '.repeat(60)}colour to ${first}`,
    `rename ${first} to ${second}`,
    `rename ${first} to users`,
    `rename ${first} to order`,
    `rename ${first} to ${'very '.repeat(40)}long`,
    `rename the ${field} of ${first} to id`,
    `rename the ${field} of ${first} to constructor`,
    `remove ${first}`,
    `remove ${all}`,
    `remove all fields of ${first}`,
    `remove the ${field} from ${first}`,
    `add users with email and password`,
    `add fields with name and type`,
    `add __proto__ and hasOwnProperty with name`,
    `add ${first} that belong to ${second}`,
    `add ${first}`,
    `each ${first} has several ${second} and each ${second} has several ${first}`,
    `add photos, videos, notes, tags, likes, votes and friends`,
    `add a page /api and a page /auth/callback and a page /`,
    `add a page about us and a page about us`,
    `make ${first} private`,
    `everybody may change ${first}`,
    `only admins see ${all}`,
    `make the buttons red and the background #zzz`,
    `the background is black and the text is black`,
    `agrega una categoría a ${first} y quita ${second}`,
    `cambia el nombre de ${first} por ${second}`,
    `add a "';drop table ${first};--" to ${first}`,
    `add <script>alert(1)</script> with \u0000 and \u202e to ${first}`,
    `${first} ${first} ${first}`,
    '',
  ]
}
const entityWords = (table: string): string => table.replaceAll('_', ' ')
const faults = (before: AppSpec, after: AppSpec): string[] =>
  faultsSince(before, after).map(({ told }) => `${told.key} ${JSON.stringify(told.values ?? {})}`)

describe.each(Object.entries(PLANS))('a change of %s', (_name, plan) => {
  it('meets the rules of a plan, whatever it asks', () => {
    const found = asks(plan).flatMap((prompt) => {
      const next = planApp({ prompt, previous: plan })
      expect(AppSpec.safeParse(next).error?.message, prompt).toBeUndefined()
      return faults(plan, next).map((fault) => `${prompt.slice(0, 80)}: ${fault}`)
    })
    expect(found).toEqual([])
    // Or it would say nothing.
    const changed = asks(plan).filter(
      (prompt) => JSON.stringify(planApp({ prompt, previous: plan })) !== JSON.stringify(plan),
    )
    expect(changed.length).toBeGreaterThan(8)
  })

  it('meets them after all the others too', () => {
    let spec = plan
    for (const prompt of asks(plan)) {
      const next = planApp({ prompt, previous: spec })
      expect(faults(spec, next), prompt.slice(0, 80)).toEqual([])
      spec = next
    }
    expect(faults(plan, spec)).toEqual([])
  })
})

describe('a change of a site', () => {
  const site = planSite({
    prompt: 'A site for a bakery: bread, cakes, opening hours and a contact form. Navy and white.',
  })
  it.each([
    'add a page about us',
    'add a page about us and a page about us',
    'add a page / and a page /index.html and a page /api',
    'add a gallery, a blog, prices, a team, a map and a shop',
    'remove the contact form',
    'remove everything',
    'remove the front page',
    `add ${'a page of bread, '.repeat(60)}and cakes`,
    'add customers with name and e-mail and keep them in a database',
    'make it dark with gold buttons',
    'agrega una página de precios y quita el horario',
    'add <script>alert(1)</script> to the front page',
  ])('meets the rules too: %s', (prompt) => {
    const next = planSite({ prompt, previous: site })
    expect(AppSpec.safeParse(next).error?.message).toBeUndefined()
    expect(faults(site, next)).toEqual([])
  })
})
