import * as contract from '@/lib/domains/preview/contract'
import { openPreview } from '@/lib/domains/preview/open-preview'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.getPreview, ({ ctx, who, params, query }) =>
  openPreview(ctx, who, { ...params, ...query }),
)
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
