import { notFound, refusal } from '../../core/errors'
import type { Ctx } from '../../context'
import type { Page } from '../../http/page'
import { exportVersion } from '../evidence/export-version'
import type { Preview, PreviewMaps } from '../preview/contract'
import { openPreview } from '../preview/open-preview'
import { readPreviewMaps } from '../preview/read-preview-maps'
import type { Archive } from '../projects/build-archive'
import type { FileContent, FileTree, Message } from '../projects/contract'
import { getFile } from '../projects/get-file'
import { listFiles } from '../projects/list-files'
import { listMessages } from '../projects/list-messages'
import { followLink } from './follow-link'

/** What whoever has a link may read, each as its owner would. All throw not_found for a link that shows nothing. */

type Shared = { token: string; version?: number | undefined }

export async function listSharedFiles(ctx: Ctx, input: Shared): Promise<FileTree> {
  const { owner, id, version } = await followLink(ctx, input.token, input.version)
  return listFiles(ctx, owner, { id, version })
}

export async function getSharedFile(ctx: Ctx, input: Shared & { path: string }): Promise<FileContent> {
  const { owner, id, version } = await followLink(ctx, input.token, input.version)
  return getFile(ctx, owner, { id, version, path: input.path })
}

export async function buildSharedArchive(ctx: Ctx, input: Shared): Promise<Archive> {
  const { owner, id, version } = await followLink(ctx, input.token, input.version)
  return exportVersion(ctx, owner, { id, version })
}

/**
 * The conversation; of a link to one version as it was when the link was made, whatever was said since.
 * @throws not_found also when the link does not show it
 */
export async function listSharedMessages(
  ctx: Ctx,
  input: { token: string; limit: number; cursor?: string | undefined },
): Promise<Page<Message>> {
  const { link, owner, id } = await followLink(ctx, input.token)
  if (!link.withConversation) throw notFound('share')
  const page = await listMessages(ctx, owner, { id, limit: input.limit, cursor: input.cursor })
  if (link.followsNewest) return page
  const until = link.createdAt.toISOString()
  const items = page.items.filter(({ createdAt }) => createdAt <= until)
  return { items, nextCursor: items.length < page.items.length ? null : page.nextCursor }
}

/** Visitors of links whose previews are being made: what is built already is only waited for a moment. */
let waiting = 0
const MAX_WAITING = 8

/**
 * What a link shows, built to run in a browser; the same files are built once. Visitors wait in a short row, so that
 * however many come, people who work have the builder to themselves soon.
 * @throws unavailable when the row is full
 */
export async function openSharedPreview(ctx: Ctx, input: Shared): Promise<Preview> {
  const { owner, id, version } = await followLink(ctx, input.token, input.version)
  return inRow(() => openPreview(ctx, owner, { id, version }))
}

/** Source maps, which come of the same build. @throws unavailable when the row is full */
export async function readSharedPreviewMaps(ctx: Ctx, input: Shared): Promise<PreviewMaps> {
  const { owner, id, version } = await followLink(ctx, input.token, input.version)
  return inRow(() => readPreviewMaps(ctx, owner, { id, version }))
}

async function inRow<T>(work: () => Promise<T>): Promise<T> {
  if (waiting >= MAX_WAITING) throw refusal('unavailable', 'detail.previewsBusy', {}, { retryAfter: 5 })
  waiting += 1
  try {
    return await work()
  } finally {
    waiting -= 1
  }
}
