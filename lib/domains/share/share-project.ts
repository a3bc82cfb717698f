import { randomToken, sha256 } from '../../core/crypto'
import { transaction } from '../../core/db/db'
import { refusal } from '../../core/errors'
import { newId } from '../../core/ids'
import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import { openVersion } from '../projects/open-version'
import type { ShareLink, ShareProjectInput } from './contract'
import { expiryOf, MAX_LINKS } from './policy'
import { sealedFor, toShareLink } from './share-address'
import { countShares, insertShare, lockProject } from './store'

/**
 * A link that shows a project of the caller to whoever has it.
 * @param origin of the page or program that asks: where the link leads
 * @throws not_found project or version, conflict when nothing was written yet, quota_exceeded
 */
export async function shareProject(
  ctx: Ctx,
  who: Principal,
  input: ShareProjectInput & { id: string; origin: string },
): Promise<ShareLink> {
  const followsNewest = input.version === 'newest'
  const asked = input.version === 'newest' ? undefined : input.version
  const { number } = await openVersion(ctx, who, input.id, asked)
  if (number === 0) throw refusal('conflict', 'detail.nothingToShare')
  const now = ctx.clock.now()
  const expiresAt = expiryOf(input, now)
  const id = newId('share')
  const token = randomToken()
  const row = await transaction(ctx.db, async (tx) => {
    await lockProject(tx, input.id)
    if ((await countShares(tx, input.id, now)) >= MAX_LINKS)
      throw refusal('quota_exceeded', 'detail.quotaLinks', { limit: MAX_LINKS })
    return insertShare(tx, {
      id,
      projectId: input.id,
      tokenHash: sha256(token),
      sealedToken: ctx.cipher.seal(token, sealedFor(who.userId, id)),
      version: number,
      followsNewest,
      withConversation: input.withConversation,
      createdAt: now,
      expiresAt,
    })
  })
  return toShareLink(ctx.cipher, who.userId, input.origin, row)
}
