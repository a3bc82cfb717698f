import * as contract from '@/lib/domains/preview/contract'
import { readPreviewMaps } from '@/lib/domains/preview/read-preview-maps'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.getPreviewMaps, ({ ctx, who, params, query }) =>
  readPreviewMaps(ctx, who, { ...params, ...query }),
)
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
