import * as contract from '@/lib/domains/share/contract'
import { listSharedFiles } from '@/lib/domains/share/read-shared'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.listSharedFiles, ({ ctx, params, query }) =>
  listSharedFiles(ctx, { ...params, ...query }),
)
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
