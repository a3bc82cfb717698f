import { z } from 'zod'
import { endpoint } from '../../http/endpoint'

/** Pictures of projects. Browser-safe. */

const ProjectId = z.object({ id: z.string().regex(/^prj_[0-9a-hjkmnp-tv-z]{26}$/) })
const OfVersion = z.strictObject({ version: z.coerce.number().int().min(1).max(1_000_000_000).optional() })

export const MAX_PICTURE_BYTES = 300 * 1024
/** What is sent may have so many pixels; what is kept fits into a card, twice as sharp. */
export const MAX_PICTURE_PIXELS = 1_000_000
export const PICTURE_SIZE = { width: 800, height: 500 } as const

export const Thumbnail = z.object({ version: z.int(), width: z.int(), height: z.int(), size: z.int() })
export type Thumbnail = z.infer<typeof Thumbnail>

const tag = 'Projects'

export const putThumbnail = endpoint({
  id: 'putThumbnail',
  method: 'PUT',
  path: '/projects/{id}/thumbnail',
  tag,
  summary: 'A picture of a version for its card: PNG, JPEG or WebP, at most 300 kB and a megapixel; it is made anew',
  auth: 'user',
  limit: 'thumbnail',
  params: ProjectId,
  query: OfVersion,
  rawBody: true,
  bodyLimit: MAX_PICTURE_BYTES,
  reply: Thumbnail,
  errors: ['unsupported_media_type', 'quota_exceeded'],
})
export const getThumbnail = endpoint({
  id: 'getThumbnail',
  method: 'GET',
  path: '/projects/{id}/thumbnail',
  tag,
  summary: 'The picture of a version',
  auth: 'user',
  params: ProjectId,
  query: OfVersion,
  reply: 'image/webp',
})

export const endpoints = [putThumbnail, getThumbnail]
