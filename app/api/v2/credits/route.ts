import * as contract from '@/lib/domains/credits/contract'
import { getCredits } from '@/lib/domains/credits/get-credits'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.getCredits, ({ ctx, who, query }) => getCredits(ctx, who, query))
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
