import * as contract from '@/lib/domains/projects/contract'
import { restoreVersion } from '@/lib/domains/projects/restore-version'
import { refuseOthers, route } from '@/lib/web'

export const POST = route(contract.restoreVersion, ({ ctx, who, params, body }) =>
  restoreVersion(ctx, who, { ...params, ...body }),
)
export const { GET, PUT, PATCH, DELETE } = refuseOthers('POST')
