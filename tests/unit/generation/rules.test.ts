import { stripTypeScriptTypes } from 'node:module'
import { describe, expect, it } from 'vitest'
import { planApp } from '@/lib/domains/generation/builtin/architect/plan-app'
import { withAsks } from '@/lib/domains/generation/builtin/asks/with-asks'
import { writeProject } from '@/lib/domains/generation/builtin/write-project'
import { writeDatabase } from '@/lib/domains/generation/builtin/database/write-database'
import type { AppSpec } from '@/lib/domains/spec/contract'
import { ruleName } from '@/lib/domains/spec/rules'

/* Limits that a prompt states: read, planned as rules of the database, and shown by somebody who is refused. */

const planned = (prompt: string): AppSpec => withAsks(planApp({ prompt }), prompt, null)
const rulesIn = (spec: AppSpec): string[] =>
  (spec.rules ?? []).map(
    (rule) =>
      `${ruleName(rule)}${rule.rule === 'apart' ? '' : ` ${rule.most ?? `≥ ${rule.rule === 'days' ? rule.least : ''}`}`}`,
  )

const OF_LOANS = 'most:loans.book_id copies'
const STATED: [prompt: string, span: string, rules: string[]][] = [
  [
    'A gym where people book classes, and when a class is full nobody can book',
    'when a class is full nobody can book',
    ['most:bookings.class_id capacity'],
  ],
  [
    'A gym: classes with limited places, members sign up for classes',
    'with limited places',
    ['most:bookings.class_id capacity'],
  ],
  [
    'Un gimnasio: clases con plazas limitadas, los socios se apuntan',
    'con plazas limitadas',
    ['most:reservas.clase_id plazas'],
  ],
  [
    'A dance school where people book classes as long as there are places left',
    'as long as there are places left',
    ['most:bookings.class_id capacity'],
  ],
  [
    'A swimming club where people sign up for classes, never overbooked',
    'never overbooked',
    ['most:bookings.class_id capacity'],
  ],
  [
    'A library where people borrow books, at most 2 books at a time',
    'at most 2 books at a time',
    [OF_LOANS, 'most:loans.member_id 2'],
  ],
  ['A library where people borrow books for up to 10 days', 'for up to 10 days', [OF_LOANS, 'days:loans.due_date 10']],
  [
    'A library where people borrow books for at most two weeks',
    'for at most two weeks',
    [OF_LOANS, 'days:loans.due_date 14'],
  ],
  [
    'An appointment book where patients book appointments with a doctor, no double bookings',
    'no double bookings',
    ['most:appointments.doctor_id.starts_at 1'],
  ],
  [
    'An appointment book where patients book appointments with a doctor. No two patients can have the same time with the same doctor.',
    'No two patients can have the same time with the same doctor',
    ['most:appointments.doctor_id.starts_at 1'],
  ],
  [
    'An appointment book where patients book appointments with a doctor, not in the past',
    'not in the past',
    ['days:appointments.starts_at ≥ 0'],
  ],
  [
    'A quiz app: quizzes with a title and up to 6 rounds, each round has a name',
    'up to 6 rounds',
    ['most:rounds.quiz_id 6'],
  ],
  [
    'Un gimnasio donde la gente reserva clases. Cuando una clase está llena nadie más puede reservar.',
    'Cuando una clase está llena nadie más puede reservar',
    ['most:reservas.clase_id plazas'],
  ],
  [
    'Una biblioteca donde los socios piden libros prestados, como máximo 3 libros a la vez',
    'como máximo 3 libros a la vez',
    ['most:prestamos.libro_id ejemplares', 'most:prestamos.miembro_id 3'],
  ],
  [
    'Una biblioteca donde los socios piden libros prestados por un máximo de 15 días',
    'por un máximo de 15 días',
    ['most:prestamos.libro_id ejemplares', 'days:prestamos.fecha_de_devolucion 15'],
  ],
  [
    'Citas para una clínica: los pacientes piden cita con un médico, sin reservas dobles',
    'sin reservas dobles',
    ['most:citas.medico_id.empieza 1'],
  ],
]

