import * as contract from '@/lib/domains/evidence/contract'
import { strikeAsk } from '@/lib/domains/evidence/strike-ask'
import { refuseOthers, route } from '@/lib/web'

export const POST = route(contract.strikeAsk, ({ ctx, who, params, body }) =>
  strikeAsk(ctx, who, { ...params, ...body }),
)
export const { GET, PUT, PATCH, DELETE } = refuseOthers('POST')
