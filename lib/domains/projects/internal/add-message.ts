import type { DbTx } from '../../../core/db/db'
import { newId } from '../../../core/ids'
import { toStorable } from '../../../core/text'
import type { Ctx } from '../../../context'
import type { Message } from '../contract'
import { insertMessage, selectAnswers, updateText } from '../stores/message-store'

/**
 * Adds to a project's conversation (internal: the caller has checked ownership). A run says one thing per role:
 * repeated, the first message stands.
 */
export async function addMessage(
  ctx: Ctx,
  input: { projectId: string; role: Message['role']; text: string; runId?: string; version?: number },
): Promise<Message> {
  const now = ctx.clock.now()
  const { projectId, role } = input
  const text = toStorable(input.text)
  return insertMessage(ctx.db, {
    id: newId('message', now.getTime()),
    projectId,
    role,
    text,
    runId: input.runId ?? null,
    version: input.version ?? null,
    createdAt: now,
  })
}

/** The prompt that started a run, written in the transaction that starts it. */
export async function insertPrompt(
  tx: DbTx,
  input: { projectId: string; runId: string; text: string; now: Date },
): Promise<void> {
  const { projectId, runId, text, now } = input
  await insertMessage(tx, {
    id: newId('message', now.getTime()),
    projectId,
    role: 'user',
    text,
    runId,
    version: null,
    createdAt: now,
  })
}

/**
 * Corrects what was said when a version was handed over (internal: the caller has checked ownership); a version of
 * which nobody said anything has nothing to correct.
 * @param correct the text as it is to be; the same one where it is right
 */
export async function correctAnswer(
  tx: DbTx,
  { projectId, version }: { projectId: string; version: number },
  correct: (text: string) => string,
): Promise<void> {
  for (const { id, text } of await selectAnswers(tx, projectId, version)) {
    const corrected = toStorable(correct(text))
    if (corrected !== text) await updateText(tx, id, corrected)
  }
}
