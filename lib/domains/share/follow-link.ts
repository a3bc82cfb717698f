import { sha256 } from '../../core/crypto'
import { notFound } from '../../core/errors'
import type { Ctx } from '../../context'
import { type Principal, systemFor } from '../../http/principal'
import { shownVersion } from './policy'
import { findShare, type FoundShare } from './store'

/** Where a link leads: whose eyes it lends, and to what. */
export type Followed = { link: FoundShare; owner: Principal; id: string; version: number }

/**
 * The one door of whoever has a link. What it gives is read as the owner would read it, of this project and this
 * version only, so nothing that reads may be given anything else than `id` and `version` of the answer.
 * @throws not_found for a link that never was, has expired or was withdrawn, and for a project that was deleted: nobody
 * can tell which
 */
export async function followLink(ctx: Ctx, token: string, asked?: number | undefined): Promise<Followed> {
  const link = await findShare(ctx.db, sha256(token), ctx.clock.now())
  const version = link === null ? null : shownVersion(link, link.currentVersion, asked)
  if (link === null || version === null) throw notFound('share')
  return { link, owner: systemFor(link.ownerId), id: link.projectId, version }
}
