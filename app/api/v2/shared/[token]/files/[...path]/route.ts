import * as contract from '@/lib/domains/share/contract'
import { getSharedFile } from '@/lib/domains/share/read-shared'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.getSharedFile, ({ ctx, params, query }) =>
  getSharedFile(ctx, { ...params, ...query }),
)
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
