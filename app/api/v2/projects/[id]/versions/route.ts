import * as contract from '@/lib/domains/projects/contract'
import { listVersions } from '@/lib/domains/projects/list-versions'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.listVersions, ({ ctx, who, params, query }) =>
  listVersions(ctx, who, { ...params, ...query }),
)
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