const LISTED: [prompt: string, span: string, table: string, trait: object][] = [
  [
    'A yoga studio where people book classes, soonest first',
    'soonest first',
    'classes',
    { order: { column: 'starts_at', descending: false } },
  ],
  [
    'An events site sorted by date where people register for events',
    'sorted by date',
    'events',
    { order: { column: 'starts_at', descending: false } },
  ],
  [
    'A blog where I write articles, oldest first',
    'oldest first',
    'articles',
    { order: { column: 'created_at', descending: false } },
  ],
  [
    'Una agenda de eventos donde la gente se inscribe, los más próximos primero',
    'los más próximos primero',
    'eventos',
    { order: { column: 'empieza', descending: false } },
  ],
  [
    'A todo app with tasks, overdue tasks are highlighted in red',
    'overdue tasks are highlighted in red',
    'tasks',
    { late: { column: 'due_date' } },
  ],
  [
    'A library where members borrow books. Late ones should show up in red for everybody.',
    'Late ones should show up in red for everybody',
    'loans',
    { late: { column: 'due_date', where: { column: 'returned', is: [false] } } },
  ],
  [
    'Una lista de tareas donde las tareas vencidas salen en rojo',
    'las tareas vencidas salen en rojo',
    'tareas',
    { late: { column: 'fecha_limite' } },
  ],
]

describe('how rows are listed and marked', () => {
  it.each(LISTED)('is read in “%s”', (prompt, span, table, trait) => {
    const spec = planned(prompt)
    expect(spec.entities.find((one) => one.table === table)).toMatchObject(trait)
    const ask = spec.asks!.find(({ spans }) => spans[0]?.text === span)
    expect(ask).toMatchObject({ state: 'planned' })
    expect(ask!.scenarios.length + (ask!.unprovable === undefined ? 0 : 1)).toBeGreaterThan(0)
  })
})

const TAKEN: [prompt: string, span: string, slug: string][] = [
  ['A library where members borrow books, with CSV export of books', 'with CSV export of books', 'books'],
  [
    'A recipe box where members save recipes and export them as a spreadsheet',
    'export them as a spreadsheet',
    'recipes',
  ],
  ['A CRM with contacts and deals. Export contacts.', 'Export contacts', 'contacts'],
  ['Una lista de gastos donde quiero exportar los gastos a Excel', 'quiero exportar los gastos a Excel', 'gastos'],
]

describe('rows as a file', () => {
  it.each(TAKEN)('are read in “%s”', (prompt, span, slug) => {
    const spec = planned(prompt)
    expect(spec.routes).toContainEqual(expect.objectContaining({ method: 'GET', path: `/api/${slug}/export` }))
    const ask = spec.asks!.find(({ spans }) => spans[0]?.text === span)
    expect(ask).toMatchObject({ kind: 'export', state: 'planned' })
    expect(ask!.scenarios[0]!.steps.at(-1)).toMatchObject({ do: 'download' })
  })

  it('only for some are told as not built', () => {
    const { asks, routes } = planned('A CRM with contacts and deals. Only admins can export contacts to CSV.')
    expect(routes.some(({ path }) => path.endsWith('/export'))).toBe(false)
    expect(asks!.filter(({ state }) => state === 'planned').some(({ kind }) => kind === 'export')).toBe(false)
  })

  it('have names for people where the project knows them, and no ids', async () => {
    const routeOf = async (prompt: string, path: string): Promise<string> =>
      new TextDecoder().decode((await writeProject(prompt)).get(path) as Uint8Array)
    const loans = await routeOf(
      'A library where members borrow books, export loans to CSV',
      'app/api/loans/export/route.ts',
    )
    expect(loans).toContain('row.book_label')
    expect(loans).not.toContain('member')
    const recipes = await routeOf(
      'A recipe box where members save recipes and export them as a spreadsheet',
      'app/api/recipes/export/route.ts',
    )
    expect(recipes).toContain('row.author_label')
  })

  it('hold nothing that a spreadsheet would run', async () => {
    const files = await writeProject('A CRM with contacts and deals. Export contacts.')
    const source = new TextDecoder().decode(files.get('lib/csv.ts') as Uint8Array)
    const plain = stripTypeScriptTypes(source)
    const { csvFile, money } = (await import(`data:text/javascript,${encodeURIComponent(plain)}`)) as {
      csvFile: (name: string, lines: unknown[][]) => Response
      money: (minor: number | null) => string
    }
    const answer = csvFile('a.csv', [
      ['Name', 'Sum'],
      ['=1+1', money(1250)],
      ['-12', -3],
      ['a "b", c', null],
      ['+34 600', true],
    ])
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="a.csv"')
    expect(await answer.text()).toBe('Name,Sum\r\n\'=1+1,12.50\r\n-12,-3\r\n"a ""b"", c",\r\n+34 600,true\r\n')
  })
})

