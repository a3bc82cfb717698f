import { refusal } from '../../core/errors'
import { remakePicture } from '../../core/picture'
import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import { openVersion } from '../projects/open-version'
import { MAX_PICTURE_BYTES, MAX_PICTURE_PIXELS, PICTURE_SIZE, type Thumbnail } from './contract'
import { giveUpFiles } from './internal/remove-files'
import { storeFile } from './internal/store-file'
import { nameThumbnail } from './stores/thumbnail-store'

/**
 * Keeps a picture of a version of the caller's, by default the newest. What it shows is the project's word, which may
 * be hostile: it is only ever shown to its owner, and made anew from its pixels.
 * @throws not_found, unsupported_media_type for what is no picture, quota_exceeded
 */
export async function putThumbnail(
  ctx: Ctx,
  who: Principal,
  input: { id: string; version?: number | undefined; bytes: Uint8Array },
): Promise<Thumbnail> {
  const { id, bytes } = input
  const { number: version } = await openVersion(ctx, who, id, input.version)
  const picture = await remakePicture(bytes, { maxPixels: MAX_PICTURE_PIXELS, ...PICTURE_SIZE })
  if (picture === null) throw refusal('unsupported_media_type', 'detail.noPicture')
  const { size } = await storeFile(
    ctx,
    {
      ownerId: who.userId,
      projectId: id,
      namespace: 'thumbnails',
      contentType: picture.contentType,
      content: picture.bytes,
      maxBytes: MAX_PICTURE_BYTES,
      expiresAt: null,
    },
    async (tx, { id: fileId }) => {
      const unnamed = await nameThumbnail(tx, { projectId: id, version, fileId })
      await giveUpFiles(tx, unnamed, ctx.clock.now())
    },
  )
  return { version, width: picture.width, height: picture.height, size }
}
