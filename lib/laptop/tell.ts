import type { PGlite } from '@electric-sql/pglite'
import type { Migrated } from './migrate.ts'
import type { Project } from './project.ts'
import type { Texts } from './texts.ts'

type Say = (line: string) => void

/** Says what became of the files of `supabase/`. @returns whether there is a database to go on with */
export function tellMigrated(done: Migrated, texts: Texts, say: Say): boolean {
  for (const file of done.applied) say(texts.applied(file))
  for (const file of done.changed) say(texts.changed(file))
  for (const file of done.removed) say(texts.removed(file))
  if (done.migrationProblem !== null) {
    const { place, message } = done.migrationProblem
    say(`${texts.sqlFailed(place, message)}\n${texts.migrationFailed}`)
    return false
  }
  const seed = 'supabase/seed.sql'
  if (done.seedProblem !== null) {
    const { place, message } = done.seedProblem
    say(`${texts.sqlFailed(place, message)}\n${texts.seedFailed}`)
  } else if (done.seeded === 'now') say(texts.seeded(seed))
  else if (done.seeded === 'changed') say(texts.seedChanged(seed))
  return true
}

/** Names the demo people who really can sign in: a seed that somebody wrote may not have them. */
export async function tellPeople(db: PGlite, { demo }: Project, texts: Texts, say: Say): Promise<void> {
  const { rows } = await db.query<{ email: string }>(
    `select email from auth.users where encrypted_password <> '' and deleted_at is null`,
  )
  const present = new Set(rows.map(({ email }) => email))
  const people = demo.filter(({ email }) => present.has(email))
  if (people.length === 0) return
  say(texts.demo(people.map(({ email, password, role }) => texts.person(email, password, role)).join(', ')))
}
