import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { planApp } from '@/lib/domains/generation/builtin/architect/plan-app'
import { withAsks } from '@/lib/domains/generation/builtin/asks/with-asks'
import { BLUEPRINTS, listed } from '@/lib/domains/generation/builtin/blueprints/blueprint'
import { namesOf } from '@/lib/domains/generation/builtin/blueprints/match-blueprint'
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
})
