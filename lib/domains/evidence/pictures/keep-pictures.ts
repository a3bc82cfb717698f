import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { z } from 'zod'
import type { Ctx } from '../../../context'
import { readFile } from '../../files/internal/read-file'
import { giveUpFiles } from '../../files/internal/remove-files'
import { storeFile } from '../../files/internal/store-file'
import { ownerOf } from '../../projects/internal/require-room'
import { AskId } from '../../spec/asks.ts'
import { findPictures, namePictures } from '../store'
import { MAX_PICTURES_BYTES, type Pictures } from './picture.ts'

/** What is known of a picture without opening the file. */
const PictureEntry = z.object({ ask: AskId, scenario: z.int(), path: z.string(), isTooLarge: z.boolean() })
export type PictureEntry = z.infer<typeof PictureEntry>

/** Packed they come to a tenth. */
const MAX_FILE_BYTES = MAX_PICTURES_BYTES
/** Signs of JSON around the pages, each of which may stand as two. */
const MAX_TEXT_BYTES = 3 * MAX_PICTURES_BYTES

/** Keeps pictures of a version, in place of those before. @throws quota_exceeded, unavailable */
export async function keepPictures(
  ctx: Ctx,
  { projectId, version, pictures }: { projectId: string; version: number; pictures: Pictures },
): Promise<void> {
  if (pictures.pictures.length === 0) return
  const entries = pictures.pictures.map(({ ask, scenario, path, html }): PictureEntry => ({
    ask,
    scenario,
    path,
    isTooLarge: html === null,
  }))
  await storeFile(
    ctx,
    {
      ownerId: await ownerOf(ctx.db, projectId),
      projectId,
      namespace: 'scenarios',
      contentType: 'application/gzip',
      content: await promisify(gzip)(JSON.stringify(pictures)),
      maxBytes: MAX_FILE_BYTES,
      expiresAt: null,
    },
    async (tx, { id: fileId }) => {
      const unnamed = await namePictures(tx, { projectId, version, fileId, entries })
      await giveUpFiles(tx, unnamed, ctx.clock.now())
    },
  )
}

/** Which pictures there are of a version; the caller has checked that it may be seen. */
export async function listPictures(ctx: Ctx, projectId: string, version: number): Promise<PictureEntry[]> {
  const found = await findPictures(ctx.db, projectId, version)
  return z.array(PictureEntry).safeParse(found?.entries).data ?? []
}

/** The pictures of a version; null where there are none. The caller has checked that it may be seen. */
export async function readPictures(ctx: Ctx, projectId: string, version: number): Promise<Pictures | null> {
  const found = await findPictures(ctx.db, projectId, version)
  if (found === null) return null
  const { body } = await readFile(ctx, found.fileId)
  const packed = Buffer.from(await new Response(body).arrayBuffer())
  const text = await promisify(gunzip)(packed, { maxOutputLength: MAX_TEXT_BYTES })
  return JSON.parse(text.toString('utf8')) as Pictures
}
