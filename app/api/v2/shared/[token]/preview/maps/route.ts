import * as contract from '@/lib/domains/share/contract'
import { readSharedPreviewMaps } from '@/lib/domains/share/read-shared'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.getSharedPreviewMaps, ({ ctx, params, query }) =>
  readSharedPreviewMaps(ctx, { ...params, ...query }),
)
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
