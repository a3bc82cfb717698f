import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { planApp } from '@/lib/domains/generation/builtin/architect/plan-app'
import type { AppSpec, Field } from '@/lib/domains/spec/contract'

/**
 * What detailed prompts become: no table of a verb, a role, a number, a measure, a weekday, an example or an exclusion;
 * the design that they ask for also where they say much; and what they describe with all its fields.
 */
type Row = { prompt: string; design?: string; keeps?: string[]; never: string }
const ROWS = JSON.parse(readFileSync('tests/fixtures/detailed-prompts.json', 'utf8')) as Row[]

const tablesOf = ({ entities }: AppSpec): string[] => entities.map(({ table }) => table)
const fieldsOf = (prompt: string, table: string): Record<string, Field['type']> =>
  Object.fromEntries(
    planApp({ prompt })
      .entities.find((one) => one.table === table)!
      .fields.map(({ column, type }) => [column, type]),
  )
const openIn = (prompt: string): string[] =>
  planApp({ prompt }).access.flatMap(({ table, allow }) => (allow.anon?.includes('read') === true ? table : []))

describe('a detailed prompt', () => {
  it.each(ROWS)('$prompt', ({ prompt, design, keeps = [], never }) => {
    const spec = planApp({ prompt })
    expect(tablesOf(spec)).toEqual(expect.arrayContaining(keeps))
    expect(tablesOf(spec).filter((table) => new RegExp(never).test(table))).toEqual([])
    expect(spec.blueprint).toBe(design ?? spec.blueprint)
  })

  it('in a language that is not read gives the least there is', () => {
    for (const prompt of [
      'Wir sind ein Chor mit vierzig Leuten und brauchen eine App für unsere Proben. Die Noten liegen als PDF dabei, und wer kann, trägt sich ein.',
      'Nous sommes une association de quartier et nous voulons une application pour organiser le covoiturage entre voisins, avec les horaires.',
    ])
      expect(tablesOf(planApp({ prompt }))).toHaveLength(1)
  })
})

describe('what a prompt describes has all its fields', () => {
  it('in a bullet', () =>
    expect(
      fieldsOf(
        'A site for our museum.\n\n- Tours have a title, a guide, a language, date and start time, length in minutes, a price and a maximum number of places\n- Anybody can look at them',
        'tours',
      ),
    ).toMatchObject({
      title: 'text',
      guide: 'text',
      date: 'date',
      start_time: 'datetime',
      length: 'integer',
      price: 'money',
      maximum_number_of_places: 'integer',
    }))

  it('in a row of a table, with what it refers to', () =>
    expect(
      fieldsOf(
        'App para mi club de remo.\n\n| Tabla | Campos |\n|---|---|\n| Barco | nombre, plazas, tipo (skiff, doble, cuatro) |\n| Salida | barco, fecha, duración en minutos, notas |',
        'salidas',
      ),
    ).toMatchObject({ barco_id: 'reference', fecha: 'date', duracion: 'integer' }))

  it('in a user story', () =>
    expect(
      fieldsOf(
        'As the host I want to create a game night with a date and up to eight rounds of four players.',
        'game_nights',
      ),
    ).toMatchObject({ date: 'date', rounds: 'integer' }))

  it('in a letter', () =>
    expect(
      fieldsOf(
        'Hello! Customers call us and we write the repair down: name, phone, address and how urgent (today / this week / no hurry).',
        'repairs',
      ),
    ).toMatchObject({ name: 'text', phone: 'text', address: 'text', urgency: 'enum' }))

  it('with questions for names, and as many pictures as it likes', () => {
    expect(
      fieldsOf('Members list bulbs with variety, year of planting, how many bulbs and a photo', 'bulbs'),
    ).toMatchObject({ variety: 'text', year_of_planting: 'integer', number_of_bulbs: 'integer', photo: 'image' })
    const prompt =
      'Una web donde la gente publica una bici con hasta cinco fotos, talla, estado (nueva, como nueva, usada) y precio en euros'
    const bike = planApp({ prompt }).entities.find(({ table }) => table === 'bicis')!
    expect(bike.fields).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ column: 'fotos', type: 'image' }),
        expect.objectContaining({ column: 'estado', values: ['nueva', 'como_nueva', 'usada'] }),
        expect.objectContaining({ column: 'precio', type: 'money' }),
      ]),
    )
  })

  it('beside the things of a design, tied to them', () => {
    const prompt =
      'Necesito una agenda de citas para mi clínica veterinaria, que está en un pueblo y atiende de lunes a viernes por la mañana. Los dueños registran a sus mascotas (nombre, especie, raza) y piden cita con una de las dos veterinarias.'
    expect(planApp({ prompt }).blueprint).toBe('appointments')
    expect(fieldsOf(prompt, 'mascotas')).toMatchObject({ nombre: 'text', especie: 'text', raza: 'text' })
    expect(fieldsOf(prompt, 'citas')).toMatchObject({ mascota_id: 'reference', veterinaria_id: 'reference' })
    expect(openIn(prompt)).toEqual(['veterinarias'])
  })
})

describe('visitors read', () => {
  it('nothing where nobody said so', () => {
    for (const prompt of [
      'A tracker for my beehives, with inspections and harvests',
      'An app for our rowing crew: boats (name, seats), outings (date, weather). An outing belongs to a boat.',
      'A rehearsal planner for our choir with rehearsals and songs',
      'Una app para el huerto compartido: parcelas (nombre, tamaño), tareas (título, fecha)',
    ])
      expect(openIn(prompt)).toEqual([])
  })

  it('what is there for them, without the people behind it', () => {
    expect(openIn('A website of our climbing club with routes (name, grade) that anybody can look at')).toContain(
      'routes',
    )
    expect(openIn('Un directorio de panaderías: panaderías (nombre, dirección, foto)')).toContain('panaderias')
    expect(openIn('A help desk where customers open tickets and our team answers them')).toEqual([])
  })
})
