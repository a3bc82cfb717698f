import * as contract from '@/lib/domains/share/contract'
import { openSharedPreview } from '@/lib/domains/share/read-shared'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.getSharedPreview, ({ ctx, params, query }) =>
  openSharedPreview(ctx, { ...params, ...query }),
)
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
