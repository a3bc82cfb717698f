import { type DbLike, requireAttempt, sql, writeRaw } from '../../../core/db/db'
import { unaskedFence } from '../../../core/db/fence'

/**
 * What a conversation came to, up to one of its messages. It goes with that message, so a conversation that is cleared
 * leaves none.
 */
export type ConversationSummary = { throughId: string; text: string }

export const readConversationSummary = (db: DbLike, projectId: string): Promise<ConversationSummary | null> =>
  db.conversationSummary.findUnique({ where: { projectId }, select: { throughId: true, text: true } })

/** Keeps nothing when the message is gone meanwhile. */
export const keepConversationSummary = async (
  db: DbLike,
  projectId: string,
  { throughId, text }: ConversationSummary,
): Promise<void> =>
  void (await writeRaw(
    db,
    sql`
    with held as materialized (select ${requireAttempt(unaskedFence())} as ok)
    insert into conversation_summary ("projectId", "throughId", text)
    select "projectId", id, ${text} from message
    where id = ${throughId} and "projectId" = ${projectId} and (select ok from held)
    on conflict ("projectId") do update
    set "throughId" = excluded."throughId", text = excluded.text, "createdAt" = now()
    returning "projectId"`,
  ))
