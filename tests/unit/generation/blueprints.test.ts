import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { planApp } from '@/lib/domains/generation/builtin/architect/plan-app'
import { withAsks } from '@/lib/domains/generation/builtin/asks/with-asks'
import { BLUEPRINTS, listed } from '@/lib/domains/generation/builtin/blueprints/blueprint'
import { namesOf } from '@/lib/domains/generation/builtin/blueprints/design-words'
import type { AppSpec } from '@/lib/domains/spec/contract'
import { plain } from '@/lib/domains/spec/inflect'

const planned = (prompt: string): AppSpec => withAsks(planApp({ prompt }), prompt, null)
const greyOf = ({ prompts = [] }: AppSpec): string[] =>
  prompts.flatMap((one) => one.notUnderstood).map(({ text }) => text)

describe('the blueprints', () => {
  it('are the folders, and each is on the list', () => {
    const folders = readdirSync('blueprints').filter((name) => existsSync(`blueprints/${name}/blueprint.json`))
    expect([...BLUEPRINTS.keys()].sort()).toEqual(folders.sort())
  })

  it.each([...BLUEPRINTS])('%s says nothing of what it has not', (_, { entities, deeds }) => {
    const names = entities.map(({ en }) => en)
    for (const { of } of entities) for (const parent of of) expect(names).toContain(parent.replace('!', ''))
    for (const { of, adds, sets } of deeds) {
      expect([adds, sets].filter((each) => each !== undefined)).toHaveLength(1)
      for (const name of [of, adds, sets?.in]) expect([...names, undefined]).toContain(name)
      if (sets === undefined) continue
      const { fields } = entities.find(({ en }) => en === sets.in)!
      expect(fields.find(({ en }) => en === sets.field)?.values?.en).toContain(sets.to)
    }
    for (const { fields } of entities)
      for (const { type, values } of fields) {
        expect(type === 'enum').toBe(values !== undefined)
        expect(values?.en.length).toBe(values?.es.length)
      }
  })

  it.each([...BLUEPRINTS])('%s calls no two things by one name', (_, { entities }) => {
    for (const locale of ['en', 'es'] as const) {
      const names = entities.flatMap((entity) => [entity[locale], ...listed(entity.called?.[locale])].map(plain))
      expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
      expect(entities.flatMap((entity) => namesOf(entity, locale)).every((name) => name === name.trim())).toBe(true)
    }
  })

  it.each([...BLUEPRINTS])(
    '%s says on every page no word by which a value is recognised',
    (_, { tagline, entities }) => {
      for (const locale of ['en', 'es'] as const) {
        const values = entities.flatMap(({ fields }) => fields.flatMap((field) => field.values?.[locale] ?? []))
        const said = ` ${plain(tagline[locale]).replace(/[^\p{L}]+/gu, ' ')} `
        const words = values.map((value) => ` ${plain(value.replaceAll('_', ' '))} `)
        expect(words.filter((word) => said.includes(word))).toEqual([])
      }
    },
  )

  const examples = [...BLUEPRINTS].flatMap(
    ([
      slug,
      {
        examples: { en, es },
      },
    ]) => [...en, ...es].map((prompt) => [slug, prompt] as const),
  )
  it.each(examples)('%s is planned of: %s', (slug, prompt) => {
    const spec = planned(prompt)
    expect(spec.blueprint).toBe(slug)
    const blueprint = BLUEPRINTS.get(slug)!
    for (const { name, table } of spec.entities)
      expect(
        table === 'profiles' || blueprint.entities.some((entity) => namesOf(entity, spec.locale).includes(plain(name))),
      ).toBe(true)
    expect(spec.asks!.map(({ state }) => state)).toEqual(spec.asks!.map(() => 'planned'))
    expect(greyOf(spec)).toEqual([])
  })
})