describe('a limit', () => {
  it.each(STATED)('is read in “%s”', (prompt, span, rules) => {
    const spec = planned(prompt)
    expect(rulesIn(spec)).toEqual(rules)
    const ask = spec.asks!.find(({ spans }) => spans[0]?.text === span)
    expect(ask).toMatchObject({ kind: 'rule', state: 'planned' })
    expect(ask!.scenarios.flatMap(({ steps }) => steps).some((step) => step.do === 'refused')).toBe(true)
  })

  it('that a constraint holds already is shown, and no rule of its own', () => {
    const spec = planned('A class booking app where people book classes, one booking per person per class')
    expect(rulesIn(spec)).toEqual(['most:bookings.class_id capacity'])
    const ask = spec.asks!.find(({ spans }) => spans[0]?.text === 'one booking per person per class')
    expect(ask).toMatchObject({ kind: 'rule', state: 'planned' })
  })

  it.each([
    'A recipe box with up to 5 photos per recipe',
    'A gym with two rooms where people train once a week',
    'A shop where shipping takes up to 7 days',
    'A blog. I write one article per week.',
  ])('of what the plan has not is no rule: “%s”', (prompt) => {
    expect(planned(prompt).rules).toBeUndefined()
  })

  it('comes with a later prompt, in a migration of its own, and goes with its column', () => {
    const first = planned('A library where members borrow books')
    const prompt = 'Members borrow at most 4 books at a time'
    const second = withAsks(planApp({ prompt, previous: first }), prompt, first)
    expect(rulesIn(second)).toEqual([OF_LOANS, 'most:loans.member_id 4'])
    const { signal } = new AbortController()
    const migrationOf = (spec: AppSpec, previous: AppSpec): string =>
      [...writeDatabase({ spec, previous, migration: 2, signal })].find(({ path }) => path.includes('migrations'))!
        .content
    expect(migrationOf(second, first)).toContain('create or replace function public.keep_most_loans_member_id()')
    expect(migrationOf(second, first)).not.toContain('keep_most_loans_book_id')
    const without = {
      ...second,
      entities: second.entities.map((one) =>
        one.table === 'books' ? { ...one, fields: one.fields.filter(({ column }) => column !== 'copies') } : one,
      ),
    }
    expect(migrationOf(without, second)).toContain('drop function if exists public.keep_most_loans_book_id() cascade;')
  })

  it('of a design is nothing that a later prompt adds to a plan that was made without it', () => {
    const { rules: _, ...before } = planned('A library where members borrow books')
    for (const prompt of ['Use green for the buttons', 'Add a publisher to books'])
      expect(planApp({ prompt, previous: before }).rules).toBeUndefined()
    const stated = planApp({ prompt: 'Members borrow at most 4 books at a time', previous: before })
    expect(rulesIn(stated)).toEqual(['most:loans.member_id 4'])
  })

  it('is told to whoever breaks it in words, by what the database says', async () => {
    const textOf = async (prompt: string): Promise<string> =>
      new TextDecoder().decode((await writeProject(prompt)).get('lib/database-errors.ts') as Uint8Array)
    expect(await textOf('A library where members borrow books')).toContain("error.hint === 'rule'")
    expect(await textOf('A recipe box where members save recipes')).not.toContain('hint')
  })
})
