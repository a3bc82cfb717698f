import * as contract from '@/lib/domains/evidence/contract'
import { verifyVersion } from '@/lib/domains/evidence/verify-version'
import { refuseOthers, route } from '@/lib/web'

export const POST = route(contract.verifyVersion, ({ ctx, who, params, body }) =>
  verifyVersion(ctx, who, { ...params, ...body }),
)
export const { GET, PUT, PATCH, DELETE } = refuseOthers('POST')