describe('a prompt', () => {
  it('that describes an application of its own is planned from what it describes', () => {
    const spec = planned('A garage: customers (name, email), repairs (title, price). A repair belongs to a customer.')
    expect(spec.blueprint).toBeUndefined()
    expect(spec.entities.map(({ table }) => table)).toEqual(['customers', 'repairs'])
  })

  it('that names other things too keeps them', () => {
    const spec = planned('A kanban board for my tasks with projects and a dashboard')
    expect(spec.blueprint).toBeUndefined()
    expect(spec.entities.map(({ table }) => table)).toContain('projects')
  })

  it('has its own words for things, and its own fields', () => {
    const dentist = planned('A clinic where patients book an appointment with a dentist')
    expect(dentist.entities.map(({ table }) => table)).toEqual(['dentists', 'appointments'])
    const cards = planned('A kanban board with cards that have a title, a deadline and a size')
    expect(cards.entities[0]!.fields.map(({ column }) => column)).toEqual([
      'title',
      'deadline',
      'size',
      'status',
      'creator_id',
    ])
  })

  it('makes no table of verbs, people and measures', () => {
    for (const prompt of [
      'A clinic appointment book where patients book an appointment with a doctor, and the doctor sees their own appointments',
      'A yoga studio where members book classes and the teacher sees who comes',
      'Employees request vacation and their manager approves it',
      'Split expenses with friends: who paid what and who owes whom',
    ])
      expect(
        planned(prompt)
          .entities.map(({ table }) => table)
          .join(' '),
      ).not.toMatch(/sees|comes|approves|friends|^books/)
  })

  it('of personal data is for nobody without an account', () => {
    for (const prompt of [
      'A clinic appointment book where patients book an appointment with a doctor',
      'Time clock: employees clock in and out and the boss sees the hours',
      'An invoicing app for freelancers: clients, invoices with lines',
      'A help desk where customers open tickets and our team answers them',
    ]) {
      const spec = planned(prompt)
      const open = spec.access.filter(({ allow }) => allow.anon?.includes('read') === true).map(({ table }) => table)
      expect(open.filter((table) => !['doctors', 'profiles'].includes(table))).toEqual([])
    }
  })

  it('for a team lets all of them change what they work on together, and nobody else’s words', () => {
    const rules = (prompt: string) => new Map(planned(prompt).access.map((rule) => [rule.table, rule.allow]))
    for (const [prompt, table] of [
      ['A kanban board for my team with cards that have a title and a due date', 'cards'],
      ['A CRM for my agency: contacts, companies and deals', 'deals'],
      ['An inventory for my shop: products, stock levels and suppliers', 'stock_movements'],
      ['A wiki for our team where members write pages', 'pages'],
    ] as const)
      expect(rules(prompt).get(table)).toMatchObject({ other: ['read', 'update'] })
    expect(rules('A forum with topics and replies').get('topics')!.other).toEqual(['read'])
  })

  it('of everybody is shown by somebody else, or said to be about their own alone', () => {
    const [shared] = planned('A wiki for our company where everybody can edit pages').asks!
    expect(shared!.scenarios!.flatMap(({ steps }) => steps).flatMap(({ as }) => as ?? [])).toEqual(['ana', 'ben'])
    const [own] = planned('A forum where everyone can edit topics').asks!
    expect(own).toMatchObject({ state: 'not_built', why: 'In the plan everybody changes only their own “Topics”.' })
  })

  it('that says what the whole has means what it is mainly about', () => {
    const spec = planned('A to-do list with a title, a priority and a due date')
    expect(spec.asks!.flatMap(({ items }) => items)).toEqual(
      expect.arrayContaining(['field:tasks.title', 'field:tasks.priority', 'field:tasks.due_date']),
    )
    expect(greyOf(spec)).toEqual([])
    const list = planned('Un inventario de productos con existencias y precio')
    expect(list.blueprint).toBe('inventory')
  })

  it('that marks things as done marks no pupil', () => {
    const spec = planned('A shopping list for my family: items with quantity and shop, mark them as bought')
    expect(spec.entities.map(({ table }) => table)).toEqual(['items'])
    expect(
      planned('A school where teachers mark essays and pupils see their marks')
        .entities.map(({ table }) => table)
        .join(),
    ).toMatch(/grades|marks/)
  })

  it('of a field that no page shows looks at those that are shown, too', () => {
    const spec = planned('A marketplace where students post items with price and photo')
    const ask = spec.asks!.find(({ items = [] }) => items.includes('field:items.price'))!
    const steps = ask.scenarios!.flatMap(({ steps: each }) => each)
    expect(steps.filter((step) => step.do === 'see').length).toBeGreaterThanOrEqual(2)
  })
})
