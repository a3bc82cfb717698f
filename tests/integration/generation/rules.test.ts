import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ScratchCluster, openScratchCluster } from '@/lib/domains/evidence/scratch/cluster'
import { planApp } from '@/lib/domains/generation/builtin/architect/plan-app'
import { writeDatabase } from '@/lib/domains/generation/builtin/database/write-database'
import { sharedHome } from '../../support/shared-home'

/* What rows must keep to, on a real Postgres: held for two people at the same moment, and told in words. */

let cluster: ScratchCluster
beforeAll(async () => void (cluster = await openScratchCluster({ home: sharedHome() })))
afterAll(() => cluster.close())

const [MAYA, JONAH] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'] as const
type Refused = { code?: string; message: string } | null

/** A database with the tables of a prompt and its example rows, and people in it. */
async function withPeople(
  prompt: string,
  work: (
    as: (person: string | null, sql: string) => Promise<Refused>,
    rows: (sql: string) => Promise<string[]>,
  ) => Promise<void>,
): Promise<void> {
  const files = [...writeDatabase({ spec: planApp({ prompt }), signal: new AbortController().signal })]
  const database = await cluster.take()
  try {
    const owner = await database.openMigrator()
    const rows = async (sql: string): Promise<string[]> => {
      const { results, error } = await owner.run(sql)
      if (error) throw new Error(error.message)
      return (results.at(-1)?.rows ?? []).map(([first]) => String(first))
    }
    for (const { path, content } of files) if (path.endsWith('.sql')) await rows(content)
    const prepared = new Map<string, string[]>()
    for (const sql of ['select id from public.classes', 'select id from public.books'])
      prepared.set(sql, await rows(sql).catch(() => []))
    await database.endMigrator()
    const as = async (person: string | null, sql: string): Promise<Refused> => {
      const session = await database.openAs(person === null ? 'service_role' : 'authenticated')
      const claims = person === null ? { role: 'service_role' } : { sub: person, role: 'authenticated' }
      const { error } = await session.run(
        `begin; set local request.jwt.claims = '${JSON.stringify(claims)}'; ${sql}; select pg_sleep(0.2); commit;`,
      )
      await session.close()
      return error ?? null
    }
    await work(as, async (sql) => prepared.get(sql) ?? [])
  } finally {
    await database.drop()
  }
}

test('the last place goes to one of two people who want it at the same moment', () =>
  withPeople('A yoga studio where people book classes', async (as, rows) => {
    const [id] = await rows('select id from public.classes')
    expect(
      await as(null, `delete from public.bookings; update public.classes set capacity = 1 where id = '${id}'`),
    ).toBeNull()
    const book = (person: string) => as(person, `insert into public.bookings (class_id) values ('${id}')`)
    const answers = await Promise.all([book(MAYA), book(JONAH)])
    expect(answers.filter((answer) => answer === null)).toHaveLength(1)
    expect(answers.find((answer) => answer !== null)).toMatchObject({
      code: '23514',
      message: 'This is full: no place is left.',
    })
    // Without a number of places nothing is limited.
    expect(await as(null, `update public.classes set capacity = null where id = '${id}'`)).toBeNull()
    const again = await Promise.all([book(MAYA), book(JONAH)])
    expect(again.filter((answer) => answer === null)).toHaveLength(1)
    expect(again.find((answer) => answer !== null)).toMatchObject({ code: '23505' })
  }))

test('what is given back is free again, and a date too far away is refused when it is given', () =>
  withPeople('A library where members borrow books for up to 10 days, at most 1 book at a time', async (as, rows) => {
    const [one, other] = await rows('select id from public.books')
    expect(await as(null, `delete from public.loans; update public.books set copies = 1`)).toBeNull()
    const borrow = (person: string, book: string | undefined, days: number) =>
      as(person, `insert into public.loans (book_id, due_date) values ('${book}', current_date + ${days})`)
    expect(await borrow(MAYA, one, 11)).toMatchObject({ message: 'Due date: at most 10 days from today.' })
    expect(await borrow(MAYA, one, 10)).toBeNull()
    expect(await borrow(JONAH, one, 5)).toMatchObject({ message: 'This is full: no place is left.' })
    expect(await borrow(MAYA, other, 5)).toMatchObject({ message: 'At most 1 per person: Loans.' })
    expect(await as(MAYA, `update public.loans set returned = true where book_id = '${one}'`)).toBeNull()
    expect(await borrow(JONAH, one, 5)).toBeNull()
    // Whoever takes it back while somebody else has it is refused.
    expect(await as(MAYA, `update public.loans set returned = false where book_id = '${one}'`)).toMatchObject({
      code: '23514',
    })
  }))
