import type { Cipher } from '../../core/cipher'
import { UnreadableSecret } from '../../core/cipher'
import type { ShareLink } from './contract'
import type { ShareRow } from './store'

/** What a sealed token is bound to: in another row, or of another owner, it does not open. */
export const sealedFor = (ownerId: string, linkId: string) => ({ purpose: 'share-link', ownerId, scope: linkId })

/** A link as its owner sees it, with its address, which may be copied again as long as it shows something. */
export function toShareLink(cipher: Cipher, ownerId: string, origin: string, row: ShareRow): ShareLink {
  const { sealedToken, ...link } = row
  return {
    ...link,
    url: addressOf(cipher, ownerId, origin, row.id, sealedToken),
    lastOpenedAt: row.lastOpenedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  }
}

function addressOf(cipher: Cipher, ownerId: string, origin: string, id: string, sealed: Uint8Array): string | null {
  try {
    return `${origin}/s/${cipher.open(sealed, sealedFor(ownerId, id))}`
  } catch (error) {
    if (error instanceof UnreadableSecret) return null
    throw error
  }
}
