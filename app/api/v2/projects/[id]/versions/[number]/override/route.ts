import * as contract from '@/lib/domains/evidence/contract'
import { overrideVersion } from '@/lib/domains/evidence/override-version'
import { refuseOthers, route } from '@/lib/web'

export const POST = route(contract.overrideVersion, ({ ctx, who, params, body }) =>
  overrideVersion(ctx, who, { ...params, ...body }),
)
export const { GET, PUT, PATCH, DELETE } = refuseOthers('POST')
