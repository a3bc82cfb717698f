import * as contract from '@/lib/domains/share/contract'
import { listSharedMessages } from '@/lib/domains/share/read-shared'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.listSharedMessages, ({ ctx, params, query }) =>
  listSharedMessages(ctx, { ...params, ...query }),
)
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
