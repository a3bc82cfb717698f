import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import { deleteMessages } from './stores/message-store'
import { findOwnedProject } from './store'

/** Forgets the conversation; files and versions stay. @throws not_found */
export async function clearMessages(ctx: Ctx, who: Principal, id: string): Promise<void> {
  await findOwnedProject(ctx.db, who, id)
  await deleteMessages(ctx.db, id)
}
