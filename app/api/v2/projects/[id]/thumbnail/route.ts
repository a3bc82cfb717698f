import * as contract from '@/lib/domains/files/contract'
import { getThumbnail } from '@/lib/domains/files/get-thumbnail'
import { putThumbnail } from '@/lib/domains/files/put-thumbnail'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.getThumbnail, async ({ ctx, who, params, query }) => {
  const { file, body } = await getThumbnail(ctx, who, { ...params, ...query })
  // Its address names its version; another picture of the same one is asked for by another address.
  const headers = {
    'Content-Type': file.contentType,
    'Cache-Control': 'private, max-age=86400',
    ETag: `"${file.sha256}"`,
  }
  return new Response(body, { headers: { ...headers, 'Content-Length': String(file.size) } })
})
export const PUT = route(contract.putThumbnail, ({ ctx, who, params, query, body }) =>
  putThumbnail(ctx, who, { ...params, ...query, bytes: body }),
)
export const { POST, PATCH, DELETE } = refuseOthers('GET', 'PUT')
