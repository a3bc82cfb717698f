import { type DbTx, transaction } from '../../../core/db/db'
import { refusal } from '../../../core/errors'
import { newId } from '../../../core/ids'
import { after, HOUR } from '../../../core/time'
import type { Ctx } from '../../../context'
import type { Content } from '../../../integrations/storage/port'
import { lockOwner } from '../../projects/internal/require-room'
import { QUOTAS } from '../../projects/quotas'
import { completeFile, expireFiles, insertFile, type StoredFile, sumFiles } from '../store'

/** What is not whole after so long never will be. */
const WRITE_MS = HOUR
const MEGABYTE = 1024 * 1024

export type FileToStore = {
  ownerId: string
  /** The file goes when the project goes; null: only with its owner. */
  projectId: string | null
  /** What it is for; the first part of its key. */
  namespace: string
  contentType: string
  content: Content
  maxBytes: number
  /** Until when it is kept; null: until it is given up. */
  expiresAt: Date | null
}

/**
 * Keeps a file for somebody (internal: whoever calls has checked that they may). Its row is written before its bytes,
 * and counts only with what `name` writes in the same transaction: what is broken off anywhere is swept.
 * @param name writes down what the file is, so that neither is ever there without the other
 * @throws quota_exceeded, body_too_large, unavailable
 */
export async function storeFile(
  ctx: Ctx,
  file: FileToStore,
  name: (tx: DbTx, stored: StoredFile) => Promise<void>,
): Promise<StoredFile> {
  const { content, maxBytes, expiresAt, ...about } = file
  const id = newId('file')
  const key = `${file.namespace}/${id}`
  const began = ctx.clock.now()
  if ((await sumFiles(ctx.db, file.ownerId)) >= QUOTAS.fileBytes) throw overQuota()
  await insertFile(ctx.db, { id, key, ...about, createdAt: began, expiresAt: after(began, WRITE_MS) })
  try {
    const { size, sha256 } = await ctx.storage.put(key, content, { contentType: file.contentType, maxBytes })
    return await transaction(ctx.db, async (tx) => {
      await lockOwner(tx, file.ownerId)
      const stored = await completeFile(tx, { id, size, sha256, expiresAt, now: ctx.clock.now() })
      if (stored === null) throw refusal('unavailable', 'detail.storageAway')
      if ((await sumFiles(tx, file.ownerId)) > QUOTAS.fileBytes) throw overQuota()
      await name(tx, stored)
      return stored
    })
  } catch (error) {
    // Not needed for it to go, only to go at once: its row says until when it may be there.
    await expireFiles(ctx.db, [id], began).catch(() => undefined)
    throw error
  }
}

const overQuota = () =>
  refusal('quota_exceeded', 'detail.quotaFiles', { limit: Math.floor(QUOTAS.fileBytes / MEGABYTE) })
