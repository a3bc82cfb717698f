import * as contract from '@/lib/domains/evidence/contract'
import { getAsked } from '@/lib/domains/evidence/get-asked'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.getAsked, ({ ctx, who, params, query }) =>
  getAsked(ctx, who, { ...params, ...query }),
)
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
