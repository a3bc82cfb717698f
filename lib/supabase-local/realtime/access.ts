import { DatabaseError, type Actor, type Database } from '../database.ts'
import type { Caller } from '../part.ts'

/*
 * Private channels: policies on realtime.messages say who may listen (select) and who may send (insert), for
 * `broadcast` and `presence` each (https://supabase.com/docs/guides/realtime/authorization).
 */

export type Extension = 'broadcast' | 'presence'

const SERVICE: Actor = { role: 'service_role' }

/** Whoever listens or sends on a topic, for the policies. */
const actorOf = ({ role, claims }: Caller, topic: string): Actor => ({
  role,
  settings: { 'request.jwt.claims': JSON.stringify(claims), 'realtime.topic': topic },
})

/** Whether the policies let somebody read messages of a topic: tried on one that is there for a moment. */
export async function mayRead(database: Database, caller: Caller, topic: string, kind: Extension): Promise<boolean> {
  const { rows } = await database.query<{ id: string }>(
    `insert into realtime.messages (topic, extension, private) values ($1, $2, true) returning id::text as id`,
    [topic, kind],
    SERVICE,
  )
  const id = rows[0]?.id ?? ''
  try {
    const seen = await database.query(
      `select 1 from realtime.messages where id::text = $1`,
      [id],
      actorOf(caller, topic),
    )
    return seen.rowCount > 0
  } catch (error) {
    if (error instanceof DatabaseError) return false
    throw error
  } finally {
    await database.query(`delete from realtime.messages where id::text = $1`, [id], SERVICE)
  }
}

/** Whether they let somebody send one: tried, and undone. */
export async function mayWrite(database: Database, caller: Caller, topic: string, kind: Extension): Promise<boolean> {
  const insert = `insert into realtime.messages (topic, extension, private) values ($1, $2, true)`
  try {
    await database.transaction(actorOf(caller, topic), (query) => query(insert, [topic, kind]), { isUndone: true })
    return true
  } catch (error) {
    if (error instanceof DatabaseError) return false
    throw error
  }
}
