import * as contract from '@/lib/domains/projects/contract'
import { listFiles } from '@/lib/domains/projects/list-files'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.listFiles, ({ ctx, who, params, query }) =>
  listFiles(ctx, who, { ...params, ...query }),
)
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
