import { invalid } from '../../core/errors'
import type { Ctx } from '../../context'
import { fromCursor, type Page, page } from '../../http/page'
import type { Principal } from '../../http/principal'
import type { Message } from './contract'
import { selectMessages } from './stores/message-store'
import { findOwnedProject } from './store'

/** The conversation, oldest first. @throws not_found */
export async function listMessages(
  ctx: Ctx,
  who: Principal,
  input: { id: string; limit: number; cursor?: string | undefined },
): Promise<Page<Message>> {
  await findOwnedProject(ctx.db, who, input.id)
  const after = fromCursor(input.cursor)
  if (after !== null && !/^msg_[0-9a-z]{26}$/.test(after)) throw invalid('cursor', 'reason.cursor')
  const rows = await selectMessages(ctx.db, input.id, after, input.limit + 1)
  return page(rows, input.limit, (row) => row.id)
}
