import sharp from 'sharp'

/*
 * Pictures that people send, made anew: what comes out was written by us from pixels, so it is a picture and nothing
 * else, without the place and the camera that a photograph names.
 */

export type Picture = { bytes: Uint8Array<ArrayBuffer>; contentType: 'image/webp'; width: number; height: number }

/** Of what nobody sends us there is no decoder to attack, whatever the bytes look like. */
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadPngBuffer', 'VipsForeignLoadJpegBuffer', 'VipsForeignLoadWebpBuffer'] })
// Small pictures, now and then: no threads and no memory held for them.
sharp.cache(false)
sharp.concurrency(1)

const SECONDS = 5

/**
 * The same picture as WebP, made to fit and never larger than it was. PNG, JPEG and WebP are taken by what is in them,
 * not by what they are called; of a moving one the first image.
 * @param maxPixels more than so many is no picture of ours
 * @returns null for what is none of these
 */
export async function remakePicture(
  bytes: Uint8Array,
  { maxPixels, width, height }: { maxPixels: number; width: number; height: number },
): Promise<Picture | null> {
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error', pages: 1 })
      .autoOrient()
      .resize({ width, height, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 82 })
      .timeout({ seconds: SECONDS })
      .toBuffer({ resolveWithObject: true })
    return { bytes: new Uint8Array(data), contentType: 'image/webp', width: info.width, height: info.height }
  } catch {
    return null
  }
}
