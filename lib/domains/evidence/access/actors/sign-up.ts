import { escapeLiteral } from 'pg'
import type { DevoraJson } from '../../../spec/contract.ts'
import type { ScratchDatabase, GuardedSession } from '../../scratch/database.ts'
import { isServerLost, ServerLost, type SqlError } from '../../scratch/session.ts'

import { emailOf, metadataOf, ACTORS, actorId } from './actors.ts'

/** Somebody waits for it in a browser. */
const SIGN_UP_MS = 3_000
/** The SQLSTATE of a statement that was stopped; the machine may only have been busy. */
export const OUT_OF_TIME = '57014'

const insertActors = (spec: DevoraJson): string =>
  ACTORS.map((person) => {
    const { app, user } = metadataOf(spec, person)
    return `insert into auth.users (id, instance_id, aud, role, email, email_confirmed_at,
        raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
      values ('${actorId(person)}', '00000000-0000-0000-0000-000000000000', 'authenticated', 'authenticated',
        '${emailOf(person)}', now(), ${escapeLiteral(JSON.stringify(app))}, ${escapeLiteral(JSON.stringify(user))},
        now(), now())
      on conflict do nothing`
  }).join(';\n')

/**
 * Signs everybody up the way the auth server does, logged in as `supabase_auth_admin`: a trigger on `auth.users` that
 * only works for the owner of the database fails here, as it would for the first real user. Answers that failure, or
 * null.
 *
 * Rolled back, always: the role is shared by all databases, and a trigger that runs as it could change its password for
 * good.
 */
export async function trySignUp(database: ScratchDatabase, spec: DevoraJson): Promise<SqlError | null> {
  const session = await database.openAs('supabase_auth_admin')
  try {
    const { error, overrun } = await session.run(
      `begin; ${insertActors(spec)}; set constraints all immediate; rollback`,
      {
        ms: SIGN_UP_MS,
      },
    )
    if (error && !overrun && isServerLost(error)) throw new ServerLost(error.message)
    return error && overrun ? { ...error, code: OUT_OF_TIME, message: 'it does not end in time' } : error
  } finally {
    await session.close()
  }
}

/** Makes the people as the owner of the database; where triggers refuse even that, without them. */
export async function makeActors(session: GuardedSession, spec: DevoraJson): Promise<void> {
  const first = await session.run(insertActors(spec))
  if (first.error) await session.run(`alter table auth.users disable trigger user; ${insertActors(spec)}`)
}
